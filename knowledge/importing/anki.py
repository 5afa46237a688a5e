"""Anki decks: what each note's templates would show, as cards; our own export as questions."""

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.importing.apkg import AnkiNote, AnkiTemplate, read_package
from knowledge.importing.items import Imported, ImportedOption, Item, item_id
from knowledge.reading.html_pages import lines_of_html

OWN_FIELDS = ("Question", "Options", "Answer", "Explanation", "Source", "Topic")
_REFERENCE = re.compile(r"\{\{\s*+(?![#^/!])([^{}]{1,200})\}\}")
_CLOZE = re.compile(r"\{\{c(\d{1,3})::((?:(?!\}\}|\{\{).){0,2000}+)\}\}", re.DOTALL)
_SOUND = re.compile(r"\[sound:([^\[\]]{1,200})\]")
_PICTURE = re.compile(r"<img\b[^<>]{0,2000}?\bsrc\s*=\s*[\"']?([^\"'<>]{1,300})", re.IGNORECASE)
_MOST_NAMED = 5  # files of a deck in its report
_TTS = re.compile(r"\[anki:tts[^\[\]]{0,200}\]|\[/anki:tts\]")
_LATEX = re.compile(
    r"\[latex\](.{0,1000}?)\[/latex\]|\[\$\$\](.{0,1000}?)\[/\$\$\]|\[\$\](.{0,1000}?)\[/\$\]",
    re.DOTALL | re.IGNORECASE,
)
_OPTION = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_LETTER = re.compile(r"(?:^|<br>)([A-Z])  ")
_WHY = re.compile(r"<ul class=[\"']?why[\"']?>(.*)</ul>\s*$", re.DOTALL)
_OPEN, _TURN, _HINT, _CLOSE = "\ue240", "\ue241", "\ue242", "\ue243"
_NO_BREAK = "\u2060"  # our export breaks apart with it what Anki would act on


def import_anki(content: bytes, name: str) -> Imported:
    """Every note of a package; those of which nothing can be asked are counted."""
    result = Imported()
    empty = 0
    pictures: dict[str, None] = {}
    sounds: dict[str, None] = {}
    for note in read_package(content, name):
        items = list(_items(note))
        empty += not items
        if items:
            text = " ".join(note.fields)
            pictures |= dict.fromkeys(_PICTURE.findall(text))
            sounds |= dict.fromkeys(_SOUND.findall(text))
            result.deck(note.deck or name).items.extend(items)
    if empty:
        notes = "1 note has" if empty == 1 else f"{empty:,} notes have"
        result.problems.append(f"{name}: {notes} nothing to ask or no answer in text.")
    result.problems += _media(name, pictures, sounds)
    return result


def _media(name: str, pictures: Iterable[str], sounds: Iterable[str]) -> Iterator[str]:
    """What the cards show and play: it stays in the package, since chats show text."""
    for kind, files in (("picture", list(pictures)), ("sound", list(sounds))):
        if files:
            some = ", ".join(files[:_MOST_NAMED]) + (", …" if len(files) > _MOST_NAMED else "")
            one = len(files) == 1
            stay = f"1 {kind} of its cards stays" if one else f"{len(files):,} {kind}s stay"
            yield (
                f"{name}: {stay} in the package, since questions are text; "
                f"cards name them ({some}). Say in words what must be known of them."
            )


def _items(note: AnkiNote) -> Iterator[Item]:
    fields = dict(zip(note.type.fields, note.fields, strict=False))
    tags = tuple(re.sub(r"[^\w/-]+", "-", tag.replace("::", "/")).strip("-") for tag in note.tags)
    tags = tuple(filter(None, tags))
    if note.type.fields == OWN_FIELDS:
        made = _own(note, fields)
        if made is not None:
            yield made
        return
    if note.type.cloze:
        yield from _cloze(note, fields)
        return
    for number, template in enumerate(note.type.templates):
        front, back = _sides(template, fields)
        if front and back:
            identity = item_id("anki", note.guid, *([str(number)] if number else []))
            yield Item(identity, front, answer=back, tags=tags)


def _sides(template: AnkiTemplate, fields: dict[str, str]) -> tuple[str, str]:
    """The fields that a template shows on the front, and those that it adds on the back."""
    front = _names(template.front, fields)
    back = [name for name in _names(template.back, fields) if name not in front]
    return _joined(front, fields), _joined(back, fields)


def _names(template: str, fields: dict[str, str]) -> list[str]:
    names = (found.rpartition(":")[2].strip() for found in _REFERENCE.findall(template))
    return list(dict.fromkeys(name for name in names if name in fields))


def _joined(names: Sequence[str], fields: dict[str, str]) -> str:
    return "\n".join(filter(None, (field_text(fields[name]) for name in names)))


def field_text(html: str) -> str:
    """A field as Markdown; sounds are named, formulas kept."""
    html = _SOUND.sub(r"(sound: \1)", _TTS.sub("", html))
    html = _LATEX.sub(lambda found: f"\\({found[1] or found[2] or found[3] or ''}\\)", html)
    return lines_of_html(html.replace(_NO_BREAK, ""))


def _cloze(note: AnkiNote, fields: dict[str, str]) -> Iterator[Item]:
    """A text with gaps on one line, and what else the note says below."""
    shown = [name for name, html in fields.items() if _CLOZE.search(html)]
    if not shown:
        return
    text = " ".join(_gaps(fields[shown[0]]).split())
    extra = _joined([name for name in fields if name not in shown], fields)
    yield Item(item_id("anki", note.guid), text, explanation=extra, cloze=True)


def _gaps(html: str) -> str:
    """The text of a field whose gaps are still gaps."""

    def hidden(found: re.Match[str]) -> str:
        answer, _, hint = found[2].partition("::")
        return f"{_OPEN}{found[1]}{_TURN}{answer}{_HINT if hint else ''}{hint}{_CLOSE}"

    text = field_text(_CLOZE.sub(hidden, html))
    for mark, said in ((_OPEN, "{{c"), (_TURN, "::"), (_HINT, "::"), (_CLOSE, "}}")):
        text = text.replace(mark, said)
    return text


def _own(note: AnkiNote, fields: dict[str, str]) -> Item | None:
    """A question that the companion itself exported."""
    texts = [field_text(option) for option in _OPTION.findall(fields["Options"])]
    rights = {_place(letter) for letter in _LETTER.findall(fields["Answer"])}
    stem = field_text(fields["Question"])
    explanation, why = _explained(fields["Explanation"])
    if stem and not texts and (answer := field_text(fields["Answer"])):
        return Item(item_id("anki", note.guid), stem, answer=answer, explanation=explanation)
    if not stem or not rights or len(texts) < 2:
        return None
    options = tuple(
        ImportedOption(text, place in rights, why.get(place, ""))
        for place, text in enumerate(texts)
    )
    return Item(item_id("anki", note.guid), stem, options, explanation=explanation)


def _explained(html: str) -> tuple[str, dict[int, str]]:
    """The explanation, and what is said of each option behind its letter."""
    listed = _WHY.search(html)
    if listed is None:
        return field_text(html), {}
    said = (_LETTER.match(item) and item for item in _OPTION.findall(listed[1]))
    why = {_place(item[0]): field_text(item[1:]) for item in said if item}
    return field_text(html[: listed.start()]), why


def _place(letter: str) -> int:
    return ord(letter) - ord("A")
