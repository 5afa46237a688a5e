"""The companion's own questions as items, so that they can be written as Markdown of our form."""

from itertools import groupby

from knowledge.importing.items import ImportedOption, Item
from knowledge.model import Authored, Question
from knowledge.reading.cards import typed_answers
from knowledge.reading.escaping import escaped_lines


def _with_code(text: str) -> str:
    """Escaped lines; those that only code has, indented or ending in ";", stand in fences."""
    first, *rest = text.split("\n")
    parts = [escaped_lines(first)]
    for is_code, run in groupby(rest, lambda line: line[:1].isspace() or line.endswith(";")):
        lines = "\n".join(run)
        fenced = is_code and "```" not in lines
        parts.append(f"```\n{lines}\n```" if fenced else escaped_lines(lines))
    return "\n".join(filter(None, parts))


def item_of_question(question: Question) -> Item:
    """A question as it is asked, whoever made it."""
    return _item(question, question.rights, question.why_not, question.right, _accepted(question))


def _accepted(question: Question) -> tuple[str, ...]:
    """What counts as well when it is typed; the first form stands as the answer, if that says so.

    Forms stand behind one another with semicolons: one that has its own cannot be among them.
    """
    forms = question.accept[1:] if typed_answers(question.right) else question.accept
    return tuple(escaped_lines(form) for form in forms if ";" not in form)


def item_of_authored(question: Authored) -> Item:
    """A question or card that somebody wrote into the notes, with the id that it has there."""
    accept = tuple(escaped_lines(text) for text in question.accept if text != question.answer)
    return _item(question, question.answers, question.why, question.answer, accept)


def _item(
    question: Question | Authored,
    rights: tuple[int, ...],
    why: tuple[str, ...],
    answer: str,
    accept: tuple[str, ...],
) -> Item:
    whys = why or ("",) * len(question.options)
    options = tuple(
        ImportedOption(_with_code(option), place in rights, escaped_lines(why))
        for place, (option, why) in enumerate(zip(question.options, whys, strict=True))
    )
    return Item(
        question.id, _with_code(question.stem), options,
        "" if options else _with_code(answer), () if options else accept,
        hint=escaped_lines(question.hint), explanation=escaped_lines(question.explanation),
        tags=question.tags, level=question.level,
    )  # fmt: skip
