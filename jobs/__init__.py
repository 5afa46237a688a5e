"""What happens by the clock: daily quiz, reveal, recap, review reminders."""
