"""Leaderboards: who leads, one's own place, what a small crowd reaches together."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot import actions
from bot.commands import Period, Scope
from bot.language import (
    _,
    figure,
    later,
    listed,
    plural,
)
from bot.messages import (
    Bar,
    Bars,
    Button,
    Heading,
    Hint,
    Moment,
    Part,
    Prose,
    Reply,
    Table,
)
from bot.quiz.scoreboards import (
    ENOUGH_FOR_ACCURACY,
    Board,
    BoardRow,
    Goal,
    Order,
)
from bot.replies.voice import (
    Voice,
    called,
    first_line,
    month,
    out_of,
    percent,
    rows,
)


def board(
    voice: Voice,
    shown: Board,
    scope: Scope,
    today: date,
    next_post: Moment | None,
    *,
    streak: int = 0,
    may_ask: bool = False,
    turned: bool = False,
    counted: tuple[int, int] = (0, 0),
) -> Reply:
    """The ranking, one's own row marked; what a small crowd or an empty month sees instead.

    *counted* are all answers and the right ones, where they are told beside it: what the ranking
    leaves out is said, so that the figures add up.
    """
    if shown.empty:
        return _empty(voice, shown, scope, next_post, may_ask=may_ask, turned=turned)
    head = _head(voice, scope, _period(shown.period, today))
    if shown.order == "accuracy" and not shown.goal:
        head = _("{board}, by accuracy", board=head)
        body = _by_accuracy(shown)
    else:
        body = _goal(shown.goal) if shown.goal else _ranking(shown)
    parts: list[Part] = [Heading(head), *body, *_by_others(shown, counted)]
    if streaks := _streaks(shown, streak):
        parts.append(Hint(streaks))
    if shown.hidden:
        parts.append(
            Hint(
                _(
                    "You are hidden from boards. Show yourself again: {line}",
                    line=voice.line("opt in"),
                )
            )
        )
    buttons = _other_boards(voice, shown.period, scope, shown.order)
    if not shown.goal:
        buttons.append(_other_order(voice, shown, scope))
    return Reply((*parts, *rows(buttons)), summary=first_line(head), replaces=turned)


def _head(voice: Voice, scope: Scope, period: str) -> str:
    if scope == "channel":
        return _("{period} in this channel", period=period)
    return _("{period} in the whole {everybody}", period=period, everybody=voice.everybody)


def _period(period: Period, today: date) -> str:
    return {"month": month(today), "week": _("This week"), "all": _("All time")}[period]


def _ranking(shown: Board) -> list[Part]:
    if not shown.at_the_top:
        return [
            Prose(
                plural(
                    "{number} player so far, and nobody has points yet.",
                    "{number} players so far, and nobody has points yet.",
                    shown.players,
                )
            )
        ]
    shared = shown.at_the_top
    tie = [Hint(_("{people} share first place.", people=shared))] if shared > 1 else []
    return [_table(shown), *tie, *_gap(shown.own)]


def _by_accuracy(shown: Board) -> list[Part]:
    """Ranked by what the accuracy is at least, so that a few lucky answers don't lead."""
    rule = _(
        "A place here takes {answers} answers. “At least” is what can be said of somebody's "
        "accuracy by the answers so far.",
        answers=ENOUGH_FOR_ACCURACY,
    )
    if not shown.rows:
        return [Prose(_("Nobody has answered enough for this yet.")), Hint(rule)]
    return [_table(shown, by_accuracy=True), Hint(rule)]


NAMED = 3  # people who lead, in one line


def leaders(shown: Board) -> str:
    """Who leads, in one line: nobody without points, and those who share a place together."""
    said: list[str] = []
    named = 0
    for rank, group in groupby(_with_points(shown.rows), key=lambda row: row.rank):
        people = list(group)
        if named >= NAMED:
            break
        named += len(people)
        points = people[0].points
        if len(people) > NAMED:
            place = _("first") if rank == 1 else _ordinal(rank)
            shared = _("{people} share {place} place", people=len(people), place=place)
            said.append(
                plural(
                    "{who} with {number} point", "{who} with {number} points", points, who=shared
                )
            )
        else:
            named_here = listed([called(row.name) for row in people])
            earned = plural("{number} point", "{number} points", points)
            if len(people) > 1:
                earned = _("{points} each", points=earned)
            said.append(f"{rank}. {named_here} ({earned})")
    return " · ".join(said)


def _with_points(rows: Sequence[BoardRow], own: str = "") -> list[BoardRow]:
    """Without those who have no points, whom nobody names; but one sees oneself."""
    return [row for row in rows if row.points or row.user == own]


def _table(shown: Board, *, by_accuracy: bool = False) -> Table:
    """The best, then one's own neighbourhood."""
    own = shown.own.user if shown.own else ""
    around = _with_points(shown.around, own)
    people = [*_with_points(shown.rows, own), *([None] if around else []), *around]
    users = [row.user if row else "" for row in people]
    lines = [_cells(row, own, by_accuracy) if row else ("…", "", "", "") for row in people]
    marked = users.index(own) if own in users else -1
    figure_head = _("At least") if by_accuracy else _("Points")
    return Table(("#", _("Name"), figure_head, _("Right")), tuple(lines), marked)


def _cells(row: BoardRow, own: str, by_accuracy: bool) -> tuple[str, ...]:
    shown = percent(row.accuracy) if by_accuracy else figure(row.points)
    name = _("you") if row.user == own else called(row.name)
    return str(row.rank), name, shown, out_of(row.right, row.answered)


def _by_others(shown: Board, counted: tuple[int, int]) -> list[Part]:
    """The answers of those whom the ranking does not name."""
    told = [shown.goal] if shown.goal else _with_points(shown.rows)
    answered = counted[0] - sum(one.answered for one in told)
    right = counted[1] - sum(one.right for one in told)
    if answered <= 0 or not told:
        return []
    said = plural(
        "{number} more answer by people who are not listed",
        "{number} more answers by people who are not listed",
        answered,
    )
    if right > 0:
        said = _("{answers}, {number} right", answers=said, number=right)
    return [Hint(f"{said}.")]


def _gap(own: BoardRow | None) -> list[Part]:
    if own is None or own.to_next <= 0:
        return []
    answers = plural(
        "{number} more right answer", "{number} more right answers", own.answers_to_next
    )
    place = _ordinal(own.next_rank)
    return [Hint(_("You: {answers} to {place} place", answers=answers, place=place))]


def _ordinal(number: int) -> str:
    """A place in a ranking.

    >>> [_ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    teens = 10 <= number % 100 <= 20
    return (_("{n}th") if teens else _(_ORDINALS.get(number % 10, "{n}th"))).format(n=number)


_ORDINALS = {1: later("{n}st"), 2: later("{n}nd"), 3: later("{n}rd")}


def _goal(goal: Goal) -> list[Part]:
    reached = goal.points >= goal.target
    text = _("You did it together.") if reached else _("A ranking begins with three players.")
    bar = Bar(
        _("Together"),
        min(1.0, goal.share),
        _("{points} of {target} points", points=figure(goal.points), target=figure(goal.target)),
    )
    players = plural("{number} player so far", "{number} players so far", goal.players)
    if goal.answered:
        right = out_of(goal.right, goal.answered)
        players = _("{players}, {part} right", players=players, part=right)
    return [Bars((bar,)), Prose(f"{players}. {text}")]


def _streaks(shown: Board, own: int) -> str:
    """Of those who want theirs shown, and one's own, which only oneself sees."""
    named = [f"{called(other)} {days}" for other, days in shown.streaks[:5]]
    if own and not named:
        return plural("Your streak: {number} day", "Your streak: {number} days", own)
    named += [_("you {days}", days=own)] if own else []
    return _("Streaks: {people}", people=", ".join(named)) if named else ""


def _other_order(voice: Voice, shown: Board, scope: Scope) -> Button:
    if shown.order == "accuracy":
        return voice.button(_("By points"), actions.BOARD, shown.period, scope, "points")
    return voice.button(_("By accuracy"), actions.BOARD, shown.period, scope, "accuracy")


def _other_boards(
    voice: Voice, period: Period, scope: Scope, order: Order = "points"
) -> list[Button]:
    labels: dict[Period, str] = {
        "week": _("This week"),
        "month": _("This month"),
        "all": _("All time"),
    }
    buttons = [
        voice.button(label, actions.BOARD, other, scope, order)
        for other, label in labels.items()
        if other != period
    ]
    other_scope: Scope = "workspace" if scope == "channel" else "channel"
    label = voice.everybody.capitalize() if scope == "channel" else _("Channel")
    return [*buttons, voice.button(label, actions.BOARD, period, other_scope, order)]


def _empty(
    voice: Voice,
    shown: Board,
    scope: Scope,
    next_post: Moment | None,
    *,
    may_ask: bool,
    turned: bool,
) -> Reply:
    text = {
        "month": _("Nobody has answered a question this month yet."),
        "week": _("Nobody has answered a question this week yet."),
        "all": _("Nobody has answered a question so far."),
    }[shown.period]
    if shown.taken_back:
        text = {
            "month": _("Nobody has points this month: what was answered was taken back."),
            "week": _("Nobody has points this week: what was answered was taken back."),
            "all": _("Nobody has points so far: what was answered was taken back."),
        }[shown.period]
    ask_now = (
        [voice.button(_("Post a question now"), actions.DAILY_NOW, main=True)] if may_ask else []
    )
    buttons = [
        *ask_now,
        voice.button(_("Quiz me"), actions.QUIZ, ""),
        *_other_boards(voice, shown.period, scope),
    ]
    comes = (next_post,) if next_post else ()
    return Reply((Prose(text), *comes, *rows(buttons[:5])), summary=text, replaces=turned)
