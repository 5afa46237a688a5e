"""Another program that reads a document for us, kept within its time, memory and amount of text."""

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import Event, Timer

_LAST_WORDS = 4_000  # bytes of what it said last of its troubles


@dataclass(frozen=True, slots=True)
class ProgramBounds:
    """What a program may take."""

    seconds: float
    text: int  # bytes that it may write
    memory: int = 0  # bytes of addresses; 0 for a program that bounds itself


@dataclass(frozen=True, slots=True)
class ProgramOutcome:
    """What a program wrote, and how it ended."""

    status: int
    text: bytes = b""
    last_words: str = ""
    late: bool = False
    too_much: bool = False  # text; what there is of it is left out


def run_within(bounds: ProgramBounds, command: Sequence[str], given: bytes) -> ProgramOutcome:
    """Give a program its input and read what it writes; it is stopped at the first bound it meets.

    Raises OSError if it cannot be started.
    """
    late = Event()
    with TemporaryFile() as source, TemporaryFile() as troubles:
        source.write(given)
        source.seek(0)
        program = subprocess.Popen(  # noqa: S603 - one that is installed with us, without a shell
            command, stdin=source, stdout=subprocess.PIPE, stderr=troubles
        )

        def stop() -> None:
            late.set()
            program.kill()

        clock = Timer(bounds.seconds, stop)
        clock.start()
        try:
            _bound(program.pid, bounds)
            assert program.stdout is not None
            text = program.stdout.read(bounds.text + 1)
            if len(text) > bounds.text:
                program.kill()
            program.stdout.close()
            status = program.wait()
        finally:
            clock.cancel()
            program.kill()
            program.wait()
        troubles.seek(max(0, troubles.seek(0, 2) - _LAST_WORDS))
        words = troubles.read().decode("utf-8", "replace")
    if len(text) > bounds.text:
        return ProgramOutcome(status, too_much=True)
    return ProgramOutcome(status, text, words, late=late.is_set() and status != 0)


def _bound(program: int, bounds: ProgramBounds) -> None:
    """What the system itself holds a program to, should we be gone before it ends."""
    with suppress(ImportError, AttributeError, OSError, ValueError):  # not on every system
        import resource

        most = int(bounds.seconds) + 1
        resource.prlimit(program, resource.RLIMIT_CPU, (most, most))
        resource.prlimit(program, resource.RLIMIT_FSIZE, (bounds.text, bounds.text))
        if bounds.memory:
            resource.prlimit(program, resource.RLIMIT_AS, (bounds.memory, bounds.memory))
