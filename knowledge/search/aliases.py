"""Which names mean the same thing, mined from the notes, and the everyday words where they apply.

"S3 (Simple Storage Service)" and "Network Load Balancer (NLB)" say it themselves; headings with
capitals are known by their initials. A group is a set of phrases, each a tuple of stems.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from knowledge.model import Topic
from knowledge.search.everyday import SAME, STOP
from knowledge.search.words import stem, words

Phrase = tuple[str, ...]

_ACRONYM = r"[A-Za-z][A-Za-z0-9]{1,6}"
_NAME_THEN_ACRONYM = re.compile(
    rf"((?:[A-Z][\w&+-]*\s+(?:(?:of|and|as|to|for|&)\s+)?){{1,6}})\(({_ACRONYM})s?\)"
)
_ACRONYM_THEN_NAME = re.compile(
    rf"\b({_ACRONYM})\s*(?:\(|=\s|->\s|:\s|→\s|[-–—]\s)((?:[A-Z&][\w&+-]*\s*(?:(?:of|and|as|to|for|&)\s+)?){{2,6}})"
)
_MOST_INITIALS = 4
_SHORTEST_SPAN = 3  # of two letters too many names could be meant
_LONG_TITLE, _PAIR = 5, 2
_MAKES = 4  # so many things with and without a word before them make it their maker
_MAKES_SHARE = 0.1  # … and so many of all there are
_SHARED = 3  # so many headings make a run of words a name


@lru_cache(maxsize=32768)  # titles and names come again and again
def phrase(text: str) -> Phrase:
    """*text* as the stems of its words, stop words left out."""
    return tuple(stem(word) for word in words(text) if word not in STOP)


def mine(lines: Iterable[str]) -> set[tuple[Phrase, Phrase]]:
    """Every (acronym, name) that *lines* explain."""
    found: set[tuple[Phrase, Phrase]] = set()
    for line in lines:
        if "(" in line:
            for name, acronym in _NAME_THEN_ACRONYM.findall(line):
                found.update(_explained(acronym, name, in_brackets=True))
        for acronym, name in _ACRONYM_THEN_NAME.findall(line):
            found.update(_explained(acronym, name))
    return found


def as_text(short: Phrase, long: Phrase) -> str:
    """What a line explains, as a line: no word has a space."""
    return f"{' '.join(short)}\t{' '.join(long)}"


def from_text(text: str) -> tuple[Phrase, Phrase]:
    """The same back."""
    short, long = text.split("\t")
    return tuple(short.split()), tuple(long.split())


def _explained(
    acronym: str, name: str, *, in_brackets: bool = False
) -> Iterable[tuple[Phrase, Phrase]]:
    """The end (or, for a name that goes on, the start) of *name* that *acronym* abbreviates."""
    if acronym[-1] == "s" and acronym[:-1].isupper():
        acronym = acronym[:-1]  # "NACLs"
    if not any(c.isupper() for c in acronym[1:]) and not any(c.isdigit() for c in acronym):
        return
    parts = [part for part in re.split(r"[\s-]+", name.strip(" .,;:")) if part]
    sizes = range(2, len(parts) + 1)
    runs = [run for size in sizes for run in (parts[-size:], parts[:size])]
    exact = (run for run in runs if abbreviates(acronym, run))
    loose = (run for run in reversed(runs) if in_brackets and _goes_through(acronym, run))
    chosen = next(itertools.chain(exact, loose), ())
    short, long = phrase(acronym), phrase(" ".join(chosen))
    if len(short) == 1 and len(long) > 1:
        yield short, long


def abbreviates(acronym: str, parts: Sequence[str]) -> bool:
    """Whether *acronym* is the initials of *parts*; small words may be missing, S3 is SSS."""
    wanted = _letters(acronym)
    every = "".join(part[0].lower() for part in parts)
    main = "".join(part[0].lower() for part in parts if part.lower() not in STOP and part != "&")
    return wanted in (every, main)


def _goes_through(acronym: str, parts: Sequence[str]) -> bool:
    """Whether the letters lead through *parts* from the first to the last: "GWLB", "CGW"."""
    letters, parts = acronym.lower(), [part.lower() for part in parts]
    if len(letters) < _SHORTEST_SPAN or not 1 < len(parts) <= len(letters):
        return False
    at = 0
    for place, part in enumerate(parts):
        if at < len(letters) and part[0] == letters[at]:
            rest = iter(part[1:])
            at += 1
            while at < len(letters) and letters[at] in rest:
                at += 1
        elif place in (0, len(parts) - 1):
            return False
    return at == len(letters)


def _letters(acronym: str) -> str:
    letters: list[str] = []
    for character in acronym.lower():
        if character in "23456789" and letters:
            letters.extend(letters[-1] * (int(character) - 1))
        else:
            letters.append(character)
    return "".join(letters)


def initials(titles: Mapping[str, int]) -> dict[str, list[Phrase]]:
    """Names that headings give things, by their initials: "Security Groups" by "sg".

    *titles* are counted.
    A whole title is a name, and so is any run of capitalised words that several titles share.
    """
    found: dict[str, Counter[Phrase]] = defaultdict(Counter)
    for title, times in titles.items():
        bare = re.sub(r"[(\[].*?[)\]]", " ", title)
        stripped = (part.strip(",;:.\"'`*-–—") for part in re.split(r"[\s/-]+", bare))
        parts = [part for part in stripped if part]
        for start in range(len(parts)):
            for size in range(2, _MOST_INITIALS + 1):
                run = parts[start : start + size]
                whole = size == len(parts)
                if len(run) < size:
                    break
                named = all(part[:1].isupper() for part in run)
                if not named and not (whole and size > 2):
                    continue
                name = phrase(" ".join(run))
                if len(name) >= size - 1 and len(name) > 1:
                    found["".join(part[0].lower() for part in run)][name] += times * (
                        _SHARED if whole else 1
                    )
    best = {key: _best(names) for key, names in sorted(found.items())}
    return {key: names for key, names in best.items() if names}


def _best(names: Counter[Phrase]) -> list[Phrase]:
    shared = [(count, name) for name, count in names.items() if count >= _SHARED]
    return [name for _, name in sorted(shared, key=lambda item: (-item[0], item[1]))[:2]]


def makers(titles: Iterable[str], topics: Sequence[Topic]) -> frozenset[str]:
    """Words that things go with or without: both "Acme Rocket" and "Rocket" name a topic."""
    known = {phrase(name) for topic in topics for name in (topic.name, *topic.aliases)}
    names = known | {phrase(title) for title in titles}
    both = Counter(name[0] for name in names if len(name) > 1 and name[1:] in known)
    enough = max(_MAKES, len(topics) * _MAKES_SHARE)
    return frozenset(word for word, count in both.items() if count >= enough)


def titled(titles: Iterable[str], topics: Sequence[Topic], makers: frozenset[str]) -> list[Phrase]:
    """Pairs of words that headings consist of, topics' names aside: "EC2 Instance Store"."""
    names = (phrase(name) for topic in topics for name in (topic.name, *topic.aliases))
    aside = makers | {name[0] for name in names if len(name) == 1}
    short = (name for name in map(phrase, titles) if len(name) < _LONG_TITLE)
    rest = (tuple(word for word in name if word not in aside) for name in short)
    return sorted({pair for pair in rest if len(pair) == _PAIR})


def groups(
    topics: Sequence[Topic],
    mined: Iterable[tuple[Phrase, Phrase]],
    makers: frozenset[str] = frozenset(),
) -> list[list[Phrase]]:
    """Phrases that mean the same: by the topics' aliases and by what the notes explain."""
    same: dict[Phrase, set[Phrase]] = defaultdict(set)
    for short, long in mined:
        same[short].add(without(long, makers))
    for topic in topics:
        called = (topic.name, *topic.aliases)
        for acronym in (name for name in called if " " not in name):
            for name in (name for name in called if " " in name):
                if abbreviates(acronym, _parts(name, makers)):
                    same[phrase(acronym)].add(without(phrase(name), makers))
    for longs in same.values():
        longs.update([shorter for long in longs for shorter in _with_acronyms(long, same)])
    found = [[short, *sorted(longs - {short})] for short, longs in sorted(same.items())]
    return [group for group in found if len(group) > 1]


def _with_acronyms(name: Phrase, same: dict[Phrase, set[Phrase]]) -> Iterable[Phrase]:
    """*name* with its end abbreviated: headings say "Network ACL"."""
    for acronym, longs in same.items():
        for long in longs:
            if len(long) < len(name) and name[-len(long) :] == long:
                yield (*name[: -len(long)], *acronym)


def _parts(name: str, makers: frozenset[str]) -> list[str]:
    parts = [part for part in re.split(r"[\s-]+", name.strip(" .,;:")) if part]
    return parts[1:] if len(parts) > 2 and parts[0].lower() in makers else parts


def whole_names(topic: Topic) -> list[str]:
    """The names of a topic that stand for all of it; other aliases are names of its parts.

    "EC2" and "Elastic Compute Cloud" are one thing; "root user", which people type for an
    identity service, is not the service.
    """
    own = [topic.name, *(n for n in topic.aliases if abbreviates(topic.name, _split(n)))]
    return [topic.name, *(n for n in topic.aliases if any(_is_whole(n, name) for name in own))]


def _is_whole(alias: str, name: str) -> bool:
    a, b = set(phrase(alias)), set(phrase(name))
    if a <= b or b <= a or abbreviates(alias, _split(name)) or abbreviates(name, _split(alias)):
        return True
    short = alias.lower()
    return short.isalnum() and len(short) < 6 and _within(short, name.lower())


def _split(name: str) -> list[str]:
    return [part for part in re.split(r"[\s/-]+", name) if part]


def _within(short: str, name: str) -> bool:
    """Whether *name* has the letters of *short* in this order, from the first on."""
    letters = iter(name)
    return name[:1] == short[:1] and all(letter in letters for letter in short)


def without(name: Phrase, makers: frozenset[str]) -> Phrase:
    """*name* without the word for who makes it, unless nothing else is left."""
    return name[1:] if len(name) > 1 and name[0] in makers else name


def everyday() -> list[list[Phrase]]:
    """The hand-kept groups, as phrases; one that loses a word here would mean too much."""
    return [list(dict.fromkeys(_whole_phrases(group))) for group in SAME]


def _whole_phrases(names: Iterable[str]) -> list[Phrase]:
    phrases = ((name, phrase(name)) for name in names)
    return [found for name, found in phrases if len(found) == len(name.split())]
