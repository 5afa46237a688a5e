"""What a person is promised: "noted" comes after the commit, an acknowledgement promises nothing.

Slack wants its acknowledgement within three seconds and shows an error otherwise; that is all it
is for. A process that dies between the two has said nothing, and the click can be made again.
"""

import asyncio
from pathlib import Path

import pytest

from tests.adapters.held import answers, held
from tests.adapters.slack.process import running
from tests.platforms.slack.member import Member
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message

pytestmark = pytest.mark.process
STILL = "Still working"


def receipts(member: Member) -> list[Message]:
    """What this person alone was told, but that it takes a moment."""
    return [m for m in member.replies("C1") if m.ephemeral_to and STILL not in m.words]


async def test_killed_between_acknowledgement_and_commit_it_has_noted_nothing_and_is_clicked_again(
    slack: SlackServer, database_url: str, tmp_path: Path
) -> None:
    host, person = slack.member("U1"), slack.member("U2")
    settings = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path)}
    async with running(slack, tmp_path, "socket", more=settings) as companion:
        await host.command("daily now", "C1")
        await person.waits(lambda: person.replies("C1"))
        question = person.replies("C1")[0]
        with held(database_url, "slack:T1"):
            assert (await person.clicks(question, "A")).ok
            await person.waits(lambda: any(STILL in m.words for m in person.replies("C1")))
            await companion.kill()
            assert receipts(person) == []
        assert answers(database_url) == 0
        await companion.start()
        assert (await person.clicks(question, "B")).ok
        await person.waits(lambda: receipts(person))
        assert answers(database_url) == 1
        assert (await person.clicks(question, "A")).ok
        await person.waits(lambda: len(receipts(person)) == 2)
        await asyncio.sleep(0.2)
    assert answers(database_url) == 1
