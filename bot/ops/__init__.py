"""For whoever runs the companion: checks, health and the log."""
