"""Trouble that was to be expected, in a sentence for the person who meets it."""


class StudyError(Exception):
    """Something cannot be done; the message is what the person is told."""
