"""Everything that somebody may click: one table of actions, with what each takes and who may.

Replies name an action by its row (`voice.button("Quiz me", actions.QUIZ, "S3")`), adapters ask
for the traits of a row, and `bot/talk/clicks.py` says what each does. A name that once stood on a
button goes on meaning the same: messages are never too old to be clicked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar, TypeVarTuple, cast, get_args, overload

from bot.commands import Order, Period, Scope, parse, spec_of
from bot.commands.traits import PLAIN, Right, Traits
from bot.messages import Action
from bot.store.records import Grade
from bot.text import one_line

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
Ts = TypeVarTuple("Ts")
Recall = Callable[[str], str | None]  # a long argument, kept under what the button carries
Settlement = Literal["release", "retire"]
PlanClick = Literal["", "off", "quiz"]  # show it, end it, or practise what today is for
MOST_DIGITS = 18  # of a number in a click: more fits no database


class UnknownClick(Exception):
    """The click is none that a button of this companion could have made."""


class StaleClick(Exception):
    """What the button carried was kept for a while, and is not kept any more."""


# ---------------------------------------------------------------- arguments


@dataclass(frozen=True, slots=True)
class Argument(Generic[A]):
    """One argument: how it is read, and what a click without it means (None: it is refused)."""

    read: Callable[[str], A | None]
    default: A | None = None

    def value(self, text: str) -> A:
        read = self.read(text)
        value = self.default if read is None else read
        if value is None:
            raise UnknownClick(text)
        return value


def _number(text: str) -> int | None:
    """A number from a click, which anybody can forge."""
    digits = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if digits else None


def _one_of(words: tuple[str, ...]) -> Callable[[str], str | None]:
    return lambda text: text if text in words else None


_ID: Final = Argument(_number)
_PAGE: Final = Argument(_number, 0)
_COUNT: Final = Argument(_number, 0)
_TEXT: Final = Argument(one_line, "")
_FLAG: Final = Argument(lambda text: text == "1", False)
_PERIOD = cast("Argument[Period]", Argument(_one_of(get_args(Period)), "month"))
_SCOPE = cast("Argument[Scope]", Argument(_one_of(get_args(Scope)), "channel"))
_ORDER = cast("Argument[Order]", Argument(_one_of(get_args(Order)), "points"))
_GRADE = cast("Argument[Grade]", Argument(_one_of(get_args(Grade))))
_SETTLEMENT = cast("Argument[Settlement]", Argument(_one_of(get_args(Settlement))))
_PLAN_CLICK = cast("Argument[PlanClick]", Argument(_one_of(get_args(PlanClick))))


# ---------------------------------------------------------------- rows of the table


@dataclass(frozen=True, slots=True)
class ActionKind(Generic[*Ts]):
    """One row: a name, what it takes, what somebody must be allowed to do, and its traits."""

    name: str
    takes: tuple[Argument[Any], ...] = ()
    repeats: bool = False  # the last argument stands for all that follow
    right: Right = ""
    quick: bool = False  # needs the store alone, so it never waits behind look-ups and long lists
    traits: Traits = PLAIN

    def __call__(self, *arguments: *Ts) -> Action:
        """The action that a button carries; a bar would be read as the next argument."""
        words = [_written(argument) for argument in _spread(arguments)]
        while words and not words[-1]:
            words.pop()
        return Action(self.name, tuple(word.replace("|", "/") for word in words))

    def read(self, arguments: Sequence[str], recall: Recall) -> tuple[*Ts]:
        """The arguments of a click, those that are too many left out.

        Raises UnknownClick or StaleClick.
        """
        texts = [recall(argument) for argument in arguments]
        if any(text is None for text in texts):
            raise StaleClick(self.name)
        given = [text or "" for text in texts]
        single = self.takes[:-1] if self.repeats else self.takes
        values: list[Any] = [
            argument.value(given[at] if at < len(given) else "")
            for at, argument in enumerate(single)
        ]
        if self.repeats:
            values.append(tuple(map(self.takes[-1].value, given[len(single) :])))
        return cast("tuple[*Ts]", tuple(values))


def _spread(arguments: Sequence[Any]) -> list[Any]:
    """A last argument that is a tuple stands for as many as it holds."""
    if arguments and isinstance(arguments[-1], tuple):
        return [*arguments[:-1], *arguments[-1]]
    return list(arguments)


def _written(argument: object) -> str:
    if isinstance(argument, bool):
        return "1" if argument else ""
    return str(argument)


AnyKind = ActionKind[*tuple[Any, ...]]


@overload
def _row(name: str, /, **rest: Any) -> ActionKind[()]: ...
@overload
def _row(name: str, a: Argument[A], /, **rest: Any) -> ActionKind[A]: ...
@overload
def _row(name: str, a: Argument[A], b: Argument[B], /, **rest: Any) -> ActionKind[A, B]: ...
@overload
def _row(
    name: str, a: Argument[A], b: Argument[B], c: Argument[C], /, **rest: Any
) -> ActionKind[A, B, C]: ...
def _row(name: str, /, *takes: Argument[Any], **rest: Any) -> AnyKind:
    return ActionKind(name, takes, **rest)


OPENS: Final = Traits(opens_form=True)
SHARES: Final = Traits(shares=True)
POSTS: Final = Traits(posts=True)


def _submits(opener: AnyKind, **more: bool) -> Traits:
    return Traits(opened_by=opener.name, **more)


# ---------------------------------------------------------------- the table

# Looking up.
ASK = _row("ask", _TEXT)
LOOK_UP_QUESTION = _row("look-up-question", _ID, _PAGE)  # what a round's question rests on
ASK_IN_A_FORM = _row("ask-form", quick=True, traits=OPENS)
SAVE_ASKED = _row("ask-sent", traits=_submits(ASK_IN_A_FORM))
CARD = _row("card", _PAGE, _PAGE, _TEXT)  # which answer, which page of it, the query
SHARE = _row("share", _PAGE, _TEXT, traits=SHARES)  # on buttons of before there were pages
SHARE_PAGE = _row("share-page", _PAGE, _PAGE, _TEXT, traits=SHARES)
LOOK_UP_MESSAGE = _row("lookup")  # the message's words come as a field
COMPARE = cast("ActionKind[tuple[str, ...]]", _row("compare", _TEXT, repeats=True))
COMPARE_PAGE = cast(
    "ActionKind[int, tuple[str, ...]]", _row("compare-page", _PAGE, _TEXT, repeats=True)
)
SHARE_COMPARISON = cast(
    "ActionKind[tuple[str, ...]]", _row("share-compared", _TEXT, repeats=True, traits=SHARES)
)
SHARE_COMPARED_PAGE = cast(
    "ActionKind[int, tuple[str, ...]]",
    _row("share-compared-page", _PAGE, _TEXT, repeats=True, traits=SHARES),
)
TOPICS = _row("topics", _TEXT, _PAGE)
CONFLICTS = _row("conflicts", _TEXT, _PAGE)
GAPS = _row("gaps", right="see gaps")
HELP = _row("help", _FLAG)
WELCOME = _row("welcome")
TYPE = _row("run", _TEXT)  # the button types a line

# Quizzes and reviews.
QUIZ = _row("quiz", _TEXT)
QUIZ_COMPARED = cast(  # on what stands side by side
    "ActionKind[tuple[str, ...]]", _row("quiz-compared", _TEXT, repeats=True)
)
QUIZ_AGAIN = cast(  # as many questions, on the same topics
    "ActionKind[int, tuple[str, ...]]", _row("quiz-again", _COUNT, _TEXT, repeats=True)
)
QUIZ_WEAK_TOPICS = _row("weak")
NEXT_QUESTION = _row("next", _TEXT)
ANSWER = _row("answer", _ID, _ID, quick=True)  # the round, the option
CHOOSE = _row("choose", _ID, quick=True, traits=OPENS)  # several options, in a form
SAVE_CHOICE = _row("chosen", _ID, quick=True, traits=_submits(CHOOSE))
TYPE_ANSWER = _row("type", _ID, quick=True, traits=OPENS)
SAVE_TYPED = _row("typed", _ID, quick=True, traits=_submits(TYPE_ANSWER))
SHOW_ANSWER = _row("show", _ID, quick=True)  # of a card, before one grades oneself
HINT = _row("hint", _ID, quick=True)
ADD_TO_REVIEWS = _row("keep", _ID, quick=True)
REVIEW = _row("review")
GRADE = _row("grade", _ID, _GRADE)
REPORT = _row("report", _ID, quick=True, traits=OPENS)
SAVE_REPORT = _row("reported", _ID, quick=True, traits=_submits(REPORT))

# Figures.
BOARD = _row("board", _PERIOD, _SCOPE, _ORDER)
MY_FIGURES = _row("me")
HOME = _row("home")

# The daily question and the plan of a channel.
DAILY = _row("daily")
DAILY_NOW = _row("daily-now", right="change the daily question", traits=POSTS)
TELL_ME = _row("tell-me", quick=True)  # name me when the question comes
TELL_ME_NOT = _row("tell-me-not", quick=True)
DAILY_OFF = _row("daily-off", right="change the daily question")
DAILY_RESUME = _row("daily-resume", right="change the daily question", traits=POSTS)
SCHEDULE = _row(
    "schedule",
    right="change the daily question",
    quick=True,
    traits=Traits(opens_form=True, posts=True),
)
SAVE_SCHEDULE = _row(
    "schedule-save", right="change the daily question", traits=_submits(SCHEDULE, posts=True)
)
# The same for a channel that one is not in at the moment: its id. Who may is asked there.
SET_UP = _row("set-up", _TEXT, quick=True, traits=OPENS)
SAVE_SET_UP = _row("set-up-save", _TEXT, traits=_submits(SET_UP))
PLAN = _row("plan", _PLAN_CLICK)

# One's own settings and data.
SETTINGS = _row("settings", quick=True, traits=OPENS)
SAVE_SETTINGS = _row("settings-save", quick=True, traits=_submits(SETTINGS))
EXPORT = _row("export")
FORGET = _row("forget")
FORGET_FOR_GOOD = _row("forget-yes", traits=Traits(forgets=True))
FORGET_NOTHING = _row("forget-no")
OPT_OUT = _row("opt-out", quick=True)
OPT_IN = _row("opt-in", quick=True)

# Questions that people write.
WRITE_QUESTION = _row("write", right="write questions", quick=True, traits=OPENS)
MAKE_QUESTION = _row("make", right="write questions", quick=True, traits=OPENS)  # of a message
SAVE_QUESTION = _row("written", right="write questions", traits=_submits(WRITE_QUESTION))
EDIT_QUESTION = _row("edit", _TEXT, right="write questions", quick=True, traits=OPENS)
SAVE_EDIT = _row("edited", _TEXT, right="write questions", traits=_submits(EDIT_QUESTION))
QUESTION_LIST = _row("questions", _PAGE, right="write questions")
QUESTION_SHOW = _row("question", _TEXT, right="write questions")
EXPORT_QUESTIONS = _row("export-questions", right="write questions")
APPROVE = _row("approve", _TEXT, right="see reports")

# Tomorrow's question, for its host: the channel, the day, the question.
PREVIEW_POST = _row("preview-post", _TEXT, _TEXT, _TEXT)
PREVIEW_OTHER = _row("preview-other", _TEXT, _TEXT, _TEXT)
PREVIEW_NEVER = _row("preview-never", _TEXT, _TEXT, _TEXT)

# Questions that editors look at.
REPORTS = _row("reports", _PAGE, right="see reports")
TAKE_BACK = _row("take-back", _ID, right="see reports")  # the round whose question counts no more
FOUND_RIGHT = _row("settle", _TEXT, right="see reports")
HOLD = _row("hold", _TEXT, right="see reports")
SETTLE = _row("resolve", _TEXT, _SETTLEMENT, right="see reports")


KINDS: Final[Mapping[str, AnyKind]] = {
    row.name: row for row in tuple(globals().values()) if isinstance(row, ActionKind)
}


def is_line(action: Action | None) -> bool:
    """Whether somebody typed a line, or a button types one: these are done in their order."""
    return action is None or action.name == "run"


def traits_of(text: str, action: Action | None) -> Traits:
    """What an adapter has to know of a request before there is an answer to it."""
    if action is None:
        return spec_of(parse(text)).traits
    kind = KINDS.get(action.name)
    return kind.traits if kind else PLAIN


def opener_of(submitted: Action) -> Action:
    """What opens the form that is submitted as *submitted*."""
    kind = KINDS.get(submitted.name)
    opener = kind.traits.opened_by if kind else ""
    return Action(opener or submitted.name, submitted.arguments)
