"""T3: defaults and limits that the notes come back to, or that are a time somebody waits for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from knowledge.language.headings import inside
from knowledge.language.quantities import Quantity, number_of, quantities, same
from knowledge.language.words import content, is_plural
from knowledge.model import Fact
from knowledge.questions.frames import framed
from knowledge.questions.known import Known
from knowledge.questions.ladder import number_sets, written
from knowledge.questions.model import Draft, claim_id
from knowledge.questions.rules import text_fault
from knowledge.statements import Statement, StatementKind
from knowledge.statements.families import name_of
from knowledge.statements.glosses import rest_of
from knowledge.statements.measures import without_history

_RAISABLE = re.compile(
    r"\b(?:raisable|quotas?|adjustable|soft limit|on request|can be (?:raised|increased)"
    r"|per account|per (?:account and )?region)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:until|before) (?:\w+ )?(?:19|20)\d\d\b")
_GLUED = re.compile(r"[\d.,]+(?!(?:ms|min)$)[a-z]{2,}")  # "900secs", unlike "15min", is shorthand
_PLAIN = re.compile(r"[A-Za-z][\w@-]*(?: [\w@-]+){0,4}$")
_PER = re.compile(r"\s+per [\w ]+\.?$")  # that a queue has a queue's timeout needs no saying
_ALONE = ("timeout",)  # what a lone noun tells
_MET = ("timeout", "retention", "ttl", "lifetime", "period")  # people run into these by themselves
_BOUNDS = content("default maximum minimum max min range between from up to and or")
_MEASURES = frozenset(
    """timeout size retention period duration interval delay age lifetime ttl time memory
    capacity throughput rate window expiration validity durability availability""".split()
)
_OWN_BOUND = re.compile(r"(?:maximum|minimum)\b", re.IGNORECASE)
_BOUNDED = re.compile(r"\b(?:default|max(?:imum)?|min(?:imum)?)\b", re.IGNORECASE)
FAR = 6  # times the value; other figures of the line that far away tempt nobody
_ASKED = ("default", "maximum")  # of a time: a size grows with the years, a count is a quota


def drafts(known: Known) -> Iterator[Draft]:
    """A draft for each figure worth knowing."""
    told = _told(known)
    for said in known.statements.of_kind(StatementKind.FIGURE):
        fault = _fault(known, said, told[known.key(said.subject)])
        if fault:
            known.reject(fault, said.fact, f"T3: {said.attribute}")
            continue
        draft = _asked(known, said)
        if draft is not None:
            yield draft


def _told(known: Known) -> dict[str, dict[str, frozenset[str]]]:
    """The facts that speak of each topic, each with its stems."""
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for fact in known.facts:
        for key in {known.key(fact.topic), *known.book.mentioned(fact.text)}:
            found[key][fact.id] = content(fact.text)
    return found


def _fault(known: Known, said: Statement, told: dict[str, frozenset[str]]) -> str:
    quantity, fact = said.quantity, said.fact
    if quantity is None or fact.cells or known.tongues.get(fact.file) != "en":
        return "R11"
    if known.is_disputed(fact):
        return "R01"
    if (
        said.qualifier not in _ASKED
        or quantity.dimension != "time"
        or quantity.is_range
        or not said.holds
    ):
        return "R10"
    if _GLUED.fullmatch(quantity.text):
        return "R15"
    if _CHANGED.search(fact.text):
        return "R21"
    if _RAISABLE.search(fact.text) or not _comes_back(known, said, told):
        return "R10"
    if _says_more(said):
        return (
            "R02"  # "300 s in the console", "30 s, alternative 10 s": the stem would be too short
        )
    return text_fault(re.sub(r"\([^()]*\)", "", fact.text))


def _comes_back(known: Known, said: Statement, told: dict[str, frozenset[str]]) -> bool:
    """Whether the notes speak of an attribute elsewhere too, or people meet it on a topic that is
    no side matter of theirs, so it matters."""
    words = content(said.attribute)
    met = said.attribute.lower().endswith(_MET) and not known.is_aside(said.subject)
    return met or any(words <= line and id != said.fact.id for id, line in told.items())


def _says_more(said: Statement) -> bool:
    """Whether a line holds conditions besides its attribute, its values and their bounds."""
    rest = without_history(rest_of(said.fact.text, said.fact.term) or said.fact.text)
    rest = _PER.sub("", rest)
    for quantity in reversed(quantities(rest)):
        rest = f"{rest[: quantity.start]} {rest[quantity.end :]}"
    more = content(re.sub(r"\d\S*", "", rest)) - _BOUNDS - content(said.attribute)
    return bool(more - content(said.subject))


def _asked(known: Known, said: Statement) -> Draft | None:
    quantity, fact = said.quantity, said.fact
    assert quantity is not None
    stem = _stem(known, said)
    if not stem:
        return None
    claim = claim_id(
        fact.topic, known.places.display(said.subject), said.attribute, "number",
        said.qualifier, said.scope,
    )  # fmt: skip
    sets = number_sets(
        quantity, _others(fact, quantity), f"{claim}/T3",
        between=said.qualifier == "maximum",  # the highest of four looks like a maximum
    )  # fmt: skip
    if not sets:
        known.reject("R05", fact, f"T3: {stem}")
        return None
    key = written(quantity, number_of(quantity.number))
    return Draft(
        kind="T3", claim=claim, value=f"{quantity.value}/{quantity.high}/{quantity.dimension}",
        subject=said.subject, stem=stem, key=key, candidates=sets[0], spare=tuple(sets[1:]),
        fact=fact, in_order=True, difficulty=0.45, gloss=fact.text,
        aspect=said.attribute.lower(),
    )  # fmt: skip


def _others(fact: Fact, quantity: Quantity) -> tuple[Fraction, ...]:
    """Other values in the same unit and line: the most tempting of all."""
    return tuple(
        number_of(other.number)
        for other in quantities(fact.text)
        if (other.unit, other.dimension) == (quantity.unit, quantity.dimension)
        and not (other.is_range or same(other, quantity) or other.qualifier == "step")
        and not re.search("[a-z]", other.number)
        and FAR > other.value / quantity.value > 1 / FAR
    )  # fmt: skip


def _names_several(fact: Fact, place: str) -> bool:
    """Whether the heading is about two things at once: "Kinesis Data Streams & Firehose"."""
    joined = [one for one in fact.path[1:] if re.search(r"\s(?:&|and|vs\.?|or)\s|/", one)]
    return any(content(place) <= content(one) for one in joined)


def _stem(known: Known, said: Statement) -> str:
    """ "Amazon SQS: what is the default retention period?"; "" where no plain one can be made."""
    place = known.places.subject(said.fact)
    if (
        not place
        or not known.is_single(place)
        or _names_several(said.fact, place)
        or not _PLAIN.match(said.attribute)
    ):
        return ""
    noun = _in_lower_case(said.attribute)
    *more, last = noun.lower().split()
    if is_plural(last) or last not in _MEASURES or not (more or last in _ALONE):
        return ""
    bound = _own_bound(said)
    if bound and said.qualifier == "maximum":
        return framed("en", "setting", place, attribute=f"{bound} {noun}")
    noun = f"{bound} {noun}" if bound else noun
    return framed("en", "figure", place, qualifier=said.qualifier, attribute=noun)


def _in_lower_case(attribute: str) -> str:
    """An attribute within a sentence; "Session Manager idle timeout" begins with a name."""
    others = attribute.split()[1:]
    if others and others[-1].islower() and any(word.istitle() for word in others):
        return attribute
    return inside(attribute)


def _own_bound(said: Statement) -> str:
    """The bound that an attribute's own name begins with, as a setting's that has bounds itself:
    "Maximum instance lifetime: minimum 1 day, maximum 365 days"; else ""."""
    term = name_of(said.fact.term)
    found = _OWN_BOUND.match(term)
    told = rest_of(said.fact.text, said.fact.term) if found else ""
    return found[0].lower() if found and _BOUNDED.search(told) else ""
