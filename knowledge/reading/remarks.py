"""What authors add to a question below it: explanation, hint, source, tags, level, the answer.

Each is a line that opens with its label, in a quote or not: "> Source: note.md › Heading".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.reading.labels import ANSWER, SEVERAL_ANSWERS, SIGNS
from knowledge.reading.prose import one_line, readable, readable_with_code

_LABELS = {
    "explanation": "explanation|explanations|why|rationale|erklärung|begründung|explication"
    "|explicación|spiegazione|justificación|justification|justificativa|解析|解释",
    "others": "why (?:are )?(?:the )?(?:others?|wrong|incorrect)"
    "(?: (?:options?|answers?|choices?|ones))?(?: (?:are|is))?"
    "(?: (?:wrong|incorrect|not (?:correct|right)))?|why not(?: the others?)?"
    "|(?:incorrect|wrong|other) (?:options?|answers?|choices?)",
    "hint": "hint|hints|hinweis|tipp|indice|pista",
    "source": "source|sources|quelle|quellen|reference|references|ref|see|fuente|fonte",
    "tags": "tags|tag",
    "level": "level|difficulty|schwierigkeit",
    "accept": "accept|accepts|also accept|auch",
    "answer": "(?:the )?(?:(?:correct|right) )?(?:options?|choices?)(?: is| are)?"
    "|(?:(?:the|les?|la) )?(?:(?:correct|right|richtige|korrekte|bonnes?|juiste) )?"
    f"(?:{ANSWER}|{SEVERAL_ANSWERS})"
    "(?: (?:is|are|correctes?|exactes?|correctas?|corretas?|certas?|corrett[ae]|esatt[ae]"
    "|giust[ae]))?"
    "|ans|lösung(?:en)?|solutions?|richtig(?: ist| sind)?|(?:正确|参考)?答案",
}
_LABEL = re.compile(
    rf"^(?:[\s>*_#-]|{SIGNS}){{0,12}}(?:\[!\w{{1,20}}\][+-]?\s{{0,4}})?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")[\s*_]{0,6}(?:[:：]|(?<=ans)\.|\s[–-]\s|(?P<alone>[\s*_]*$))[\s*_]{0,6}(?P<rest>.*)$",
    re.IGNORECASE,
)
_SAID = re.compile(  # "The correct answer is B, since …", where no article is meant
    r"^[\s>*_-]{0,12}(?:(?:the )?(?:correct|right) (?:answer|option|choice) is|(?:correct|right):)"
    r"[\s:*_(]{1,6}"
    r"(?P<rest>(?-i:[A-Y])(?=[\s*_)]*(?:[.,;:–-]|$|because\b|since\b|as\b)).*)$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"<summary[^<>]*>(.*?)</summary>", re.IGNORECASE)
_INVITES = re.compile(
    r"^[\W_]*(?:(?:click|tap|press|here|to|for|show|see|view|reveal|open|expand|check|get|the|zeige?|siehe|zur)\s+)+",
    re.IGNORECASE,
)  # "Click to see the answer"
_FOLDING = re.compile(r"</?(?:details|summary|b|br|p|div|i)\b[^<>]*>", re.IGNORECASE)
_LINK_ONLY = re.compile(
    r"^[\s>*_-]*\[[^\[\]]*\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s]*)?)>?[^()]*\)[\s*_.]*$"
)
_ADDRESS = re.compile(r"^[\s>*_-]*+<?(https?://\S*[^\s*_>])>?[\s*_]*+$")
_CALLOUT = re.compile(r"^[\s>]*>\s*\[!\w{1,20}\][+-]?\s*$")  # a box without a title
_LEVEL = re.compile(r"\d")
_WORDS_OF_LEVEL = {"easy": 1, "medium": 2, "hard": 3, "leicht": 1, "mittel": 2, "schwer": 3}
_LONGEST_LINE = 20_000  # characters; a longer one is data
_PARTS = re.compile(r"\s*[;；]\s*")
_LETTERS = re.compile(
    r"^\W*([A-Z])(?:(?:\s*+(?:,|;|&|/|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*+|\s++)([A-Z])\b)*"
    r"(?=\W|$)",
    re.IGNORECASE,
)
_JOINED_LETTERS = re.compile(r"^\W*([A-Z]{2,5})\W*$")


_OF_OPTION = re.compile(
    r"^[\s>*+•_-]*(?:(?:option|answer|choice)\s+)?(?:\*\*|__)?\(?([A-Ya-y])"
    r"(?:[.):]|\s[–—-]|(?=\*\*|__))+(?:\*\*|__)?[:.)]?\s*[–—-]?\s*(\S.*)$",
    re.IGNORECASE,
)  # "- **A)** It idles by day."


@dataclass(slots=True)
class Remarks:
    """The labelled lines, and what stands between them, which explains."""

    texts: dict[str, list[str]] = field(default_factory=dict)  # label → its lines
    links: list[str] = field(default_factory=list)

    def add(self, label: str, line: str) -> None:
        self.texts.setdefault(label, []).append(line)

    @property
    def explanation(self) -> str:
        return readable_with_code(self.texts.get("explanation", ()))

    @property
    def hint(self) -> str:
        return one_line(self.texts.get("hint", ()))

    @property
    def answer(self) -> str:
        return readable(self.texts.get("answer", ()))

    def on_option(self, place: int) -> str:
        """Why one of the others is wrong, by its letter."""
        found = map(_OF_OPTION.match, self.texts.get("others", ()))
        letter = chr(ord("A") + place)
        return one_line([one[2] for one in found if one and one[1].upper() == letter])

    @property
    def accept(self) -> tuple[str, ...]:
        said = one_line(self.texts.get("accept", ()))
        return tuple(part for part in _PARTS.split(said) if part)

    @property
    def cites(self) -> tuple[str, ...]:
        said = [one_line([line]) for line in self.texts.get("source", ())]
        parts = [part for line in said for part in _PARTS.split(line) if part]
        return tuple(dict.fromkeys((*parts, *self.links)))

    @property
    def tags(self) -> tuple[str, ...]:
        said = one_line(self.texts.get("tags", ()))
        return tuple(tag.lstrip("#") for tag in re.split(r"[,;\s]+", said) if tag.strip("#"))

    @property
    def level(self) -> int:
        said = one_line(self.texts.get("level", ())).lower()
        number = _LEVEL.search(said)
        named = next((n for word, n in _WORDS_OF_LEVEL.items() if word in said), 0)
        return min(3, max(1, int(number.group()))) if number else named


def read_remarks(lines: Iterable[str], otherwise: str = "explanation") -> Remarks:
    """Read the lines below a question; what has no label belongs to *otherwise*."""
    remarks = Remarks()
    label, open_ended = otherwise, True
    for line in lines:
        line = unfolded(line)
        if opens_box(line):
            continue
        found = label_of(line)
        if found:
            label, rest = found
            open_ended = not rest or label in ("explanation", "answer", "others")
            if rest:
                remarks.add(label, rest)
        elif link := link_only(line):
            if not link.startswith("#"):
                remarks.links.append(link)
        elif not line.strip(" \t>"):
            label = label if open_ended and label not in remarks.texts else otherwise
        else:
            remarks.add(label, line)
    return remarks


def opens_box(line: str) -> bool:
    """Whether a line only opens a callout: "> [!tip]"."""
    return "[!" in line and bool(_CALLOUT.match(line))


def unfolded(line: str) -> str:
    """A line without the tags that fold an answer away; their title becomes a label."""
    if "<" not in line or len(line) > _LONGEST_LINE:
        return line
    return _FOLDING.sub(
        "", _SUMMARY.sub(lambda title: f"{_INVITES.sub('', title[1]).strip(' :')}: ", line)
    )


def label_of(line: str) -> tuple[str, str] | None:
    """The label that a line opens with and what follows it."""
    if len(line) > _LONGEST_LINE:
        return None
    if said := _SAID.match(line):
        return "answer", said["rest"].strip()
    found = _LABEL.match(line)
    if found is None:
        return None
    name = next(name for name in _LABELS if found[name])
    if found["alone"] is not None and name not in ("explanation", "answer", "hint", "others"):
        return None  # a word alone on its line is no label
    return name, found["rest"].strip().removesuffix("**").strip()


def link_only(line: str) -> str:
    """The address of a line that is a link and nothing else, such as "[Reference](https://…)"."""
    if "](" not in line and "://" not in line:
        return ""
    found = _LINK_ONLY.match(line) or _ADDRESS.match(line)
    return found[1] if found else ""


def is_remark(line: str) -> bool:
    """Whether a line below a list of options speaks of the question above."""
    return (
        line.lstrip().startswith(">")
        or label_of(unfolded(line)) is not None
        or bool(link_only(line))
    )


def letters_of(answer: str, options: Sequence[str]) -> tuple[int, ...]:
    """The places of the options that an answer names: "B", "B, D", "BD", "b) because …".

    Empty if it names none of *options*.
    """
    joined = _JOINED_LETTERS.match(answer)
    found = joined or _LETTERS.match(answer)
    if found is None:
        return ()
    letters = r"[A-Z]" if joined else r"(?<![^\W_])[A-Z](?![^\W_])"
    named = re.findall(letters, found[1] if joined else found.group(), re.I)
    places = [ord(letter.upper()) - ord("A") for letter in named]
    if any(place >= len(options) for place in places):
        return ()
    return tuple(sorted(set(places)))


def option_called(answer: str, options: Sequence[str]) -> tuple[int, ...]:
    """The place of the option that an answer repeats word for word; empty if it repeats none."""
    said = _bare(answer.partition("\n")[0])
    named = [place for place, option in enumerate(options) if said and _bare(option) == said]
    return tuple(named) if len(named) == 1 else ()


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
