"""A user group that is pinged when the question comes, in a channel of Slack."""

from tests.adapters.slack.driver import SlackDriver
from tests.bot.conversations.chat import Chat

GROUP = "S0123ABCD"


def test_a_group_is_pinged_with_whoever_asked_for_it_until_an_admin_ends_it(
    chat: Chat, driver: SlackDriver
) -> None:
    called = driver._server.world.called
    admin = chat.admin
    admin.says("daily 09:00 Europe/Berlin daily")
    admin.says("daily role").sees("No user group is pinged here", "/aws daily role ping S0123ABCD")
    admin.says(f"daily role ping {GROUP.lower()}").sees("This user group is pinged here")
    assert called == [GROUP], "it is shown by its name, to the admin alone"
    chat.as_("Ben").says("daily").clicks("Ping me each day").sees("You are pinged here each day")
    chat.waits(minutes=31)
    assert (called.count(GROUP), driver.called("Ben")) == (2, 1)
    admin.says("daily role ping off").sees("No user group is pinged here")
    chat.waits(days=1)
    assert (called.count(GROUP), driver.called("Ben")) == (2, 2)


def test_a_group_is_the_admins_to_choose_by_its_id(chat: Chat) -> None:
    chat.says(f"daily role ping {GROUP}").sees("Only admins of the workspace")
    admin = chat.admin
    for said in ("@learners", "learners"):
        admin.says(f"daily role ping {said}").sees("Slack takes the ID of a user group")
    admin.says("daily role ping 1234567890").sees("one begins with S0", "Nothing was changed")
    admin.says("daily role streak 1234567890").sees("Roles are something that Discord has")


def test_a_group_gives_nobody_a_ping_of_their_own_beyond_the_most(chat: Chat) -> None:
    world = chat.driver._world  # type: ignore[attr-defined]
    chat.admin.says("daily 09:00 Europe/Berlin daily").says(f"daily role ping {GROUP}")
    for number in range(50):
        who = world.person(f"Reader {number}")
        world.store.callouts.add(
            who, world.store.people.see(who).id, world.place.channel, world.now
        )
    chat.says("daily").clicks("Ping me each day").sees("50 people are named here already")
