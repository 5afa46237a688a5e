"""Everything the companion keeps: one database, one class for each area of it."""

from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bot.store.answers import Answers
from bot.store.audit import Audit
from bot.store.callouts import Callouts
from bot.store.cards import ReviewCards
from bot.store.clocks import Clock, SharedClock
from bot.store.database import Database, Queries, StoreAway, StoreBusy, StoreError
from bot.store.deliveries import Deliveries
from bot.store.drafts import Drafts
from bot.store.figures import FigureTables
from bot.store.honours import HonourRoles
from bot.store.installations import Installations
from bot.store.inviters import Inviters
from bot.store.items import Items
from bot.store.leases import LeaseRows
from bot.store.lookups import Lookups
from bot.store.marks import Marks
from bot.store.migrations import migrate
from bot.store.moving import refuse_half_moved
from bot.store.people import Members
from bot.store.personal import Personal
from bot.store.plans import ExamPlans
from bot.store.previews import Previews
from bot.store.records import Team, moment
from bot.store.removals import Removals
from bot.store.repairs import PendingRepairs
from bot.store.reports import Reports
from bot.store.rounds import RoundRows
from bot.store.schedules import Schedules
from bot.store.sealing import Seal
from bot.store.seen import Seen
from bot.store.sqlite import SqliteDatabase
from bot.store.team_questions import TeamQuestions
from bot.store.texts import Texts
from bot.store.unfinished import UnfinishedRounds
from bot.store.values import Values
from bot.store.wordings import Wordings

__all__ = ["Areas", "Store", "StoreAway", "StoreBusy", "StoreError"]

T = TypeVar("T")
POSTGRES = ("postgresql", "postgres")


class Areas:
    """The areas of the store, over single statements or within one transaction."""

    def __init__(self, queries: Queries, seal: Seal | None = None) -> None:
        self.people = Members(queries)
        self.schedules = Schedules(queries)
        self.rounds = RoundRows(queries)
        self.unfinished = UnfinishedRounds(queries)
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
        self.honours = HonourRoles(self.values)
        self.texts = Texts(queries)
        self.seen = Seen(queries)
        self.deliveries = Deliveries(queries)
        self.personal = Personal(lambda work, team: work(queries))  # noqa: ARG005
        self.plans = ExamPlans(queries)
        self.leases = LeaseRows(queries)
        self.repairs = PendingRepairs(queries)
        self.figures = FigureTables(queries)
        self.team_questions = TeamQuestions(queries)
        self.previews = Previews(queries)
        self.callouts = Callouts(queries)
        self.wordings = Wordings(queries)
        self.drafts = Drafts(queries)


class Store(Areas):
    """An open database. Safe to use from many threads; what returned is durable."""

    def __init__(self, database: Database, seal: Seal | None = None) -> None:
        super().__init__(database, seal)
        self._seal = seal
        self.personal = Personal(database.run)  # a person is forgotten as a whole
        self._database = database

    @classmethod
    def open(cls, where: str | Path, keys: Sequence[str] = ()) -> "Store":
        """Open a database by URL or path, creating it or bringing it up to date.

        With *keys* platform tokens are encrypted: by the first, and opened with any of them.
        """
        return cls(open_database(where), Seal(keys))

    def run(self, work: Callable[[Areas], T], team: str = "") -> T:
        """Do *work* with the same areas, all or nothing; durable when this returns.

        What is done for one *team* is done one after the other, so that reading and then writing
        is safe. The work may be repeated: it does nothing but read and write the areas it is given.
        """
        return self._database.run(lambda queries: work(Areas(queries, self._seal)), team)

    def unseen_elsewhere(self, team: Team, keys: Set[str], at: datetime) -> set[str]:
        """Those of *keys* that no other replica has had; noted, where there may be others.

        In order, lest two replicas wait for each other. Where a commit is lost on its way back it
        is done again and finds them kept: by us.
        """
        if not self._database.shared:
            return set(keys)
        ours = set[str]()

        def noted(kept: Areas) -> set[str]:
            ours.update(key for key in sorted(keys) if kept.seen.first(team, key, at))
            return ours

        return self.run(noted)

    def seal_tokens(self) -> int:
        """Encrypt what lies there plainly, or under an older key, and leave no copy of it."""
        count = self.run(lambda kept: kept.installations.reseal())
        if count:
            self._database.wipe()
        if self._seal is not None and self._seal.has_keys:
            self._database.in_copies(lambda kept: Installations(kept, self._seal).reseal_copy())
        return count

    def now(self) -> datetime:
        """The moment by the database's own clock."""
        row = self._database.row(f"SELECT {self._database.clock} AS now")
        assert row is not None
        return moment(row["now"])

    def clock_over(self, own: Clock) -> Clock:
        """The clock to go by: one's *own*, and with others over one database that one's."""
        if not self._database.shared:
            return own
        clock = SharedClock(own, self.now)
        with suppress(StoreAway):  # the next comparison will do
            clock.compare()
        return clock

    @property
    def pool(self) -> tuple[int, int, int]:
        """Connections there are, those in use, and how many wait for one."""
        return self._database.pool()

    def is_there(self) -> bool:
        """Whether the database does what it is asked to."""
        try:
            return self._database.row("SELECT 1 AS one") is not None
        except StoreAway:
            return False

    def backup(self, target: Path) -> None:
        """Copy everything into a file while the companion goes on working."""
        self._database.backup(target)

    def claim_instance(self) -> bool:
        """Whether this process may serve; over a file it must be the only one that does."""
        if not self._database.claim_instance():
            return False
        if not self._database.shared:
            self.leases.drop_all()
        return True

    def close(self) -> None:
        self._database.close()


def open_database(where: str | Path, *, half_moved: bool = False) -> Database:
    """The driver for a URL or a path, at the newest version; *half_moved* ones only to go on."""
    database = _driver(where)
    try:
        if not half_moved:
            refuse_half_moved(database)
        migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _driver(where: str | Path) -> Database:
    if isinstance(where, Path):
        return SqliteDatabase(where)
    if urlsplit(where).scheme in POSTGRES:
        return _postgres(where)
    return SqliteDatabase(_sqlite_path(where))


def _postgres(url: str) -> Database:
    try:
        from bot.store.postgres import PostgresDatabase
    except ImportError:
        raise StoreError(
            "PostgreSQL needs a driver that is not installed; "
            "pip install 'study-companion[postgres]' brings it."
        ) from None
    return PostgresDatabase(url)


def _sqlite_path(url: str) -> Path:
    scheme, found, rest = url.partition("://")
    if not found:
        return Path(url)
    if scheme != "sqlite" or not rest.startswith("/") or len(rest) == 1:
        raise StoreError(
            "DATABASE_URL must look like sqlite:///data/companion.db "
            f"or postgresql://user:password@host/database; it begins with {scheme}://."
        )
    return Path(rest[1:])  # sqlite:///relative, sqlite:////absolute
