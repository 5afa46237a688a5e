"""What a person typed, read as a command: one pure function that understands anything somehow.

Whatever is no command is a question for the notes. A command word only counts as one when the rest
of the line fits it: "review" is a command, "review of s3 classes" is a question. `ask …` forces a
question, and a line that fits a command almost is answered with the line that would have worked.
"""

import re
from collections.abc import Callable, Sequence

from bot.commands.daily import read_daily
from bot.commands.records import (
    Ask,
    Command,
    Compare,
    Conflicts,
    DailyNow,
    DailyOff,
    DailyPause,
    DailyResume,
    DailyReveal,
    DailySet,
    DailyShow,
    ExportMe,
    ForgetMe,
    Gaps,
    Help,
    ListTopics,
    Misread,
    OpenSettings,
    Opt,
    Order,
    Period,
    PlanUntil,
    Quiz,
    Reveal,
    Review,
    Scope,
    ShowBoard,
    ShowMe,
    ShowReports,
    print_days,
)
from bot.commands.words import asks, clean, date_first, distinct, names_in, read_date

__all__ = [
    "Ask",
    "Command",
    "Compare",
    "Conflicts",
    "DailyNow",
    "DailyOff",
    "DailyPause",
    "DailyResume",
    "DailyReveal",
    "DailySet",
    "DailyShow",
    "ExportMe",
    "ForgetMe",
    "Gaps",
    "Help",
    "ListTopics",
    "Misread",
    "OpenSettings",
    "Opt",
    "Order",
    "Period",
    "PlanUntil",
    "Quiz",
    "Reveal",
    "Review",
    "Scope",
    "ShowBoard",
    "ShowMe",
    "ShowReports",
    "clean",
    "command_words",
    "parse",
    "print_days",
    "read_date",
]


def parse(text: str) -> Command:
    """Read *text* as a command.

    Total: people type anything, and a typo deserves an answer rather than a traceback.

    >>> parse("quiz s3 10")
    Quiz(topic='s3', count=10)
    >>> parse("review of s3 classes")
    Ask(query='review of s3 classes')
    """
    words = clean(text).split()
    if not words:
        return Help()
    typed = " ".join(words)
    read = _COMMANDS.get(words[0].lower().rstrip(":!.") or "?")
    command = read(words[1:], typed) if read else None
    return command or _versus(typed) or Ask(typed)


def command_words() -> tuple[str, ...]:
    """What a command line may begin with, one word a command."""
    return (
        "ask",
        "compare",
        "quiz",
        "review",
        "leaderboard",
        "me",
        "daily",
        "topics",
        "conflicts",
        "gaps",
        "plan",
        "help",
        "settings",
        "reports",
        "export me",
        "forget me",
        "opt out",
        "opt in",
    )


_COMMA = r"\s*[,;]\s*(?:and\s+)?"
_VERSUS = re.compile(rf"{_COMMA}|\s+(?:vs\.?|versus)\s+", re.IGNORECASE)
_SAYS_VERSUS = re.compile(r"\s(?:vs\.?|versus)\s", re.IGNORECASE)
_BETWEEN = re.compile(rf"{_COMMA}|\s+(?:and|with|to|or)\s+|\s+/\s+", re.IGNORECASE)


def _versus(typed: str) -> Command | None:
    """ "sqs vs sns": short names on both sides; anything longer is a question."""
    line = typed.rstrip(" ?")
    things = distinct(_VERSUS.split(line))
    short = all(len(thing.split()) <= 4 and not asks(thing.split()) for thing in things)
    if _SAYS_VERSUS.search(line) and len(things) > 1 and short:
        return Compare(things)
    return None


# ---------------------------------------------------------------- one reader a command

_Read = Callable[[Sequence[str], str], Command | None]


def _ask(words: Sequence[str], typed: str) -> Command:
    return Ask(" ".join(words)) if words else Misread(typed, typed, "ask lambda limits")


def _compare(words: Sequence[str], typed: str) -> Command | None:
    rest = " ".join(words).rstrip(" ?")
    things = distinct((_VERSUS if _SAYS_VERSUS.search(rest) else _BETWEEN).split(rest))
    if len(things) > 1:
        return Compare(things)
    loose = distinct(words)
    if len(loose) > 1:
        return Compare(loose, loose=True)
    return Misread(typed, typed, "compare sqs sns")


_ABOUT = frozenset({"on", "about", "for", "in", "from", "with", "of"})
_FILLERS = frozenset({"me", "now", "start", "please", "questions", "question", "go", "show"})


def _quiz(words: Sequence[str], _typed: str) -> Command | None:
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


def _count(word: str) -> int:
    return int(word) if re.fullmatch(r"[1-9][0-9]{0,3}", word) else 0


def _review(words: Sequence[str], _typed: str) -> Command | None:
    return Review() if _only(words, {"now", "start", "me", "today", "due"}) else None


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


def _board(words: Sequence[str], typed: str) -> Command | None:
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
    return Misread(typed, word, "leaderboard week workspace")


def _me(words: Sequence[str], _typed: str) -> Command | None:
    return ShowMe() if _only(words, {"show", "stats", "now"}) else None


def _topics(words: Sequence[str], _typed: str) -> Command | None:
    if asks(words):
        return None
    return ListTopics(" ".join(words))


def _conflicts(words: Sequence[str], _typed: str) -> Command | None:
    rest = list(words)
    if rest and rest[0].lower() in _ABOUT:
        rest.pop(0)
    elif asks(rest):
        return None
    return Conflicts(" ".join(rest))


def _gaps(words: Sequence[str], _typed: str) -> Command | None:
    return None if words else Gaps()


def _help(words: Sequence[str], _typed: str) -> Command | None:
    if not words:
        return Help()
    if _only(words, {"more", "all", "everything", "commands"}):
        return Help(more=True)
    return Help() if words[0].lower() in _COMMANDS or _only(words, {"me", "please"}) else None


def _export(words: Sequence[str], _typed: str) -> Command | None:
    return ExportMe() if _only(words, {"me", "my", "data"}) else None


def _forget(words: Sequence[str], _typed: str) -> Command | None:
    return ForgetMe() if _only(words, {"me", "my", "data"}) else None


def _opt(words: Sequence[str], typed: str) -> Command | None:
    way = " ".join(words).lower()
    if way in ("out", "in"):
        return Opt(out=way == "out")
    return None if words else Misread(typed, typed, "opt out")


def _opt_out(words: Sequence[str], _typed: str) -> Command | None:
    return None if words else Opt(out=True)


def _opt_in(words: Sequence[str], _typed: str) -> Command | None:
    return None if words else Opt(out=False)


def _settings(words: Sequence[str], _typed: str) -> Command | None:
    return OpenSettings() if not words else None


def _reports(words: Sequence[str], _typed: str) -> Command | None:
    return ShowReports() if not words else None


def _plan(words: Sequence[str], typed: str) -> Command | None:
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
    if rest[0][:1].isdigit():
        return Misread(typed, " ".join(rest), "plan 2027-03-01")
    return None


_COMMANDS: dict[str, _Read] = {
    "ask": _ask,
    "compare": _compare,
    "quiz": _quiz,
    "review": _review,
    "reviews": _review,
    "leaderboard": _board,
    "board": _board,
    "scores": _board,
    "me": _me,
    "daily": read_daily,
    "topics": _topics,
    "conflicts": _conflicts,
    "gaps": _gaps,
    "plan": _plan,
    "help": _help,
    "?": _help,
    "export": _export,
    "forget": _forget,
    "opt": _opt,
    "opt-out": _opt_out,
    "optout": _opt_out,
    "opt-in": _opt_in,
    "optin": _opt_in,
    "settings": _settings,
    "reports": _reports,
}
