"""Questions that need an editor's eye: held or reported, each with its line in the notes."""

from collections import defaultdict
from collections.abc import Callable, Set
from functools import partial

from bot.actions import Settlement
from bot.daily.note_repairs import Lines, lines_of, lines_still_there, mended
from bot.messages import Reply
from bot.quiz.moderation import QuestionReport
from bot.replies import moderation as say
from bot.replies import reports as report_say
from bot.talk.turn import Turn
from knowledge.model import Question, Source

Placed = tuple[tuple[Source, str], ...]
Look = Callable[[Question], Placed | None]


def reports(turn: Turn, page: int = 0) -> Reply:
    """Held questions, then those that were only reported; mended ones are left out."""
    moderation, look = turn.core.moderation, partial(_lines, turn, lines_of(turn.core.library))
    cases = [
        say.Case(item.question, item.reason, moderation.reports_on(turn.team, item.question), lines)
        for item in moderation.held(turn.team)
        if (lines := look(item.question)) is not None
    ]
    held = {(case.question.id, case.question.version) for case in cases}
    by_question: dict[tuple[str, str], list[QuestionReport]] = defaultdict(list)
    for report in moderation.reported(turn.team):
        by_question[report.question.id, report.question.version].append(report)
    for key, told in by_question.items():
        lines = look(told[0].question)
        if key not in held and lines is not None:
            cases.append(say.Case(told[0].question, "", tuple(told), lines))
    cases += _hardly_known(turn, look, held | set(by_question))
    return say.listing(turn.voice, cases, page)


def _hardly_known(turn: Turn, look: Look, listed: Set[tuple[str, str]]) -> list[say.Case]:
    """Questions that so few get right that key or wording may be to blame, not settled yet."""
    moderation = turn.core.moderation
    poor = moderation.to_review(turn.team, turn.core.stock.questions(turn.team))
    return [
        say.Case(
            question,
            "",
            (),
            look(question) or (),
            moderation.statistics(turn.team, question).share,
        )
        for question in poor
        if (question.id, question.version) not in listed and not _settled(turn, question)
    ]


def _settled(turn: Turn, question: Question) -> bool:
    """Whether an editor has looked at how a question does; an approval came before that."""
    state = turn.core.store.items.state(turn.team, question.id, question.version)
    return state is not None and state.reason != "approved"


def _lines(turn: Turn, lines: Lines, then: Question) -> Placed | None:
    """Where a question stands in the notes now, and what they say there; None once mended."""
    now = turn.core.stock.question(turn.team, then.id)
    if mended(then, now, lines):
        return None
    if now is None:
        return tuple((fact.source, fact.text) for fact in lines_still_there(then, lines))
    return tuple(
        (place, " ".join(fact.text for fact in lines.get(place, ()))) for place in now.sources
    )


def hold(turn: Turn, identity: str) -> Reply:
    """Stop asking a question until somebody has mended its note or found it right."""
    question = turn.core.stock.question(turn.team, identity)
    done = question is not None and turn.core.moderation.hold(turn.who, question, turn.at)
    return say.holding(turn.voice, done)


def take_back(turn: Turn, round_id: int) -> Reply:
    """An editor confirms that what they reported counts for nobody."""
    round = turn.core.rounds.get(turn.team, round_id)
    done = round is not None and turn.core.moderation.hold(turn.who, round.question, turn.at)
    return say.holding(turn.voice, done)


def found_right(turn: Turn, identity: str) -> Reply:
    """An editor finds a reported question right as it is."""
    question = turn.core.stock.question(turn.team, identity)
    done = question is not None and turn.core.moderation.found_right(turn.who, question, turn.at)
    return say.settled(turn.voice, done)


def settle(turn: Turn, identity: str, what: Settlement) -> Reply:
    """Ask a question again that was on hold or never to be asked; or never ask it."""
    moderation, items = turn.core.moderation, turn.core.store.items
    found = [item.question for item in moderation.held(turn.team)]
    if what == "release":
        found += [item.question for item in items.within(turn.team, "retired")]
    for question in found:
        if question.id == identity:
            decide = moderation.release if what == "release" else moderation.retire
            decide(turn.who, question, turn.at)
            return report_say.resolved(turn.voice, what)
    return report_say.gone(turn.voice)
