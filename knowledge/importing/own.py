"""The companion's own questions as items, so that they can be written as Markdown of our form."""

from itertools import groupby

from knowledge.importing.items import ImportedOption, Item
from knowledge.model import Authored, Question
from knowledge.reading.cards import typed_answers
from knowledge.reading.code_lines import runs
from knowledge.reading.escaping import escaped_lines


def _with_code(text: str) -> str:
    """Escaped lines; those that only code has, indented or ending in ";", stand in fences."""
    first, *rest = text.split("\n")
    parts = [escaped_lines(first)]
    for is_code, run in groupby(rest, lambda line: line[:1].isspace() or line.endswith(";")):
        parts.append(_fenced("\n".join(run), is_code))
    return "\n".join(filter(None, parts))


def _with_set_off(text: str) -> str:
    """The same of a text whose code is set off."""
    parts = (_fenced(part, True) if is_code else _with_code(part) for part, is_code in runs(text))
    return "\n".join(filter(None, parts))


def _fenced(text: str, is_code: bool) -> str:
    return f"```\n{text}\n```" if is_code and "```" not in text else escaped_lines(text)


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
        question.id, _with_set_off(question.stem), options,
        "" if options else _with_code(answer), () if options else accept,
        hint=escaped_lines(question.hint), explanation=_with_set_off(question.explanation),
        tags=question.tags, level=question.level,
    )  # fmt: skip
