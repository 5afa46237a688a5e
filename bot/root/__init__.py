"""The composition root: the one place that sees every part, builds each once and joins them."""
