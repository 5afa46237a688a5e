"""The reject rules that look at one text at a time. Each gives the code of the rule, or ""."""

import re

from knowledge.language.words import STOPWORDS, content, is_name_like, stem, words

_POINTS_ELSEWHERE = re.compile(
    r"\b(?:these|previous(?:ly)?|following|mentioned|aforementioned|here|see)\b"
    r"|\b(?:above|below)\b(?!\s+[\d$]|\s+(?:the|a|an|zero|average|target|sea)\b)",
    re.IGNORECASE,
)
_PRONOUN_EARLY = re.compile(
    r"^(?:\W*\w+){0,3}?\W*\b(?:it|he|she|this|latter|former|they|them|those)\b"
    r"|^(?:that|both|another|such|same|its|their)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"\bthis\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:great|fast|faster|fastest|usually|best|etc|awesome|nice|amazing|excellent|ideal(?:ly)?|perfect|"
    r"everything|anything|popular|powerful|probably|maybe|mostly|sometimes|somewhat|stuff|things?|cool|worst|better|worse|"
    r"and more|and so on|various|easy|easily|simply|seamless(?:ly)?|"
    r"important|crucial|essential|robust|vital|recommended|a lot)\b|\.\.\.|…",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|cannot|neither|nor|no longer)\b|n['’]t\b", re.IGNORECASE)
_PERISHABLE = re.compile(
    r"[$€£]\s?\d|\bUSD\b|\b(?:new|newer|newest|current(?:ly)?|latest|recent(?:ly)?|today|nowadays|soon|upcoming|"
    r"preview|deprecated|retired|formerly|old|older|legacy|yet)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"\s*\((?:19|20)\d\d\)")
_CODE = re.compile(r"[{}<>\\|]|https?://|=>|==|\w+\(\)|--\w|\$\{|\w+/\w+/\w+|::|^[$#]\s")
_SECRET = re.compile(
    r"\b(?:password|passwd|secret|token|api[_-]?key)\s*[:=]\s*(?=\S*\d)(?=\S*[a-z])\S{8,}|AKIA[0-9A-Z]{16}|-----BEGIN|\b[A-Za-z0-9+/]{40,}\b",
)
_EXCLUDED = re.compile(
    r"\b(?:no[- ]?quiz|not for (?:the )?quiz|private note|do not ask)\b", re.IGNORECASE
)
_BROKEN = re.compile(r"[�ÃÂ]|‚Ä|Ô∏|√.|[¬†]{2}|ðŸ|&[a-z]+;")
_PERSONAL = re.compile(r"\b(?:I|I'm|my|me|we|our|us|let's|lol|imo)\b")
_ABSOLUTE = frozenset({"always", "never", "only", "all", "every", "none", "any"})


def unresolved(text: str) -> bool:
    """R02: the text points to something outside itself."""
    return bool(_POINTS_ELSEWHERE.search(text) or _PRONOUN_EARLY.match(text) or _THIS.search(text))


def vague(text: str) -> bool:
    """R10: praise or a hedge without a measure."""
    return bool(_VAGUE.search(text))


def negated(text: str) -> bool:
    """R16: the sentence denies something."""
    return bool(_NEGATED.search(text))


def perishable(text: str) -> bool:
    """R21: prices, news and years. A bare "(2026)" says when a value was checked: that keeps it."""
    return bool(_PERISHABLE.search(_CHECKED.sub("", text)))


def wrong_length(gloss: str) -> bool:
    """R11: too short to tell anything, too long to read, or mostly code."""
    count = len(gloss.split())
    outside = re.sub(r"\([^()]*\)", "", gloss).split()
    least = 6 if outside[:1] in (["Using"], ["using"]) else 3  # a means alone is no definition
    return not 4 <= count <= 25 or len(outside) < least or bool(_CODE.search(gloss))


def withheld(text: str) -> bool:
    """R20: the owner excludes the note, or it looks like a secret."""
    return bool(_SECRET.search(text) or _EXCLUDED.search(text))


def is_thin(text: str, limit: int) -> bool:
    """R10: two nouns in a few words, "inventory and compliance", fit too much."""
    parts = text.lower().split()
    if len(parts) > limit or "and" not in parts or form_of(text) in ("verb", "ing", "s"):
        return False
    return not any(part in ("of", "for", "in", "on", "to", "with", "by", "from") for part in parts)


def broken(text: str) -> bool:
    """R15: text that was decoded wrongly, or is no sentence at all."""
    letters = sum(character.isalnum() or character.isspace() for character in text)
    return bool(_BROKEN.search(text)) or letters < 0.55 * len(text)


def personal(text: str) -> bool:
    """R10: somebody speaking of themselves."""
    return bool(_PERSONAL.search(text))


def text_fault(text: str, *, statement: bool = True) -> str:
    """The first rule that a quoted text breaks by itself, or ""."""
    if withheld(text):
        return "R20"
    if broken(text):
        return "R15"
    if unresolved(text):
        return "R02"
    if vague(text) or personal(text):
        return "R10"
    if perishable(text):
        return "R21"
    if statement and negated(text):
        return "R16"
    return ""


def absolutes(text: str) -> frozenset[str]:
    """The absolute words in *text* (D7)."""
    return _ABSOLUTE & frozenset(words(text))


_VERBS = frozenset(
    """accept access act add allow analyze answer apply archive assess assign attach audit
    authenticate authorize automate balance block build cache call capture check clean
    collect combine compare configure connect control convert copy create debug decouple
    define delete deliver deploy describe detect determine develop discover distribute
    download enable encrypt enforce ensure establish evaluate execute export extract
    filter find gather generate get give grant handle help host identify implement import
    improve increase ingest inspect integrate invoke isolate join keep launch let limit
    link list load log maintain make manage map match measure migrate model monitor move
    notify offer optimize orchestrate organize perform prepare prevent process protect
    provide provision publish push query read receive record redirect reduce register
    remove replace replicate request resolve respond restore restrict retain retrieve
    return route run scale scan schedule search secure send serve share show sign simplify
    specify split start stop store stream subscribe support sync test track train transfer
    transform translate trigger update upload use validate verify view visualize write""".split()
)


def form_of(option: str) -> str:
    """A rough grammatical class, so that options can be alike: -ing, verb, noun phrase …"""
    first = option.split(" ", 1)[0].strip(",;:\"'“”").lower()
    if first in _VERBS:
        return "verb"
    if first in ("a", "an", "the", "one"):
        return "noun"
    if first in ("to", "for", "when", "with", "by", "in", "on", "from", "at", "if", "up"):
        return first
    if first.endswith("ing"):
        return "ing"
    if first.endswith("s") and not first.endswith(("ss", "us", "is")):
        return "s"
    if first.endswith("ed"):
        return "ed"
    return "noun"


def shape_of(name: str) -> str:
    """How a name is written, so that none stands out: acronym, code, capitals, lower case."""
    core = name.strip()
    if re.fullmatch(r"[A-Z0-9&/-]{2,8}s?", core):
        return "acronym"
    if re.search(r"[_=$]|^!|^--|\w[:.]\w|/", core):
        return "code"
    if re.search(r"[a-z][A-Z]", core) and " " not in core:
        return "camel"
    if core[:1].islower():
        return "lower"
    return "name"


def leaks(key_names: tuple[str, ...], text: str) -> bool:
    """R03: the answer, one of its names or its initials stand in *text*."""
    low = f" {' '.join(words(text))} "
    for name in key_names:
        plain = " ".join(words(name))
        if plain and f" {plain} " in low:
            return True
    roots = f" {' '.join(_roots(text))} "
    long_forms = (" ".join(_roots(name)) for name in key_names)
    if any(" " in root and f" {root} " in roots for root in long_forms):
        return True  # "database migrations" say what DMS stands for
    return _hidden(key_names, text)


def _roots(text: str) -> list[str]:
    """The stems of the telling words in their order."""
    return [stem(word) for word in words(text) if word not in STOPWORDS and len(word) > 1]


def _hidden(names: tuple[str, ...], text: str) -> bool:
    """Whether a word is built into a name or a name into a word: "CodeBuild", "DocumentDB"."""
    squeezed = [name.lower() for name in names if " " not in name]
    roots = [root for root in content(text) if len(root) >= 4]
    if any(root in name for root in roots for name in squeezed):
        return True
    shown = squeezed[:1]
    return any(len(name) >= 5 and root.startswith(name) for root in roots for name in shown)


def shared_words(names: tuple[str, ...], text: str) -> frozenset[str]:
    """The telling words that names and text have in common."""
    given = content(text.replace("-", " "))
    telling: set[str] = set()
    for name in names:
        telling |= content(name.replace("-", " "))
    return frozenset(telling & given)


def only_expands(gloss: str, names: tuple[str, ...]) -> bool:
    """R09: the gloss says nothing beyond the long form of the name."""
    said = content(gloss)
    known: set[str] = set()
    for name in names:
        known |= content(name)
    return not said - known


def is_common_ground(text: str) -> bool:
    """R04: what nearly everything in a field can say of itself."""
    return bool(_COMMON_GROUND.search(text))


_COMMON_GROUND = re.compile(
    r"\bintegrat(?:es?|ion|ed)\b|\bpay(?:ing)? (?:only )?for what you use\b"
    r"|\bcost[- ]effective for\b|\b(?:in)?expensive\b|\bmultiple accounts\b"
    r"|\b(?:fully managed|pay[- ]as[- ]you[- ]go|highly available)[.,]?$",
    re.IGNORECASE,
)


def mostly_code(text: str) -> bool:
    """Whether most words are identifiers."""
    parts = [word for word in re.sub(r"\([^()]*\)", "", text).split() if word not in ("or", "and")]
    coded = sum(
        1 for part in parts if re.search(r"[_=$@{}]|\w\.\w|\w/\w", part) or is_name_like(part)
    )
    return bool(parts) and coded > 0.6 * len(parts)
