"""Questions as Markdown: the form in which the notes hold them, so that they can be kept there."""

from collections.abc import Iterable

from knowledge.importing.markdown import blocks_of
from knowledge.importing.own import item_of_question
from knowledge.model import Question
from knowledge.reading.escaping import escaped


def questions_as_markdown(questions: Iterable[Question], tag: str) -> str:
    """One file for all; read as notes it yields the same questions under the same ids.

    *tag* says that what is written as a flash card is one.
    """
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question)
    lines = [f"---\ntags: [{tag.lstrip('#')}]\n---\n"]
    for topic, found in by_topic.items():
        title = escaped(" ".join(topic.split()))
        lines += [f"# {title}\n", *blocks_of(map(item_of_question, found))]
    return "\n".join(lines)
