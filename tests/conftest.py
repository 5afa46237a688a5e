"""What several parts of the tests share: where they write, and a PostgreSQL server of their own."""

import fcntl
import gc
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.ops.logs import _AsJson, _Lines
from bot.store import Store
from knowledge.library import Library
from knowledge.questions import stock
from knowledge.questions.stock import Stock, run_python
from tests import in_memory, postgres
from tests.databases import new_file
from tests.knowledge.pack import Pack
from tests.platforms.forks import CAN_FORK, ForkServer
from tests.platforms.process import Running

NewDatabase = Callable[[], str]
# How long an example takes says nothing where others use the machine: tests/effort.py measures.
settings.register_profile(
    "whoever else is at work",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=int(os.environ.get("EXAMPLES", "50")),  # other ones each time
)
settings.load_profile("whoever else is at work")


def pytest_configure() -> None:
    in_memory.settle()
    _keep_bytecode()
    Stock.patient = True  # what is asked next does not hang on a thread


def _keep_bytecode() -> None:
    """What one worker or process compiled, the next ones load: else it takes 20 seconds each."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What was logged since the test began, but for threads that an earlier one left at work."""
    left = {thread.ident for thread in threading.enumerate()} - {threading.get_ident()}
    return lambda: [one.getMessage() for one in caplog.records if one.thread not in left]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for questions, as in the companion."""
    monkeypatch.setattr(Stock, "patient", False)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: no search for garbage goes over it again.

    The others are rarer, since hardly anything of a test outlives it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Where nothing is compiled yet one worker does it for all, and the others wait for it."""
    here = Path(__file__)
    if any(here.parent.glob("house/__pycache__/test_*.pyc")) or not os.access(here.parent, os.W_OK):
        return (yield)
    with here.open() as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Half of the workers begin with what takes long, which mostly waits: the others use the
    processors meanwhile, and in the end there is little to do that all can share."""
    slow = [item for item in items if item.get_closest_marker("slow") is not None]
    others = [item for item in items if item.get_closest_marker("slow") is None]
    items[:] = dealt(slow, others, getattr(config, "workerinput", {}).get("workercount", 1))


def dealt(
    slow: list[pytest.Item], others: list[pytest.Item], workers: int
) -> Iterator[pytest.Item]:
    """Both in as many parts of one size as the scheduler will make of them, files in one piece."""
    files = list(dict.fromkeys(item.path for item in slow))
    left, rest = len(slow) + len(others), iter(others)
    waiting = max(1, workers // 2)
    for worker in range(workers):
        size = left // (workers - worker)
        left -= size
        part = [item for item in slow if files.index(item.path) % waiting == worker]
        yield from part
        yield from islice(rest, max(0, size - len(part)))
    yield from rest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """With `-n auto` two workers more than there are processors: some tests are always waiting."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # the plugin reads it
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) + 2
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each worker begins with a part in one piece, so that less is set up by several of them."""
    if config.getvalue("dist") != "load":
        return None  # somebody chose another way
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture(autouse=True)
def _settings_of_this_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings or the data of the project that it stands in."""
    monkeypatch.setenv("COMPANION_HOME", ".")


@pytest.fixture(autouse=True)
def _log_of_this_test() -> Iterator[None]:
    """What a command does to the log ends with the test, whose standard error ends then too."""
    root = logging.getLogger()
    level = root.level
    yield
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, _Lines | _AsJson):
            root.removeHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.fixture(scope="session", autouse=True)
def _forks() -> Iterator[None]:
    """Processes of the application are forked, unless a test asks for `cold_starts`."""
    if not CAN_FORK:
        yield
        return
    Running.forks = ForkServer()
    stock.run_python = Running.forks.run
    yield
    Running.forks.end()
    Running.forks = None
    stock.run_python = run_python


@pytest.fixture
def cold_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of the application start as they do for everybody, imports and all."""
    monkeypatch.setattr(Running, "forks", None)
    monkeypatch.setattr(stock, "run_python", run_python)


def of_all_workers(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    place = factory.getbasetemp()
    return place.parent if "PYTEST_XDIST_WORKER" in os.environ else place


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the bundled notes have been read, by whichever worker needed them first."""
    place = of_all_workers(tmp_path_factory)
    Library.open(["bundled"], place / "pack" / "data").close()
    return place / "pack"


@pytest.fixture(scope="session")
def read_pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The bundled notes without an index, read when somebody wants them."""
    return Pack(of_all_workers(tmp_path_factory) / "read")


@pytest.fixture(scope="session")
def bundled(pack: Path) -> Iterator[Library]:
    library = Library.open(["bundled"], pack / "data")
    yield library
    library.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One server for all tests of a session, or a line that says how to get one."""
    if not postgres.available():
        pytest.skip(postgres.HOW_TO_GET_IT)
    with postgres.server() as running:
        Store.open(running.make()).close()  # t1, the others' template
        yield running


@pytest.fixture
def new_database(postgres_server: postgres.Server) -> Iterator[NewDatabase]:
    """Makes PostgreSQL databases that are empty and of the newest version; their URLs."""
    made: list[str] = []

    def make() -> str:
        made.append(postgres_server.make(template="t1"))
        return made[-1]

    yield make
    for url in made:
        postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database of each kind is."""
    if request.param == "sqlite":
        return f"sqlite:///{new_file(tmp_path / 'companion.db')}"
    made: str = request.getfixturevalue("new_database")()
    return made
