"""T5: a situation, and which of several things fits it; T2 for features of one of them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from knowledge.claims import Claim, ClaimKind
from knowledge.claims.extract import gist
from knowledge.claims.glosses import rest_of, tidy
from knowledge.language.headings import bare, without_topic
from knowledge.language.words import content, coverage, likeness, upper_first
from knowledge.model import Fact, FactKind
from knowledge.questions.definitions import option_name
from knowledge.questions.draft import Candidate, Draft, Workshop
from knowledge.questions.rules import is_common_ground, is_thin, leaks, shape_of, text_fault

_ASKS = {"T5": "fits this use:", "T2": "has this feature:"}
MET = 0.42  # how far another's facts may cover a scenario before it would fit as well


def drafts(shop: Workshop) -> Iterable[Draft]:
    """A draft for every use of a subject that has siblings with uses of their own."""
    uses: dict[str, list[Claim]] = defaultdict(list)
    for claim in shop.claims.claims:
        if (
            claim.kind is ClaimKind.USE_CASE
            and shop.places.is_subject(claim.subject)
            and shop.is_single(claim.subject)
        ):
            uses[claim.subject].append(claim)
    siblings = _siblings(shop, set(uses))
    for subject, claims in uses.items():
        for claim in claims:
            yield from _of_use(shop, claim, siblings[subject], uses, "T5")
    features = _features(shop)
    siblings = _siblings(shop, {topic for topic in shop.book.topics if shop.is_single(topic)})
    for subject, claims in features.items():
        for claim in claims:
            yield from _of_use(shop, claim, siblings[subject], features, "T2")


_FEATURES = re.compile(
    r"^(?:(?:key|main|core|common|general|other)\s+)*(?:features?|benefits|advantages|characteristics)\b",
    re.IGNORECASE,
)


def _is_feature_list(fact: Fact, names: tuple[str, ...]) -> bool:
    label = fact.parents[-1] if fact.parents else (fact.path[-1] if fact.path else "")
    plain = without_topic(bare(label), names)
    return bool(_FEATURES.match(plain)) or plain.lower().endswith(" key features")


def _features(shop: Workshop) -> dict[str, list[Claim]]:
    """What stands under "Key features of X", as claims about X."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for fact in shop.facts:
        subject = shop.book.find(fact.topic)
        if subject is None or fact.kind is not FactKind.BULLET or not shop.is_topic(subject):
            continue
        if not shop.is_single(subject) or not _is_feature_list(fact, shop.book.names_of(subject)):
            continue
        said = tidy(rest_of(fact.text, fact.term) or fact.text)
        if shop.is_telling(said):
            found[subject].append(
                Claim(
                    subject,
                    f"feature {fact.term or gist(said)}",
                    said,
                    ClaimKind.ATTRIBUTE,
                    fact,
                    fact.topic,
                )
            )
    return found


def _siblings(shop: Workshop, subjects: set[str]) -> dict[str, list[str]]:
    """For each subject the others of its categories, those of the narrowest first."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for family in sorted(shop.families, key=lambda family: len(family.members)):
        if family.topic:
            continue
        known = [shop.book.find(member.name) for member in family.members]
        inside = [name for name in known if name is not None and name in subjects]
        for name in inside:
            found[name].update(dict.fromkeys(other for other in inside if other != name))
    return defaultdict(list, {name: list(others) for name, others in found.items()})


def _of_use(
    shop: Workshop, claim: Claim, siblings: list[str], uses: dict[str, list[Claim]], kind: str
) -> Iterable[Draft]:
    text, fact = claim.value, claim.fact
    if not shop.places.stands_under(fact, claim.subject):
        shop.reject("R02", fact, f"{kind}: whose it is remains unclear: {text}")
        return
    fault = text_fault(text)
    if not fault and not 5 <= len(text.split()) <= 25:
        fault = "R11"
    if not fault and is_thin(text, 5):
        fault = "R10"
    if not fault and is_common_ground(text):
        fault = "R04"
    if not fault and leaks(shop.book.names_of(claim.subject), text):
        fault = "R03"
    if fault:
        shop.reject(fault, fact, f"{kind}: {text}")
        return
    said = content(text)
    rivals = [
        other for other in uses if other != claim.subject
        and max((coverage(said, content(use.value)) for use in uses[other]), default=0) >= 0.6
    ]  # fmt: skip
    if any(likeness(text, use.value) >= 0.7 for other in rivals for use in uses[other]):
        shop.reject("R18", fact, f"{kind}: {text}")
        return
    candidates = tuple(
        Candidate(option_name(shop.places.display(other)), _rank(shop, claim.subject, other, place))
        for place, other in enumerate(siblings)
        if other not in rivals
        and shop.says(other, text) < (MET / 4 if shop.confusable(claim.subject, other) else MET)
        and not leaks(shop.book.names_of(other), text)
    )
    if len(siblings) < 2:
        return
    quoted = upper_first(text)
    yield Draft(
        kind=kind, claim=claim.id, value=claim.subject, topic=fact.topic, subject=claim.subject,
        stem=f"Which of these {_ASKS[kind]} “{quoted}”?",
        key=option_name(shop.places.display(claim.subject)), candidates=candidates, fact=fact,
        key_names=shop.book.names_of(claim.subject), quoted=text, difficulty=0.45,
    )  # fmt: skip


def _rank(shop: Workshop, one: str, other: str, place: int) -> float:
    if shop.confusable(one, other):
        return 0.0
    return 1.0 + min(place, 20) / 10 + (0.0 if shape_of(one) == shape_of(other) else 0.3)
