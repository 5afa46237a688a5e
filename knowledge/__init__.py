"""Notes in; answers, questions and comparisons out. Imports nothing of the project."""
