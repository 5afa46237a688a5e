"""What one line affirms and another denies, in nearly the same words."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.conflicts.cases import same_case
from knowledge.conflicts.pairs import conflict
from knowledge.language.lists import lines_of
from knowledge.language.words import STOPWORDS, stem, words
from knowledge.model import Conflict, Fact, FactKind
from knowledge.statements import Statements
from knowledge.statements.glosses import rest_of
from knowledge.statements.read import denies

FEWEST, MOST = 3, 9  # telling words of a clause; two are enough where one has an opposite
MOST_ALIKE = 40  # clauses of one topic with one word; a word in more of them tells nothing
_CLAUSE = re.compile(r"[;:.](?=\s|$)|,\s|\s(?:but|while|whereas|although)\s|\s[–—]\s|→|[()]")
# Conditions, exceptions, possibilities, advice, questions, orders and examples claim nothing.
_UNCLAIMED = re.compile(
    r"\b(?:if|when|whether|once|unless|until|except|only|usually|mostly|may|might|could|should|must"
    r"|e\.?g|example|unlike|instead|rather|without|than|verify|ensure|make sure|why|how|what|which"
    r"|who|where|i|you|we|let|please|avoid|never|don['’]t|explain|describe)\b|[?!$\\{}=`\"“”]"
    r"|^(?:is|are|do|does|did|can|create|remove|delete|list|run|use|set|check|add)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\?|(?:^|[.;,]\s)(?:if|when|unless|in case|until|once)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|can|cannot|will|do|does|supports?|needs?|uses?|\w+n['’]t"
    r"|[a-z]{3,}(?:ed|es))\b"
)
_NOT = frozenset("not no never cannot neither nor unable can".split())
_OPPOSITES = {b: a for a, b in (line.split() for line in lines_of("opposites"))}


@dataclass(frozen=True, slots=True)
class Saying:
    """One clause: what it speaks of, and whether that is so."""

    fact: Fact
    text: str
    words: frozenset[str]
    holds: bool


def find_denied(statements: Statements) -> Iterator[Conflict]:
    """Pairs of places of one topic of which one denies what the other says."""
    affirmed: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    denied: list[tuple[str, Saying]] = []
    for fact in statements.facts:
        topic = statements.book.key(fact.topic)
        for saying in _sayings(fact):
            if not saying.holds:
                denied.append((topic, saying))
            for word in saying.words if saying.holds else ():
                affirmed[topic, word].append(saying)
    for topic, no in denied:
        yes = _opposed(no, [affirmed.get((topic, word), []) for word in no.words])
        if yes is not None:
            yield conflict(
                no.fact.topic, no.text, (yes.fact, yes.text), (no.fact, no.text), "medium"
            )


def _sayings(fact: Fact) -> Iterator[Saying]:
    text = rest_of(fact.text, fact.term) or fact.text
    if fact.kind not in (FactKind.BULLET, FactKind.SENTENCE) or _CONDITION.search(text):
        return
    for clause in map(str.strip, _CLAUSE.split(text)):
        if _VERB.search(clause) and not _UNCLAIMED.search(clause):
            yield from _read(fact, clause)


def _read(fact: Fact, clause: str) -> Iterator[Saying]:
    said = [word for word in words(clause) if word not in STOPWORDS | _NOT]
    ends = {word for pair in _OPPOSITES.items() for word in pair}.intersection(said)
    if len(ends) > 1 or (ends and re.search(r"\bcan\b", clause)):
        return  # "automatically or manually" and "can be done manually" rule nothing out
    telling = frozenset(stem(_OPPOSITES.get(word, word)) for word in said)
    if FEWEST - bool(ends) <= len(telling) <= MOST:
        turned = bool(ends.intersection(_OPPOSITES))
        yield Saying(fact, clause, telling, denies(clause) == turned)


def _opposed(no: Saying, lists: list[list[Saying]]) -> Saying | None:
    """A clause that says what *no* denies: the same words, one more or less in all."""
    likely = min((one for one in lists if one), key=len, default=[])
    alike = (yes for yes in likely[:MOST_ALIKE] if len(yes.words ^ no.words) <= 1)
    return next((yes for yes in alike if same_case(yes.fact, no.fact)), None)
