"""What a person typed after a command word, read: one function a command.

A command word only counts as one when the rest of the line fits it: "review" is a command, "review
of s3 classes" is a question. A reader says None for a question, and Misread for a line that fits
almost.
"""

import re
from collections.abc import Callable, Sequence

from bot.commands.records import (
    Ask,
    Command,
    Compare,
    Conflicts,
    EndQuiz,
    Language,
    ListTopics,
    Misread,
    OptIn,
    OptOut,
    Order,
    Period,
    PlanUntil,
    QuestionAdd,
    QuestionEdit,
    QuestionList,
    QuestionShow,
    QuestionWriters,
    Quiz,
    Scope,
    ShowBoard,
    Writers,
)
from bot.commands.words import (
    asks,
    begins_a_date,
    date_first,
    distinct,
    names_in,
    none_of,
    not_a_date,
)
from bot.language import LANGUAGES, _, either

Read = Callable[[Sequence[str], str], Command | None]

_COMMA = r"\s*[,;]\s*(?:and\s+)?"
_VERSUS = re.compile(rf"{_COMMA}|\s+(?:vs\.?|versus)\s+", re.IGNORECASE)
_SAYS_VERSUS = re.compile(r"\s(?:vs\.?|versus)\s", re.IGNORECASE)
_BETWEEN = re.compile(rf"{_COMMA}|\s+(?:and|with|to|or)\s+|\s+/\s+", re.IGNORECASE)


def versus(typed: str) -> Command | None:
    """ "sqs vs sns": short names on both sides; anything longer is a question."""
    line = typed.rstrip(" ?")
    things = distinct(_VERSUS.split(line))
    short = all(len(thing.split()) <= 4 and not asks(thing.split()) for thing in things)
    if _SAYS_VERSUS.search(line) and len(things) > 1 and short:
        return Compare(things)
    return None


# ---------------------------------------------------------------- one reader a command


def ask(words: Sequence[str], typed: str) -> Command:
    return (
        Ask(" ".join(words))
        if words
        else Misread(typed, typed, "ask lambda limits", _("the question is missing"))
    )


def compare(words: Sequence[str], typed: str) -> Command | None:
    rest = " ".join(words).rstrip(" ?")
    things = distinct((_VERSUS if _SAYS_VERSUS.search(rest) else _BETWEEN).split(rest))
    if len(things) > 1:
        return Compare(things)
    loose = distinct(words)
    if len(loose) > 1:
        return Compare(loose, loose=True)
    return Misread(typed, typed, "compare sqs sns", _("two things can be compared, or more"))


_ABOUT = frozenset({"on", "about", "for", "in", "from", "with", "of"})
_FILLERS = frozenset({"me", "now", "start", "please", "questions", "question", "go", "show"})


def quiz(words: Sequence[str], _typed: str) -> Command | None:
    rest = [word.strip(",") for word in words if word.strip(",")]
    count = 0
    for end in (-1, 0):
        while rest and rest[end].lower() in _FILLERS:
            rest.pop(end)
        if rest and not count and (count := _count(rest[end])):
            rest.pop(end)
            while rest and rest[end].lower() in _FILLERS:
                rest.pop(end)
    if rest and rest[0].lower() in _ABOUT:
        rest.pop(0)
    elif asks(rest):
        return None
    return Quiz(" ".join(rest), count)


def end_quiz(words: Sequence[str], _typed: str) -> Command | None:
    """ "quit quiz" and the like; "quit" alone leaves a terminal, and is no word for a bot."""
    return EndQuiz() if words and _only(words, {"the", "my", "this", "quiz"}) else None


def stop(words: Sequence[str], typed: str) -> Command | None:
    return EndQuiz() if not words else end_quiz(words, typed)


def _count(word: str) -> int:
    """A number of questions: 5, 05, +5; 0 for other words."""
    return int(word) if re.fullmatch(r"\+?0*[1-9][0-9]{0,3}", word) else 0


def only(command: Command, *fillers: str) -> Read:
    """A command after which nothing follows but words that change nothing."""

    def read(words: Sequence[str], _typed: str) -> Command | None:
        return command if _only(words, set(fillers)) else None

    return read


def _only(words: Sequence[str], allowed: set[str]) -> bool:
    return all(word.lower().strip("!.") in allowed for word in words)


_PERIODS: dict[str, Period] = {
    "week": "week",
    "weekly": "week",
    "month": "month",
    "monthly": "month",
    "all": "all",
    "ever": "all",
    "alltime": "all",
    "all-time": "all",
}
_SCOPES: dict[str, Scope] = {
    "channel": "channel",
    "here": "channel",
    "workspace": "workspace",
    "server": "workspace",
    "team": "workspace",
    "everybody": "workspace",
    "everyone": "workspace",
}


def board(words: Sequence[str], typed: str) -> Command | None:
    period: Period = "month"
    scope: Scope = "channel"
    order: Order = "points"
    for word in (word.lower().strip(",.!") for word in words):
        if word in _PERIODS:
            period = _PERIODS[word]
        elif word in _SCOPES:
            scope = _SCOPES[word]
        elif word in ("points", "accuracy"):
            order = "accuracy" if word == "accuracy" else "points"
        elif word not in {"this", "time", "the", "of", "for", "show", "in", "by"}:
            return None if asks(words) or len(words) > 2 else _no_board(typed, word)
    return ShowBoard(period, scope, order)


def _no_board(typed: str, word: str) -> Command:
    known = either(["week", "month", "all", "channel", "workspace", "points", "accuracy"])
    return Misread(typed, word, "leaderboard week workspace", none_of(word, known))


def topics(words: Sequence[str], _typed: str) -> Command | None:
    if asks(words):
        return None
    return ListTopics(" ".join(words))


def conflicts(words: Sequence[str], _typed: str) -> Command | None:
    rest = list(words)
    if rest and rest[0].lower() in _ABOUT:
        rest.pop(0)
    elif asks(rest):
        return None
    return Conflicts(" ".join(rest))


def opt(words: Sequence[str], typed: str) -> Command | None:
    way = " ".join(words).lower()
    if way in ("out", "in"):
        return OptOut() if way == "out" else OptIn()
    return None if words else Misread(typed, typed, "opt out", either(["opt out", "opt in"]))


def language(words: Sequence[str], typed: str) -> Command | None:
    if not words:
        return Language()
    wanted = _NAMES.get(" ".join(words).lower())
    if wanted is None and len(words) > 1:
        return None
    several = either([name.lower() for name in LANGUAGES.values()])
    return Language(wanted) if wanted else Misread(typed, words[0], "language deutsch", several)


_NAMES = {name.lower(): short for short, name in LANGUAGES.items()}
_NAMES |= {"german": "de", "englisch": "en"} | {short: short for short in LANGUAGES}


def plan(words: Sequence[str], typed: str) -> Command | None:
    rest = list(words)
    if not rest or _only(rest, {"show"}):
        return PlanUntil()
    if _only(rest, {"off", "stop", "end"}):
        return PlanUntil(off=True)
    if rest[0].lower() in ("until", "by", "for") and len(rest) > 1:
        rest.pop(0)
    by, topics = date_first(rest)
    if by is not None:
        names, loose = names_in(topics)
        return PlanUntil(by, names, loose)
    if begins_a_date(rest):
        said = " ".join(rest)
        return Misread(typed, said, "plan 2027-03-01", not_a_date(said))
    return None


_ID = re.compile(r"(?=\S*[\d.:-])[\w.:-]{3,80}")  # of a question; words of a look-up look otherwise


_WRITERS: dict[str, Writers] = {
    "admins": "admins", "hosts": "hosts", "everyone": "everyone", "everybody": "everyone"
}  # fmt: skip


def _writers(words: Sequence[str], typed: str) -> Command:
    if not words:
        return QuestionWriters()
    who = _WRITERS.get(words[0].lower())
    several = either(["admins", "hosts", "everyone"])
    wrong = Misread(typed, words[0], "question writers everyone", several)
    return QuestionWriters(who) if who else wrong


def question(words: Sequence[str], typed: str) -> Command | None:
    """ "question add" and what else one does with questions; anything longer is a look-up."""
    first, rest = (words[0].lower() if words else "list"), list(words[1:])
    if first in ("add", "new", "write") and not rest:
        return QuestionAdd()
    if first in ("list", "all") and not rest:
        return QuestionList()
    if first in ("writers", "authors") and len(rest) < 2:
        return _writers(rest, typed)
    if first in ("edit", "change", "show"):
        if len(rest) == 1:
            return QuestionShow(rest[0]) if first == "show" else QuestionEdit(rest[0])
        return (
            None if rest else Misread(typed, typed, "question list", _("the question is missing"))
        )
    return QuestionShow(words[0]) if not rest and _ID.fullmatch(words[0]) else None
