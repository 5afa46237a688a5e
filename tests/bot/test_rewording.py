"""A question of the notes is reworded: what people did with it goes on under its new words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.bot.conversations.bare import BareDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.world import World

BEFORE, AFTER = "How long does green tea steep?", "How long should green tea steep?"
TEA = f"# Tea\n\n### {BEFORE}\n- [x] Two minutes\n- [ ] Ten minutes\n- [ ] An hour\n"


class Kitchen:
    """A chat about one note, which can be rewritten."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "notes" / "tea.md"
        self._file.parent.mkdir()
        self._file.write_text(TEA, encoding="utf-8")
        self.library = Library.open([str(self._file.parent)], folder / "index")
        self.driver = BareDriver(World(self.library, folder))
        self.chat = Chat(self.driver)

    def rewrites(self, before: str, after: str) -> None:
        text = self._file.read_text(encoding="utf-8")
        assert before in text
        self._file.write_text(text.replace(before, after), encoding="utf-8")
        self.library.refresh()

    def plays(self) -> str:
        """One daily question, answered wrongly and rightly; its id."""
        chat = self.chat
        chat.admin.says("daily 09:00 Europe/Berlin weekdays tea").says("daily now")
        chat.waits(minutes=1).clicks("B. Ten minutes").sees("Not quite")
        chat.as_("Cem").clicks("A. Two minutes").sees("Right:")
        chat.admin.says("daily off")
        (identity,) = (question.id for question in self.library.written())
        return identity

    def close(self) -> None:
        self.driver.close()
        self.library.close()


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    kitchen = Kitchen(tmp_path)
    yield kitchen
    kitchen.close()


def test_its_figures_by_option_are_told_under_its_new_words(kitchen: Kitchen) -> None:
    chat = kitchen.chat
    identity = kitchen.plays()
    figures = (
        "Daily question 1 time, 2 first tries, 1 right",
        "Two minutes", "1 of 2, 50%", "Ten minutes", "An hour", "0 of 2, 0%",
    )  # fmt: skip
    chat.admin.says(f"question {identity}").sees(BEFORE, *figures)
    kitchen.rewrites(BEFORE, AFTER)
    chat.admin.says(f"question {identity}").sees(AFTER, *figures).sees_not(BEFORE)


def test_its_review_comes_when_it_would_have_come_in_its_new_words(kitchen: Kitchen) -> None:
    chat = kitchen.chat
    kitchen.plays()
    kitchen.rewrites(BEFORE, AFTER)
    chat.waits(days=2).says("review").sees("Review", AFTER).sees_not(BEFORE)
    chat.clicks("A. Two minutes").sees("Right: Two minutes.").clicks_begun("Easy · ").sees(
        "it comes back in"
    )
    kitchen.rewrites(AFTER, "Who brought green tea to Portugal?")
    chat.waits(days=90).says("review").sees_not("Review ·", "Portugal")
