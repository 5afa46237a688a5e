"""Signs in a typed answer: which of them carry meaning, and which only set the words apart."""

import re

_QUOTES = re.compile("[`'\"“”„‟‘’‚«»‹›]")
_FULL_STOP = re.compile(r"(?<=[^\s.])\.$")
_LAST_SLASH = re.compile(r"(?<=[\w.])/$")
_LAST_MARK = re.compile(r"(?<=\w)[!?]+$")
_TURNED_DASH = re.compile(r"(?<!\S)[–—](?=[^\W\d_])")
_BLANKS_AT_SIGNS = re.compile(r"(?<=\w)\s+(?=[^\w\s])|(?<=[^\w\s])\s+(?=\w)")
_ONE_WAY = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "≤": "<=", "≥": ">=", "≠": "!=", "…": "..."}
)
_OF_NO_MATTER = re.compile(r"[()\[\]{}]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# What joins the parts of a name (cloud-front, Node.js, TCP/IP, a_b), but no numbers: 3.11, 1/2.
_JOINT = re.compile(r"(?<=[^\W_])[-./_:](?=[^\W\d_])|(?<=[^\W\d_])[-./_:](?=[^\W_])")
# Such signs are written one for another: x86-64 and x86_64, 24/7 and 24-7 (but 1/2 is no 1-2).
_IN_A_NAME = re.compile(r"([^\W\d_]\d+)[-_/](?=\d)")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d\d)/(?=\d)")
_NAME = re.compile(r"\S*[^\W\d_]{2}\S*")
_SIGNS_OF_NAMES = frozenset("-+@#_&")
_AND = re.compile(r"(?<!&)&(?!&)")
_DASH = re.compile(r"(?<!\d)\s[–—](?=\s)|\s[–—](?=\s(?!\d))")
_PAUSE = re.compile(r"(?<=\w)[,;:.]+(?=\s|$)|(?<=[^\W\d_]{2})[!?]+(?=\s|$)")
# Letters after one dash are switches, in any order; a capital is another one.
_SWITCHES = re.compile(r"(?<!\S)-([^\W\d_]{1,5})(?!\S)")
_RUN = re.compile(r"((?:[^\w\s]|_)+)\s*(\w?)")


def bare(text: str) -> str:
    """A text without quotes, code ticks, blanks to spare, and a full stop or slash at its end."""
    return _LAST_SLASH.sub("", _FULL_STOP.sub("", " ".join(_QUOTES.sub("", text).split())))


def one_way(text: str) -> str:
    """What is written in several ways in one of them: dashes, ≤ and <=, `-la` and `-al`."""
    return _SWITCHES.sub(lambda found: "-" + "".join(sorted(found[1])), text.translate(_ONE_WAY))


def as_typed(text: str) -> str:
    """A text letter for letter, but for blanks, and for quotes round anything."""
    return _BLANKS_AT_SIGNS.sub("", one_way(bare(text) or " ".join(text.split())))


def readings(typed: str) -> tuple[str, ...]:
    """What *typed* may be meant as: a keyboard turns "--" into a dash, and people add a mark."""
    meant = _LAST_MARK.sub("", typed.strip())
    return tuple(dict.fromkeys((typed, meant, _TURNED_DASH.sub("--", meant))))


def is_name(text: str) -> bool:
    """Whether *text* is one word of letters, in which a wrong sign is a slip: Ctrl+C, @Override."""
    found = {mark for run, _ in signs(text) for mark in run}
    return bool(_NAME.fullmatch(bare(text))) and found <= _SIGNS_OF_NAMES


def signs(text: str) -> tuple[tuple[str, str], ...]:
    """The signs that carry meaning, in their order, each with the letter that it stands before.

    >>> signs("chmod +x"), signs("cd .."), signs("(the) cloud-front."), signs("ls -la")
    ((('+', 'x'),), (('..', ''),), (), (('-', 'al'),))
    """
    plain = one_way(bare(_DASH.sub(" ", _OF_NO_MATTER.sub(" ", text))))
    switches = tuple(("-", letters) for letters in _SWITCHES.findall(plain))
    plain = _SWITCHES.sub("", plain)
    plain = _BETWEEN_NUMBERS.sub("-", _IN_A_NAME.sub(r"\1 ", plain))
    for without in (_THOUSANDS, _PAUSE, _JOINT, _AND):
        plain = without.sub("", plain)
    return switches + tuple((sign, before.lower()) for sign, before in _RUN.findall(plain))
