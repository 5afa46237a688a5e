"""Whoever invites the bot into a channel arranges the quiz of that channel, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.messages import Action, Buttons, Request
from tests.bot.conversations.bare import BareDriver, words_of
from tests.bot.conversations.chat import Chat
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
