"""For whoever watches over the process: /healthz (alive), /readyz (serving), /metrics."""

import resource
import sys
import time
from collections.abc import Callable, Mapping

from aiohttp import web

Checks = Mapping[str, Callable[[], bool]]


class Health:
    """A small HTTP server that tells how the parts are."""

    def __init__(self, port: int, checks: Checks) -> None:
        self._port = port
        self._checks = checks
        self._began = time.monotonic()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._metrics)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, port=self._port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        states = {name: check() for name, check in self._checks.items()}
        status = 200 if all(states.values()) else 503
        return web.json_response(
            {name: "ok" if ok else "down" for name, ok in states.items()}, status=status
        )

    async def _metrics(self, _request: web.Request) -> web.Response:
        lines = [
            f"companion_uptime_seconds {time.monotonic() - self._began:.0f}",
            f"companion_memory_bytes {_memory()}",
            *(
                f'companion_up{{part="{name}"}} {int(check())}'
                for name, check in self._checks.items()
            ),
        ]
        return web.Response(text="\n".join(lines) + "\n")


def _memory() -> int:
    """The most memory the process has held; Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
