"""A team's month with forty written questions of all kinds, two hosts, and what rules made behind.

The questions stand in files, and all else in a real database. The clock is moved. Hosts see each
question the day before and post, refuse or retire it; people answer, report and take hints, and now
and then miss a day; cards are played in quizzes and come back in reviews; one question is edited in
its preview and one elsewhere, one is written, and the process is restarted while a question is half
answered and another is shown, and while a card lies open.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from bot.messages import Action, Button, Buttons, Person, Place, Reply, Request
from bot.quiz.scoreboards import board, streak_of
from bot.store.records import Round
from knowledge.library import Library
from tests.jobs import team_notes
from tests.jobs.tally import Tally
from tests.jobs.world import TEAM, WORKSPACE, World

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS = 28
CHANNELS = {"C1": "ada", "C2": "ben"}  # with their hosts
ADMIN = "ada"  # ben has brought it into his channel, and that is all
PLAYERS = ("ada", "ben", "cem", "dua", "eli")
GRADES = ("Again", "Hard", "Good", "Easy")
LEARNER = "fay"  # plays cards alone


class Notes:
    """A folder of files, read anew by whichever process begins."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: Library | None = None
        team_notes.write(folder / "notes")

    def __call__(self) -> Any:
        self.close()
        self._read = Library.open([str(self._folder / "notes")], self._folder / "index")
        return self._read

    def close(self) -> None:
        if self._read is not None:
            self._read.close()


class Month:
    """Plays it, and keeps its own count."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tally = Tally(CHANNELS, PLAYERS)
        self.read = 0  # whispers that the hosts have read
        self.authors: dict[str, set[str]] = {}  # who wrote, edited or approved a question
        self.edited: dict[str, str] = {}  # new words by question
        self.wanted = ""  # what was edited on the tenth day, and has to come still
        self.new = ""  # what was written in the middle of the month
        self.in_preview: tuple[date, str] | None = (
            None  # for which day one was edited in its preview
        )

    async def do(
        self, who: str, channel: str, text: str = "", action: Action | None = None, **fields: str
    ) -> Reply:
        person = Person("slack", WORKSPACE, who, who, may_administer=who == ADMIN)
        place = Place("slack", WORKSPACE, channel)
        request = Request(person, place, self.world.now, text, action, fields)
        return await self.world.companion.handle(request)

    async def set_up(self) -> None:
        core, ada = self.world.companion.core, Person("slack", WORKSPACE, "ada")
        made = core.library.questions()
        assert made, "of what rules made there is a stock as well, and it may be asked"
        for question in made:
            core.moderation.approve(ada, question, self.world.now)
        for channel, host in CHANNELS.items():
            where = Place("slack", WORKSPACE, channel)
            self.world.store.inviters.add(where, host, self.world.now)
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
        if round.question.id == self.wanted:
            self.wanted = ""
        self.world.now += timedelta(minutes=1)
        for number, who in enumerate(PLAYERS):
            if (channel, day, number) == ("C1", 15, 2):
                await self.world.restart()
            if _misses(channel, day, who):
                self.tally.missed.add((channel, who, round.day))
                continue
            right = (day + number + len(channel)) % 3 != 0
            hinted = right and (day + number) % 7 == 0 and len(round.question.options) == 3
            if hinted:
                await self.do(who, channel, action=Action("hint", (str(round.id),)))
            await self._answer(who, channel, round, right=right)
            author = who in self.authors.get(round.question.id, ())
            worth = 7 if hinted else 10
            self.tally.earned[round.id, who] = worth if right and not author else 0
        await self._reports(channel, round, day)

    async def _answer(self, who: str, channel: str, round: Round, *, right: bool) -> None:
        """As somebody does it who knows the notes, or who errs: by what the options say."""
        number, options = (str(round.id),), round.question.options
        so = [place for place, option in enumerate(options) if team_notes.SO in option]
        others = [place for place in range(len(options)) if place not in so]
        if not options:
            words = team_notes.typed_answer(round.question.stem, right=right)
            await self.do(who, channel, action=Action("typed", number), answer=words)
        elif len(so) == 1:
            place = str(so[0] if right else others[0])
            await self.do(who, channel, action=Action("answer", (*number, place)))
        else:
            picked = so if right else [so[0], others[0]]
            letters = ",".join("ABCD"[place] for place in picked)
            await self.do(who, channel, action=Action("chosen", number), options=letters)

    async def _reports(self, channel: str, round: Round, day: int) -> None:
        """Two people take a question out of use; what comes of its points its host says."""
        if channel == "C1" and day in (6, 17):
            for who in ("cem", "dua"):
                await self._report(who, channel, round)
            self.tally.held.add(round.question.id)
        if channel == "C1" and day in (7, 18):
            asked = self.tally.asked[channel][-2].question.id
            back = day == 7
            await self._resolve(asked, "Take its points back" if back else "It is right: ask it")
            if back:
                self.tally.taken_back.add(asked)
        if (channel, day) == ("C2", 10):
            take_back = Action("take-back", (str(round.id),))
            for who in ("ben", ADMIN):  # the host is no admin: his word alone is a report
                await self._report(who, channel, round)
                reply = await self.do(who, channel, action=take_back)
                assert ("Only admins" in str(reply.parts)) is (who != ADMIN)
            self.tally.held.add(round.question.id)
            self.tally.taken_back.add(round.question.id)

    async def _resolve(self, question: str, begun: str) -> None:
        """The host of the channel looks at what was reported, and decides."""
        reply = await self.do("ada", "C1", "reports")
        (button,) = (
            one
            for one in _buttons(reply)
            if one.label.startswith(begun) and question in one.action.arguments
        )
        await self.do("ada", "C1", action=button.action)

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
            assert team_notes.BACK in str(shown.parts)
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
        """Of one that neither channel was asked, nor was to be asked."""
        seen = {round.question.id for rounds in self.tally.asked.values() for round in rounds}
        seen |= {*self.tally.shown.values(), *self.tally.gone(*CHANNELS)}
        written = self.world.companion.core.library.written()
        self.wanted = next(q.id for q in written if q.id not in seen and len(q.options) == 3)
        await self._edit("ada", "C1", self.wanted, Action("edit", (self.wanted,)))

    async def _edit(self, who: str, channel: str, question: str, opens: Action) -> None:
        """Other words in the form, and all else as it stands there."""
        form = (await self.do(who, channel, action=opens)).form
        assert form is not None
        fields = {one.name: one.value for one in form.fields}
        fields["stem"] = f"Say it now: {fields['stem']}"
        await self.do(who, channel, action=form.action, **fields)
        self.authors.setdefault(question, set()).add(who)
        self.edited[question] = _first_line(fields["stem"])

    async def _a_new_one(self) -> None:
        await self.do("ben", "C2", action=Action("written"), stem="What is new?",
                      options=f"old\n* {team_notes.SO}\nthat", topic="News")  # fmt: skip
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
            for where in CHANNELS if who == ADMIN else (channel,):
                self.tally.retired[where, question] = when
            await self._next(who, channel, reply, "Never ask this")
        elif (who, day) == ("ada", 10):
            button = _button(reply, "Edit")
            assert button is not None
            await self._edit(who, channel, question, button.action)
            self.in_preview = (when, self.edited[question])
        elif who == "ada" and day >= 18 and self.wanted:
            await self._want(reply, when)
        elif day % 3 == 0:
            self.tally.accepted[channel, when] = question
            self.authors.setdefault(question, set()).add(who)
            await self._click(who, channel, reply, "Post it")

    async def _want(self, reply: Reply, when: date) -> None:
        """Ask for another one until the one comes that was edited, unless it cannot come then."""
        for _ in range(team_notes.COUNT):
            button = _button(reply, "Post it")
            if button is None:
                return
            question = button.action.arguments[2]
            self.tally.shown["C1", when] = question
            if question == self.wanted:
                self.wanted = ""
                self.tally.accepted["C1", when] = question
                await self.do("ada", "C1", action=button.action)
                return
            self.tally.refused.add(("C1", when, question))
            reply = await self._click("ada", "C1", reply, "Another one")

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


async def test_a_month_of_written_questions(tmp_path: Path, database_url: str) -> None:
    notes = Notes(tmp_path)
    world = World(tmp_path, MONDAY, database_url, notes=cast(Any, notes))
    month = Month(world)
    await month.set_up()
    for day in range(DAYS):
        await month.play(day)
    for channel in CHANNELS:
        _every_day_one_of_the_best(month, channel)
        _what_hosts_said_was_done(month, channel)
        _streaks_are_as_recounted(month, channel)
        assert _ranked(world, channel) == month.tally.ranked(channel)
    played = [round for rounds in month.tally.asked.values() for round in rounds]
    _edits_are_asked(month, played)
    assert {round.question.answered_by for round in played} == {"choice", "several", "typed"}
    _cards_are_played_for_no_points(month)
    assert month.new in {round.question.id for round in played}, "what was written is asked"
    await world.close()
    notes.close()


def _misses(channel: str, day: int, who: str) -> bool:
    """Nobody answers every day: eli each ninth, more often in one channel; dua three in a row."""
    often = day % 9 == 4 or (channel == "C2" and day % 9 == 5)
    return (who == "eli" and often) or (who == "dua" and day in (20, 21, 22))


def _cards_are_played_for_no_points(month: Month) -> None:
    """Each of them, with every grade, in quizzes and again in reviews."""
    graded = month.tally.graded
    written = month.world.companion.core.library.written()
    cards = {one.id for one in written if "Why does thing" in one.stem}
    assert len(cards) == 5
    assert {card for kind, card, _ in graded if kind == "practice"} == cards
    for kind in ("practice", "review"):
        assert {grade for played, _, grade in graded if played == kind} == set(GRADES)
    everywhere = month.tally.ranked(*CHANNELS)
    assert _ranked(month.world, None) == everywhere, "days alone: no card has brought a point"


def _streaks_are_as_recounted(month: Month, channel: str) -> None:
    world, tally = month.world, month.tally
    shown = {who: streak_of(world.store, TEAM, who, world.now, channel) for who in PLAYERS}
    counted = {who: tally.streak(channel, who) for who in PLAYERS}
    assert {who: (one.days, one.best) for who, one in shown.items()} == counted
    assert len(set(counted.values())) > 2, "they differ"


def _edits_are_asked(month: Month, played: list[Round]) -> None:
    """In their new words: one that was edited in its preview on the day that it was shown for."""
    assert month.in_preview is not None
    when, stem = month.in_preview
    (posted,) = (r.question for r in month.tally.asked["C1"] if r.day == when)
    assert _first_line(posted.stem) == stem
    later = [r.question for r in played if r.question.id in month.edited and r.day >= when]
    assert {question.id for question in later} == month.edited.keys(), "each of them came"
    assert all(_first_line(one.stem) == month.edited[one.id] for one in later)


def _first_line(stem: str) -> str:
    """Code that follows is set off in its own way."""
    return stem.split("\n")[0]


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
        if where == channel and day in posted and question not in tally.gone(channel):
            assert posted[day] == question
    for where, day, question in tally.refused:
        assert where != channel or posted.get(day) != question
    for (where, question), day in tally.retired.items():
        after = [one for later, one in posted.items() if where == channel and later >= day]
        assert question not in after
    told = {day: shown for (where, day), shown in tally.shown.items() if where == channel}
    gone = tally.gone(channel)  # by whatever was said after it was shown
    silent = [day for day in told if day in posted and told[day] not in gone]
    assert len(silent) > DAYS // 2
    assert all(posted[day] == told[day] for day in silent), "silence posts what was shown"
    assert any(where == channel for where, _ in tally.accepted)
    assert any(where == channel for where, _, _ in tally.refused)


def _ranked(world: World, channel: str | None) -> dict[str, tuple[int, int]]:
    """Places and points of those who play every day, as the board shows them."""
    shown = board(world.store, TEAM, MONDAY.date(), channel=channel, period="all", top=100)
    return {row.user: (row.rank, row.points) for row in shown.rows if row.user in PLAYERS}
