"""Everything that is kept: the store, rounds, scores, reviews, the life of questions."""
