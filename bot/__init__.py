"""The companion itself, in no platform's words: commands, quizzes, scores, reviews, the store."""
