"""What every row of the table of actions does."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVarTuple

from bot import actions
from bot.actions import ActionKind, AnyKind
from bot.daily.posting import Posting
from bot.messages import Reply
from bot.talk import (
    boards,
    compare,
    coverage,
    daily,
    guide,
    lookup,
    moderation,
    personal,
    plan,
    previews,
    questions,
    quiz,
)
from bot.talk.rights import refusal
from bot.talk.turn import Awaited, Turn

Ts = TypeVarTuple("Ts")
Response = Reply | Awaited
Click = Callable[[Turn, Sequence[str]], Response]


def _does(kind: ActionKind[*Ts], handle: Callable[[Turn, *Ts], Response]) -> tuple[AnyKind, Click]:
    """A row with its handler, which is given the arguments as the row reads them."""

    def click(turn: Turn, arguments: Sequence[str]) -> Response:
        read = kind.read(arguments, turn.recall)
        refused = refusal(turn, kind.right)
        return handle(turn, *read) if refused is None else refused

    return kind, click


def clicks(posting: Posting, type_line: Callable[[Turn, str], Response]) -> Mapping[str, Click]:
    """Every action by its name; a button may also type a line."""
    rows = (
        _does(actions.ASK, lookup.asked),
        _does(actions.LOOK_UP_QUESTION, quiz.look_up),
        _does(actions.ASK_IN_A_FORM, lookup.ask_in_a_form),
        _does(actions.SAVE_ASKED, lookup.sent),
        _does(actions.CARD, lookup.card),
        _does(actions.SHARE, lookup.share),
        _does(actions.SHARE_PAGE, lookup.share_page),
        _does(actions.LOOK_UP_MESSAGE, lookup.message),
        _does(actions.COMPARE, compare.compared),
        _does(actions.COMPARE_PAGE, compare.compare_page),
        _does(actions.SHARE_COMPARISON, compare.share),
        _does(actions.SHARE_COMPARED_PAGE, compare.share_page),
        _does(actions.TOPICS, coverage.topics_page),
        _does(actions.CONFLICTS, lookup.conflicts_page),
        _does(actions.GAPS, coverage.gaps),
        _does(actions.HELP, guide.help_page),
        _does(actions.WELCOME, guide.welcome),
        _does(actions.TYPE, type_line),
        _does(actions.QUIZ, quiz.on_topic),
        _does(actions.QUIZ_COMPARED, quiz.on_compared),
        _does(actions.QUIZ_AGAIN, quiz.again),
        _does(actions.QUIZ_WEAK_TOPICS, quiz.weak),
        _does(actions.NEXT_QUESTION, quiz.following),
        _does(actions.ANSWER, quiz.answer),
        _does(actions.CHOOSE, quiz.choose),
        _does(actions.SAVE_CHOICE, quiz.chosen),
        _does(actions.TYPE_ANSWER, quiz.type_answer),
        _does(actions.SAVE_TYPED, quiz.typed),
        _does(actions.SHOW_ANSWER, quiz.show_answer),
        _does(actions.HINT, quiz.hint),
        _does(actions.ADD_TO_REVIEWS, quiz.add_to_reviews),
        _does(actions.REVIEW, quiz.review),
        _does(actions.GRADE, quiz.grade),
        _does(actions.REPORT, quiz.report),
        _does(actions.SAVE_REPORT, quiz.reported),
        _does(actions.BOARD, boards.turned),
        _does(actions.MY_FIGURES, boards.me),
        _does(actions.HOME, boards.home),
        _does(actions.DAILY, daily.show),
        _does(actions.DAILY_NOW, partial(daily.now, posting)),
        _does(actions.TELL_ME, partial(daily.tell_me, posting)),
        _does(actions.TELL_ME_NOT, partial(daily.tell_me_not, posting)),
        _does(actions.DAILY_OFF, daily.off),
        _does(actions.DAILY_RESUME, partial(daily.resume, posting)),
        _does(actions.SCHEDULE, daily.form),
        _does(actions.SAVE_SCHEDULE, partial(daily.submitted, posting)),
        _does(actions.SET_UP, daily.form_for),
        _does(actions.SAVE_SET_UP, partial(daily.submitted_for, posting)),
        _does(actions.PLAN, plan.clicked),
        _does(actions.SETTINGS, personal.settings),
        _does(actions.SAVE_SETTINGS, personal.submitted),
        _does(actions.EXPORT, personal.export),
        _does(actions.FORGET, personal.forget),
        _does(actions.FORGET_FOR_GOOD, partial(personal.forget_for_good, posting)),
        _does(actions.FORGET_NOTHING, personal.forget_nothing),
        _does(actions.OPT_OUT, personal.opt_out),
        _does(actions.OPT_IN, personal.opt_in),
        _does(actions.WRITE_QUESTION, questions.add),
        _does(actions.MAKE_QUESTION, questions.of_message),
        _does(actions.SAVE_QUESTION, questions.save),
        _does(actions.EDIT_QUESTION, questions.edit),
        _does(actions.SAVE_EDIT, questions.save_edit),
        _does(actions.QUESTION_LIST, questions.listing),
        _does(actions.QUESTION_SHOW, questions.show),
        _does(actions.EXPORT_QUESTIONS, questions.export),
        _does(actions.APPROVE, questions.approve),
        _does(actions.PREVIEW_POST, previews.post),
        _does(actions.PREVIEW_OTHER, previews.other),
        _does(actions.PREVIEW_NEVER, previews.never),
        _does(actions.REPORTS, moderation.reports),
        _does(actions.TAKE_BACK, moderation.take_back),
        _does(actions.FOUND_RIGHT, moderation.found_right),
        _does(actions.HOLD, moderation.hold),
        _does(actions.SETTLE, moderation.settle),
    )
    return {kind.name: click for kind, click in rows}
