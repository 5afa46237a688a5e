"""The daily question: posting it, counting along, closing it, telling what became of it."""
