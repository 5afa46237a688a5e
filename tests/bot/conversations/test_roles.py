"""Whoever invites the bot into a channel arranges the quiz of that channel, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.actions import KINDS
from bot.commands.table import TABLE
from bot.messages import Action, Buttons, Request
from tests.bot.conversations.bare import BareDriver, words_of
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.driver import ADMIN
from tests.bot.conversations.world import World

if TYPE_CHECKING:
    from knowledge.library import Library


class Inviter(BareDriver):
    """Mal, who has a channel of his own, in a workspace whose daily question is open."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.world = world
        self.own = replace(world.place, channel="mals-own")
        self._runner.run(world.companion.bot_joined(self.own, "mal"))
        Chat(self).admin.says("daily 09:00 Europe/Berlin weekdays").waits(minutes=31)

    def does(self, text: str = "", action: str = "", **fields: str) -> str:
        """Type or click in Mal's own channel; what he is told."""
        click = Action.parse(action) if action else None
        who = self.world.person("Mal")
        request = Request(who, self.own, self.now, text, click, fields)
        return words_of(self._runner.run(self.world.companion.handle(request)))

    @property
    def question(self) -> str:
        round = self.world.store.rounds.get(1)
        assert round is not None
        return round.question.id


@pytest.fixture
def mal(library: "Library", tmp_path: Path) -> Iterator[Inviter]:
    driver = Inviter(World(library, tmp_path))
    yield driver
    driver.close()


def test_the_inviter_arranges_that_channels_quiz(mal: Inviter) -> None:
    assert "Saved" in mal.does("daily 10:00 Europe/Berlin weekdays")
    assert "Only" not in mal.does("plan 2026-06-01")


def test_the_inviter_does_not_arrange_another_channels_quiz(mal: Inviter) -> None:
    chat = Chat(mal).as_("Mal")
    chat.says("daily off").sees("can change the daily question here")


def test_the_inviter_decides_nothing_about_questions(mal: Inviter) -> None:
    for action in (f"hold|{mal.question}", f"settle|{mal.question}"):
        assert "Only admins" in mal.does(action=action)
    Chat(mal).admin.forges(f"hold|{mal.question}")
    for what in ("release", "retire"):
        assert "Only admins" in mal.does(action=f"resolve|{mal.question}|{what}")
    assert len(mal.world.companion.core.moderation.held(mal.world.store.figures.teams()[0])) == 1


# What each row of the tables would decide for the workspace, or for another channel. Rows that do
# neither stand below: a new one has to be put into one of the two.
CLICKS: Mapping[str, tuple[str, ...]] = {
    "hold": ("{question}",),
    "settle": ("{question}",),
    "resolve": ("{question}|release", "{question}|retire"),
    "approve": ("{question}", "{generated}"),
    "take-back": ("1",),
    "edited": ("{question}", "{generated}", "{admins}"),
    "written": ("",),
    "preview-post": ("study|{day}|{question}", "mals-own|{day}|{generated}"),
    "preview-other": ("study|{day}|{question}",),
    "preview-never": ("study|{day}|{question}", "mals-own|{day}|{generated}"),
    "daily-now": ("",),
    "daily-off": ("",),
    "daily-resume": ("",),
    "schedule-save": ("",),
    "set-up-save": ("study",),
    "plan": ("off",),
    "reported": ("1",),
    "run": ("question writers everyone", "language deutsch"),
}
READS_OR_IS_ONES_OWN = frozenset(
    {
        "answer", "ask", "ask-form", "ask-sent", "board", "card", "choose", "chosen", "compare",
        "compare-page", "conflicts", "daily", "edit", "export", "export-questions", "forget",
        "forget-no", "forget-yes", "gaps", "grade", "help", "hint", "home", "keep",
        "look-up-question", "lookup", "make", "me", "next", "opt-in", "opt-out", "question",
        "questions", "quiz", "quiz-again", "quiz-compared", "report", "reports", "review",
        "schedule", "set-up", "settings", "settings-save", "share", "share-compared",
        "share-compared-page", "share-page", "show", "tell-me", "tell-me-not", "topics", "type",
        "typed", "weak", "welcome", "write",
    }
)  # fmt: skip
TYPED: Mapping[str, str] = {
    "daily": "daily 11:00 Europe/Berlin daily",
    "daily set": "daily set",
    "daily forum": "daily forum 11:00",
    "daily now": "daily now",
    "daily pause": "daily pause 2026-04-01",
    "daily resume": "daily resume",
    "daily reveal": "daily reveal later",
    "daily preview": "daily preview on",
    "daily source": "daily source written",
    "daily role": "daily role streak 123",
    "daily off": "daily off",
    "plan": "plan 2026-06-01",
    "question writers": "question writers everyone",
    "language": "language deutsch",
}
TYPED_FOR_ONESELF = frozenset(
    {
        "ask", "compare", "topics", "conflicts", "quiz", "stop", "review", "me", "leaderboard",
        "question", "question add", "question edit", "question list", "reports", "gaps", "settings",
        "export me", "forget me", "opt out", "opt in", "help",
    }
)  # fmt: skip
FIELDS = {
    "stem": "Is it so?", "options": "* Yes\nNo", "why": "x", "topic": "S3", "reason": "wrong",
    "at": "11:00", "time": "11:00", "zone": "Europe/Berlin", "weekdays": "daily", "reveal": "later",
}  # fmt: skip


def test_every_action_and_every_command_is_in_a_table() -> None:
    assert set(CLICKS) ^ READS_OR_IS_ONES_OWN == set(KINDS)
    assert set(TYPED) ^ TYPED_FOR_ONESELF == {spec.line for spec in TABLE}


class Workspace:
    """What belongs to the workspace, or to the channel of others; and what Mal tries on it."""

    def __init__(self, mal: Inviter, *, hosts: bool) -> None:
        self.mal, store = mal, mal.world.store
        self.team = store.figures.teams()[0]
        chat = Chat(mal)
        chat.admin.says("plan 2026-06-01").says("question add")
        chat.admin.fills_in(
            {"Question": "What are rims for?", "Options, one a line, * for right": "* Tyres\nNone"}
        )
        (written,) = mal.world.companion.core.stock.own(self.team)
        day = mal.now.date() + timedelta(days=1)
        generated = next(
            q.id
            for q in mal.world.library.questions()
            if store.items.state(self.team, q.id, q.version)
        )
        self.known = {
            "question": mal.question, "generated": generated, "admins": written.id, "day": str(day),
        }  # fmt: skip
        if hosts:
            assert "Saved" in mal.does("daily 10:00 Europe/Berlin daily")
        for channel, shown in (("study", mal.question), ("mals-own", generated)):
            store.previews.add(self.team, channel, day, shown)
        chat.as_("Cem").forges("reported|1")

    def kept(self) -> dict[str, list[str]]:
        """All of it, as it lies in the database."""
        tables = {
            "items": "1 = 1",
            "team_questions": "author <> 'mal' OR SUBSTR(question, 1, 2) <> 'w-'",
            "schedules": "channel = 'study'",
            "plans": "channel = 'study'",
            "previews": "channel = 'study'",
            "rounds": "kind = 'daily' AND channel = 'study'",
            "kept_values": "SUBSTR(name, 1, 8) IN ('writers:', 'language') "
            "OR name LIKE '%/study/%'",
        }
        rows = self.mal.world.store._database.rows
        found = {
            table: [
                str(sorted(dict(row).items()))
                for row in rows(f"SELECT * FROM {table} WHERE {which}")
            ]
            for table, which in tables.items()
        }
        return found | {"roles": [str(self.mal.world.store.honours.all())]}

    def tries(self, who: str) -> Iterator[str]:
        """Each line and each click, in Mal's own channel and in the other one."""
        world, run = self.mal.world, self.mal._runner.run
        clicks = [f"{name}|{one}" for name, arguments in CLICKS.items() for one in arguments]
        for place in (self.mal.own, world.place):
            for text in (*TYPED.values(), *clicks):
                click = Action.parse(text.format(**self.known)) if text in clicks else None
                line = "" if click else text
                fields = FIELDS if click else {}
                request = Request(world.person(who), place, self.mal.now, line, click, fields)
                run(world.companion.handle(request))
                yield f"{who} in {place.channel}: {text}"


@pytest.mark.parametrize("hosts", [False, True], ids=["inviter", "host"])
def test_who_is_no_editor_changes_nothing_of_the_workspaces(mal: Inviter, hosts: bool) -> None:
    workspace = Workspace(mal, hosts=hosts)
    before = workspace.kept()
    assert all(before[table] for table in ("items", "team_questions", "schedules", "plans"))
    for tried in workspace.tries("Mal"):
        assert workspace.kept() == before, tried


def test_an_admin_changes_all_of_it_by_the_same_ways(mal: Inviter) -> None:
    """So that each table would show it."""
    workspace = Workspace(mal, hosts=False)
    before, changed = workspace.kept(), set[str]()
    for _ in workspace.tries(ADMIN):
        changed |= {table for table, rows in workspace.kept().items() if rows != before[table]}
    assert changed == before.keys() - {"roles"}, "there are roles in Discord alone"


def test_the_inviter_reads_neither_reports_nor_gaps(mal: Inviter) -> None:
    Chat(mal).says("how long is a giraffe's neck")
    for line in ("reports", "gaps"):
        assert "Only admins" in mal.does(line)
        assert "Only admins" in mal.does(action=line)


def test_the_inviters_report_is_one_report(mal: Inviter) -> None:
    told = mal.does(action="reported|1", reason="wrong")
    assert "on hold" not in told
    round = mal.world.store.rounds.get(1)
    assert round is not None
    assert not round.void


# ---------------------------------------------------------------- who may know a channel's question


def outside(mal: Inviter, action: str, *channels: str, home: bool = False) -> str:
    """Click from elsewhere, being in some channels; what is told."""
    place = replace(mal.own, channel="mal", private=True) if home else mal.own
    joined = frozenset(channels) if channels or home else None
    who = mal.world.person("Mal")
    request = Request(who, place, mal.now, "", Action.parse(action), joined=joined)
    return words_of(mal._runner.run(mal.world.companion.handle(request)))


@pytest.mark.parametrize("action", ["answer|1|0", "hint|1", "keep|1", "report|1", "grade|1|good"])
def test_who_is_not_in_a_channel_learns_nothing_of_its_question(mal: Inviter, action: str) -> None:
    told = outside(mal, action)
    assert "channel that you are not in" in told or "gone" in told
    assert mal.world.companion.core.rounds.answered(1) == 0


def test_who_is_in_a_channel_may_answer_its_question_from_home(mal: Inviter) -> None:
    assert "not in" in outside(mal, "answer|1|0", "another", home=True)
    assert "not in" not in outside(mal, "answer|1|0", mal.world.place.channel, home=True)
    assert mal.world.companion.core.rounds.answered(1) == 1


def test_home_shows_the_question_to_members_alone(mal: Inviter) -> None:
    assert "Daily question" not in outside(mal, "home", home=True)
    assert "Daily question" in outside(mal, "home", mal.world.place.channel, home=True)


def test_home_offers_nothing_that_needs_a_channel(mal: Inviter) -> None:
    admin = mal.world.person("Ada")
    home = replace(mal.own, channel="ada", private=True)
    request = Request(admin, home, mal.now, "", Action.parse("home"), joined=frozenset())
    reply = mal._runner.run(mal.world.companion.handle(request))
    labels = [b.label for part in reply.parts if isinstance(part, Buttons) for b in part.buttons]
    assert "Post a question now" not in labels
    assert "Change its daily question" in labels and "Channels you manage" in words_of(reply)


def test_who_may_not_write_shares_nothing(mal: Inviter) -> None:
    told = outside(mal, "share-page|0|0|lambda timeout", "another")
    assert "only for people who can write in this channel" in told
    assert "I post here only for people who can write" in outside(
        mal, "share-compared-page|0|sqs|sns", "another"
    )
    assert "Shared by Mal" in outside(mal, "share-page|0|0|lambda timeout", mal.own.channel)


def test_who_is_named_in_admins_decides_too(mal: Inviter) -> None:
    who = mal.world.person("Mal")
    core = mal.world.companion.core
    assert not core.may_edit(who)
    core.settings = replace(core.settings, admins=frozenset({f"{who.platform}:{who.user}"}))
    assert core.may_edit(who)
    assert "Only admins" not in mal.does("reports")
    core.settings = replace(core.settings, admins=frozenset({f"discord:{who.user}"}))
    assert "Only admins" in mal.does("reports"), "the same name on another platform is another"
