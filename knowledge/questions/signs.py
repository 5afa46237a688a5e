"""Signs in a typed answer: which of them carry meaning, and which only set the words apart."""

import re

_QUOTES = re.compile("[`'\"“”„‟‘’‚«»‹›]")
_FULL_STOP = re.compile(r"(?<=[^\s.])\.$")
_BLANKS_AT_SIGNS = re.compile(r"(?<=\w)\s+(?=[^\w\s])|(?<=[^\w\s])\s+(?=\w)")
_ONE_WAY = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "≤": "<=", "≥": ">=", "≠": "!=", "…": "..."}
)
_OF_NO_MATTER = re.compile(r"[()\[\]{}]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# What joins the parts of a name (cloud-front, Node.js, TCP/IP, a_b), but no numbers: 3.11, 1/2.
_JOINT = re.compile(r"(?<=[^\W_])[-./_:](?=[^\W\d_])|(?<=[^\W\d_])[-./_:](?=[^\W_])")
_AND = re.compile(r"(?<!&)&(?!&)")
_DASH = re.compile(r"\s[–—](?=\s)")
_PAUSE = re.compile(r"(?<=\w)[,;:.]+(?=\s|$)|(?<=[^\W\d_]{2})[!?]+(?=\s|$)")
_RUN = re.compile(r"((?:[^\w\s]|_)+)\s*(\w?)")


def bare(text: str) -> str:
    """A text without quotes, code ticks, blanks to spare and a full stop at its end."""
    return _FULL_STOP.sub("", " ".join(_QUOTES.sub("", text).split()))


def one_way(text: str) -> str:
    """Signs that are written in several ways in one of them: dashes, ≤ and <=."""
    return text.translate(_ONE_WAY)


def as_typed(text: str) -> str:
    """A text letter for letter, but for blanks, and for quotes round anything."""
    return _BLANKS_AT_SIGNS.sub("", bare(text) or " ".join(text.split()))


def signs(text: str) -> tuple[tuple[str, str], ...]:
    """The signs that carry meaning, in their order, each with the letter that it stands before.

    >>> signs("chmod +x"), signs("cd .."), signs("(the) cloud-front.")
    ((('+', 'x'),), (('..', ''),), ())
    """
    plain = one_way(bare(_DASH.sub(" ", _OF_NO_MATTER.sub(" ", text))))
    for without in (_THOUSANDS, _PAUSE, _JOINT, _AND):
        plain = without.sub("", plain)
    return tuple((sign, before.lower()) for sign, before in _RUN.findall(plain))
