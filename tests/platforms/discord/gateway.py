"""The gateway: sessions that outlive their connections, compressed as the client asks."""

import asyncio
import json
import secrets
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.discord.world import World

Json = dict[str, Any]

PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
LARGEST = 4_096
EVENTS_A_MINUTE = 120


@dataclass(eq=False)
class Session:
    id: str
    shard: int
    shards: int
    events: list[Json] = field(default_factory=list)  # all of them, for those who resume
    socket: "Socket | None" = None
    resumable: bool = True

    async def dispatch(self, kind: str, data: Any) -> None:
        event = {"op": 0, "t": kind, "s": len(self.events) + 1, "d": data}
        self.events.append(event)
        if self.socket is not None:
            await self.socket.send(event)


class Socket:
    """One connection."""

    def __init__(self, socket: web.WebSocketResponse, compress: str) -> None:
        self._socket = socket
        self._deflate = zlib.compressobj() if compress == "zlib-stream" else None
        self._turn = asyncio.Lock()

    async def send(self, message: Json) -> None:
        text = json.dumps(message)
        async with self._turn:
            if self._socket.closed:
                return
            try:
                if self._deflate is None:
                    await self._socket.send_str(text)
                else:
                    data = self._deflate.compress(text.encode())
                    data += self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self._socket.send_bytes(data)
            except ConnectionError:
                return  # it is gone; the session keeps the event

    async def close(self, code: int, why: str = "") -> None:
        await self._socket.close(code=code, message=why.encode())


class Gateway:
    """Accepts connections, keeps sessions, delivers events."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self.shards = 1
        self.heartbeat = 41_250
        self.sessions: list[Session] = []  # any number for each shard: all of them hear everything
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.closed: list[tuple[int, str]] = []  # connections that we had to end
        self.privileged = False
        self.base = ""

    # ------------------------------------------------------------ the app's side

    async def accept(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        query = request.query
        ours = Socket(socket, query.get("compress", ""))
        if query.get("v") != "10" or query.get("encoding") != "json":
            await ours.close(4012, "version or encoding")
            return socket
        await ours.send(
            {"op": 10, "t": None, "s": None, "d": {"heartbeat_interval": self.heartbeat}}
        )
        session: Session | None = None
        count, since = 0, asyncio.get_running_loop().time()
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            count += 1
            if asyncio.get_running_loop().time() - since > 60:
                count, since = 1, asyncio.get_running_loop().time()
            if len(message.data.encode()) > LARGEST or count > EVENTS_A_MINUTE:
                await self._refuse(ours, 4002 if count <= EVENTS_A_MINUTE else 4008)
                break
            session = await self._hear(ours, session, json.loads(message.data))
        if session is not None and session.socket is ours:
            session.socket = None
        return socket

    async def _hear(self, socket: Socket, session: Session | None, message: Json) -> Session | None:
        data = message.get("d")
        match message.get("op"):
            case 1:
                self.heartbeats += 1
                await socket.send({"op": 11, "t": None, "s": None, "d": None})
            case 2:
                return await self._identify(socket, data or {})
            case 6:
                return await self._resume(socket, data or {})
            case 3 | 4 | 8:
                pass
            case _:
                await self._refuse(socket, 4001)
        return session

    async def _identify(self, socket: Socket, data: Json) -> Session | None:
        if data.get("token") != self._token:
            await self._refuse(socket, 4004)
            return None
        if data.get("intents", 0) & PRIVILEGED and not self.privileged:
            await self._refuse(socket, 4014)
            return None
        shard, shards = data.get("shard") or (0, 1)
        if shards != self.shards or not 0 <= shard < shards:
            await self._refuse(socket, 4010)
            return None
        self.identified += 1
        session = Session(secrets.token_hex(8), shard, shards, socket=socket)
        self.sessions.append(session)
        guilds = [g for g in self._world.guilds.values() if g.member and self._shard(g.id) == shard]
        await session.dispatch(
            "READY",
            {
                "v": 10, "user": self._world.bot.payload(), "session_id": session.id,
                "resume_gateway_url": f"{self.base}/gateway/resume", "shard": [shard, shards],
                "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
                "application": {"id": self._world.id("APP"), "flags": 0},
                "private_channels": [], "relationships": [],
            },
        )  # fmt: skip
        for guild in guilds:
            await session.dispatch("GUILD_CREATE", self._world.guild_payload(guild))
        return session

    async def _resume(self, socket: Socket, data: Json) -> Session | None:
        for session in self.sessions:
            if session.id == data.get("session_id") and session.resumable:
                session.socket = socket
                self.resumed += 1
                for event in session.events[int(data.get("seq") or 0) :]:
                    await socket.send(event)
                await session.dispatch("RESUMED", {"_trace": []})
                return session
        await socket.send({"op": 9, "t": None, "s": None, "d": False})
        return None

    async def _refuse(self, socket: Socket, code: int) -> None:
        self.closed.append((code, "refused"))
        await socket.close(code)

    # ------------------------------------------------------------ the world's side

    async def deliver(self, kind: str, data: Any, guild: str = "") -> bool:
        """To the sessions whose business it is; whether there is one."""
        found = [session for session in self.sessions if session.shard == self._shard(guild)]
        for session in found:
            await session.dispatch(kind, data)
        return bool(found)

    @property
    def connected(self) -> bool:
        """Whether somebody listens on every shard."""
        return len(self.listening) == self.shards

    @property
    def listening(self) -> Counter[int]:
        """How many hear what happens on each shard."""
        return Counter(session.shard for session in self.sessions if session.socket is not None)

    async def drop(self) -> None:
        """The connections break; the sessions can be resumed."""
        for session in self.sessions:
            if session.socket is not None:
                socket, session.socket = session.socket, None
                await socket.close(1001)

    async def reconnect(self) -> None:
        """Discord asks the app to connect anew."""
        for session in self.sessions:
            if session.socket is not None:
                await session.socket.send({"op": 7, "t": None, "s": None, "d": None})

    async def invalidate(self, resumable: bool = False) -> None:
        for session in list(self.sessions):
            socket = session.socket
            if not resumable:
                session.resumable = False
                self.sessions.remove(session)
            if socket is not None:
                await socket.send({"op": 9, "t": None, "s": None, "d": resumable})

    def _shard(self, guild: str) -> int:
        return (int(guild) >> 22) % self.shards if guild else 0
