"""Plans up to an exam: what is left, how far somebody is, what the notes cover."""
