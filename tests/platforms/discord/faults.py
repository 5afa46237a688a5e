"""Faults on demand, and Discord's rate limits."""

import asyncio
import fnmatch
import time
from collections import defaultdict
from dataclasses import dataclass


@dataclass
class Fault:
    route: str  # "POST /channels/*/messages"
    kind: str  # 429[:seconds] | 5xx | lost | drop | code:NUMBER | slow:SECONDS
    times: int


class Faults:
    """What goes wrong next."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.happened: list[tuple[str, str]] = []

    def add(self, route: str, kind: str, times: int = 1) -> None:
        self._waiting.append(Fault(route, kind, times))

    def clear(self) -> None:
        self._waiting.clear()

    def waiting(self, route: str) -> bool:
        """Whether there is one for this pattern that has not come yet."""
        return any(fault.route == route and fault.times > 0 for fault in self._waiting)

    async def take(self, route: str) -> str:
        """The fault that befalls this call; slowness is waited for here."""
        for fault in self._waiting:
            if fault.times > 0 and fnmatch.fnmatch(route, fault.route):
                fault.times -= 1
                self.happened.append((route, fault.kind))
                if fault.kind.startswith("slow:"):
                    await asyncio.sleep(float(fault.kind.partition(":")[2]))
                    return ""
                return fault.kind
        return ""


@dataclass
class Bucket:
    limit: int
    seconds: float
    used: int = 0
    until: float = 0.0

    def take(self) -> float:
        """0 when there is room, else how long to wait."""
        now = time.monotonic()
        if now >= self.until:
            self.used, self.until = 0, now + self.seconds
        if self.used >= self.limit:
            return self.until - now
        self.used += 1
        return 0.0

    @property
    def headers(self) -> dict[str, str]:
        left = max(self.until - time.monotonic(), 0.0)
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
        }


class RateLimits:
    """Buckets by route and channel; *scale* makes their windows shorter for tests."""

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._buckets: dict[str, Bucket] = {}
        self.refused: dict[str, int] = defaultdict(int)

    def take(self, name: str, limit: int, seconds: float) -> tuple[float, dict[str, str]]:
        bucket = self._buckets.setdefault(name, Bucket(limit, seconds * self._scale))
        wait = bucket.take()
        if wait:
            self.refused[name] += 1
        hashed = f"{abs(hash(name.split('|')[0])):x}"[:16]
        return wait, {**bucket.headers, "X-RateLimit-Bucket": hashed}
