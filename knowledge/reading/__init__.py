"""Notes in, facts out: Markdown as people really write it."""
