"""What a person is promised: "noted" comes after the commit, a deferred response promises nothing.

Discord wants a first response within three seconds; that it "is thinking" is all that one says.
"""

from pathlib import Path

import pytest

from tests.adapters.discord.process import running
from tests.adapters.held import answers, held
from tests.platforms.discord.member import Member
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Message

pytestmark = pytest.mark.process
DEFERRED = 5


def receipts(member: Member) -> list[Message]:
    """What this person alone was told."""
    return [message for message in member.replies("C1") if message.ephemeral_to == member.user]


async def test_killed_between_response_and_commit_it_has_noted_nothing_and_is_clicked_again(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/companion.db"
    async with DiscordServer() as discord:
        discord.world.add_guild("G1")
        discord.world.add_user("U1", "a", admin=True)
        discord.world.add_user("U2", "b")
        discord.world.add_channel("C1")
        host, person = discord.member("U1"), discord.member("U2")
        async with running(discord, tmp_path) as companion:
            await host.slash("daily now", "C1")
            await person.waits(lambda: person.replies("C1"))
            question = person.replies("C1")[0]
            with held(url, "discord:G1"):
                ack = await person.clicks(question, "A")
                assert (ack.ok, ack.type) == (True, DEFERRED)
                await companion.kill()
                assert receipts(person) == []
            assert answers(url) == 0
            await companion.start()
            for clicks, label in enumerate("BA", start=1):
                assert (await person.clicks(question, label)).ok
                await person.waits(lambda: len(receipts(person)) == clicks)  # noqa: B023
                assert answers(url) == 1
