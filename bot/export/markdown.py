"""Questions as Markdown: the form in which the notes hold them, so that they can be kept there."""

from collections.abc import Iterable

from knowledge.model import Question


def questions_as_markdown(questions: Iterable[Question]) -> str:
    """One file for all; read as notes it yields the same questions under the same ids."""
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question)
    lines: list[str] = []
    for topic, found in by_topic.items():
        lines += [f"# {_one_line(topic)}\n", *map(_written, found)]
    return "\n".join(lines)


def _written(question: Question) -> str:
    lines = _choice(question) if question.options else _card(question)
    remarks = (
        ("Explanation", question.explanation),
        ("Hint", question.hint),
        ("Tags", ", ".join(question.tags)),
        ("Level", str(question.level or "")),
    )
    lines += [f"> {name}: {_one_line(text)}" for name, text in remarks if text]
    return "\n".join([*lines, f"<!-- id: {question.id} -->", ""])


def _choice(question: Question) -> list[str]:
    asked, *code = question.stem.split("\n")
    lines = [f"### {_one_line(asked)}"]
    lines += ["", "```", *code, "```", ""] if code else []
    for place, option in enumerate(question.options):
        lines.append(f"- [{'x' if place in question.rights else ' '}] {_one_line(option)}")
        if place < len(question.why_not) and question.why_not[place]:
            lines.append(f"  > {_one_line(question.why_not[place])}")
    return lines


def _card(question: Question) -> list[str]:
    accepted = "; ".join(question.accept[1:])
    lines = [f"Q: {_one_line(question.stem)}", f"A: {_one_line(question.back or question.right)}"]
    return [*lines, *([f"> Accept: {accepted}"] if accepted else [])]


def _one_line(text: str) -> str:
    return " ".join(text.split())
