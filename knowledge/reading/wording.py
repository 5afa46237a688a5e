"""How notes are worded: headings without their decoration, labels, terms, sentences."""

import re
import unicodedata
from collections.abc import Sequence

_NUMBERING = re.compile(
    r"^(?:(?:\d{1,2}\s+)+(?=\D)|(?:\d{1,3}[.)])++(?:\d{1,3})?\s+|\d{1,3}(?:\.\d{1,3})+\s+"
    r"|\(?[a-zA-Z][.)]\s+(?=[A-Z]))"
)
_KEYCAP = re.compile("(\\d)\ufe0f?\u20e3")
_TAG = re.compile(r"#[A-Za-z][\w/-]*")
_EDGES = " \t:;,.·•|–—-#*_"
TODO = re.compile(r"^\W*(?:todo|to do|tbd|fixme|wip|coming soon)\b[\W\d]*$", re.IGNORECASE)
CONTENTS = re.compile(r"^[\W_]*(?:table of contents|contents|toc|index)[\W_]*$", re.IGNORECASE)
CALLOUT = re.compile(
    r"^\W*(?:note|tip|hint|info|important|warning|caution|danger)\W*$", re.IGNORECASE
)
_CONTENT = re.compile(r"[^\W_]")
_WORD = re.compile(r"\w[\w'’.+/@-]*")

# a lead that defines: "Term: text", "Term – text", "Term - text", "Term = text"
_PLAIN_TERM = re.compile(
    r"^(?P<term>[^:–—=→|]{1,60}?)(?:\s*:\s+|\s+[–—-]\s+|\s+={1,3}\s+)(?P<rest>\S.*)$", re.DOTALL
)
_VERBS = frozenset(
    "is are was were be been has have had can could will would shall should may might must do does"
    " did allows allow provides provide makes requires require enables enable means gets lets"
    " contains".split()
)
_LONGEST_LABEL = 6  # words

_SHORT_FORMS = frozenset((
    "e.g", "i.e", "etc", "vs", "cf", "approx", "incl", "excl", "max", "min", "no", "nr", "fig",
    "dr", "mr", "mrs", "ms", "st", "inc", "ltd", "al", "resp", "u.s", "a.m", "p.m", "eg", "ie",
    "prof", "sr", "jr", "dept", "vol", "pp", "ch", "sec", "eq", "ed", "eds", "viz", "ca",
    "bzw", "vgl", "ggf", "evtl", "inkl", "exkl", "bspw", "sog", "abb", "tab", "abs", "zzgl", "dt",
    "sra", "pág", "núm", "ej", "env", "par", "ecc", "sig", "dott",
))  # fmt: skip
_LETTERS_WITH_DOTS = re.compile(r"(?:^|[\s(\[\"'„“])(?:[^\W\d_]\.\s?)+[^\W\d_]$")  # "z. B", "e.g"
_LONE_LETTER = re.compile(
    r"(?:^|[\s(\[\"'„“])[^\W\d_]$"
)  # … of which the first may be all there is yet
_LETTER_AND_DOT = re.compile(r"\s*[^\W\d_]\.")
_SENTENCE_END = re.compile(r"""[.!?]["'”’)\]]*(?=\s+["'“‘(\[]?[A-Z0-9À-Þ\u0400-\u042f])""")
_REFERS_BACK = re.compile(
    r"(?:This|That|These|Those)\s+(?:is|are|was|will|can|may|means|makes|causes|creates|allows|"
    r"ensures|helps|enables|includes|provides|gives|lets|happens|does|has|would|should)\b"
)
_MOST_SENTENCES = 2_000  # of one paragraph; what follows stays together
_LONGEST_SHORT_FORM = 24  # characters
_JOINED = 400  # characters
_OPEN_ENDED = re.compile(
    r"(?:[,(/&+–—-]|->|→|\b(?:and|or|the|a|an|of|to|with|for|in|on|by|from|that|which|as|at|is|are))$",
    re.IGNORECASE,
)
_LONGEST_OPEN_END = 8  # characters, with the one before the longest word
_NEW_STATEMENT = re.compile(r"^(?:\*\*|__|[^\w\s]*[A-Z0-9][\w /&-]{0,30}:\s)")


def heading_text(text: str) -> str:
    """A heading as one would say it: no emoji, no numbering, no punctuation at its ends.

    >>> heading_text("🎯 1.2. S3 (Simple Storage Service):")
    'S3 (Simple Storage Service)'
    """
    words = without_pictograms(_KEYCAP.sub(r"\1 ", text)).split()
    while len(words) > 1 and _TAG.fullmatch(words[-1]):
        words.pop()
    text = " ".join(words).strip(_EDGES)
    shorter = _NUMBERING.sub("", text, count=1).strip(_EDGES)
    return shorter or text


def is_pictogram(char: str) -> bool:
    """Emoji and dingbats, and the invisible characters that join them."""
    code = ord(char)
    if code < 0x200D:
        return False
    return (
        0x1F000 <= code <= 0x1FAFF
        or 0x2600 <= code <= 0x27BF
        or 0x2B00 <= code <= 0x2BFF
        or 0xE000 <= code <= 0xF8FF
        or code in (0x200D, 0x20E3, 0x231A, 0x231B, 0x23F0, 0x23F3)
        or 0xFE00 <= code <= 0xFE0F
        or (code > 0x2100 and unicodedata.category(char) == "So" and code not in (0x2122, 0x2126))
    )


def without_pictograms(text: str) -> str:
    """*text* without emoji and dingbats."""
    return text if text.isascii() else "".join(c for c in text if not is_pictogram(c))


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def has_content(text: str) -> bool:
    """Is there anything to know here: a letter or a digit?"""
    return _CONTENT.search(text) is not None


def without_bold_end(text: str) -> str:
    """The text of a line that was bold from before its label on."""
    text = text.strip()
    return text[:-2] if text.endswith(("**", "__")) and text.count(text[-2:]) % 2 else text


def is_wholly_bold(raw: str) -> bool:
    """A line that is one bold phrase, decoration aside: "**Scaling:** 🚀"."""
    line = without_pictograms(raw).strip().rstrip(":").rstrip()
    for mark in ("**", "__"):
        if line.startswith(mark) and line.endswith(mark) and len(line) > 2 * len(mark):
            inner = line[len(mark) : -len(mark)]
            return mark not in inner and has_content(inner)
    return False


def is_label(text: str) -> bool:
    """Short and without a verb, so a title for what follows rather than a statement."""
    words = words_of(text)
    if not 0 < len(words) <= _LONGEST_LABEL or len(text) > 60:
        return False
    return text[-1] not in ".!?" and not any(word.lower() in _VERBS for word in words)


def is_short_label(text: str) -> bool:
    """A title even without a colon: at most four words, none of them a figure."""
    if len(words_of(text)) > 4 or ": " in text or any(char.isdigit() for char in text):
        return False
    return is_label(text)


def bold_term(raw: str) -> str:
    """The bold words a line begins with, as they stand: "**Term**: text" → "Term"."""
    for mark in ("**", "__"):
        if raw.startswith(mark):
            end = raw.find(mark, 2)
            if end > 2 and end < 120:
                return raw[2:end]
    return ""


def term_of(text: str, bold: str = "") -> str:
    """What a line defines; empty if it defines nothing.

    >>> term_of("Launch Templates: what an ASG starts")
    'Launch Templates'
    """
    bold = bold.strip(" :–—-")
    if bold:
        rest = text[len(bold) :].lstrip() if text.startswith(bold) else ""
        if rest.startswith("("):  # "**ALB** (Layer 7): text"
            rest = rest.partition(")")[2].lstrip()
        if rest[:1] in (":", "–", "—", "-", "=", "→") and has_content(rest):
            return bold
    found = _PLAIN_TERM.match(text[:400])
    if found is None:
        return ""
    term = found["term"].strip()
    if len(words_of(term)) > _LONGEST_LABEL or not has_content(term) or term[0].islower():
        return ""
    if any(word.lower() in _VERBS for word in words_of(term)) or term.count("(") != term.count(")"):
        return ""
    return term


def sentences(text: str) -> list[str]:
    """Split prose where a sentence ends; abbreviations, figures and brackets do not end one."""
    result = []
    start = read = opened = 0
    for end in _SENTENCE_END.finditer(text):
        at = end.start()
        opened += text.count("(", read, end.end()) - text.count(")", read, end.end())
        read = end.end()
        if opened > 0 or (text[at] == "." and _is_short_form(text, start, at, end.end())):
            continue
        result.append(text[start : end.end()].strip())
        start, opened = end.end(), 0
        if len(result) == _MOST_SENTENCES:
            break
    result.append(text[start:].strip())
    return _with_what_they_refer_to([sentence for sentence in result if sentence])


def _is_short_form(text: str, start: int, at: int, end: int) -> bool:
    """Whether the full stop at *at* belongs to an abbreviation: "e.g.", "z. B.", "Dr."."""
    before = text[max(start, at - _LONGEST_SHORT_FORM) : at]
    words = before.rsplit(None, 1)
    last = words[-1].lower().lstrip("([\"'") if words else ""
    return (
        last in _SHORT_FORMS
        or len(before.strip(" ([\"'„“")) == 1
        or (at - start < _LONGEST_SHORT_FORM and before.strip().isdigit())
        or bool(_LETTERS_WITH_DOTS.search(before))
        or bool(_LONE_LETTER.search(before) and _LETTER_AND_DOT.match(text, end))
    )


def _with_what_they_refer_to(split: list[str]) -> list[str]:
    """ "This causes a loop." says nothing without the sentence before it."""
    result: list[str] = []
    for sentence in split:
        if result and _REFERS_BACK.match(sentence) and len(result[-1]) + len(sentence) < _JOINED:
            result[-1] = f"{result[-1]} {sentence}"
        else:
            result.append(sentence)
    return result


def statements(lines: Sequence[str]) -> list[list[int]]:
    """Group the lines of one paragraph into statements: wrapped lines go together.

    Notes put statements under each other without bullets, and they also wrap long ones. A line
    goes on in the next if it is open-ended, if the next begins in lower case, or if the next
    word would not have fitted any more.
    """
    groups: list[list[int]] = []
    widest = max((len(line) for line in lines), default=0)
    prose = any(line.rstrip().endswith((".", "!", "?")) for line in lines)
    for number, line in enumerate(lines):
        if groups and _goes_on(lines[number - 1], line, widest, prose):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _goes_on(line: str, following: str, widest: int, prose: bool) -> bool:
    if line.endswith(("  ", "\\")):
        return False  # a line break that was asked for
    line, following = line.rstrip(), following.strip()
    if not line or not following:
        return False
    if following.startswith(": "):
        return True  # a definition under its term
    if _NEW_STATEMENT.match(following) or line.endswith(":"):
        return False
    if _OPEN_ENDED.search(line[-_LONGEST_OPEN_END:]) or line.count("(") > line.count(")"):
        return True
    if line.endswith((".", "!", "?")):
        return len(line) >= 50  # the same paragraph; its sentences are split later
    if following[0].islower():
        return prose or len(line) >= 25
    first_word = following.split(maxsplit=1)[0]
    return len(line) >= 55 and len(line) + 1 + len(first_word) > max(widest, 60)
