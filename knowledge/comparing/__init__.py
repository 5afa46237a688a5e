"""Two or three topics side by side."""
