"""Everything the companion keeps: one database, one class for each area of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bot.store.answers import Answers
from bot.store.audit import Audit
from bot.store.cards import ReviewCards
from bot.store.database import Database, Queries, SqliteDatabase, StoreBusy, StoreError
from bot.store.deliveries import Deliveries
from bot.store.figures import FigureTables
from bot.store.installations import Installations
from bot.store.inviters import Inviters
from bot.store.items import Items
from bot.store.lookups import Lookups
from bot.store.marks import Marks
from bot.store.migrations import migrate
from bot.store.people import Members
from bot.store.personal import Personal
from bot.store.plans import ExamPlans
from bot.store.previews import Previews
from bot.store.removals import Removals
from bot.store.repairs import PendingRepairs
from bot.store.reports import Reports
from bot.store.rounds import RoundRows
from bot.store.schedules import Schedules
from bot.store.sealing import Seal
from bot.store.seen import Seen
from bot.store.team_questions import TeamQuestions
from bot.store.texts import Texts
from bot.store.values import Values
from bot.store.wordings import Wordings

__all__ = ["Areas", "Store", "StoreBusy", "StoreError"]


class Areas:
    """The areas of the store, over single statements or within one transaction."""

    def __init__(self, queries: Queries, seal: Seal | None = None) -> None:
        self.people = Members(queries)
        self.schedules = Schedules(queries)
        self.rounds = RoundRows(queries)
        self.answers = Answers(queries)
        self.cards = ReviewCards(queries)
        self.items = Items(queries)
        self.reports = Reports(queries)
        self.lookups = Lookups(queries)
        self.marks = Marks(queries)
        self.audit = Audit(queries)
        self.inviters = Inviters(queries)
        self.installations = Installations(queries, seal)
        self.removals = Removals(queries)
        self.values = Values(queries)
        self.texts = Texts(queries)
        self.seen = Seen(queries)
        self.deliveries = Deliveries(queries)
        self.personal = Personal(lambda: nullcontext(queries))
        self.plans = ExamPlans(queries)
        self.repairs = PendingRepairs(queries)
        self.figures = FigureTables(queries)
        self.team_questions = TeamQuestions(queries)
        self.previews = Previews(queries)
        self.wordings = Wordings(queries)


class Store(Areas):
    """An open database. Safe to use from many threads; what returned is durable."""

    def __init__(self, database: Database, seal: Seal | None = None) -> None:
        super().__init__(database, seal)
        self._seal = seal
        self.personal = Personal(database.transaction)  # a person is forgotten as a whole
        self._database = database

    @classmethod
    def open(cls, where: str | Path, keys: Sequence[str] = ()) -> "Store":
        """Open a database by URL or path, creating it or bringing it up to date.

        With *keys* platform tokens are encrypted: by the first, and opened with any of them.
        """
        path = where if isinstance(where, Path) else _sqlite_path(where)
        return cls(_open_sqlite(path), Seal(keys))

    @contextmanager
    def transaction(self) -> Iterator[Areas]:
        """The same areas, all or nothing; durable at its end."""
        with self._database.transaction() as queries:
            yield Areas(queries, self._seal)

    def seal_tokens(self) -> int:
        """Encrypt what lies there plainly, or under an older key, and leave no copy of it."""
        with self.transaction() as kept:
            count = kept.installations.reseal()
        if count:
            self._database.wipe()
        return count

    def backup(self, target: Path) -> None:
        """Copy everything into a file while the companion goes on working."""
        self._database.backup(target)

    def claim_instance(self) -> bool:
        """Whether this is the only process that runs on the database; ask before serving."""
        return self._database.claim_instance()

    def close(self) -> None:
        self._database.close()


def _sqlite_path(url: str) -> Path:
    scheme, found, rest = url.partition("://")
    if not found:
        return Path(url)
    if scheme != "sqlite" or not rest.startswith("/") or len(rest) == 1:
        raise StoreError(
            f"DATABASE_URL must look like sqlite:///data/companion.db; it begins with {scheme}://."
        )
    return Path(rest[1:])  # sqlite:///relative, sqlite:////absolute


def _open_sqlite(path: Path) -> SqliteDatabase:
    database = SqliteDatabase(path)
    try:
        migrate(database, database.tables, str(path), "INTEGER PRIMARY KEY AUTOINCREMENT")
    except BaseException:
        database.close()
        raise
    return database
