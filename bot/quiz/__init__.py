"""Rounds, answers, scores and reviews: what a quiz is, whoever asks it and wherever."""
