"""What is photographed: the chapters of the tour on both platforms, and the terminal."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.pictures import stage, tour
from bench.pictures.page import DESK, PHONE, Look
from bench.pictures.terminal import filmed
from knowledge.library import Library
from tests.bot.conversations.world import World

# The bundled notes don't contradict themselves.
DISAGREEING = Path(__file__).parents[2] / "tests" / "bot" / "conversations" / "notes"
SHARP = 1.5  # where a picture stands on a page that people see first


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: how its source is made, how wide it is, how many pixels each of the page has."""

    file: str
    source: Callable[[Library], str]
    width: int = DESK
    sharpness: float = 1.0


def chapter(name: str, look: Look, width: int = DESK) -> Callable[[Library], str]:
    """A chapter of the tour as a page."""

    def source(library: Library) -> str:
        with stage.on(look, library) as there:
            tour.CHAPTERS[name](there)
            return there.picture(width)

    return source


def disagreeing(look: Look) -> Callable[[Library], str]:
    """The chapter that needs notes of its own."""

    def source(_: Library) -> str:
        with TemporaryDirectory() as folder:
            library = Library.open([str(DISAGREEING)], Path(folder))
            try:
                return chapter("disagreeing", look)(library)
            finally:
                library.close()

    return source


def terminal_chat(library: Library) -> str:
    """A look-up and a question in the terminal, as SVG."""
    return film(library, ["lamda timout", "quiz s3 1", "a"])


def film(library: Library, lines: list[str]) -> str:
    async def talk(folder: Path) -> str:
        world = World(library, folder)
        try:
            return (await filmed(world.companion, lines, folder)).svg()
        finally:
            await world.close()

    with TemporaryDirectory() as folder:
        return asyncio.run(talk(Path(folder)))


def _scenes() -> Mapping[str, Scene]:
    found = {"terminal": Scene("terminal.svg", terminal_chat)}
    for look in ("slack", "discord"):
        for name in tour.CHAPTERS:
            source = disagreeing(look) if name == "disagreeing" else chapter(name, look)
            if name in tour.ON_A_PHONE:
                source = chapter(name, look, PHONE)
            width = PHONE if name in tour.ON_A_PHONE else DESK
            sharpness = SHARP if name in tour.SEEN_FIRST | tour.ON_A_PHONE else 1.0
            found[f"{look}-{name}"] = Scene(f"{look}-{name}.png", source, width, sharpness)
        phone = f"{look}-phone"
        found[phone] = Scene(f"{phone}.png", chapter("question", look, PHONE), PHONE, SHARP)
    return found


SCENES = _scenes()
