"""T8: a sentence with a name taken out of it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.claims.extract import gist
from knowledge.claims.glosses import first_statement, rest_of
from knowledge.claims.model import Claim, ClaimKind
from knowledge.claims.numbers import without_history
from knowledge.language.catalogue import is_acronym_of
from knowledge.language.names import fold, fold_words
from knowledge.language.words import content, is_name_like, is_plural, upper_first
from knowledge.model import Fact, FactKind
from knowledge.questions.definitions import option_name
from knowledge.questions.draft import Candidate, Draft, Workshop, number_in
from knowledge.questions.families import Family
from knowledge.questions.rules import is_common_ground, leaks, shape_of, text_fault

GAP = "____"
FITS = 0.45  # how far a sibling's facts may cover the sentence before it could fill the gap too


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a sentence."""

    canonical: str
    start: int
    end: int


class Finder:
    """Finds the names of family members in text, longest first."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self.families: dict[str, list[Family]] = defaultdict(list)
        self._names: dict[str, str] = {}
        self._first: set[str] = set()  # how names begin: most words need no closer look
        for family in shop.families:
            if family.source == "topic" or not shop.names_things(family):
                continue
            for member in family.members:
                if shop.is_thing(member.name):
                    self._learn(member.name, family)

    def _learn(self, name: str, family: Family) -> None:
        canonical = self._shop.book.find(name) or name
        self.families[canonical].append(family)
        for alias in (name, *self._shop.book.names_of(canonical)):
            if alias != alias.lower() and not _common(alias):
                self._names.setdefault(fold(alias), canonical)
                first = re.match(r"[\w+#@]+(?:[.:/&-][\w+#@]+)*", alias)
                self._first.add(fold(first[0]) if first else "")

    def find(self, text: str) -> list[Named]:
        """The names in *text*, without overlaps."""
        pieces = list(re.finditer(r"[\w+#@]+(?:[.:/&-][\w+#@]+)*", text))
        folded = [fold(piece[0]) for piece in pieces]
        found: list[Named] = []
        position = 0
        while position < len(pieces):
            start = pieces[position].start()
            if folded[position] in self._first and text[start] == text[start].upper():
                for length in range(min(5, len(pieces) - position), 0, -1):
                    end = pieces[position + length - 1].end()
                    canonical = self._names.get(fold(text[start:end]))
                    if canonical is not None:
                        found.append(Named(canonical, start, end))
                        position += length - 1
                        break
            position += 1
        return found


def _common(alias: str) -> bool:
    """A single ordinary word with a capital is too easily something else."""
    return " " not in alias and not is_name_like(alias) and len(alias) < 4


def drafts(shop: Workshop) -> Iterable[Draft]:
    """At most one draft for each sentence."""
    finder = Finder(shop)
    for fact in shop.facts:
        if fact.kind not in (FactKind.BULLET, FactKind.SENTENCE):
            continue
        said = rest_of(fact.text, fact.term) if fact.term else fact.text
        text = first_statement(without_history(said)).strip()
        names = finder.find(text)
        if names:
            yield from _of_sentence(shop, finder, fact, text, names)


def _of_sentence(
    shop: Workshop, finder: Finder, fact: Fact, text: str, names: list[Named]
) -> Iterable[Draft]:
    fault = text_fault(text, statement=False)
    if not fault and is_common_ground(text):
        fault = "R04"
    if not fault and not 8 <= len(text.split()) <= 28:
        fault = "R11"
    if not fault and (not re.match(r"[A-Z“\"]", text) or not _is_sentence(text)):
        fault = "R11"
    if fault:
        shop.reject(fault, fact, f"T8: {text}")
        return
    if any(_is_one_of_several(text, named) for named in names) and not _in_order(text, names):
        shop.reject("R12", fact, f"T8: {text}")
    for named in _in_order(text, names):
        draft = _gapped(shop, finder, fact, text, named, names)
        if draft is not None:
            yield draft
            return


def _is_one_of_several(text: str, named: Named) -> bool:
    """Whether the name is listed beside others for which the sentence holds as well."""
    opens = _OPENING.match(text[: named.start])
    return bool(opens and re.match(r"(?:,| and| or|/)\s?[A-Z]", text[named.end :]))


def _is_sentence(text: str) -> bool:
    """Whether there is a verb to be seen, and no notation."""
    if re.search(r"[=→⇒<>|{}]|->|\bvs\b|^\W*(?:e\.g|example)", text, re.IGNORECASE):
        return False
    return bool(
        re.search(
            r"\b(?:is|are|can|may|must|has|have|means|cannot|was|were|do|does|lets?|\w{3,}s|\w+ed)\b",
            text,
        )
    )


def _in_order(text: str, names: list[Named]) -> list[Named]:
    """The name that opens or closes the sentence first: what it says is said of that."""
    once = [one for one in names if sum(other.canonical == one.canonical for other in names) == 1]
    return [named for named in once if _is_hinge(text, named)]


_OPENING = re.compile(r"^(?:(?:The|An?|In|With|For|On)\s+)?$")
_VERB_NEXT = re.compile(
    r"^\s(?:is|are|can|may|must|has|have|was|does|do|cannot|lets?|automatically|never|only|always"
    r"|\w{2,}s(?!\s(?:can|are|is|may|must|have|has|will|were|do|cannot)\b)|\w+ed)\b"
)
_LEADS_TO = re.compile(
    r"\b(?:points? to|means?|calls? for|belongs? (?:on|in|to)|needs?|requires?|uses?|by|with"
    r"|through|into|is|are)\s(?:the\s|an?\s)?$"
)


def _is_hinge(text: str, named: Named) -> bool:
    """Whether the sentence is about the name: its subject, or what it leads up to at the end."""
    before, after = text[: named.start], text[named.end :]
    if _OPENING.match(before):
        return bool(_VERB_NEXT.match(after)) and not re.match(r"\s(?:\w+\s)?also\b", after)
    ending = re.match(r"^\.?$|^[,;:]\s(?!and\b|or\b)(?=[a-z])", after)
    return bool(ending and _LEADS_TO.search(before) and len(after) < 60)


def _gapped(
    shop: Workshop, finder: Finder, fact: Fact, text: str, named: Named, names: list[Named]
) -> Draft | None:
    written = text[named.start : named.end]
    before, after = text[: named.start], text[named.end :]
    if (
        re.match(r"[\w(/]|['’-]\w|\s[A-Z]", after)
        or re.search(r"[\w/(-]$", before)
        or re.search(r"[A-Z][\w-]*\s$", before)
    ):
        return None  # part of a longer name
    gapped = f"{before}{GAP}{after}".rstrip(".")
    own_names = (*shop.book.names_of(named.canonical), written)
    if leaks(own_names, gapped) or len(content(gapped)) < 5 or not shop.is_telling(gapped):
        return None
    is_topic = shop.is_topic(named.canonical)
    if is_topic and not (shop.is_single(named.canonical) and _is_its_name(shop, named, written)):
        return None
    if not is_topic and " " not in written and not is_name_like(written):
        return None
    keep = frozenset(word for name in own_names for word in content(name))
    plural = is_plural(written.split()[-1])
    candidates: dict[str, Candidate] = {}
    mentioned = {other.canonical for other in names}
    for family in sorted(finder.families[named.canonical], key=lambda one: len(one.members)):
        for member in family.members:
            other = shop.book.find(member.name) or member.name
            if other == named.canonical or other in mentioned or other in candidates:
                continue
            if is_topic and not (shop.is_topic(other) and shop.is_single(other)):
                continue
            if not shop.is_thing(member.name) or is_plural(member.name.split()[-1]) != plural:
                continue
            if shop.says(other, gapped, keep) >= FITS or leaks(shop.book.names_of(other), gapped):
                continue
            shown = _like(shop, written, other)
            if _article_clash(before, written, shown):
                continue
            candidates[other] = Candidate(
                shown, _rank(shop, named.canonical, other, written, shown, len(family.members))
            )
    if len(candidates) < 3:
        return None
    prefix = _prefix(shop, fact, gapped, named)
    claim = Claim(named.canonical, gist(gapped), written, ClaimKind.ATTRIBUTE, fact, fact.topic)
    return Draft(
        kind="T8",
        claim=claim.id,
        value=fold(named.canonical),
        topic=fact.topic,
        subject=named.canonical,
        stem=f"{prefix or 'Which'} name fills the gap? “{upper_first(gapped)}.”",
        key=upper_first(_as_listed(finder, named, written)),
        candidates=tuple(candidates.values()),
        fact=fact,
        key_names=own_names,
        quoted=gapped,
        difficulty=0.4,
    )


def _as_listed(finder: Finder, named: Named, written: str) -> str:
    """The name with the capitals its list has, so that it looks like the other options."""
    listed = (one.name for family in finder.families[named.canonical] for one in family.members)
    return next((name for name in listed if name.lower() == written.lower()), written)


def _is_its_name(shop: Workshop, named: Named, written: str) -> bool:
    """Whether the sentence uses the topic's own name or acronym, and not that of a part of it."""
    own = (named.canonical, shop.places.display(named.canonical))
    if any(shop.book.key(written) == shop.book.key(name) for name in own):
        return True
    return any(is_acronym_of(written, name) or is_acronym_of(name, written) for name in own)


def _prefix(shop: Workshop, fact: Fact, gapped: str, named: Named) -> str:
    """The subject in front where the sentence does not name it and it is not the answer."""
    subject = shop.places.subject(fact)
    if (
        not subject
        or shop.book.same(subject, named.canonical)
        or _OPENING.match(gapped[: gapped.find(GAP)])
    ):
        return ""  # a sentence about the answer stands by itself
    said = set(fold_words(gapped))
    if any(set(fold_words(name)) <= said for name in (subject, *shop.book.names_of(subject))):
        return ""
    if content(subject) & content(named.canonical):
        return ""
    return f"{subject}: which"


def _like(shop: Workshop, written: str, other: str) -> str:
    """The other's name in the form the sentence uses: acronym for acronym, vendor for vendor."""
    wanted = shape_of(written)
    carried = fold(written).partition(" ")[0] in shop.book.prefixes
    first = shop.places.display(other) if carried else other
    names = (first, other)
    return option_name(next((name for name in names if shape_of(name) == wanted), first))


def _article_clash(before: str, written: str, other: str) -> bool:
    if not re.search(r"\b[Aa]n?\s$", before):
        return False
    return (written[0].lower() in "aeiou") != (other[0].lower() in "aeiou")


def _rank(shop: Workshop, one: str, other: str, written: str, shown: str, size: int) -> float:
    if shop.confusable(one, other):
        return 0.0
    alike = 0.0 if shape_of(written) == shape_of(shown) else 1.0
    kin = min(3, shop.kinship(one, other)) / 3
    return 2.0 + alike - kin + size / 40 + number_in(f"{one}/{other}", 100) / 1000
