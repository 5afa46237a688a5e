"""What is counted and timed, in the words that Prometheus reads."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.messages import MessageRef, Messenger, Person, Place, Platform, Reply

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
Read = Callable[[], float]


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)  # memory, processor time, open files
        PlatformCollector(registry=self._registry)
        self._requests = Counter(
            "companion_requests",
            "Requests that people made, by what came of them",
            ("kind", "outcome"),
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "companion_request_seconds",
            "How long a request took, from its arrival to the reply",
            ("kind",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._calls = Counter(
            "companion_platform_calls",
            "Messages posted, changed, looked for and whispered",
            ("platform", "call", "outcome"),
            registry=self._registry,
        )
        self._call_seconds = Histogram(
            "companion_platform_call_seconds",
            "How long the platform took for it",
            ("platform", "call"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._complaints = Counter(
            "companion_complaints",
            "Warnings and errors in the log, by the part that wrote them",
            ("part", "level"),
            registry=self._registry,
        )
        self._up = Gauge("companion_up", "Whether a part works", ("part",), registry=self._registry)

    def heard(self, kind: str, seconds: float, outcome: str) -> None:
        """A request was answered."""
        self._requests.labels(kind, outcome).inc()
        self._request_seconds.labels(kind).observe(seconds)

    def listener(self) -> logging.Handler:
        """Counts what the log complains of: what a platform refused stands there as well."""
        return _Complaints(self._complaints)

    def gauge(self, name: str, what: str, read: Read) -> None:
        """A figure that is read whenever somebody asks for it."""
        Gauge(f"companion_{name}", what, registry=self._registry).set_function(read)

    def over(self, platform: Platform, messenger: Messenger) -> Messenger:
        """The same messenger, counted and timed."""
        return MeteredMessenger(platform, messenger, self._calls, self._call_seconds)

    def text(self, states: Mapping[str, bool]) -> bytes:
        """Everything, as it is now."""
        for part, up in states.items():
            self._up.labels(part).set(up)
        return generate_latest(self._registry)


class _Complaints(logging.Handler):
    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._counter = counter

    def emit(self, record: logging.LogRecord) -> None:
        part = ".".join(record.name.split(".")[:2])
        self._counter.labels(part, record.levelname.lower()).inc()


class MeteredMessenger:
    """Counts what becomes of each call, and lets it pass."""

    def __init__(
        self, platform: Platform, messenger: Messenger, calls: Counter, seconds: Histogram
    ) -> None:
        self._platform = platform
        self._messenger = messenger
        self._calls = calls
        self._seconds = seconds

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        with self._metered("post"):
            return await self._messenger.post(place, reply, key)

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        with self._metered("update"):
            await self._messenger.update(ref, reply)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        with self._metered("find"):
            return await self._messenger.find(place, key, since)

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        with self._metered("whisper"):
            return await self._messenger.whisper(person, reply, key, since)

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        with self._metered("hindrance"):
            return await self._messenger.hindrance(place, forum=forum)

    @contextmanager
    def _metered(self, call: str) -> Iterator[None]:
        began, outcome = time.monotonic(), "failed"
        try:
            yield
            outcome = "done"
        finally:
            self._calls.labels(self._platform, call, outcome).inc()
            self._seconds.labels(self._platform, call).observe(time.monotonic() - began)
