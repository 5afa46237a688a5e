"""What happens by the clock: daily question, reveal, recap, review reminders."""
