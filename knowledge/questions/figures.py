"""T3, and T4 about numbers: limits, defaults and other figures worth knowing."""

import re
from collections.abc import Iterable
from fractions import Fraction

from knowledge.claims.extract import gist
from knowledge.claims.glosses import rest_of
from knowledge.claims.groups import name_of
from knowledge.claims.model import Claim, ClaimKind
from knowledge.claims.numbers import Measure, measures, split_property, without_history
from knowledge.language.quantities import Quantity, number_of, quantities, same
from knowledge.language.words import content, is_plural, lower_first, upper_first
from knowledge.model import Fact, FactKind
from knowledge.questions.draft import Candidate, Draft, Workshop, number_in
from knowledge.questions.ladder import written, wrong_numbers
from knowledge.questions.rules import text_fault

GAP = "____"
_RESTATED = re.compile(r"\d[^\s()]*(?:\s[^\s()]+)?\s?\([^()]*$")  # "/28 (16 IPs)"
_COMPOUND = re.compile(
    r"\d\s?(?:h|min|d|days?|hours?|minutes?|years?)\s(?:and\s)?$"
)  # "8 h 46 min"
_COMPOUND_NEXT = re.compile(r"\s(?:and\s)?\d+\s?(?:s|min|sec|seconds|minutes|hours|months)\b")
_UNIT_NEXT = re.compile(r"/\d|\s?(?:[KMGTP]i?B|[ap]\.?m\b|%|[x×]\s?\d|\w*\s?=)")
_FRAGMENT = re.compile(
    r"\((?:default|max|min|maximum|minimum)\)|\b(?:e\.?g|example|vs|versus|ex)\b|[&=→<>|~]|\bi\.e",
    re.IGNORECASE,
)
_MEASURED = frozenset(
    """timeout size retention period duration interval length delay age limit lifetime ttl
    time memory capacity throughput rate concurrency window count latency bandwidth iops
    weight quota threshold expiration validity durability availability depth width height
    speed temperature pressure frequency space cooldown lease""".split()
)
_HISTORY_YEAR = re.compile(r"\b(?:until|before|since|from)\s(?:19|20)\d\d", re.IGNORECASE)
_SENTENCE = re.compile(
    r"^[A-Z][\w@/-]*(?:\s+[\w@'’/()-]+)*?\s+(?:\w+s|are|is|can|may|must|has|have|holds?|up to)\b"
)
_PLAIN_NAME = re.compile(r"[A-Za-z][\w@-]*(?: [\w@-]+){0,4}$")
_VERSIONED = re.compile(
    r"(?:[A-Z][\w.]*|\b(?:layer|version|status|code|type|tls|http|level|step|phase|tier|rule|part))\s?$",
    re.IGNORECASE,
)


def drafts(shop: Workshop) -> Iterable[Draft]:
    """A draft for each figure of each fact."""
    for fact in shop.facts:
        if fact.kind not in (FactKind.BULLET, FactKind.SENTENCE) or not quantities(fact.text):
            continue
        yield from _of_fact(shop, fact)


def _of_fact(shop: Workshop, fact: Fact) -> Iterable[Draft]:
    fault = text_fault(fact.text) or ("R21" if _HISTORY_YEAR.search(fact.text) else "")
    if fault:
        shop.reject(fault, fact, f"T3: {fact.text}")
        return
    context = shop.places.context(fact)
    if not context:
        shop.reject("R02", fact, f"T3: no subject in sight: {fact.text}")
        return
    rest = rest_of(fact.text, fact.term)
    name, said = (name_of(fact.term), rest) if rest else ("", fact.text)
    text = without_history(said)
    found = measures(name or "it", text)
    for number, measure in enumerate(found):
        if not _worth_asking(text, measure.quantity):
            continue
        yield from _of_measure(shop, fact, context, name, text, measure, found, number)


def _worth_asking(text: str, quantity: Quantity) -> bool:
    """A figure to learn, not part of a name and not a small count in passing."""
    if quantity.is_range or not quantity.number[:1].isdigit() or quantity.qualifier == "above":
        return False
    if _COMPOUND.search(text[: quantity.start]) or _COMPOUND_NEXT.match(text[quantity.end :]):
        return False
    if _RESTATED.search(text[: quantity.start]) or _UNIT_NEXT.match(text[quantity.end :]):
        return False
    if quantity.dimension == "prefix" and re.match(r"\s?\(", text[quantity.end :]):
        return False  # "/28 (16 addresses)" answers itself
    if quantity.dimension == "count":
        before = text[: quantity.start]
        if not quantity.noun and not quantity.qualifier:
            return False
        if quantity.value < 3 and quantity.qualifier not in ("default", "maximum", "minimum"):
            return False
        if not quantity.qualifier and (quantity.value < 3 or _VERSIONED.search(before)):
            return False
    if quantity.dimension == "percent" and len(quantity.number) > 6:
        return False  # eleven nines: nothing looks like it
    if re.search(r"\b(?:such as|for example|like)\s$", text[: quantity.start]):
        return False
    if quantity.value == 0 or quantity.dimension == "money":
        return False
    return quantity.qualifier not in ("until", "since") and not (
        quantity.dimension == "percent" and quantity.value == 100
    )


def _of_measure(
    shop: Workshop,
    fact: Fact,
    context: str,
    name: str,
    text: str,
    measure: Measure,
    found: list[Measure],
    number: int,
) -> Iterable[Draft]:
    quantity = measure.quantity
    first = shop.proper & frozenset(name.lower().split()[:1])
    stem = _clean_stem(name, context, text, measure, first) or _gap_stem(
        name, context, text, quantity, found
    )
    if not stem:
        return
    property_name = measure.aspect if name else _around(text, quantity)
    claim = Claim(
        context, property_name, quantity.text, ClaimKind.NUMBER, fact, fact.topic,
        measure.qualifier or f"#{number}", measure.scope, quantity=quantity,
    )  # fmt: skip
    others = tuple(
        number_of(other.quantity.number) for other in found
        if other.quantity.unit == quantity.unit and not other.quantity.is_range
        and other.quantity.dimension == quantity.dimension and not same(other.quantity, quantity)
        and other.quantity.qualifier != "step"
        and not re.search("[a-z]", other.quantity.number)
    )  # fmt: skip
    if GAP in stem:
        others = tuple(value for value in others if value not in _shown(stem))
    draft_id = f"{claim.id}/T3"
    candidates, rank = wrong_numbers(quantity, others, draft_id, _bounds(measure, found))
    if not candidates:
        shop.reject("R05", fact, f"T3: {stem}")
        return
    ordered = list(candidates)
    key = written(quantity, number_of(quantity.number))
    ordered.insert(rank, Candidate(key))
    if number_in(f"{claim.id}/T4", 5) == 0:
        wrong = [candidate.text for candidate in candidates]
        said = list(_true_or_false(fact, context, name, text, quantity, claim, wrong, shop))
        if said:
            yield from said
            return
    yield Draft(
        kind="T3", claim=claim.id, value=f"{quantity.value}/{quantity.high}/{quantity.dimension}",
        topic=fact.topic, subject=shop.places.subject(fact), stem=stem, key=key,
        candidates=tuple(ordered), fact=fact, in_order=True, difficulty=0.45,
        figure=_figure_of(claim), aspect=property_name,
    )  # fmt: skip


def _bounds(measure: Measure, found: list[Measure]) -> tuple[Fraction, Fraction | None]:
    """What the same line allows: no minimum lies above its maximum."""
    low, high = Fraction(0), None
    for other in found:
        quantity = other.quantity
        if other is measure or not _same_unit(quantity, measure.quantity):
            continue
        if re.search("[a-z]", quantity.number):
            continue
        if other.qualifier == "maximum" and measure.qualifier in ("minimum", "default"):
            high = number_of(quantity.number)
        elif other.qualifier == "minimum" and measure.qualifier in ("maximum", "default"):
            low = number_of(quantity.number)
    return low, high


def _same_unit(one: Quantity, other: Quantity) -> bool:
    nouns = one.noun[:4], other.noun[:4]  # "shelf", "shelves"
    counted = not all(nouns) or nouns[0] == nouns[1]
    return counted and (one.dimension, one.unit) == (other.dimension, other.unit)


def _shown(stem: str) -> set[Fraction]:
    """The numbers a stem shows: as options they would be no temptation."""
    return {number_of(q.number) for q in quantities(stem) if not re.search("[a-z]", q.number)}


def _true_or_false(
    fact: Fact,
    context: str,
    name: str,
    text: str,
    quantity: Quantity,
    claim: Claim,
    wrong: list[str],
    shop: Workshop,
) -> Iterable[Draft]:
    true = number_in(f"{claim.id}/truth", 2) == 0
    value = quantity.text if true else wrong[number_in(f"{claim.id}/which", len(wrong))]
    statement = _without_repeats(text, quantity)
    start = statement.find(quantity.text)
    if start < 0:
        return
    said = statement[:start] + value + statement[start + len(quantity.text) :]
    said = f"{name}: {said}" if name else said
    if len(said) > 150:
        return
    yield Draft(
        kind="T4", claim=claim.id, value=f"{quantity.value}/{quantity.dimension}", topic=fact.topic,
        subject=shop.places.subject(fact),
        stem=f"True or false? {_about(context, said)}“{upper_first(said.rstrip('.'))}.”",
        key="True" if true else "False", candidates=(), fact=fact, difficulty=0.35,
        figure=_figure_of(claim), aspect=claim.aspect,
    )  # fmt: skip


def _figure_of(claim: Claim) -> str:
    """What is the same in every wording of one figure: its value in the base unit."""
    quantity = claim.quantity
    if quantity is None:
        return ""
    return f"{quantity.value}/{quantity.dimension}"


def _about(context: str, said: str) -> str:
    return "" if context.lower() in said.lower() else f"About {context}: "


def _clean_stem(name: str, context: str, text: str, measure: Measure, names: frozenset[str]) -> str:
    """The plain question, "AWS Lambda: what is the maximum timeout?", where the fact allows it."""
    if (
        not name
        or not _PLAIN_NAME.match(measure.aspect)
        or measure.qualifier not in ("default", "maximum", "minimum")
    ):
        return ""
    quantity = measure.quantity
    if split_property(name)[1] not in ("", measure.qualifier):
        return ""  # the minimum of a maximum
    segment = re.split(r"[,;](?!\d)", text[quantity.end :])[0]
    segment = re.sub(r"\([^)]*\)", "", segment).strip(" .")
    if quantity.noun and segment.lower().startswith(quantity.noun):
        segment = segment[len(quantity.noun) :].strip()
    if segment != measure.scope or (quantity.noun and quantity.noun not in measure.aspect.lower()):
        return ""
    noun = lower_first(measure.aspect, names)
    plural = is_plural(noun.split()[-1])
    if quantity.dimension == "count":
        if not plural:
            return ""
        if "number" in noun:
            return ""
        noun = f"number of {noun}"
    elif plural or noun.split()[-1].lower() not in _MEASURED:
        return ""
    scope = f" {measure.scope}" if measure.scope else ""
    if content(measure.scope) & content(noun):
        scope = ""  # "message size per message"
    return f"{context}: what is the {measure.qualifier} {noun}{scope}?"


def _gap_stem(name: str, context: str, text: str, quantity: Quantity, found: list[Measure]) -> str:
    statement = _without_repeats(text, quantity)
    start = statement.find(quantity.text)
    if start < 0 or statement.count(quantity.text) > 1:
        return ""
    gapped = f"{statement[:start]}{GAP}{statement[start + len(quantity.text) :]}".rstrip(". ")
    said = f"{name}: {gapped}" if name else gapped
    sure = quantity.qualifier in ("default", "maximum", "minimum")
    if name and not sure and len(gapped.split()) < 3 and not _MEASURED & set(name.lower().split()):
        return ""  # "Standard: within ____" of what?
    if re.search(rf"(?<![\d,.]){re.escape(quantity.number)}(?![\d,.]|\w)", said):
        return ""
    if len(found) > 3 or _FRAGMENT.search(said):
        return ""
    if not name and (len(gapped.split()) < (5 if sure else 6) or not _SENTENCE.match(text)):
        return ""
    about = "" if context.lower() in said.lower() else f" about {context}"
    return f"Which value completes this statement{about}? “{upper_first(said)}.”"


def _without_repeats(text: str, quantity: Quantity) -> str:
    """The text without brackets that say the same value in another unit: "900 s (15 min)"."""
    for other in quantities(text):
        if other.start != quantity.start and same(other, quantity):
            text = re.sub(rf"\s*\((?:[^()]*\s)?{re.escape(other.text)}(?:\s[^()]*)?\)", "", text)
    return text


def _around(text: str, quantity: Quantity) -> str:
    return gist(text[: quantity.start] + text[quantity.end :])
