"""Slack says in direct messages too what somebody may do today."""

from bot.store.records import team_of
from tests.adapters.slack.driver import SlackDriver
from tests.bot.conversations.chat import Chat


def test_who_is_no_admin_any_more_decides_for_their_channel_alone(
    chat: Chat, driver: SlackDriver
) -> None:
    admin, world = chat.admin, driver._world
    admin.says("daily 09:00 Europe/Berlin daily").says("daily preview on").waits(hours=2)
    driver._server.world.users["UADA"]["is_admin"] = False
    chat.restarts()  # nothing is remembered of what Slack said before
    admin.clicks("Edit").sees("You can see and change the questions that you wrote")
    admin.clicks("Never ask this").sees("To come on Tuesday").sees_no_button("Edit")
    assert world.store.items.within(team_of(world.place), "retired") == []
