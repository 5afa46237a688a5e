"""The same through the terminal: lines go in, printed text comes out."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from adapters.terminal.chat import Conversation
from adapters.terminal.messenger import TerminalMessenger
from adapters.terminal.render import Drawing, draw
from adapters.terminal.screen import Suggest
from bot.messages import Action, Buttons, Place, Reply
from tests.bot.conversations.bare import called_in
from tests.bot.conversations.world import InWorld, World


class ScriptedScreen:
    """Keeps what is printed; a question waits until the test has an answer."""

    interactive = False

    def __init__(self, aloud: Callable[[Reply, str], None]) -> None:
        self._aloud = aloud
        self.printed: list[str] = []
        self.labels: tuple[str, ...] = ()
        self.prompt = ""
        self.asked = asyncio.Event()
        self.lines: asyncio.Queue[str] = asyncio.Queue()

    def show(self, reply: Reply, *, slashed: bool = False) -> Drawing:
        drawing = draw(reply, 80, slashed=slashed)
        self.printed.append(drawing.plain)
        if not reply.private:
            self._aloud(reply, drawing.plain)
        self.labels = tuple(button.label for button in drawing.choices)
        return drawing

    def say(self, text: str) -> None:
        self.printed.append(text)

    async def ask(self, prompt: str, suggest: Suggest | None = None) -> str | None:
        del suggest
        self.prompt = prompt
        self.asked.set()
        return await self.lines.get()


class TerminalDriver(InWorld):
    """Everybody has a terminal of their own; what is posted is printed on all of them."""

    name = "terminal"

    def __init__(self, world: World, folder: Path) -> None:
        super().__init__(world)
        self._folder = folder
        self._screens: dict[str, ScriptedScreen] = {}
        self._people: dict[str, Conversation] = {}
        self._alone: dict[str, Conversation] = {}  # who spoke last in private
        self._channel: list[str] = []
        self._posted: list[Reply] = []
        self._open: dict[str, asyncio.Task[None]] = {}
        world.messengers["terminal"] = TerminalMessenger(self._print_for_all)
        self._runner.run(world.begin())

    def _print_for_all(self, reply: Reply) -> None:
        if reply.private:  # a direct message, to whoever sits there
            for conversation in self._people.values():
                conversation.show(reply)
            return
        asks = any(isinstance(part, Buttons) and part.answers for part in reply.parts)
        if not asks and "closed" in reply.summary and self._channel:
            self._channel.pop()  # the message was changed
        self._channel.append(draw(reply, 80).plain)
        self._posted.append(reply)
        for conversation in self._people.values():
            conversation.show(reply)

    def _said_aloud(self, reply: Reply, text: str) -> None:
        """Something for everybody; what was posted is in the channel already."""
        if not any(reply is posted for posted in self._posted):
            self._channel.append(text)

    def _conversation(self, who: str) -> Conversation:
        if who not in self._people:
            self._screens[who] = ScriptedScreen(self._said_aloud)
            (self._folder / who).mkdir(exist_ok=True)
            self._people[who] = self._talk_in(self._world.place, who)
            if self._posted:
                self._people[who].show(self._posted[-1])
        return self._people[who]

    def _talk_in(self, place: Place, who: str, workspace: str = "") -> Conversation:
        screen, folder = self._screens[who], self._folder / who
        person = self._world.person(who, workspace)
        return Conversation(self._world.companion, person, place, screen, folder)

    # ------------------------------------------------------------ doing

    def type(self, who: str, text: str, *, private: bool = False) -> None:
        conversation = self._conversation(who)
        self._alone.pop(who, None)
        if private:
            place = Place("terminal", self._world.place.workspace, f"dm-{who}", private=True)
            conversation = self._alone[who] = self._talk_in(place, who)
        self._do(who, conversation.take(text))

    def click(self, who: str, label: str) -> None:
        conversation = self._alone.get(who) or self._conversation(who)
        assert conversation.means_a_click(label), f"{who} cannot click {label!r}"
        self._do(who, conversation.take(label))

    def forge(self, who: str, action: str, *, workspace: str = "") -> None:
        conversation = self._conversation(who)
        if workspace:
            conversation = self._talk_in(self._world.place, who, workspace)
        self._do(who, conversation.send(action=Action.parse(action)))

    def _do(self, who: str, work: object) -> None:
        self._screens[who].printed.clear()
        self._runner.run(self._until_asked(who, work))

    async def _until_asked(self, who: str, work: object) -> None:
        assert asyncio.iscoroutine(work)
        screen = self._screens[who]
        screen.asked.clear()
        self._open[who] = asyncio.create_task(work)
        await self._wait(who)

    async def _wait(self, who: str) -> None:
        """Until the line is dealt with, or a form asks for more."""
        asked = asyncio.create_task(self._screens[who].asked.wait())
        task = self._open[who]
        await asyncio.wait({asked, task}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if task.done():
            await task
            await self._world.companion.live.flush()

    def fill(self, who: str, values: Mapping[str, str]) -> None:
        self._screens[who].printed.clear()
        self._runner.run(self._fill(who, values))

    async def _fill(self, who: str, values: Mapping[str, str]) -> None:
        screen, asked = self._screens[who], set[str]()
        while not self._open[who].done():
            longest = sorted(values, key=len, reverse=True)
            label = next((name for name in longest if screen.prompt.startswith(name)), "")
            if label in asked and label:
                screen.lines.put_nowait("cancel")  # refused: the test looks at the reason
            else:
                screen.lines.put_nowait(values.get(label, ""))
            asked.add(label)
            screen.asked.clear()
            await self._wait(who)

    # ------------------------------------------------------------ looking

    def read(self, who: str) -> str:
        return "\n".join(self._screens[who].printed)

    def buttons(self, who: str) -> tuple[str, ...]:
        return self._screens[who].labels

    def form(self, who: str) -> str:
        return self._screens[who].prompt

    def channel(self) -> tuple[str, ...]:
        return tuple(self._channel)

    def told(self, who: str) -> tuple[str, ...]:
        return tuple(self._screens[who].printed)

    def called(self, who: str) -> int:
        return called_in(self._posted, self._world.person(who).user)

    def files(self, who: str) -> Mapping[str, bytes]:
        folder = self._folder / who
        return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}

    # ------------------------------------------------------------ time

    def restart(self) -> None:
        self._runner.run(self._world.restart())
        self._people.clear()

    def removed(self) -> None:
        self._runner.run(self._world.companion.bot_left(self._world.place))

    def locked_out(self) -> None:
        raise AssertionError("nobody is locked out of their own terminal")

    def close(self) -> None:
        self._runner.run(self._world.close())
        self._runner.close()
