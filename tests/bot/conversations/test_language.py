"""A workspace reads its own language, and each person theirs in what they alone see."""

from tests.bot.conversations.chat import Chat


def test_an_admin_chooses_what_everybody_reads(chat: Chat) -> None:
    chat.says("language").sees("I speak English here.")
    chat.as_("Ben").says("language deutsch")
    chat.admin.says("language deutsch").sees("Ab jetzt schreibe ich im ganzen")
    chat.admin.says("language").sees("Ich spreche hier Deutsch.")
    chat.restarts().admin.says("language english").sees("From now on I write English in this")


def test_only_an_admin_does(chat: Chat, driver_name: str) -> None:
    if driver_name != "terminal":
        chat.says("language deutsch").sees("Only admins can choose the language")
    chat.says("language").sees("I speak English here.")


def test_a_language_that_there_is_none_of_is_named(chat: Chat) -> None:
    chat.says("language klingon").sees("english or deutsch")
