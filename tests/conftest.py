"""What several parts of the tests share: where they write, and a PostgreSQL server of their own."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.ops.logs import _AsJson, _Lines
from bot.store import Store
from tests import in_memory, postgres
from tests.platforms.forks import CAN_FORK, ForkServer
from tests.platforms.process import Running

NewDatabase = Callable[[], str]


def pytest_configure() -> None:
    in_memory.settle()


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
    yield
    Running.forks.end()
    Running.forks = None


@pytest.fixture
def cold_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of the application start as they do for everybody, imports and all."""
    monkeypatch.setattr(Running, "forks", None)


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
        return f"sqlite:///{tmp_path}/companion.db"
    made: str = request.getfixturevalue("new_database")()
    return made
