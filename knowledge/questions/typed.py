"""Typed answers: what counts as right, what as nearly right, and what never does."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from knowledge.language.names import fold
from knowledge.language.vendors import split_vendor
from knowledge.model import Question, Topic
from knowledge.questions.amounts import amount_of, says_amount, without_remark
from knowledge.questions.distinctions import marks, opposites
from knowledge.questions.signs import as_typed, bare, is_name, one_way, readings, signs

SHORT, LONG = 4, 8  # letters: up to the first no slip is forgiven, up to the second one
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"[()]")


class Verdict(StrEnum):
    """What came of a typed answer."""

    RIGHT = "right"
    CLOSE = "close"  # "close – check the spelling": not a point
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict, and the form to show as the accepted one."""

    verdict: Verdict
    accepted: str


def check_typed(question: Question, typed: str, topics: Iterable[Topic] = ()) -> Checked:
    """Judge *typed* as the answer to a question without options.

    A topic's other names count as its name does, and the names of other topics mean these. Of
    several accepted forms some may be numbers and some names: each is judged as what it is. Where
    two names are given, one in brackets, both must be right.
    """
    known = tuple(topics)
    checked = [_check_reading(question, reading, known) for reading in readings(typed)]
    return min(checked, key=lambda one: list(Verdict).index(one.verdict))


def _check_reading(question: Question, typed: str, known: Sequence[Topic]) -> Checked:
    parts = [part for part in _BRACKETS.split(typed) if part.strip()]
    if len(parts) == 1:
        return _check_one(question, parts[0], known)
    whole = _check_one(question, typed, known)
    if whole.verdict is Verdict.RIGHT or len(parts) != 2:
        return whole
    if all(_check_one(question, part, known).verdict is Verdict.RIGHT for part in parts):
        return Checked(Verdict.RIGHT, whole.accepted)
    return whole


def _check_one(question: Question, typed: str, topics: Iterable[Topic]) -> Checked:
    accepted = question.accept or (question.back,)
    if as_typed(typed) in map(as_typed, accepted):
        return Checked(Verdict.RIGHT, accepted[0])
    if any(says_amount(form, typed, question.stem) for form in map(without_remark, accepted)):
        return Checked(Verdict.RIGHT, accepted[0])
    names, others = [form for form in accepted if not amount_of(form)], list[str]()
    if not names:
        return Checked(Verdict.WRONG, accepted[0])
    wanted = tuple(map(_split, names))
    for topic in topics:
        known = (topic.name, *topic.aliases)
        meant = any(_may_be(_split(name), one) for name in known for one in wanted)
        (names if meant else others).extend(known)
    return Checked(judge_name(typed, names, others).verdict, accepted[0])


def judge_name(typed: str, names: Sequence[str], others: Sequence[str]) -> Checked:
    """Judge a typed name against the right names and all others it could mean.

    A vendor's name may be left out or added, but another vendor's is another thing, and so is what
    has other signs.
    """
    key = names[0]
    (said, whose), signed = _split(typed), signs(typed)
    theirs = [name for name in names if _one_vendor(whose, _split(name)[1])]
    names = [name for name in theirs if signs(name) == signed]
    if not said or not names:
        slip = is_name(typed) and any(
            is_name(name) and _letters(name) == _letters(typed) for name in theirs
        )
        return Checked(Verdict.CLOSE if said and slip else Verdict.WRONG, key)
    mine = [normal(name) for name in names]
    foreign = [normal(other) for other in others if normal(other) not in mine]
    if said in mine:
        return Checked(Verdict.RIGHT, key)
    if said in foreign:
        return Checked(Verdict.WRONG, key)
    # EC 2, SHA256, nodejs: the signs are the same, and blanks and joints of no matter.
    if {_letters(said), _letters(typed)} & {*map(_letters, mine), *map(_letters, names)}:
        return Checked(Verdict.RIGHT, key)
    nearest = min(((OSA.distance(said, name), name) for name in mine), default=(99, ""))
    rival = min((OSA.distance(said, other) for other in foreign), default=99)
    steps, name = nearest
    if steps >= rival:
        return Checked(Verdict.WRONG, key)
    if marks(said) != marks(name):
        return Checked(Verdict.WRONG, key)  # TLS 1.3 is no misspelt TLS 1.2
    original = names[mine.index(name)]
    opposed = min((OSA.distance(said, other) for other in opposites(name)), default=99)
    slips = steps <= tolerance(original, name) and said[0] == name[0] and steps < opposed
    if slips and _word_by_word(said, name):
        return Checked(Verdict.RIGHT, key)
    near = steps <= tolerance(original, name) + 1 and len(name) > 4 and not _is_acronym(original)
    return Checked(Verdict.CLOSE if near else Verdict.WRONG, key)


def _word_by_word(said: str, name: str) -> bool:
    """Whether each word for itself is but a slip away, and none has another one before it.

    `docker rm` is not `docker rmi`, nor is June July or `uninstall` `install`. What is written
    together or apart is looked at as a whole.
    """
    typed, wanted = said.split(), name.split()
    if len(typed) != len(wanted):
        return True
    return all(
        OSA.distance(one, other) <= _slips_of_word(other)
        and not (one.endswith(other) or other.endswith(one))
        for one, other in zip(typed, wanted, strict=True)
        if one != other
    )


def _slips_of_word(word: str) -> int:
    if len(word) < SHORT:
        return 0
    return 1 if len(word) <= LONG else 2


def tolerance(written: str, normalized: str) -> int:
    """How many slips a name forgives: none when short or an acronym, then one, then two."""
    length = len(normalized.replace(" ", ""))
    if length <= SHORT or _is_acronym(written):
        return 0
    return 1 if length <= LONG else 2


def normal(text: str) -> str:
    """Without case, punctuation, article and vendor; "&" is "and"."""
    return _split(text)[0]


def _split(text: str) -> tuple[str, str]:
    """The normal form of a name, and the vendor whose name stood before it."""
    return split_vendor(fold(_ARTICLE.sub("", one_way(bare(text)))))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _one_vendor(one: str, other: str) -> bool:
    """Whether two vendors may be the same: either is not named, or they are."""
    return not one or not other or one == other


def _may_be(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two names as `_split` gives them may mean one thing."""
    return one[0] == other[0] and _one_vendor(one[1], other[1])


def _is_acronym(name: str) -> bool:
    return bool(re.fullmatch(r"[A-Z0-9&/-]{2,8}s?", name.strip()))
