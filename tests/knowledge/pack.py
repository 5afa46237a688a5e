"""The bundled notes as they were read, and the questions made of them: once for all tests."""

from functools import cache

from knowledge.questions import make_questions
from knowledge.questions.model import Made
from knowledge.reading.notes import Notes, read_notes


@cache
def notes_of_the_pack() -> Notes:
    return read_notes(["bundled"])


@cache
def questions_of_the_pack() -> Made:
    notes = notes_of_the_pack()
    return make_questions(notes.facts, notes.topics)
