"""The question of the day: posting it, counting along, closing it, telling what became of it."""
