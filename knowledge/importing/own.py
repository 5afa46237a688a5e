"""The companion's own questions as items, so that they can be written as Markdown of our form."""

from knowledge.importing.items import ImportedOption, Item
from knowledge.model import Authored, Question
from knowledge.reading.escaping import escaped_lines


def item_of_question(question: Question) -> Item:
    """A question that was made from a fact."""
    options = tuple(
        ImportedOption(escaped_lines(option), place == question.answer, escaped_lines(why))
        for place, (option, why) in enumerate(
            zip(question.options, question.why_not or ("",) * len(question.options), strict=True)
        )
    )
    return Item(
        question.id, escaped_lines(question.stem), options,
        hint=escaped_lines(question.hint), explanation=escaped_lines(question.explanation),
    )  # fmt: skip


def item_of_authored(question: Authored) -> Item:
    """A question or card that somebody wrote into the notes, with the id that it has there."""
    whys = question.why or ("",) * len(question.options)
    options = tuple(
        ImportedOption(escaped_lines(option), place in question.answers, escaped_lines(why))
        for place, (option, why) in enumerate(zip(question.options, whys, strict=True))
    )
    accept = tuple(escaped_lines(text) for text in question.accept if text != question.answer)
    return Item(
        question.id, escaped_lines(question.stem), options,
        "" if options else escaped_lines(question.answer), () if options else accept,
        hint=escaped_lines(question.hint), explanation=escaped_lines(question.explanation),
        tags=question.tags,
    )  # fmt: skip
