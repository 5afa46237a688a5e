"""Faults on demand, and Slack's rate limits."""

import asyncio
import fnmatch
import time
from collections import defaultdict
from dataclasses import dataclass, field

TIERS = {
    1: ("apps.connections.open",),
    2: ("users.list",),
    3: (
        "chat.update", "chat.delete", "conversations.history", "conversations.open",
        "conversations.info", "conversations.replies",
    ),
    4: (
        "chat.postEphemeral", "views.open", "views.push", "views.update", "views.publish",
        "users.info", "users.conversations",
        "files.getUploadURLExternal", "files.completeUploadExternal",
    ),
}  # fmt: skip
A_MINUTE = {1: 10, 2: 20, 3: 50, 4: 100}
CHANNEL_BURST = 10


@dataclass
class Fault:
    method: str  # a method or pattern; "response_url" for those
    kind: str  # 429[:seconds] | 400 | 500 | lost | drop | error:CODE | slow:SECONDS
    times: int


class Faults:
    """What goes wrong next."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.happened: list[tuple[str, str]] = []

    def add(self, method: str, kind: str, times: int = 1) -> None:
        self._waiting.append(Fault(method, kind, times))

    def clear(self) -> None:
        self._waiting.clear()

    def waiting(self, method: str) -> bool:
        """Whether there is one for this pattern that has not come yet."""
        return any(fault.method == method and fault.times > 0 for fault in self._waiting)

    def take(self, method: str) -> str:
        """The fault that befalls this call; empty when none does."""
        for fault in self._waiting:
            if fault.times > 0 and fnmatch.fnmatch(method, fault.method):
                fault.times -= 1
                self.happened.append((method, fault.kind))
                return fault.kind
        return ""

    async def slowness(self, kind: str) -> str:
        """Wait if that is the fault; what is left to go wrong afterwards."""
        if kind.startswith("slow:"):
            await asyncio.sleep(float(kind.removeprefix("slow:")))
            return ""
        return kind


@dataclass
class Bucket:
    level: float
    at: float


@dataclass
class RateLimits:
    """Per method, workspace and, for posts, channel: a bucket of one minute's calls."""

    on: bool = True
    refused: int = 0
    _buckets: dict[str, Bucket] = field(default_factory=dict)
    by_method: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def wait(self, team: str, method: str, channel: str = "") -> int:
        """Seconds to wait; 0 when the call may go through."""
        if not self.on:
            return 0
        if method == "chat.postMessage":
            return self._spend(f"{team}:{method}:{channel}", CHANNEL_BURST, 1.0, method)
        tier = next((tier for tier, methods in TIERS.items() if method in methods), 0)
        if not tier:
            return 0
        most = A_MINUTE[tier]
        return self._spend(f"{team}:{method}", most, most / 60, method)

    def _spend(self, key: str, most: float, per_second: float, method: str) -> int:
        now = time.monotonic()
        bucket = self._buckets.setdefault(key, Bucket(most, now))
        bucket.level = min(most, bucket.level + (now - bucket.at) * per_second)
        bucket.at = now
        if bucket.level >= 1:
            bucket.level -= 1
            return 0
        self.refused += 1
        self.by_method[method] += 1
        return max(1, round((1 - bucket.level) / per_second))
