"""The companion itself, in no platform's words: commands, quizzes, scores, reviews, what is stored."""
