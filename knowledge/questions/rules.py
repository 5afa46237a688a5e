"""The reject rules that look at one text at a time."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from knowledge.language.catalogue import is_acronym_of
from knowledge.language.quantities import quantities
from knowledge.language.words import STOPWORDS, content, singular_word, stem, words
from knowledge.questions.phrasing import form_of
from knowledge.search.everyday import SAME

_POINTS_ELSEWHERE = re.compile(
    r"\b(?:(?:these|those)(?! who\b)|previous(?:ly)?|following|here)\b"
    r"|\(see\b"
    r"|\b(?:above|below)\b(?!\s+[\d$]|\s+(?:the|a|an|zero|average|target|sea)\b)"
    r"|^\W*(?:it|he|she|this|they|them|both|another|such|same|its|their)\b|\bthis\b"
    r"|\b(?:he|she|his|her|him)\b",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(r"(\b(\w{4,})\b.*?)\b(?:these|those|this) \2\b")
_VAGUE = re.compile(
    r"\b(?:great|fast|fastest|usually|etc|excellent|ideal(?:ly)?|everything|anything|powerful"
    r"|sometimes|somewhat|things?|worst|various|simply|crucial|robust|recommended|similar to|unlike"
    r"|(?:profound|significant) (?:impact|influence|contributions?)"
    r"|best(?! known\b)|(?:faster|better)(?! (?:than|when)\b)|(?:and|or) other|and more)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:I|my|me)\b")
_NEGATED = re.compile(r"\b(?:not|never|cannot|neither|nor|no longer)\b|n['’]t\b", re.IGNORECASE)
_PERISHABLE = re.compile(
    r"[$€£]\s?\d|\b(?:new|latest|recent(?:ly)?|today|nowadays|old|older|legacy|deprecated"
    r"|(?<!our )(?<!their )(?<!its )current(?:ly)?|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"[{}<>\\|`$~^]|https?:|=>?|\w+\(\)|(?<!\w)--?\w|\w+/\w+/\w+|::|→|\bvs\b|\.\w{2,4}\b(?<!\.g)"
)
_SECRET = re.compile(
    r"\b(?:password|passwd|secret|token|api[_-]?key)\s*[:=]\s*(?=\S*\d)(?=\S*[a-z])\S{8,}"
    r"|AKIA[0-9A-Z]{16}|-----BEGIN|\b[A-Za-z0-9+/]{40,}\b"
)
_EXCLUDED = re.compile(
    r"\b(?:no[- ]?quiz|not for (?:the )?quiz|private note|do not ask|todo|tbd)\b", re.IGNORECASE
)
_BROKEN = re.compile(
    r"[�ÃÂ]|[\[\]]|\b(\w{2,}) \1\b|[a-z]\.[A-Z]|\([^)]*$|\. ?\(|[:;?]$"
    r"|\.\s+[A-Z]|\b[A-Z]\.[A-Z]\b|\b[Aa]n (?=[bcdfgjklmnpqrstvwz][a-z])"
    r"|\b(?:[Tt]he|[Ee]ach) (?!people|data|media|police|staff|children|women)[a-z]+[^s\W] have\b"
    r"|\b(?:[Tt]he|[Aa]n?) [a-z]+[^s\W] [a-z]+s [^,.;]*\band have\b"  # "a tester knows and have"
    r"|\b[A-Za-z]{4,}(?<![sui])s that is\b"
    r"|^(?:[Oo]ccurs|[Hh]appens|[Aa]rises) (?!when\b)[^,]+, (?!and|or|but|which)[a-z]+s\b"
    r"|\b(?:the|an?|of|and):|\b[Tt]he (?:all|an?|every|each|this|these)\b"
)
_FIGURE = re.compile(
    r"(?:default|max|min|up to|about|at (?:most|least)|between|from|\d)", re.IGNORECASE
)
_SHAPES = (
    ("acronym", re.compile(r"[A-Z0-9&/-]{2,8}s?$")),
    ("code", re.compile(r".*(?:[_=$@]|\w[:.]\w)|[^\w(]|\S*\w-\w\S*$")),
    ("lower", re.compile(r"[a-z]")),
)
_ENDING = re.compile(r"(?:ing|ion|ed|er|es|e|s)$")
_PREFIX = re.compile(r"^(?:un|re|in|de|non|pre|multi)(?=[a-z]{3})")
_NAME_INSIDE = re.compile(r"(?<=\s)[A-Z]\w+")  # an ordinary word is no name, nor is the first
NEXT = 6  # words on, hardly counting the small ones
FEWEST_WORDS, MOST_WORDS = 5, 28  # of a gloss
_EMPTY = STOPWORDS - frozenset("use used uses using feature features service services".split())


def text_fault(text: str) -> str:
    """The first rule that a text breaks by itself, or ""."""
    return next(text_faults(text), "")


def text_faults(text: str) -> Iterator[str]:
    """All the rules that a text breaks by itself."""
    checks = (
        ("R20", _SECRET.search(text) or _EXCLUDED.search(text)),
        ("R15", is_broken(text) or _turns_round(text)),
        ("R02", _POINTS_ELSEWHERE.search(_SAID_BEFORE.sub(r"\1the \2", text))),
        ("R10", _VAGUE.search(text) or _PERSONAL.search(text)),
        ("R16", _NEGATED.search(text)),
        ("R21", _PERISHABLE.search(text)),
        ("R11", _CODE.search(text)),
    )
    return (code for code, broke in checks if broke)


def is_broken(text: str) -> bool:
    """Whether a sentence has a slip that everybody sees."""
    return bool(_BROKEN.search(text))


def _turns_round(text: str) -> bool:
    """Whether a word soon comes again in another form: "protection to protect one"."""
    said = [word for word in words(text) if word.isalpha() and word not in STOPWORDS]
    pairs = ((one, other) for n, one in enumerate(said) for other in said[n + 1 : n + NEXT])
    return any(
        stem(one) == stem(other) and singular_word(one) != singular_word(other)
        for one, other in pairs
        if len(one) > 5
    )


def gloss_fault(gloss: str, names: tuple[str, ...]) -> str:
    """The first rule that a definition of the thing with these *names* breaks, or ""."""
    fault = text_fault(gloss)
    if fault in ("R20", "R15"):
        return fault
    if only_expands(gloss, names) or any(is_acronym_of(name, gloss) for name in names):
        return "R09"
    if not FEWEST_WORDS <= len(gloss.split()) <= MOST_WORDS or len(content(gloss)) < 4:
        return "R11"
    if form_of(gloss) == "condition" or is_figure(gloss):
        return fault or "R11"
    return fault


def is_figure(gloss: str) -> bool:
    """Whether a gloss says little besides a number: that is asked as a figure, if at all."""
    if not re.search(r"\d", gloss) or not quantities(gloss):
        return bool(re.match(r"(?:default|max|min)", gloss, re.IGNORECASE))
    said = [word for word in content(gloss) if word.isalpha() and len(word) > 3]
    return bool(_FIGURE.match(gloss)) or len(said) < 4


def only_expands(gloss: str, names: tuple[str, ...]) -> bool:
    """R09: the gloss says nothing beyond the long form of the name."""
    return not content(gloss) - {word for name in names for word in content(name)}


def only_adds(one: str, other: str, noun: str) -> bool:
    """D2: whether one name only adds to the other: "Canary release", "update without a stop"."""
    first, second = content(one) - content(noun), content(other) - content(noun)
    return bool(first and second) and (first <= second or second <= first)


def shape_of(name: str) -> str:
    """How a name is written, so that none stands out: acronym, code, capitals, lower case."""
    core = name.strip()
    return next((shape for shape, pattern in _SHAPES if pattern.match(core)), "name")


@lru_cache(maxsize=16384)
def parts_of(name: str) -> frozenset[str]:
    """The words of a name, those written together too: "IpAddress" → "ip", "address"."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", " ", name).lower().split()
    return frozenset(word for word in split if word not in _EMPTY and len(word) > 1)


def echoes(names: tuple[str, ...], text: str) -> frozenset[str]:
    """R03: the parts of *names* that *text* gives away, as a word, its root or its beginning."""
    said = _words_of(text)
    given = {part for name in names for part in parts_of(name) if _given(part, said)}
    whole = {name.lower() for name in names if " " not in name and len(name) > 5}
    hidden = {name for name in whole if any(_is_inside(word, name) for word in said)}
    lone = {name.lower() for name in names if re.fullmatch(r"\w{3,}", name)}
    named = [word.lower() for word in _NAME_INSIDE.findall(text)]
    hidden |= {name for name in lone if any(name in word for word in named)}  # "Lex" in "Alexa"
    return frozenset(given | hidden)


def meant_by(name: str, text: str) -> frozenset[str]:
    """R03: the parts of a name for which a text has another word: "delay" for "Latency"."""
    said = f" {' '.join(words(text))} "
    return frozenset(
        part
        for part in parts_of(name)
        for group in SAME
        if part in group and any(f" {other} " in said for other in group)
    )


def _is_inside(word: str, name: str) -> bool:
    """Whether a name holds a word, or ends in a short one: "red" in "Infrared"."""
    return (len(word) > 4 and word in name) or (len(word) > 2 and name.endswith(word))


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    said = words(text.replace("-", " ").replace("/", " "))
    joined = re.findall(r"\w*[a-z][A-Z]\w*", text)  # "ActiveMQ" says "MQ"
    parts = chain.from_iterable(map(parts_of, joined))
    return frozenset(word for word in (*said, *parts) if len(word) > 1 and word not in _EMPTY)


def _given(part: str, said: frozenset[str]) -> bool:
    root = stem(part)
    bare = _PREFIX.sub("", part)
    if bare != part and len(bare) > 2 and _given(bare, said):
        return True
    alike = [word for word in said if word[:2] == part[:2]]
    return any(stem(word) in (part, root) or _begin_alike(part, word) for word in alike)


def _begin_alike(one: str, other: str) -> bool:
    pairs = enumerate(zip(one, other, strict=False))
    least = min(len(one), len(other))
    shared = next((n for n, (a, b) in pairs if a != b), least)
    rooted = len(stem(other))
    return (
        shared >= 5
        or shared >= rooted >= 4
        or (shared >= 3 and shared == min(len(one), len(other)))
        or (shared >= 3 and _ENDING.sub("", one) == _ENDING.sub("", other))  # "fades", "Fading"
    )
