"""A team's month with forty written questions of all kinds, two hosts and a bank behind them.

The clock is moved. Hosts see each question the day before and post, refuse or retire it; people
answer, report and take hints; cards are played in quizzes and come back in reviews; one question is
edited in its preview and one elsewhere, one is written, and the process is restarted while a
question is half answered and another is shown, and while a card lies open.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.messages import Action, Button, Buttons, Person, Place, Reply, Request
from bot.quiz.scoreboards import board
from bot.store.records import Round
from knowledge.model import Question, Source
from tests.jobs.world import TEAM, WORKSPACE, FewNotes, World

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS = 28
CHANNELS = {"C1": "ada", "C2": "ben"}  # with their hosts
PLAYERS = ("ada", "ben", "cem", "dua", "eli")
KINDS = ("choice", "choice", "several", "typed", "choice", "choice", "several", "card")
GRADES = ("Again", "Hard", "Good", "Easy")
LEARNER = "fay"  # plays cards alone


def written(number: int) -> Question:
    """One of forty, its kind by its number."""
    kind = KINDS[number % len(KINDS)]
    options = ("one", "two", "three", "four") if kind in ("choice", "several") else ()
    return Question(
        id=f"own{number:02}",
        version="1",
        kind=kind,
        topic=f"Topic {number % 6}",
        subject=f"Topic {number % 6}",
        stem=f"What is so about thing {number}?",
        options=options,
        answer=1,
        explanation="So it is.",
        why_not=("not that", "", "nor that", "") if options else (),
        sources=(Source("team.md", number + 1),),
        section=("Things",),
        origin="authored",
        answers=(1, 3) if kind == "several" else (1,) if options else (),
        accept=("Lever",) if kind == "typed" else (),
        back="A lever" if not options else "",
        tags=("cards",) if kind == "card" else (),
    )


class TeamNotes(FewNotes):
    """Forty questions that the team wrote, beside forty of the bank."""

    fingerprint = "eighty"

    def written(self) -> tuple[Question, ...]:
        return (*map(written, range(40)), *super().written())

    def ask(self, query: str, limit: int = 5) -> Any:
        raise AssertionError("every question of this month names its topic")


@dataclass
class Tally:
    """The month as the test itself saw it."""

    asked: dict[str, list[Round]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    earned: Counter[tuple[int, str]] = field(default_factory=Counter)  # (round, who) → points
    accepted: dict[tuple[str, date], str] = field(default_factory=dict)
    refused: set[tuple[str, date, str]] = field(default_factory=set)
    shown: dict[tuple[str, date], str] = field(default_factory=dict)  # last, to its host
    retired: dict[str, date] = field(default_factory=dict)  # by its host, on which day
    held: set[str] = field(default_factory=set)
    graded: list[tuple[str, str, str]] = field(default_factory=list)  # kind of round, card, grade


class Month:
    """Plays it, and keeps its own count."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tally = Tally()
        self.read = 0  # whispers that the hosts have read
        self.authors: dict[str, set[str]] = {}  # who wrote, edited or approved a question
        self.edited: dict[str, str] = {}  # new words by question
        self.new = ""  # what was written in the middle of the month
        self.in_preview: tuple[date, str] | None = (
            None  # for which day one was edited in its preview
        )

    async def do(
        self, who: str, channel: str, text: str = "", action: Action | None = None, **fields: str
    ) -> Reply:
        person = Person("slack", WORKSPACE, who, who, may_administer=who in CHANNELS.values())
        place = Place("slack", WORKSPACE, channel)
        request = Request(person, place, self.world.now, text, action, fields)
        return await self.world.companion.handle(request)

    async def set_up(self) -> None:
        for channel, host in CHANNELS.items():
            await self.do(host, channel, "daily 09:00 UTC daily")
            await self.do(host, channel, "daily preview on")

    async def play(self, day: int) -> None:
        """From eight in the morning to the next."""
        await self.world.pass_time(timedelta(hours=2))
        for channel in CHANNELS:
            await self._answer_all(channel, day)
        await self._cards(day)
        if day == 9:
            await self._an_edit()
        if day == 12:
            await self._a_new_one()
        for _ in range(11):
            await self.world.pass_time(timedelta(hours=2))
            await self._look_ahead(day)

    # ------------------------------------------------------------ answering

    async def _answer_all(self, channel: str, day: int) -> None:
        round = self.world.companion.core.rounds.latest(TEAM, channel)
        assert round is not None
        assert round.day == self.world.now.date(), "every day has its question"
        self.tally.asked[channel].append(round)
        self.world.now += timedelta(minutes=1)
        for number, who in enumerate(PLAYERS):
            if (channel, day, number) == ("C1", 15, 2):
                await self.world.restart()
            right = (day + number + len(channel)) % 3 != 0
            hinted = right and (day + number) % 7 == 0 and round.question.answered_by == "choice"
            if hinted:
                await self.do(who, channel, action=Action("hint", (str(round.id),)))
            await self._answer(who, channel, round, right=right)
            author = who in self.authors.get(round.question.id, ())
            worth = 7 if hinted else 10
            self.tally.earned[round.id, who] = worth if right and not author else 0
        await self._reports(channel, round, day)

    async def _answer(self, who: str, channel: str, round: Round, *, right: bool) -> None:
        number = (str(round.id),)
        match round.question.answered_by:
            case "choice":
                place = "1" if right else "0"
                await self.do(who, channel, action=Action("answer", (*number, place)))
            case "several":
                options = "B,D" if right else "A,B"
                await self.do(who, channel, action=Action("chosen", number), options=options)
            case "typed":
                words = "the lever" if right else "the wheel"
                await self.do(who, channel, action=Action("typed", number), answer=words)
            case "card":
                raise AssertionError("a card that nobody can type is no daily question")

    async def _reports(self, channel: str, round: Round, day: int) -> None:
        """Two people take a question out of use; only an admin takes its points back."""
        if (channel, day) == ("C1", 6):
            for who in ("cem", "dua"):
                await self._report(who, channel, round)
            self.tally.held.add(round.question.id)
        if (channel, day) == ("C2", 10):
            await self._report("ben", channel, round)
            await self.do("ben", channel, action=Action("take-back", (str(round.id),)))
            self.tally.held.add(round.question.id)
            for rounds in self.tally.asked.values():
                for other in rounds:
                    if other.question.id == round.question.id:
                        for who in PLAYERS:
                            self.tally.earned[other.id, who] = 0

    async def _report(self, who: str, channel: str, round: Round) -> None:
        action = Action("reported", (str(round.id),))
        await self.do(who, channel, action=action, reason="wrong", comment="")

    # ------------------------------------------------------------ cards

    async def _cards(self, day: int) -> None:
        """Once a week a quiz of cards, for a player too; in between whatever comes back."""
        if day % 7 != 1:
            await self._grade_all(LEARNER, await self.do(LEARNER, "C1", "review"))
            return
        for who in (LEARNER, PLAYERS[day % len(PLAYERS)]):
            await self._grade_all(who, await self.do(who, "C1", "quiz cards 5"), lies_open=day == 8)

    async def _grade_all(self, who: str, reply: Reply, *, lies_open: bool = False) -> None:
        """One card after the other is shown and graded; none of it brings a point."""
        while ask := _button(reply, "Show the answer"):
            round = self.world.companion.core.rounds.get(TEAM, int(ask.action.arguments[0]))
            assert round is not None
            shown = await self.do(who, "C1", action=ask.action)
            assert "A lever" in str(shown.parts)
            if lies_open:
                await self.world.restart()
            grade = GRADES[len(self.tally.graded) % len(GRADES)]
            self.tally.graded.append((round.kind, round.question.id, grade))
            (label,) = (one.label for one in _buttons(shown) if one.label.startswith(f"{grade} · "))
            reply = await self._click(who, "C1", shown, label)
            assert "Noted: it comes back" in str(reply.parts)
            assert "+" not in str(reply.parts)

    # ------------------------------------------------------------ writing

    async def _an_edit(self) -> None:
        asked = {round.question.id for rounds in self.tally.asked.values() for round in rounds}
        left = next(q for q in map(written, range(40)) if q.id not in asked and q.options)
        await self._edit("ada", "C1", left.id, Action("edit", (left.id,)))

    async def _edit(self, who: str, channel: str, question: str, opens: Action) -> None:
        """Other words in the form, and all else as it stands there."""
        form = (await self.do(who, channel, action=opens)).form
        assert form is not None
        fields = {one.name: one.value for one in form.fields}
        fields["stem"] += " Say it now."
        await self.do(who, channel, action=form.action, **fields)
        self.authors.setdefault(question, set()).add(who)
        self.edited[question] = fields["stem"]

    async def _a_new_one(self) -> None:
        await self.do("ben", "C2", action=Action("written"), stem="What is new?",
                      options="old\n* this\nthat", topic="News")  # fmt: skip
        (identity,) = (q.id for q in self.world.companion.core.stock.own(TEAM) if q.topic == "News")
        self.authors[identity] = {"ben"}
        self.new = identity

    # ------------------------------------------------------------ the day before

    async def _look_ahead(self, day: int) -> None:
        """Hosts read what was whispered to them, and decide about some of it."""
        for who, reply in self.world.platform.whispers[self.read :]:
            self.read += 1
            if button := _button(reply, "Post it"):
                await self._decide(who, reply, button.action.arguments, day)

    async def _decide(self, who: str, reply: Reply, which: tuple[str, ...], day: int) -> None:
        channel, when, question = which[0], date.fromisoformat(which[1]), which[2]
        assert CHANNELS[channel] == who, "nobody but the host sees it"
        self.tally.shown[channel, when] = question
        if day % 5 == 1:
            self.tally.refused.add((channel, when, question))
            await self._next(who, channel, reply, "Another one")
        elif day % 14 == 3:
            self.tally.retired[question] = when
            await self._next(who, channel, reply, "Never ask this")
        elif (who, day) == ("ada", 10):
            button = _button(reply, "Edit")
            assert button is not None
            await self._edit(who, channel, question, button.action)
            self.in_preview = (when, self.edited[question])
        elif day % 3 == 0:
            self.tally.accepted[channel, when] = question
            self.authors.setdefault(question, set()).add(who)
            await self._click(who, channel, reply, "Post it")

    async def _next(self, who: str, channel: str, reply: Reply, label: str) -> None:
        """What is shown in place of a question that they do not want."""
        button = _button(await self._click(who, channel, reply, label), "Post it")
        assert button is not None
        _channel, when, question = button.action.arguments
        self.tally.shown[channel, date.fromisoformat(when)] = question

    async def _click(self, who: str, channel: str, reply: Reply, label: str) -> Reply:
        button = _button(reply, label)
        assert button is not None
        return await self.do(who, channel, action=button.action)


def _button(reply: Reply, label: str) -> Button | None:
    return next((button for button in _buttons(reply) if button.label == label), None)


def _buttons(reply: Reply) -> list[Button]:
    rows = (part.buttons for part in reply.parts if isinstance(part, Buttons))
    return [button for row in rows for button in row]


async def test_a_month_of_written_questions(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=TeamNotes)
    month = Month(world)
    await month.set_up()
    for day in range(DAYS):
        await month.play(day)
    for channel in CHANNELS:
        _every_day_one_of_the_best(month, channel)
        _what_hosts_said_was_done(month, channel)
        assert _points(world, channel) == _recounted(month.tally, channel)
    played = [round for rounds in month.tally.asked.values() for round in rounds]
    _edits_are_asked(month, played)
    assert {round.question.answered_by for round in played} == {"choice", "several", "typed"}
    _cards_are_played_for_no_points(month)
    assert month.new in {round.question.id for round in played}, "what was written is asked"
    await world.close()


def _cards_are_played_for_no_points(month: Month) -> None:
    """Each of them, with every grade, in quizzes and again in reviews."""
    graded = month.tally.graded
    cards = {one.id for one in map(written, range(40)) if one.answered_by == "card"}
    assert {card for kind, card, _ in graded if kind == "practice"} == cards
    for kind in ("practice", "review"):
        assert {grade for played, _, grade in graded if played == kind} == set(GRADES)
    everybody = Counter[str]()
    for channel in CHANNELS:
        everybody.update(_recounted(month.tally, channel))
    assert _points(month.world, None) == everybody, "days alone: no card has brought a point"


def _edits_are_asked(month: Month, played: list[Round]) -> None:
    """In their new words: one that was edited in its preview on the day that it was shown for."""
    assert month.in_preview is not None
    when, stem = month.in_preview
    (posted,) = (r.question.stem for r in month.tally.asked["C1"] if r.day == when)
    assert posted == stem
    later = [r.question for r in played if r.question.id in month.edited and r.day >= when]
    assert all(question.stem == month.edited[question.id] for question in later)


def _every_day_one_of_the_best(month: Month, channel: str) -> None:
    """One a day, none twice, no topic on two days in a row, of the team while it has one."""
    rounds = month.tally.asked[channel]
    assert [round.day for round in rounds] == [
        MONDAY.date() + timedelta(days=ahead) for ahead in range(DAYS)
    ]
    assert len({round.question.id for round in rounds}) == DAYS
    assert all(one.question.topic != other.question.topic for one, other in pairwise(rounds))
    assert all(round.question.origin == "authored" for round in rounds), "forty last for a month"


def _what_hosts_said_was_done(month: Month, channel: str) -> None:
    tally = month.tally
    posted = {round.day: round.question.id for round in tally.asked[channel]}
    for (where, day), question in tally.accepted.items():
        if where == channel and day in posted and question not in tally.held | set(tally.retired):
            assert posted[day] == question
    for where, day, question in tally.refused:
        assert where != channel or posted.get(day) != question
    for question, day in tally.retired.items():
        assert all(posted[later] != question for later in posted if later >= day)
    told = {day: shown for (where, day), shown in tally.shown.items() if where == channel}
    gone = tally.held | set(tally.retired)  # by whatever was said after it was shown
    silent = [day for day in told if day in posted and told[day] not in gone]
    assert len(silent) > DAYS // 2
    assert all(posted[day] == told[day] for day in silent), "silence posts what was shown"
    assert any(where == channel for where, _ in tally.accepted)
    assert any(where == channel for where, _, _ in tally.refused)


def _points(world: World, channel: str | None) -> Mapping[str, int]:
    shown = board(world.store, TEAM, MONDAY.date(), channel=channel, period="all", top=100)
    return {row.user: row.points for row in shown.rows if row.points}


def _recounted(tally: Tally, channel: str) -> Mapping[str, int]:
    """Points by the test's own count."""
    here = {round.id for round in tally.asked[channel]}
    sums = Counter[str]()
    for (round, who), points in tally.earned.items():
        if round in here:
            sums[who] += points
    return dict(sums)
