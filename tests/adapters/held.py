"""A database in which nobody else gets to write of a workspace, for as long as a test wants."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

from bot.store import open_database
from bot.store.database import Queries
from tests.waiting import CEILING


@contextmanager
def held(url: str, team: str) -> Iterator[None]:
    """Whoever writes of *team* meanwhile waits before the first word."""
    begun, let_go = threading.Event(), threading.Event()

    def hold(_queries: Queries) -> None:
        begun.set()
        let_go.wait(CEILING)

    with closing(open_database(url)) as database, ThreadPoolExecutor(1) as pool:
        holding = pool.submit(database.run, hold, team)
        assert begun.wait(CEILING)
        try:
            yield
        finally:
            let_go.set()
            holding.result()


def answers(url: str) -> int:
    """How many are kept."""
    with closing(open_database(url)) as database:
        row = database.row("SELECT COUNT(*) AS n FROM answers")
    return row["n"] if row else 0
