"""What people take with them: Anki decks and tables."""
