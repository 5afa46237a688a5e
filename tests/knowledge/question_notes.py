"""Small notes for tests of questions."""

from knowledge.model import Question
from knowledge.questions import Made, make_questions
from knowledge.reading.document import read_document
from knowledge.reading.notes import assemble

COAST = """# Lighthouse

Lighthouse is a tower that warns ships of rocks with a strong beam.

## Light sources
- **Fresnel lens**: bundles the beam with rings of thin glass prisms in a small brass frame.
- **Arx lamp**: burns a spark between two carbon rods behind glass.
- **Olo burner**: feeds a round wick from a small brass tank.
- **Gas mantle**: heats a round sleeve of rare earths behind glass.
- **Halide bulb**: strikes a small spark through thin metal salts in a brass socket.
- **Torch head**: sheds a spark of burning resin over a small brass shaft.
- **Neon tube**: excites a thin plasma behind glass in a small brass socket by a high voltage.
"""


def made(text: str, file: str = "note.md") -> Made:
    """What a note yields."""
    return made_of((file, text))


def made_of(*files: tuple[str, str]) -> Made:
    """What several notes yield together."""
    notes = assemble([read_document(text, name) for name, text in files])
    return make_questions(notes.facts, notes.topics)


def of_kind(kind: str, result: Made) -> list[Question]:
    return [question for question in result.questions if question.kind == kind]


def keys(kind: str, result: Made) -> set[str]:
    return {question.options[question.answer] for question in of_kind(kind, result)}


def codes(result: Made, line: int | None = None) -> set[str]:
    return {one.code for one in result.rejected if line is None or one.line == line}
