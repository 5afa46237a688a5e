"""What words, names, headings and figures mean, whatever the notes are about."""
