"""From a gloss to a sentence that a person would say."""

import re
from functools import cache

from knowledge.language.lists import sections
from knowledge.language.words import is_plural

_SUBJECT = re.compile(
    r"^(?:(?:this|these|the)\s(?:\w+\s)?(?:{noun})|it|they|this|the attacker|an attack)"
    r"\s+(?=[a-z]+s?\s)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|must|will|may|does|do|should|would)\b"
)
_SUBJECT_VERB = re.compile(
    r"(?:an?|the) (?:(?!that|which|who|where|of|for|to|in|with|by|used|and)[\w-]+ ){1,4}?"
    r"(?P<verb>[a-z]+s) [\w-]+",
    re.IGNORECASE,
)
_PLURAL_SUBJECT = re.compile(
    r"the (?:[\w-]+ )?[a-z]{3,}s "
    r"(?!of|that|which|used|in|for|on|with|by|to|from|and|or|at|where)[a-z]+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:that|which|who|where|when|whose|if|what|how|because|to|by)\b|[,;(]")
_PERSON = re.compile(
    r"^(?:we|people|someone|somebody|one|you|a person|everyone)\b"
    r"|^(?:users?|attackers?|individuals?) (?!and|of|who|with|in|for|or|from|that)[a-z]+\b",
    re.IGNORECASE,
)
_HELPERS = ("is", "was", "are", "were", "has", "had", "does", "can", "goes", "lies", "dies")
_OBJECT = re.compile(r"\w+,? (?:an?|the|your|and|or|any|all|each|multiple|between)\b(?! of\b)")
_NOUN_NEXT = re.compile(r"\w+ (?:that|which|of|for|used|where|in|with|and|or|by|is|are)\b|\w+$")
_GOVERNS = re.compile(
    r"[a-z]{3,}[^s\W]s (?:an?|the|its|their|all|each|every|one|two|both|any|your|it)\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"^[a-z]+ly (?=[a-z]+s )", re.IGNORECASE)
_UNFIT = re.compile(
    r"^(?:no|often|that|to|only|due|not|for|with|by|from|in|at|on|can|should|must|also|even|just|very)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^(?:if|when|where|because|since|once|after|before|as)\b", re.IGNORECASE)
_MANNER = re.compile(
    r"^(?:how|what|whether)\b(?! (?:is|are|do|does|did|can|should)\b)", re.IGNORECASE
)
_COPULA = re.compile(r"^(?:is|are)\s+(?=(?:an?|the|one)\s)", re.IGNORECASE)
_DEFINED = re.compile(r"(?:[\w/-]+ ){1,4}(?:that|which|who|where|whose)\b")  # "software that spies"
# A noun with what it is of or for: "direct expression of a wish"; no participle, "optimized for".
_HEADED = re.compile(
    r"(?!\w+(?:ed|ble|ful|ous) (?:of|to|for|from|in)\b)"
    r"(?:(?!(?:an?|the) )[\w/’'-]+ ){1,5}(?:of|to|for|from|between|in|used|caused)\b"
)
_SPLICED = re.compile(
    r"^(?!an? [\w-]+, )[^,]*, (?!(?:and|or|such|which|where|who|whose|so|but|including|not|like"
    r"|with|without|for|by|from|in|at|on|to|of|typically|often|even|also|as|usually|rather|than"
    r"|particularly|especially|notably|mainly|mostly"
    r"|while|how|however|before|after|until|when|because|an?|\w+ing|\w+ed)\b)"
    r"(?![^,]*\b(?:and|or)\b)[^,]*$"
    r"|, (?:(?:it|they|this|the|you)\b|(?!how\b)[\w ]{3,30} (?:is|are|was|were)\b)"
)
_AFTER_HEAD = re.compile(
    r"\s(?:of|that|which|at|for|in|with|to|from|by|on|used|who|where|between|around|within)\s|[,;(]"
)
_ARTICLE = re.compile(r"^(?:an?|the|one|any|all|each|every)\s", re.IGNORECASE)
_DOER = re.compile(r"\w{3,}(?:[eo]r|[iy]st|ian)$")  # "author", "psychologist"; a server is no "who"
_SOMEBODY = re.compile(
    r"(?:(?:an?|the|one of the) )?(?:[\w’'-]+ ){0,3}?\w*(?:[eo]r|[iy]st|ian)s?\b"
    r"(?:,? (?:and|or) (?:an? )?\w+)?,? (?:(?:(?:widely|best|well) |particularly |is )*)"
    r"(?:who|known|famous|noted|renowned|recogni[sz]ed|regarded)\b",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"\b(?:his|her) (?=(?:[\w-]+ ){0,3}(?:works?|views|ideas|\w+s)\b)")


def is_deed(gloss: str) -> bool:
    """Whether a gloss begins with a verb in the third person: "carries", "is"."""
    gloss = _ADVERB.sub("", gloss)
    word = gloss.split(" ", 1)[0].strip(",").lower()
    if word in _HELPERS or _GOVERNS.match(gloss):
        return True
    verbs = _verbs_of(word)
    following = gloss.split(" ", 2)[1:2]
    if verbs & _plain():
        return True
    if _NOUN_NEXT.match(gloss) or (following and following[0] in _plain()):
        return False
    return bool(verbs.intersection(sections("verbs")["twofold"]))


def _verbs_of(word: str) -> set[str]:
    """What *word* could be the third person of."""
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    return {word.removesuffix(end) + new for end, new in endings if word.endswith(end)}


@cache
def _plain() -> frozenset[str]:
    return frozenset(sections("verbs")["plain"])


def is_person(noun: str, gloss: str) -> bool:
    """Whether somebody is described: an author, "a British psychoanalyst who …"."""
    return bool(_DOER.search(noun) and _SOMEBODY.match(gloss))


def without_sex(gloss: str) -> str:
    """ "known for her pioneering work" → "known for pioneering work": not every name is hers.

    Where "her" may be whom something is done to, it stays.
    """
    plain = _OF_WHOM.sub("", gloss)
    return re.sub(r"\bhis |(?<=\bfor )her |(?<=\bwith )her |(?<=\bof )her ", "the ", plain)


def is_order(gloss: str) -> bool:
    """Whether a gloss tells somebody to do something: "Run functions on demand"."""
    first = gloss.split(" ", 1)[0].strip(",").lower()
    if first in sections("verbs")["plain"]:
        return not re.match(r"\w+\s(?:of|for|that)\b", gloss)
    following = gloss.split(" ", 2)[1:2]
    governs = _OBJECT.match(gloss) or (following and is_plural(following[0].strip(",")))
    return first in sections("verbs")["twofold"] and bool(governs)


def form_of(gloss: str) -> str:
    """How a gloss is built: deed, order, doing, thing, manner, condition, sentence or piece."""
    first = gloss.split(" ", 1)[0].strip(",;:\"'“”").lower()
    if _UNFIT.match(gloss):
        return "condition"
    if _CONDITION.match(gloss):  # "when others suffer, we look away" is whole
        main = gloss.partition(", ")[2] if first != "if" else ""
        return "sentence" if _PERSON.match(main) or _is_sentence(main) else "condition"
    if _MANNER.match(gloss):
        return "manner"
    if is_deed(gloss):
        return "deed"
    if _PERSON.match(gloss) or _is_sentence(gloss):
        return "sentence"
    if is_order(gloss):
        return "order"
    if first.endswith("ing") and len(first) > 4:
        return "doing"
    return "thing" if _ARTICLE.match(gloss) and not _head_is_plural(gloss) else "piece"


def _head_is_plural(gloss: str) -> bool:
    """Whether the noun after the article is a plural: "the basic voices at …"."""
    head = _AFTER_HEAD.split(gloss)[0].strip()
    return bool(head) and is_plural(head.split()[-1])


def _is_sentence(gloss: str) -> bool:
    """Whether a finite verb stands before any clause begins."""
    subject = _SUBJECT_VERB.match(gloss)
    if (subject and _verbs_of(subject["verb"]) & _plain()) or _PLURAL_SUBJECT.match(gloss):
        return True
    verb, clause = _FINITE.search(gloss), _CLAUSE.search(gloss)
    return verb is not None and verb.start() > 0 and (
        clause is None or verb.start() < clause.start()
    )  # fmt: skip


def without_subject(gloss: str, noun: str) -> str:
    """The gloss without "This fallacy" or "It" in front, where that leaves what it does."""
    head = re.escape(noun.lower().split()[-1]) if noun else "x{9}"
    gloss = _COPULA.sub("", gloss)
    rest = re.sub(_SUBJECT.pattern.replace("{noun}", head), "", gloss, flags=re.IGNORECASE)
    return rest if is_deed(rest) else gloss


def without_kind(gloss: str, noun: str) -> str:
    """ "A defense mechanism where a person …" → "a person …": the stem says what it is."""
    heads = "|".join(re.escape(part.split()[-1]) for part in noun.lower().split(" or ") if part)
    if not heads:
        return gloss
    opening = re.match(
        rf"(?:(?:an?|the|one|any)\s)?(?P<more>(?:[\w-]+\s){{0,3}})(?:{heads})\b(?:\s(?:in|of)\s\w+)?,?"
        r"\s(?P<link>that|which|in which|where|whereby)\s(?P<rest>.+)",
        gloss,
        re.IGNORECASE,
    )
    if opening is None or _tells_more(opening["more"], noun) > 1:
        return gloss  # "a fully managed ETL service that"
    told, link = opening["rest"], opening["link"].lower()
    whole = is_deed(told) if link in ("that", "which") else form_of(told) == "sentence"
    return told if whole or form_of(told) == "sentence" else gloss


def _tells_more(before: str, noun: str) -> int:
    """How many words before its head a gloss has that the noun of the stem has not."""
    told = {"a", "an", "the", *noun.lower().split()}
    return sum(word not in told for word in before.lower().split())


def may_be_shown(gloss: str, tongue: str) -> bool:
    """Whether a gloss can tell somebody what another thing is: also a heap of catchwords can."""
    piece = form_of(gloss) == "piece" and not _SPLICED.search(gloss)
    return may_be_quoted(gloss, tongue) or piece


def may_be_quoted(gloss: str, tongue: str) -> bool:
    """Whether a gloss can stand in quotation marks: a sentence, what somebody or something does,
    or a name for a thing; neither a condition nor an order nor a heap of catchwords."""
    if tongue != "en":
        return True
    form = form_of(gloss)
    if _SPLICED.search(gloss) and not _CONDITION.match(gloss):
        return False
    if form == "piece":
        first = gloss.split(" ", 1)[0].lower()
        if first in _plain() and not re.match(r"\w+ (?:of|that|which)\b", gloss):
            return False
        return _head_is_plural(gloss) or bool(_DEFINED.match(gloss) or _HEADED.match(gloss))
    return form in ("deed", "doing", "thing", "sentence")
