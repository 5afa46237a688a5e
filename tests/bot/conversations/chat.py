"""A chat as a test reads it: somebody says something and sees something."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.bot.conversations.driver import ADMIN, Driver


class Chat:
    """Speaks for people and looks at what they see."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.who = "Ben"

    def as_(self, who: str) -> "Chat":
        """The same chat from another chair."""
        other = Chat(self.driver)
        other.who = who
        return other

    def among_others(self) -> "Chat":
        """Only where others could read what somebody shares: nobody else sits at a terminal."""
        if self.driver.name == "terminal":
            pytest.skip("there is nobody to share something with")
        return self

    @property
    def admin(self) -> "Chat":
        return self.as_(ADMIN)

    def says(self, text: str, *, private: bool = False) -> "Chat":
        self.driver.type(self.who, text, private=private)
        return self

    def clicks(self, label: str) -> "Chat":
        self.driver.click(self.who, label)
        return self

    def clicks_begun(self, start: str) -> "Chat":
        """Click the button whose label begins so and goes on with a figure."""
        return self.clicks(next(one for one in self.buttons if one.startswith(start)))

    def fills(self, **values: str) -> "Chat":
        self.driver.fill(self.who, {name.replace("_", " "): v for name, v in values.items()})
        return self

    def fills_in(self, values: Mapping[str, str]) -> "Chat":
        self.driver.fill(self.who, values)
        return self

    def forges(self, action: str, *, workspace: str = "") -> "Chat":
        self.driver.forge(self.who, action, workspace=workspace)
        return self

    @property
    def text(self) -> str:
        """What this person sees of the latest."""
        return _folded(self.driver.read(self.who))

    def sees(self, *pieces: str) -> "Chat":
        text = self.text
        missing = [piece for piece in pieces if piece.lower() not in text.lower()]
        assert not missing, f"{self.who} does not see {missing} in:\n{text}"
        return self

    def sees_not(self, *pieces: str) -> "Chat":
        text = self.text
        there = [piece for piece in pieces if piece.lower() in text.lower()]
        assert not there, f"{self.who} sees {there} in:\n{text}"
        return self

    @property
    def told(self) -> list[str]:
        """All that this person alone was told."""
        return [_folded(text) for text in self.driver.told(self.who)]

    def sees_message(self, piece: str, *, times: int) -> "Chat":
        """Have been told something so many times, by whatever way."""
        told = [text for text in self.driver.told(self.who) if piece in _folded(text)]
        assert len(told) == times, told
        return self

    def sees_row(self, rank: str, name: str, *figures: str) -> "Chat":
        """See somebody on a board: figures stand behind the name, or before it."""
        text = self.text.replace("▸ ", "")
        rows = " ".join((rank, name, *figures)), " ".join((rank, *figures, name))
        assert any(row in text for row in rows), f"{self.who} sees no {rows[0]!r} in:\n{text}"
        return self

    def sees_line(self, typed: str) -> "Chat":
        """See what to type, as the platform writes it."""
        return self.sees(self.driver.line(typed))

    def sees_button(self, label: str) -> "Chat":
        assert label in self.buttons, f"no [{label}] in {self.buttons}"
        return self

    def sees_no_button(self, label: str) -> "Chat":
        assert label not in self.buttons, f"[{label}] in {self.buttons}"
        return self

    @property
    def buttons(self) -> tuple[str, ...]:
        return self.driver.buttons(self.who)

    @property
    def channel(self) -> str:
        """All that stands in the channel now."""
        return _folded("\n".join(self.driver.channel()))

    def answers(self, *, right: bool = True) -> "Chat":
        """Pick an option of the question that this person saw last."""
        letter, letters = self.driver.right_answer(self.text)
        wrong = next(other for other in letters if other != letter)
        return self.clicks(letter if right else wrong)

    def answers_the_channel(self, *, right: bool = True) -> "Chat":
        """Pick an option of the channel's newest question."""
        letter, letters = self.driver.right_answer(_folded(self.driver.channel()[-1]))
        wrong = next(other for other in letters if other != letter)
        return self.clicks(letter if right else wrong)

    def waits(self, **time: float) -> "Chat":
        self.driver.wait(timedelta(**time))
        return self

    def restarts(self) -> "Chat":
        self.driver.restart()
        return self


def _folded(text: str) -> str:
    """Lines and blanks as platforms wrap them make no difference."""
    return " ".join(text.split())
