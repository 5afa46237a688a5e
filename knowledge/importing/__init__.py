"""Questions and cards of other programs, as Markdown of our own form."""
