"""A network between a program and its PostgreSQL, which can fall silent."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, urlsplit

T = TypeVar("T")


class Network:
    """Passes bytes on, in a thread of its own, until it is split.

    Connections stay open then, and new ones are taken: nobody is told that nothing gets through.
    """

    def __init__(self, url: str) -> None:
        self.direct = url
        asked = parse_qs(urlsplit(url).query)
        self._socket = f"{asked['host'][0]}/.s.PGSQL.5432"
        self._user = asked["user"][0]
        self._database = urlsplit(url).path
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._whole = self._do(self._event())
        self._ways: set[asyncio.Task[None]] = set()
        self._server = self._do(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self._port = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """The same database, by way of this network."""
        return f"postgresql://{quote(self._user)}@127.0.0.1:{self._port}{self._database}"

    def split(self) -> None:
        """Whatever is sent from now on arrives when it is whole again, or never."""
        self._loop.call_soon_threadsafe(self._whole.clear)

    def heal(self) -> None:
        self._loop.call_soon_threadsafe(self._whole.set)

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result()

    async def _event(self) -> asyncio.Event:
        whole = asyncio.Event()
        whole.set()
        return whole

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._socket)
        for source, target in ((reader, back), (there, writer)):
            way = asyncio.create_task(self._pass_on(source, target))
            self._ways.add(way)
            way.add_done_callback(self._ways.discard)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError):
                while data := await source.read(65_536):
                    await self._whole.wait()
                    target.write(data)
                    await target.drain()
            await self._whole.wait()
        finally:
            target.close()
            with suppress(ConnectionError):
                await target.wait_closed()

    async def _end(self) -> None:
        self._server.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)
