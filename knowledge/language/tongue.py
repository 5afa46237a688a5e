"""Which language a note is written in, told by its commonest words."""

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.language.lists import sections
from knowledge.model import Fact

ENOUGH = 3  # such words must be seen before a note is taken for anything but its neighbours'
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")


def tongue_of(text: str) -> str:
    """The language of *text*, such as "en"; "" where too little tells."""
    letters = sum(map(len, _WORD.findall(text)))
    if letters and sum(map(len, _LATIN.findall(text))) < letters / 2:
        return "other"
    return _commonest(Counter(_WORD.findall(text.lower())))


def _commonest(words: Counter[str]) -> str:
    scores = {
        name: sum(words[word] for word in listed) for name, listed in sections("tongues").items()
    }
    best, second = sorted(scores, key=lambda name: -scores[name])[:2]
    return best if scores[best] >= ENOUGH and scores[best] > scores[second] else ""


def tongues_of_notes(facts: Iterable[Fact]) -> dict[str, str]:
    """The language of every file; one that does not tell has that of most of the others."""
    texts: dict[str, list[str]] = {}
    for fact in facts:
        texts.setdefault(fact.file, []).append(fact.text)
    known = {file: tongue_of("\n".join(lines)) for file, lines in texts.items()}
    usual = Counter(name for name in known.values() if name).most_common(1)
    return {file: name or (usual[0][0] if usual else "en") for file, name in known.items()}
