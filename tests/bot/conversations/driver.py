"""What a conversation needs of a platform: to type, to click, to read, to let time pass.

The conversations know nothing else, so the same ones run against the bare companion, the terminal
and, through drivers of their own, against Slack and Discord: a package that defines a `driver`
fixture imports the tests and holds them again.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from knowledge.model import Question

ADMIN = "Ada"  # administers the workspace, and invited the bot; nobody else may
GUEST = "Gus"  # plays along, for no points


class Driver(Protocol):
    """People are named by a first name; all are in one channel of one workspace."""

    name: str

    def type(self, who: str, text: str, *, private: bool = False) -> None:
        """Say something to the bot; `private` in a direct message."""

    def click(self, who: str, label: str) -> None:
        """Click the newest button with that label that this person can see."""

    def fill(self, who: str, values: Mapping[str, str]) -> None:
        """Submit the open form; fields by their labels, the others as they stand."""

    def forge(self, who: str, action: str, *, workspace: str = "") -> None:
        """Send the click of a button that nobody drew, perhaps from another workspace."""

    def read(self, who: str) -> str:
        """What became visible to this person since they last did something."""

    def buttons(self, who: str) -> tuple[str, ...]:
        """Labels that this person can click in what was said last."""

    def form(self, who: str) -> str:
        """All words of the form that is open before this person; "" where none is."""

    def channel(self) -> tuple[str, ...]:
        """The channel's messages as they read now, oldest first."""

    def told(self, who: str) -> tuple[str, ...]:
        """Everything that this person alone was told, oldest first."""

    def called(self, who: str) -> int:
        """How often this person was named in the channel, so that they hear of it."""

    def files(self, who: str) -> Mapping[str, bytes]:
        """What this person was given to take away."""

    def has(self, question: Question) -> None:
        """The team has a question that it did not write in this chat; a generated one is proven."""

    def wait(self, time: timedelta) -> None:
        """Let time pass; what is due by the clock happens."""

    def restart(self) -> None:
        """End the process and start it again."""

    def installed_by(self, who: str) -> None:
        """Somebody brings the bot into the workspace; nothing is said of a channel yet."""

    def removed(self) -> None:
        """Take the bot out of the channel."""

    def locked_out(self) -> None:
        """From now on the bot may not post in the channel; nobody tells it so."""

    @property
    def now(self) -> datetime: ...

    def line(self, typed: str) -> str:
        """How the platform writes what one types: with a slash, with named options, plainly."""

    def moment(self, at: datetime, words: str) -> str:
        """How the platform writes a moment: in *words*, or for each reader by their own clock."""

    def right_answer(self, stem: str) -> tuple[str, tuple[str, ...]]:
        """The letter of the right option of a question, and all its letters."""

    def close(self) -> None: ...
