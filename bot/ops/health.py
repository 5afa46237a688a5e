"""For whoever watches over the process: /healthz (alive), /readyz (serving), /metrics."""

import asyncio
import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from aiohttp import web

from bot.ops.metrics import Metrics

Checks = Mapping[str, Callable[[], bool]]
Figures = Mapping[str, Callable[[], float]]
PATIENCE = 5.0  # seconds for a check: what takes longer is not well


class Health:
    """A small HTTP server that tells how the parts are."""

    def __init__(
        self,
        port: int,
        checks: Checks,
        metrics: Metrics | None = None,
        host: str = "127.0.0.1",
        figures: Figures = MappingProxyType({}),
    ) -> None:
        self._host = host
        self._figures = figures
        self._port = port
        self._checks = checks
        self._metrics = metrics or Metrics()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._told)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _alive(self, _request: web.Request) -> web.Response:
        """That the process turns around at all: a database that is away is no reason to kill it."""
        return web.Response(text="ok\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        """How the parts are, and figures that say more than that and decide nothing."""
        states = await self._states()
        status = 200 if all(states.values()) else 503
        told: dict[str, str | float | None] = {
            name: "ok" if ok else "down" for name, ok in states.items()
        }
        return web.json_response(told | await asyncio.to_thread(self._read), status=status)

    def _read(self) -> dict[str, float | None]:
        """The figures; null for one that there is not."""
        read = {name: figure() for name, figure in self._figures.items()}
        return {name: None if math.isnan(value) else value for name, value in read.items()}

    async def _told(self, _request: web.Request) -> web.Response:
        states = await self._states()
        text = await asyncio.to_thread(self._metrics.text, states)
        return web.Response(body=text, headers={"Content-Type": "text/plain; version=0.0.4"})

    async def _states(self) -> dict[str, bool]:
        found = await asyncio.gather(*(_checked(check) for check in self._checks.values()))
        return dict(zip(self._checks, found, strict=True))


async def _checked(check: Callable[[], bool]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.to_thread(check)
    except Exception:
        return False
