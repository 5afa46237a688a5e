"""Leaderboards, one's own figures, the home screen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from bot import actions
from bot.commands import Period, Scope
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
    Me,
    Order,
    TopicAccuracy,
)
from bot.replies import charts
from bot.replies.desk import Desk, desk, open_elsewhere
from bot.replies.voice import (
    GUEST,
    Voice,
    called,
    count,
    first_line,
    listed,
    month,
    percent,
    rows,
    sentence,
)

ENOUGH_BARS = 8


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
    head = f"{_period(shown.period, today)} in {_where(voice, scope)}"
    if shown.order == "accuracy" and not shown.goal:
        head += ", by accuracy"
        body = _by_accuracy(shown)
    else:
        body = _goal(shown.goal) if shown.goal else _ranking(shown)
    parts: list[Part] = [Heading(head), *body, *_by_others(shown, counted)]
    if streaks := _streaks(shown, streak):
        parts.append(Hint(streaks))
    if shown.hidden:
        parts.append(
            Hint(f"You are hidden from boards. Show yourself again: {voice.line('opt in')}")
        )
    buttons = _other_boards(voice, shown.period, scope, shown.order)
    if not shown.goal:
        buttons.append(_other_order(voice, shown, scope))
    return Reply((*parts, *rows(buttons)), summary=first_line(head), replaces=turned)


def _where(voice: Voice, scope: Scope) -> str:
    return "this channel" if scope == "channel" else f"the whole {voice.everybody}"


def _period(period: Period, today: date) -> str:
    return {"month": month(today), "week": "This week", "all": "All time"}[period]


def _ranking(shown: Board) -> list[Part]:
    if not shown.at_the_top:
        return [Prose(f"{count(shown.players, 'player')} so far, and nobody has points yet.")]
    shared = shown.at_the_top
    tie = [Hint(f"{shared} share first place.")] if shared > 1 else []
    return [_table(shown, "Points"), *tie, *_gap(shown.own)]


def _by_accuracy(shown: Board) -> list[Part]:
    """Ranked by what the accuracy is at least, so that a few lucky answers don't lead."""
    rule = f"A place here takes {ENOUGH_FOR_ACCURACY} answers. “At least” is what can be said of"
    rule += " somebody's accuracy by the answers so far."
    if not shown.rows:
        return [Prose("Nobody has answered enough for this yet."), Hint(rule)]
    return [_table(shown, "At least"), Hint(rule)]


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
            place = "first" if rank == 1 else _ordinal(rank)
            said.append(f"{len(people)} share {place} place with {count(points, 'point')}")
        else:
            named_here = listed([called(row.name) for row in people])
            said.append(f"{rank}. {named_here} ({count(points, 'point')})")
    return " · ".join(said)


def _with_points(rows: Sequence[BoardRow], own: str = "") -> list[BoardRow]:
    """Without those who have no points, whom nobody names; but one sees oneself."""
    return [row for row in rows if row.points or row.user == own]


def _table(shown: Board, figure: str) -> Table:
    """The best, then one's own neighbourhood."""
    own = shown.own.user if shown.own else ""
    around = _with_points(shown.around, own)
    people = [*_with_points(shown.rows, own), *([None] if around else []), *around]
    users = [row.user if row else "" for row in people]
    lines = [_cells(row, own, figure) if row else ("…", "", "", "") for row in people]
    marked = users.index(own) if own in users else -1
    return Table(("#", "Name", figure, "Right"), tuple(lines), marked)


def _cells(row: BoardRow, own: str, figure: str) -> tuple[str, ...]:
    shown = f"{row.points:,}" if figure == "Points" else percent(row.accuracy)
    name = "you" if row.user == own else called(row.name)
    return str(row.rank), name, shown, f"{row.right} of {row.answered}"


def _by_others(shown: Board, counted: tuple[int, int]) -> list[Part]:
    """The answers of those whom the ranking does not name."""
    told = [shown.goal] if shown.goal else _with_points(shown.rows)
    answered = counted[0] - sum(one.answered for one in told)
    right = counted[1] - sum(one.right for one in told)
    if answered <= 0 or not told:
        return []
    said = f", {right} right" if right > 0 else ""
    return [Hint(f"{count(answered, 'more answer')} by others{said}.")]


def _gap(own: BoardRow | None) -> list[Part]:
    if own is None or own.to_next <= 0:
        return []
    answers = count(own.answers_to_next, "more right answer")
    return [Hint(f"You: {answers} to {_ordinal(own.next_rank)}")]


def _ordinal(number: int) -> str:
    """A place in a ranking.

    >>> [_ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _goal(goal: Goal) -> list[Part]:
    reached = goal.points >= goal.target
    text = "You did it together." if reached else "A ranking begins with three players."
    bar = Bar("Together", min(1.0, goal.share), f"{goal.points:,} of {goal.target:,} points")
    right = f", {goal.right} of {goal.answered} right" if goal.answered else ""
    return [Bars((bar,)), Prose(f"{count(goal.players, 'player')} so far{right}. {text}")]


def _streaks(shown: Board, own: int) -> str:
    """Of those who want theirs shown, and one's own, which only oneself sees."""
    named = [f"{called(other)} {days}" for other, days in shown.streaks[:5]]
    named += [f"you {own}"] if own else []
    return f"Streaks: {', '.join(named)}" if named else ""


def _other_order(voice: Voice, shown: Board, scope: Scope) -> Button:
    if shown.order == "accuracy":
        return voice.button("By points", actions.BOARD, shown.period, scope, "points")
    return voice.button("By accuracy", actions.BOARD, shown.period, scope, "accuracy")


def _other_boards(
    voice: Voice, period: Period, scope: Scope, order: Order = "points"
) -> list[Button]:
    labels: dict[Period, str] = {"week": "This week", "month": "This month", "all": "All time"}
    buttons = [
        voice.button(label, actions.BOARD, other, scope, order)
        for other, label in labels.items()
        if other != period
    ]
    other_scope: Scope = "workspace" if scope == "channel" else "channel"
    label = voice.everybody if scope == "channel" else "channel"
    return [*buttons, voice.button(label.capitalize(), actions.BOARD, period, other_scope, order)]


def _empty(
    voice: Voice,
    shown: Board,
    scope: Scope,
    next_post: Moment | None,
    *,
    may_ask: bool,
    turned: bool,
) -> Reply:
    when = {"month": "this month", "week": "this week", "all": "so far"}[shown.period]
    text = f"Nobody has played {when}{' yet' if shown.period != 'all' else ''}."
    if shown.taken_back:
        text = f"Nobody has points {when}: what was answered was taken back."
    ask_now = [voice.button("Post a question now", actions.DAILY_NOW, main=True)] if may_ask else []
    buttons = [
        *ask_now,
        voice.button("Quiz me", actions.QUIZ, ""),
        *_other_boards(voice, shown.period, scope),
    ]
    comes = (next_post,) if next_post else ()
    return Reply((Prose(text), *comes, *rows(buttons[:5])), summary=text, replaces=turned)


# ---------------------------------------------------------------- one's own figures


def me(
    voice: Voice,
    mine: Me,
    today: date,
    waiting: Sequence[tuple[str, Moment]],
    looked_after: Desk,
    *,
    hidden: bool,
    guest: bool = False,
) -> Reply:
    """Points, streak, accuracy by topic as bars, weak topics, what is due."""
    if not (mine.total_answered or mine.due or mine.topics or mine.streak.answered):
        reply = sentence(
            "You haven't answered anything yet. A first question takes half a minute.",
            voice.button("Quiz me", actions.QUIZ, "", main=True),
            voice.button("Settings", actions.SETTINGS),
        )
        return replace(reply, parts=(*reply.parts, *desk(voice, looked_after)))
    parts: list[Part] = [
        Heading(f"You in {month(today)}"),
        Prose(_figures(mine), strong=True),
        Prose(_streak(mine)),
        *_by_topic(voice, mine.topics),
        *_weak(mine.weak),
        Prose(_due(mine.due)),
        *open_elsewhere(waiting),
    ]
    if guest:
        parts.append(Hint(GUEST))
    if hidden:
        parts.append(Hint("Boards don't show you; only you see this."))
    parts += [*rows(_my_buttons(voice, mine)), *desk(voice, looked_after)]
    return Reply(tuple(parts), summary=first_line(_figures(mine)))


def _figures(mine: Me) -> str:
    said = [count(mine.points, "point")]
    if mine.answered:
        share = percent(mine.right / mine.answered)
        said.append(f"daily questions {mine.right} of {mine.answered} right ({share})")
    if mine.total_points != mine.points:
        said.append(f"{count(mine.total_points, 'point')} in all")
    return " · ".join(said)


def _streak(mine: Me) -> str:
    streak = mine.streak
    said = f"Streak {count(streak.days, 'day')}" if streak.days else "No streak at the moment"
    if streak.best > streak.days:
        said += f" · longest {count(streak.best, 'day')}"
    if streak.freezes:
        said += f" · {count(streak.freezes, 'freeze')} in store for a missed day"
    return said


def _due(due: int) -> str:
    return f"{count(due, 'review')} due today." if due else "No reviews due today."


def _by_topic(voice: Voice, topics: Sequence[TopicAccuracy]) -> tuple[Part, ...]:
    """Accuracy by topic, the best-known figures first; the rest is counted, not hidden.

    As bars, or as a chart with the same figures in a line: they are there if it is not shown.
    """
    if not topics:
        return ()
    most = sorted(topics, key=lambda topic: (-topic.answered, topic.topic))
    shown, rest = most[:ENOUGH_BARS], len(most) - ENOUGH_BARS
    told = {one: f"{one.right} of {one.answered}" for one in shown}
    more = (Hint(f"{count(rest, 'more topic')}: in the file that “export me” gives"),)
    further = more if rest > 0 else ()
    if chart := charts.topics(voice, shown):
        line = " · ".join(f"{one.topic} {figures}" for one, figures in told.items())
        return (*chart, Hint(line), *further)
    bars = (Bar(t.topic, t.share, f"{percent(t.share)} · {told[t]}") for t in shown)
    return (Bars(tuple(bars)), *further)


def _weak(weak: Sequence[TopicAccuracy]) -> tuple[Part, ...]:
    if not weak:
        return ()
    return (Prose(f"Worth another look: {listed([topic.topic for topic in weak[:4]])}."),)


def _my_buttons(voice: Voice, mine: Me) -> list[Button]:
    buttons = []
    if mine.due:
        buttons.append(voice.button(f"Review {mine.due}", actions.REVIEW, main=True))
    if mine.weak:
        buttons.append(
            voice.button("Practice weak topics", actions.QUIZ_WEAK_TOPICS, main=not mine.due)
        )
    buttons.append(voice.button("Leaderboard", actions.BOARD, "month", "channel", "points"))
    buttons.append(voice.button("Settings", actions.SETTINGS))
    return buttons


# ---------------------------------------------------------------- the home screen


def home(
    voice: Voice,
    mine: Me,
    question: Reply | None,
    ranking: Reply,
    looked_after: Desk,
    *,
    hidden: bool,
) -> Reply:
    """Everything at a glance: what is due, the streak, today's question, the board, settings."""
    due = count(mine.due, "review") + " due" if mine.due else "Nothing due today"
    parts: list[Part] = [Heading(due), Prose(_streak(mine))]
    first = [voice.button(f"Review {mine.due}", actions.REVIEW, main=True)] if mine.due else []
    first += [voice.button("Quiz me", actions.QUIZ, "")]
    if mine.weak:
        parts += _weak(mine.weak)
        first.append(voice.button("Practice weak topics", actions.QUIZ_WEAK_TOPICS))
    parts += rows(first)
    if question is not None:
        parts += question.parts
    parts += ranking.parts
    parts += desk(voice, looked_after)
    hide = (
        voice.button("Show me on boards", actions.OPT_IN)
        if hidden
        else voice.button("Hide me from boards", actions.OPT_OUT)
    )
    parts += [Heading("You and your data")]
    parts += rows(
        [
            voice.button("Settings", actions.SETTINGS),
            hide,
            voice.button("Export", actions.EXPORT),
            voice.button("Forget me", actions.FORGET),
            voice.button("Help", actions.HELP, False),
        ]
    )
    return Reply(tuple(parts), summary=due)
