"""The terminal chat as a picture: a screen that keeps what was printed, with its colours."""

import io
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from adapters.terminal.chat import PLACE, run_chat
from adapters.terminal.people import person
from adapters.terminal.render import Drawing, draw
from adapters.terminal.screen import COLOURS, Suggest, coloured
from bot.companion import Companion
from bot.messages import Reply

WIDTH = 84  # cells
# Fonts that systems have: a picture in a README loads nothing.
_FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; \
font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">\
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


class Filmed:
    """A screen of the chat on which given lines are typed, and all of it is kept."""

    interactive = True

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._console = Console(
            record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, emoji=False,
            color_system="truecolor", highlight=False, markup=False,
        )  # fmt: skip

    def show(self, reply: Reply, *, slashed: bool = False) -> Drawing:
        drawing = draw(reply, WIDTH, slashed=slashed)
        self._console.print(coloured(drawing))
        return drawing

    def say(self, text: str) -> None:
        self._console.print(text, style=COLOURS["dim"])

    async def ask(self, prompt: str, suggest: Suggest | None = None) -> str | None:
        del suggest
        line = next(self._lines, None)
        if line is not None:
            self._console.print(Text(prompt + line, "bold"))
        return line

    def svg(self) -> str:
        """Everything so far; the same text makes the same picture."""
        return self._console.export_svg(
            title="companion chat", code_format=_FORMAT, unique_id="chat", clear=False
        )

    def text(self) -> str:
        return self._console.export_text(clear=False)


async def filmed(companion: Companion, lines: Iterable[str], folder: Path) -> Filmed:
    """The chat, from its first screen to the last of *lines*."""
    screen = Filmed(lines)
    await run_chat(companion, person("ben", PLACE), PLACE, screen, folder)
    return screen
