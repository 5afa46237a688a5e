"""The notes as one SQLite file: built once, read by many, replaced as a whole."""
