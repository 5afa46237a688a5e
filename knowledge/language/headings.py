"""What the members of a list are called: "Routing Policies" → "routing policy".

A heading that names no kind of thing ("Key features", "Pricing") gives "", and questions that need
the noun are then worded without it or not made at all.
"""

import re
from functools import lru_cache

from knowledge.language.words import is_name_like, is_plural, singular, singular_word

# What stands under these headings is advice, remarks or figures, not things of one kind with names.
_NO_KIND = frozenset(
    """feature benefit advantage disadvantage limitation consideration practice note basic tip
    point overview detail example case scenario limit default cost difference comparison other
    hint problem question requirement aspect setting capability integration fact summary exam
    pricing reason use-case usage insight focus guideline recommendation pro con
    characteristic highlight thing integrations takeaway improvement challenge goal objective
    topic day hour module chapter lesson section step restriction drawback alternative keyword
    trap quota price figure metric number link resource reference specification property
    attribute item purpose topics option value part essential this concept configuration way
    reminder mean handle support include provide allow need require use""".split()
)
_KINDS_ALLOWED = frozenset(
    {"option", "property", "attribute", "part", "metric", "step", "value", "goal", "setting"}
)
# Terms that label a remark about the heading's subject instead of naming a thing.
LABELS = frozenset(
    """purpose use usage use-case use-cases uses example examples function role type types
    feature features goal goals benefit benefits advantage advantages disadvantage
    disadvantages downside downsides upside pro pros con cons note notes tip tips warning
    important limit limits limitation limitations default defaults cost costs price pricing
    performance security scalability availability durability reliability flexibility
    simplicity integration integrations monitoring logging compliance automation customization
    overview summary explanation definition description what why when where who how key
    insights insight
    requirement requirements result results input output others other support supports
    supported setup configuration configurations best-practice exam scenario scenarios impact
    effect usage-type billing customers customer ease data size speed latency throughput
    throughput encryption storage management visibility scaling backup backups recovery
    efficiency access deployment maintenance behavior behaviour scale flexible risk risks
    naming highly available concept idea meaning reason problem solution trigger triggers
    destinations sources source destination target targets location format formats duration
    frequency scope action actions step steps first then next finally enabled disabled yes no
    create delete update managed serverless scalable secure durable protocol protocols
    language languages platform runtime runtimes tools capabilities components layer
    on-request goal methods method options option engine engines steps availability-zone""".split()
)
_NAMED_ALONE = frozenset(
    "layer component engine tool method platform language protocol format state".split()
)
_KINDS = frozenset("languages types modes kinds options classes categories vs".split())
_REMARKING = frozenset(  # what the first word of a remark is
    """how why what when where fully easy ease cost no use on supports improved enhanced reduced
    automatic automated simplified centralized high low key ensure avoid monitor enable always
    never step module example best max min maximum minimum default integrated integration built
    pay""".split()
)
_WITHIN_REMARKS = frozenset("to used often that which it multiple".split())
_LEADING = frozenset(
    """key main common core important popular various different other essential basic additional
    special supported available well-known typical new newer major several some most all the these
    two three four five six seven eight top must-know useful general good best more""".split()
)
_CLASSIFIERS = frozenset(
    "type class tier mode model level plan option engine family policy".split()
)
_QUESTION = re.compile(r"(?:how|why|what|when|where|who|which)\b", re.IGNORECASE)
# Nouns before which an -ing word says which: a "firing mode"; elsewhere it governs its noun.
_ACTING = frozenset(
    """mode type option strategy method model class phase state plan tier algorithm
    pattern technique tool service rule scheme process system""".split()
)
_GERUNDS = frozenset(
    """routing scaling pricing purchasing billing caching naming sharing computing networking
    loading processing monitoring logging training building operating programming learning
    testing messaging streaming signing splitting encoding binding sorting reading writing
    listening speaking living housing""".split()
)
_TYPES_OF = re.compile(
    r"^(?:the\s+)?(types|kinds|classes|categories|forms|modes|levels|phases|stages|components|parts|layers)\s+(?:of|in)\s+(.+)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<!\s)\s++(?:of|in|for|on|with|to|under|by|that|which|from|at|inside|used|across|between|among"
    r"|through|within|over|against|without|during|about|into)\s+.*$",
    re.IGNORECASE,
)


_NUMBERING = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")
_IN_BRACKETS = re.compile(r"\s*[(\[{⟨][^)\]}⟩]*[)\]}⟩]")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=16384)
def bare(heading: str) -> str:
    """A heading without numbering, brackets and the closing colon."""
    text = _NUMBERING.sub("", heading.strip())
    text = _IN_BRACKETS.sub("", text)
    return _SPACES.sub(" ", text).strip(" :*_–—-.")


def without_topic(heading: str, names: tuple[str, ...]) -> str:
    """The heading without the topic's name in front: "S3 Storage Classes" → "Storage Classes"."""
    for name in sorted(names, key=len, reverse=True):
        if heading.lower().startswith(name.lower() + " "):
            return heading[len(name) + 1 :].strip()
    return heading


def kind_of(heading: str, names: tuple[str, ...] = ()) -> str:
    """The singular noun phrase for one member under *heading*, or "" where there is none."""
    text = without_topic(bare(heading), names)
    if (
        not text
        or len(text.split()) > 7
        or _QUESTION.match(text)
        or re.search(r"[,;|+&?!→=]|\b(?:and|or|vs\.?|versus)\b|/.*/|/ | /", text)
    ):
        return ""
    typed = _TYPES_OF.match(text)
    if typed:
        head, rest = singular_word(typed[1].lower()), typed[2]
        if len(rest.split()) > 4:
            return ""
        kept = {name.lower() for name in names}
        return f"{head} of {rest if rest.lower() in kept else singular(inside(rest))}"
    text = _TAIL.sub("", text)
    parts = text.split()
    while len(parts) > 1 and (parts[0].lower() in _LEADING or parts[0].isdigit()):
        parts = parts[1:]
    if parts[0].lower().endswith("ly"):
        return ""  # "Automatically handles" begins a sentence
    lost = _lost(bare(heading), text)
    if len(parts) == 1 and lost:
        if singular_word(parts[0]).lower() not in _CLASSIFIERS:
            return ""  # "CloudWatch Logs" is a thing, not a kind of log
        parts = [*lost, *parts]  # "EC2 Types" is no mere "type"
    if (
        parts[0].lower().endswith("ing")
        and len(parts) > 1
        and parts[0].lower() not in _GERUNDS
        and singular_word(parts[-1]).lower() not in _ACTING
    ):
        return ""
    if not is_plural(parts[-1]):
        return ""
    if is_name_like(parts[-1]) and not re.fullmatch(r"[A-Z]{2,}s", parts[-1]):
        return ""
    last = singular_word(parts[-1])
    if len(parts) == 1 and (parts[0].lower() in LABELS or last.lower() in LABELS - _NAMED_ALONE):
        return ""
    blocked = last.lower() in _NO_KIND and not (last.lower() in _KINDS_ALLOWED and len(parts) > 1)
    if blocked or len(parts) > 4:
        return ""
    return inside(" ".join([*parts[:-1], last]))


def _lost(heading: str, text: str) -> list[str]:
    """The words that were taken off the front of a heading."""
    front = heading[: len(heading) - len(text)] if heading.endswith(text) else ""
    return front.split()[-2:]


@lru_cache(maxsize=16384)
def is_label(term: str) -> bool:
    """Whether a term labels a remark ("Use case", "Fully managed") instead of naming something."""
    plain = bare(term).lower()
    parts = plain.replace("-", " ").split()
    if not parts or plain in LABELS or plain.replace(" ", "-") in LABELS:
        return True
    if parts[-1] in _KINDS or parts[-1] in _NO_KIND:
        return True
    if singular_word(parts[-1]) in _NO_KIND - _KINDS_ALLOWED:
        return True
    return parts[0] in _REMARKING or not _WITHIN_REMARKS.isdisjoint(parts)


def remainder(heading: str) -> str:
    """What a heading names besides announcing features and uses: "Key Features of X" → "X"."""
    kept = [
        word
        for word in bare(heading).split()
        if word.lower() not in _ANNOUNCING and singular_word(word.lower()) not in _NO_KIND
    ]
    return " ".join(kept)


_ANNOUNCING = (
    _LEADING
    | LABELS
    | frozenset(
        "of for in the a an and with to how works when used vs use case cases benefits".split()
    )
) - frozenset("data storage".split())


def is_generic(heading: str, names: tuple[str, ...] = ()) -> bool:
    """Whether a heading announces remarks rather than named things."""
    text = _TAIL.sub("", without_topic(bare(heading), names)).lower()
    if not text:
        return True
    announces = singular_word(text.split()[-1]) in _NO_KIND
    return announces or text.startswith(("how ", "why ", "what ", "when "))


def inside(phrase: str) -> str:
    """The phrase as it stands within a sentence: names keep their capitals."""
    return " ".join(word if is_name_like(word) else word.lower() for word in phrase.split())
