"""Sayings that cannot both be true: one denies, or says the opposite of, what the other says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from knowledge.conflicts.assertions import Assertion
from knowledge.conflicts.pairs import conflict
from knowledge.conflicts.poles import AXES_AS_ASKED
from knowledge.conflicts.sayings import Saying, parts_of_topics
from knowledge.conflicts.stems import GENERAL
from knowledge.language.names import NameBook, fold_words
from knowledge.model import Conflict, Fact, FactKind

_SELDOM = ("agent", "region")  # a thing is one or the other, but many topics have both cases
_CASES = 3  # lines of one topic on one axis; more of them go through its cases
_COMMON = 300  # clauses of one topic with one word; a word in more of them tells nothing
_ADJACENT = 2  # lines: neighbours in one note explain one another
_LITTLE = 2  # telling words that narrow nothing
_SHARED = 3  # telling words in common that outweigh a case that only one side names


def find_opposites(
    facts: Sequence[Fact], sayings: Sequence[Saying], book: NameBook
) -> Iterator[Conflict]:
    """Pairs of places that contradict one another."""
    parts = parts_of_topics(facts, book)
    cases = _cases(sayings)
    for key, yes, no in _opposed(sayings, book):
        affirmed, denied = yes[1], no[1]
        if _apart(yes[0], no[0]) and _contradict(yes[0], affirmed, no[0], denied):
            named = frozenset(parts.get(key, ()))
            if not (_of_other_parts(yes[0], no[0], named) or _other_case(yes[0], no[0], cases)):
                yield _conflict(book.find(key) or no[0].fact.topic, yes[0], no[0], denied)


def _opposed(
    sayings: Iterable[Saying], book: NameBook
) -> Iterator[tuple[str, tuple[Saying, Assertion], tuple[Saying, Assertion]]]:
    """What is affirmed and what is denied of one topic on one axis."""
    affirmed: dict[tuple[str, str, str], list[tuple[Saying, Assertion]]] = defaultdict(list)
    denied: dict[tuple[str, str, str], list[tuple[Saying, Assertion]]] = defaultdict(list)
    for saying in sayings:
        for claim in saying.claims:
            side = affirmed if claim.holds else denied
            axis = "says" if claim.axis in ("is", "has") else claim.axis
            for topic in saying.about - book.prefixes:
                side[(topic, axis, claim.what)].append((saying, claim))
    for key, against in denied.items():
        for_it = affirmed.get(key, [])
        if len(for_it) > _COMMON or (key[1] in _SELDOM and _often(for_it, against)):
            continue
        for yes in for_it:
            for no in against[:_COMMON]:
                if key[0] in (yes[0].topic, no[0].topic):
                    yield key[0], yes, no


def _often(*sides: Iterable[tuple[Saying, Assertion]]) -> bool:
    """Whether a topic speaks so often of an axis that both of its ends are cases of it."""
    return len({saying.fact.id for side in sides for saying, _ in side}) > _CASES


def _conflict(topic: str, yes: Saying, no: Saying, denied: Assertion) -> Conflict:
    said = no.fact.term if denied.axis == "has" else no.text
    attribute = AXES_AS_ASKED.get(denied.axis, said)
    return conflict(topic, attribute, (yes.fact, yes.text), (no.fact, no.text), "medium")


def _of_other_parts(yes: Saying, no: Saying, parts: frozenset[str]) -> bool:
    """Whether they speak of two parts or editions, or one of a part that the other leaves out."""
    one, other = yes.all_words - no.all_words, no.all_words - yes.all_words
    named = (yes.labels & yes.words - no.all_words) | (no.labels & no.words - yes.all_words)
    return bool((one & parts and other & parts) or named & parts)


def _cases(sayings: Iterable[Saying]) -> dict[tuple[object, ...], set[str]]:
    """What the lines of one list are labelled with: the cases that it goes through."""
    cases: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for saying in sayings:
        cases[_list_of(saying.fact)] |= saying.labels
    return cases


def _list_of(fact: Fact) -> tuple[object, ...]:
    """What a line shares with its neighbours; one below a bullet also with those of the next."""
    return fact.file, fact.path, fact.parents[:-1], 0 if fact.parents else fact.block


def _other_case(yes: Saying, no: Saying, cases: dict[tuple[object, ...], set[str]]) -> bool:
    """Whether one names a case that the list of the other treats in another line."""
    for one, other in ((yes, no), (no, yes)):
        if one.fact.kind is FactKind.ROW:
            continue  # its neighbours are other attributes, not other cases
        siblings = cases[_list_of(one.fact)] - one.all_words
        if other.words & siblings:
            return True
    return False


def _apart(one: Saying, other: Saying) -> bool:
    """Whether two sayings stand far enough from one another to be no list of cases."""
    a, b = one.fact, other.fact
    if a.file != b.file:
        return True
    if a.text in b.parents or b.text in a.parents:
        return False  # what stands below a line tells more of it
    return a.id != b.id and a.block != b.block and abs(a.line - b.line) > _ADJACENT


def _contradict(yes: Saying, affirmed: Assertion, no: Saying, denied: Assertion) -> bool:
    """Whether the two are about the same thing in the same case."""
    narrowed = len(_narrowed(yes, no))
    match denied.axis:
        case "has":
            return len(denied.head) > 1 and denied.head <= yes.all_words
        case "is":
            return not narrowed and _denies(yes, no, denied)
        case "both":
            return not narrowed
        case "count":
            named = denied.what in (yes.labels | no.labels) and no.fact.kind is FactKind.ROW
            return (len(_shared(yes, no)) > 1 or named) and narrowed < 2
        case "order" | "load":  # a thing is one or the other, whatever is said of it
            return narrowed < 2
        case "agent" | "region":
            return yes.topic == no.topic and narrowed < 2
        case "source":
            return bool(affirmed.head & denied.head) and narrowed < 2
        case "state" | "change" if _of_the_whole(yes, no) or _of_the_whole(no, yes):
            return True
        case "timing" if not narrowed and _shared(yes, no):
            return True
        case _:
            return _same_matter(yes, affirmed, no, denied)


def _same_matter(yes: Saying, affirmed: Assertion, no: Saying, denied: Assertion) -> bool:
    """Whether both say of one matter, beside the poles or in their labels, what they say."""
    beside = affirmed.head & denied.head
    if not affirmed.head or not denied.head:
        beside = (affirmed.head & no.labels) | (denied.head & yes.labels)
    enough = 2 if denied.axis == "basis" else 1
    return len(beside) >= enough and _same_case(yes, no, _shared(yes, no) | beside)


def _of_the_whole(one: Saying, other: Saying) -> bool:
    """Whether one says nothing but its topic and its pole, and the other little more."""
    alone = not one.words - GENERAL and one.topic == other.topic and one.topic in one.about
    return alone and not _narrowed(one, other) and len(other.words - GENERAL) <= _LITTLE


def _denies(yes: Saying, no: Saying, denied: Assertion) -> bool:
    """Whether one says in nearly the same words what the other says is not so."""
    if not denied.head <= yes.raw | yes.labels:
        return False
    if no.contrast:
        return no.contrast in fold_words(yes.text)
    left = yes.words - no.all_words - GENERAL, no.words - yes.all_words - GENERAL
    least, most = sorted(map(len, left))
    return len(_shared(yes, no)) > 1 and least < 2 and most < 3


def _same_case(one: Saying, other: Saying, shared: frozenset[str]) -> bool:
    """Whether headings, parents and the rest of the clauses let the two be about one case."""
    narrowed = _narrowed(one, other)
    left = min(
        len(one.words - other.all_words - GENERAL), len(other.words - one.all_words - GENERAL)
    )
    if not narrowed:
        return len(shared) > left
    return len(narrowed) == 1 and len(shared) >= max(_SHARED, left + 1)


def _narrowed(one: Saying, other: Saying) -> list[frozenset[str]]:
    """What narrows one of the two and the other does not mention, for each side that has it."""
    extra = one.labels - other.all_words, other.labels - one.all_words
    return [words for words in extra if words]


def _shared(one: Saying, other: Saying) -> frozenset[str]:
    return (one.told & other.told) - GENERAL
