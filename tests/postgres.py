"""A PostgreSQL server of one's own: started in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

HOW_TO_GET_IT = "no PostgreSQL here: apt-get install postgresql, pip install 'psycopg[binary,pool]'"
PLACES = ("/usr/lib/postgresql", "/usr/local/opt/postgresql", "/opt/homebrew/opt/postgresql")
# Nothing here has to survive a loss of power.
QUICK = (
    "-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_connections=200 "
    "-c max_wal_size=128MB -c min_wal_size=32MB"
)


def programs() -> Path | None:
    """Where the server's programs are; the newest where there are several."""
    found = [path for place in PLACES for path in Path(place).glob("**/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path))
    return max(found, default=Path()).parent if found else None


def client(name: str) -> Path | None:
    """A program that comes with the server or for itself, such as pg_dump."""
    found = programs()
    beside = (found / "initdb").resolve().parent / name if found else Path()
    if beside.is_file():
        return beside
    on_path = shutil.which(name)
    return Path(on_path) if on_path else None


def available() -> bool:
    """Whether there are both a server and a driver."""
    try:
        import psycopg_pool  # noqa: F401
    except ImportError:
        return False
    return programs() is not None


class Server:
    """A server that listens on a socket in its folder, and on no port."""

    def __init__(self, folder: Path, options: str = QUICK) -> None:
        found = programs()
        assert found is not None, HOW_TO_GET_IT
        self._programs = found
        self._folder = folder
        self._options = options
        self._numbers = count(1)
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, self.user)

    @property
    def data(self) -> Path:
        return self._folder / "data"

    @property
    def postmaster(self) -> int:
        """The process that all others of the server come from."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def create(self) -> None:
        self._program("initdb", "-D", self.data, "-U", self.user, "-A", "trust", "--no-sync")
        self.start()
        self._watch()

    def _watch(self) -> None:
        """Let the server end with this process, however that ends: its pipe closes then."""
        stop = f"{self._programs / 'pg_ctl'} -D {self.data} -m immediate stop"
        self._watcher = subprocess.Popen(
            ["sh", "-c", f"read _; {stop}; rm -rf {self._folder}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            user=self._other_user,
        )

    def end(self) -> None:
        """No server, and nothing of it left."""
        self._say_no_more()
        assert self._watcher.stdin is not None
        self._watcher.stdin.close()
        self._watcher.wait()

    @property
    def _other_user(self) -> str | None:
        return self.user if os.geteuid() == 0 else None

    def start(self) -> None:
        options = f"{self._options} -c listen_addresses='' -k {self._folder}"
        log = self._folder / "log"
        self._program("pg_ctl", "-D", self.data, "-l", log, "-o", options, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """`fast` ends every connection; `immediate` is a crash."""
        self._say_no_more()
        self._program("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def restart(self) -> None:
        self.stop("immediate")
        self.start()

    def url(self, database: str) -> str:
        return f"postgresql:///{database}?host={quote(str(self._folder), safe='')}&user={self.user}"

    def make(self, template: str = "template0") -> str:
        """A new database; its URL."""
        name = f"t{next(self._numbers)}"
        self.tell(f"CREATE DATABASE {name} TEMPLATE {template}{self._copied}")
        return self.url(name)

    @property
    def _copied(self) -> str:
        """How a database is made: copied by files, as all did it before there was a choice."""
        return " STRATEGY FILE_COPY" if self._teller.info.server_version >= 150_000 else ""

    def drop(self, url: str) -> None:
        """Take a database away, whoever is still connected to it: each needs some megabytes."""
        name = urlsplit(url).path.lstrip("/")
        self.tell(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def tell(self, statement: str) -> None:
        self._teller.execute(statement.encode())

    @cached_property
    def _teller(self) -> Any:
        """One connection for all of it: for each new one the server starts a process."""
        import psycopg

        return psycopg.connect(self.url("postgres"), autocommit=True)

    def _say_no_more(self) -> None:
        if "_teller" in self.__dict__:
            self._teller.close()
            del self._teller

    def _program(self, name: str, *arguments: object) -> None:
        command = [str(self._programs / name), *map(str, arguments)]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=self._folder,
            check=False,
            user=self._other_user,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def server(options: str = QUICK) -> Iterator[Server]:
    """A running server, from its first moment to its last."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    running = Server(folder, options)
    running.create()
    try:
        yield running
    finally:
        running.end()
        shutil.rmtree(folder, ignore_errors=True)
