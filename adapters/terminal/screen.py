"""Where the chat's text comes from and goes to: a terminal with colours, or a pipe without."""

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from pathlib import Path
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING, Protocol

from adapters.terminal.render import Drawing, Style, draw
from bot.commands import command_words
from bot.language import _, figure
from bot.messages import Reply

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer
    from rich.text import Text

PIPE_WIDTH = 100  # where nobody can say how wide it is
COLOURS: dict[Style, str] = {
    "": "",
    "heading": "bold cyan",
    "strong": "bold",
    "dim": "bright_black",
    "source": "bright_black",
    "number": "cyan",
    "good": "green",
    "own": "bold yellow",
    "danger": "red",
}
Suggest = Callable[[str], Awaitable[Iterable[str]]]


class Screen(Protocol):
    """Shows replies and asks for lines."""

    interactive: bool

    def show(self, reply: Reply, *, slashed: bool = False) -> Drawing:
        """Print a reply; what was printed says what its numbers, or *slashed* numbers, mean."""

    def say(self, text: str) -> None:
        """Print a line of our own."""

    async def ask(self, prompt: str, suggest: Suggest | None = None) -> str | None:
        """The next line; None when there is no more. KeyboardInterrupt is a Ctrl-C."""


class ReadingNotes:
    """How far the first reading of the notes is; an empty text once it is done."""

    def __init__(self) -> None:
        self._at: tuple[int, int, str] = (0, 0, "")
        self._ended = False

    def __call__(self, done: int, total: int, name: str) -> None:
        self._at = done, total, name

    def end(self) -> None:
        self._ended = True

    @property
    def text(self) -> str:
        """In the language of whoever waits, which the one who reads does not know."""
        done, total, name = self._at
        if self._ended:
            return ""
        if not total:
            return _("Reading the notes")
        counted = _("Reading the notes: {done} of {total}", done=figure(done), total=figure(total))
        return f"{counted}  {name[-40:]}"


class Pipe:
    """Plain text in and out, for scripts: no colours, no escape codes, lines echoed."""

    interactive = False

    def __init__(self, source: IO[str], target: IO[str]) -> None:
        self._source = source
        self._target = target

    def show(self, reply: Reply, *, slashed: bool = False) -> Drawing:
        drawing = draw(reply, min(self._width(), PIPE_WIDTH), slashed=slashed)
        self.say(drawing.plain + "\n")
        return drawing

    def _width(self) -> int:
        """A terminal that can do nothing else has a width all the same."""
        return get_terminal_size().columns if self._target.isatty() else PIPE_WIDTH

    def say(self, text: str) -> None:
        encoding = getattr(self._target, "encoding", None) or "utf-8"
        self._target.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        self._target.flush()

    async def ask(self, prompt: str, suggest: Suggest | None = None) -> str | None:
        del suggest
        line = await asyncio.to_thread(self._source.readline)
        if not line:
            return None
        self.say(f"{prompt}{line.strip()}")
        return line.strip()


class Terminal:
    """A terminal: rich draws, prompt_toolkit asks, with history and completion."""

    interactive = True

    def __init__(self, history: Path | None, reading: ReadingNotes) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory, InMemoryHistory
        from rich.console import Console

        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        kept = FileHistory(str(history)) if history else InMemoryHistory()
        self._prompt: PromptSession[str] = PromptSession(history=kept, complete_while_typing=True)
        self._reading = reading

    def show(self, reply: Reply, *, slashed: bool = False) -> Drawing:
        drawing = draw(reply, min(self._console.width, PIPE_WIDTH), slashed=slashed)
        self._console.print(coloured(drawing))
        return drawing

    def say(self, text: str) -> None:
        self._console.print(text, style=COLOURS["dim"])

    async def ask(self, prompt: str, suggest: Suggest | None = None) -> str | None:
        from prompt_toolkit.patch_stdout import patch_stdout

        try:
            with patch_stdout(raw=True):
                completer = _completer(suggest) if suggest else None
                self._prompt.bottom_toolbar = self._below if self._reading.text else None
                typed = await self._prompt.prompt_async(
                    prompt, completer=completer, refresh_interval=0.5 * bool(self._reading.text)
                )
                return typed.strip()
        except EOFError:
            return None

    def _below(self) -> str:
        """The line beneath the prompt, while there is something to tell."""
        if not self._reading.text:
            self._prompt.bottom_toolbar = None
        return self._reading.text


def _completer(suggest: Suggest) -> "Completer":
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Suggestions(Completer):
        """Commands, then what the notes have."""

        def get_completions(self, _document: Document, _event: CompleteEvent) -> list[Completion]:
            return []

        async def get_completions_async(
            self, document: Document, complete_event: CompleteEvent
        ) -> AsyncGenerator[Completion, None]:
            del complete_event
            typed = document.text_before_cursor
            for text in await suggest(typed):
                yield Completion(text, start_position=-len(typed))

    return Suggestions()


def coloured(drawing: Drawing) -> "Text":
    """A drawing as rich prints it, each span in its style's colour."""
    from rich.text import Text

    text = Text()
    for line in drawing.lines:
        for span in line:
            text.append(span.text, COLOURS[span.style])
        text.append("\n")
    return text


def commands_for(typed: str) -> list[str]:
    """Commands that begin like what was typed."""
    return [word for word in command_words() if typed and word.startswith(typed.lower())]


def screen_for(
    source: IO[str], target: IO[str], history: Path | None, reading: ReadingNotes
) -> Screen:
    """A terminal where there is one on both sides; a pipe otherwise."""
    if source.isatty() and target.isatty() and os.environ.get("TERM") != "dumb":
        return Terminal(history, reading)
    return Pipe(source, target)
