"""Questions as an Anki deck that can be imported again and again.

A note's GUID comes from the question's id, so a second import updates the card and keeps its
schedule, and never doubles it. The same questions at the same time give the same bytes.
"""

import io
import itertools
import re
import sqlite3
import zipfile
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from html import escape
from textwrap import dedent

import genanki

from bot.text import letter, without_controls
from knowledge.language.truths import is_true_or_false
from knowledge.model import Question
from knowledge.reading.code_lines import behind, runs

# [sound:…] and [anki:…] play files, [latex] and [$] run LaTeX, \( and \[ MathJax; {{…}} is a field.
_ACTIVE = re.compile(
    r"\[(?=/?(?:latex|\$\$?)\]|/?(?:sound|anki):)|\\(?=[(\[])|\{(?=\{)", re.IGNORECASE
)
_NO_BREAK = "\u2060"  # WORD JOINER
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say: no clock in the bytes
FIELDS = ("Question", "Options", "Answer", "Explanation", "Source", "Topic")
FRONT = "<div class=topic>{{Topic}}</div><div class=stem>{{Question}}</div>{{Options}}"
BACK = (
    "{{FrontSide}}<hr id=answer><div class=right>{{Answer}}</div>"
    "<div>{{Explanation}}</div><div class=source>{{Source}}</div>"
)
STYLE = """
.card { font-family: sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: auto; }
.topic, .source { font-size: 14px; opacity: 0.7; }
.stem { margin: 0.6em 0; }
pre { font-family: monospace; white-space: pre-wrap; margin: 0.6em 0; }
.right { font-weight: bold; margin: 0.6em 0; }
.options { list-style-type: upper-alpha; }
.truths { list-style-type: none; }
.why { font-size: 16px; list-style-type: none; padding: 0; }
"""


def stable_id(name: str) -> int:
    """A positive number for *name* as Anki takes it, the same everywhere."""
    digest = blake2b(name.encode(), digest_size=8).digest()
    return (1 << 30) + int.from_bytes(digest, "big") % (1 << 30)


def guid_of(question: Question) -> str:
    """What Anki knows the note by."""
    guid: str = genanki.guid_for("study-companion", question.id)
    return guid


def deck(questions: Iterable[Question], name: str, changed: datetime) -> bytes:
    """An .apkg file. `changed` must be later than at the last import for Anki to update cards."""
    model = genanki.Model(
        stable_id("study-companion question 1"),
        "Study Companion question",
        fields=[{"name": field} for field in FIELDS],
        templates=[{"name": "Question", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
    )
    made = genanki.Deck(stable_id(f"study-companion deck {name}"), name)
    for question in sorted(questions, key=lambda question: question.id):
        made.add_note(
            genanki.Note(
                model=model, fields=_fields(question), guid=guid_of(question), tags=_tags(question)
            )
        )
    return _packed(genanki.Package(made), changed.timestamp())


def plain(text: str) -> str:
    """Text that Anki shows as it is: no HTML, no sound, no LaTeX, no field of a template.

    What Anki would act on is broken apart by a mark of no width, which also survives somebody
    editing the card. LaTeX could read files of whoever imports the deck.
    """
    return escape(_ACTIVE.sub(lambda found: found[0] + _NO_BREAK, without_controls(text)))


def _fields(question: Question) -> list[str]:
    options = "".join(f"<li>{_lines(option)}</li>" for option in question.options)
    named = "ol class=truths" if is_true_or_false(question.options) else "ol class=options"
    return [
        _with_code(question.stem),
        f"<{named}>{options}</ol>" if options else "",
        _answer(question),
        _explanation(question),
        plain(" · ".join((*map(str, question.sources), *_checked(question)))),
        plain(question.topic),
    ]


def _checked(question: Question) -> tuple[str, ...]:
    """When the figure that it rests on was last held against its source."""
    return (f"checked {question.checked}",) if question.checked else ()


def _answer(question: Question) -> str:
    """The right options, a line each; or what the back of a card says."""
    rights = (f"{_letter(question, place)}{question.options[place]}" for place in question.rights)
    return "<br>".join(map(_lines, rights)) if question.options else _lines(question.right)


def _letter(question: Question, place: int) -> str:
    """The letter that stands before an option; true and false have none."""
    return "" if is_true_or_false(question.options) else f"{letter(place)}  "


def _lines(text: str) -> str:
    """The same with the ends of its lines kept."""
    return "<br>".join(map(plain, text.split("\n")))


def _with_code(text: str) -> str:
    """The same with the code that is set off in it as it is."""
    return "".join(
        f"<pre>{plain(dedent(part))}</pre>" if is_code else _lines(part)
        for part, is_code in runs(text)
    )


def _explanation(question: Question) -> str:
    """What is added to the answer, and what the author says of each option."""
    more = question.explanation
    if question.back and question.back != question.right:  # of a card that is typed
        more = behind(question.back, more)
    said = [
        f"<li>{plain(_letter(question, place) or f'{question.options[place]}: ')}{plain(why)}</li>"
        for place, why in enumerate(question.why_not)
        if why
    ]
    return _with_code(more) + (f"<ul class=why>{''.join(said)}</ul>" if said else "")


def _tags(question: Question) -> list[str]:
    """Anki's tags are single words; a colon pair makes one stand under another."""
    named = (question.topic, *question.tags)
    words = dict.fromkeys("-".join(name.split()).replace("::", "-") for name in named)
    return [f"study-companion::{word}" for word in words if word]


def _packed(package: genanki.Package, at: float) -> bytes:
    """What Package.write_to_file does, but without a clock: its zip names the time of day."""
    database = sqlite3.connect(":memory:")
    try:
        package.write_to_db(database.cursor(), at, itertools.count(int(at * 1000)))
        database.commit()
        content = database.serialize()
    finally:
        database.close()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in (("collection.anki2", content), ("media", b"{}")):
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(member, data)
    return out.getvalue()
