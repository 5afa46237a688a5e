"""Processes that start in no time: forked from one that has imported what they need.

Most of a start of the companion is the same imports as last time. A forked process is one in every
other respect: its own number, environment, working folder, mask, output and signals, and
`python -m` runs its module from the top. Not everything of a start is tested in that way, so some
tests take the usual one (Running.forks = None).

Where the server runs, it is a program of its own with one thread:

    python -m tests.platforms.forks SOCKET
"""

import asyncio
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from tests.waiting import CEILING

ROOT = Path(__file__).parents[2]
IMPORTED = (  # and no module that `python -m` runs
    "adapters.discord.adapter", "adapters.slack.adapter", "adapters.terminal.chat",
    "apscheduler.executors.asyncio", "apscheduler.triggers.interval",
    "bot.cli.ask", "bot.cli.index", "bot.cli.reading", "bot.cli.usage", "bot.companion",
    "bot.ops.connecting", "bot.ops.health", "bot.ops.logs", "bot.ops.metrics", "bot.ops.mishaps",
    "bot.root.commands", "bot.root.serving", "jobs.clockwork",
    "knowledge.index.builder", "knowledge.questions.stock", "knowledge.questions.written",
    "knowledge.search", "knowledge.search.build", "knowledge.search.engine",
    "numpy.ma", "watchfiles",
)  # fmt: skip
LARGEST = 65_536  # bytes of a request: words, folder, environment
LOOK = 0.2  # seconds between two looks whether a process is needed
PASSED_ON = ("PATH", "HOME", "LANG")
Json = dict[str, Any]
CAN_FORK = sys.platform == "linux"  # elsewhere libraries may not survive a fork


# ---------------------------------------------------------------- for tests


class Forked:
    """A process that the server forked, to be used like one of asyncio's."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self._connection = connection
        self._status: int | None = None

    @property
    def returncode(self) -> int | None:
        """How it ended, if the server has said so by now."""
        if self._status is None:
            with suppress(BlockingIOError):
                said = self._connection.recv(LARGEST)
                assert said, "the server of forks is gone"
                self._status = json.loads(said)
                self._connection.close()
        return self._status

    def send_signal(self, how: signal.Signals) -> None:
        """As asyncio does it: nothing happens to a process that has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, how)

    async def wait(self) -> int:
        while self.returncode is None:
            await asyncio.sleep(0.01)
        return self.returncode

    def wait_at_most(self, seconds: float) -> int | None:
        """The same for who waits in a thread; None where it takes longer."""
        if self.returncode is None:
            select.select([self._connection], [], [], seconds)
        return self.returncode


class ForkServer:
    """The other end of the program below, started when it is needed first."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="forks-")
        self._address = f"{self._folder.name}/socket"
        self._program: subprocess.Popen[bytes] | None = None
        self._beginning = threading.Lock()

    def start(
        self, words: tuple[str, ...], cwd: Path, env: dict[str, str], files: tuple[int, int, int]
    ) -> Forked:
        """Run `python WORDS` with these as its standard input, output and error."""
        with self._beginning:
            if self._program is None:
                self._begin()
        assert words[0] == "-m"
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.connect(self._address)
        mask = os.umask(0o077)  # there is no other way to read it
        os.umask(mask)
        there = {"words": words[1:], "cwd": str(cwd), "env": env, "umask": mask}
        asked = json.dumps(there).encode()
        assert len(asked) < LARGEST, "a message that is longer would be cut off"
        socket.send_fds(connection, [asked], list(files))
        pid = json.loads(connection.recv(LARGEST))
        connection.setblocking(False)
        return Forked(pid, connection)

    def finish(
        self, words: tuple[str, ...], cwd: Path, env: dict[str, str], given: bytes
    ) -> subprocess.CompletedProcess[bytes]:
        """Run `python WORDS` to its end, between pipes, as `subprocess.run` does it."""
        (theirs, told), (out, said), (errors, complained) = (os.pipe() for _ in range(3))
        running = self.start(words, cwd, env, (theirs, said, complained))
        for file in (theirs, said, complained):
            os.close(file)
        with ThreadPoolExecutor(2) as pool:
            heard = [pool.submit(_all_of, file) for file in (out, errors)]
            with suppress(BrokenPipeError), open(told, "wb") as pipe:  # noqa: PTH123  # it has no path
                pipe.write(given)
            status = self._ended(running, words, CEILING)
        told_us, told_of_errors = (one.result() for one in heard)
        return subprocess.CompletedProcess(words, status, told_us, told_of_errors)

    def run(self, words: Sequence[str], seconds: float, needed: Callable[[], bool]) -> None:
        """As `knowledge.questions.stock.run_python` does it."""
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        with Path(os.devnull).open("rb") as nothing:
            files = (nothing.fileno(), 2, 2)
            running = self.start(tuple(words), Path.cwd(), kept | {"PYTHONPATH": str(ROOT)}, files)
        ends = time.monotonic() + seconds
        while (status := running.wait_at_most(LOOK)) is None:
            if time.monotonic() >= ends or not needed():
                running.send_signal(signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(words), seconds)
        if status:
            raise subprocess.CalledProcessError(status, list(words))

    @staticmethod
    def _ended(running: Forked, words: Sequence[str], seconds: float) -> int:
        """How it ended by itself, if it did in so many seconds."""
        status = running.wait_at_most(seconds)
        if status is None:
            running.send_signal(signal.SIGKILL)
            raise subprocess.TimeoutExpired(list(words), seconds)
        return status

    def _begin(self) -> None:
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # a fork has but one
        self._program = subprocess.Popen(
            [sys.executable, "-m", __name__, self._address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
            env=kept | single | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert self._program.stdout is not None
        assert self._program.stdout.readline() == b"ready\n"

    def end(self) -> None:
        if self._program is not None:
            self._program.communicate()  # it ends when nobody can tell it anything any more
        self._folder.cleanup()


def _all_of(file: int) -> bytes:
    with open(file, "rb") as pipe:  # it has no path
        return pipe.read()


# ---------------------------------------------------------------- the program


class Forking:
    """Forks for whoever asks, and tells them how it ended."""

    def __init__(self, address: str) -> None:
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(address)
        self._listener.listen()
        self._askers: dict[int, socket.socket] = {}

    def serve(self) -> Json:
        """Returns what was asked for, in the forked processes only; the first one ends here."""
        while True:
            listening = self._listener.fileno()
            ready, _, _ = select.select([0, self._woken, listening], [], [])
            if 0 in ready:
                sys.exit()
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._tell_ended()
            if listening in ready and (asked := self._fork()):
                return asked

    def _fork(self) -> Json | None:
        """What was asked for, in the new process; nothing in this one."""
        asker, _ = self._listener.accept()
        said, files, _, _ = socket.recv_fds(asker, LARGEST, 3)
        pid = os.fork()
        if pid == 0:
            self._forget(asker)
            asked: Json = json.loads(said)
            return asked | {"files": files}
        for file in files:
            os.close(file)
        self._askers[pid] = asker
        asker.send(json.dumps(pid).encode())
        return None

    def _forget(self, asker: socket.socket) -> None:
        """Let go of all that is not the new process's own."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for one in (self._listener, asker, *self._askers.values()):
            one.close()
        os.close(self._woken)
        os.close(self._wake)

    def _tell_ended(self) -> None:
        while self._askers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            with self._askers.pop(pid) as asker, suppress(OSError):  # nobody may be there any more
                asker.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def become(asked: Json) -> None:
    """Be the process that was asked for, as far as the system is concerned."""
    for number, file in enumerate(asked["files"]):
        os.dup2(file, number)
        os.close(file)
    os.chdir(asked["cwd"])
    os.umask(asked["umask"])
    os.environ.clear()
    os.environ.update(asked["env"])
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdin = open(0, encoding=encoding)  # noqa: SIM115  # those of the server knew files
    sys.stdout = open(1, "w", 1, encoding)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding, "backslashreplace")  # noqa: SIM115
    time.tzset()
    module, *words = asked["words"]
    sys.argv = [module, *words]
    sys.path[0] = asked["cwd"]


def main(address: str) -> NoReturn:
    for name in IMPORTED:
        importlib.import_module(name)
    with suppress(ImportError):  # the extra is not there
        importlib.import_module("bot.store.postgres")
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    assert threads == 1, "what a thread held would be held for ever in a fork"
    gc.collect()
    gc.freeze()
    forking = Forking(address)
    print("ready", flush=True)  # noqa: T201
    become(forking.serve())
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    main(sys.argv[1])
