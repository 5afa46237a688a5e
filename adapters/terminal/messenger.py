"""The terminal as a place to post to: what is posted is printed."""

from collections.abc import Callable
from datetime import datetime

from bot.messages import Buttons, MessageRef, Person, Place, Reply


class TerminalMessenger:
    """Prints what the core posts. Everybody at this terminal reads it.

    It finds only what it printed itself: a screen that was closed keeps nothing, so a question
    whose chat died before noting that it was asked is printed in the next chat as well.
    """

    def __init__(self, show: Callable[[Reply], None]) -> None:
        self._show = show
        self._posted: dict[str, MessageRef] = {}

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        self._show(reply)
        return self._posted.setdefault(key, MessageRef(place, key))

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        """Print what a message became; that one more has answered is no news in a terminal."""
        del ref
        if not any(isinstance(part, Buttons) and part.answers for part in reply.parts):
            self._show(reply)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        del place, since
        return self._posted.get(key)

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        place = Place("terminal", person.workspace, "", private=True)
        if since and (there := await self.find(place, key, since)):
            return there
        return await self.post(place, reply, key)

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        """Nothing hinders anybody at their own terminal."""
        del place, forum
        return ""
