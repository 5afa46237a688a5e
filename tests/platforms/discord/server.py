"""A local Discord: REST v10, the gateway and interactions, strict about what is documented.

The real discord.py connects to it. It keeps what members would see, times every first response,
and can be told to fail.
"""

import ast
import inspect
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import product
from textwrap import dedent
from typing import Any

from aiohttp import web

from tests.platforms.discord.checks import ApiError
from tests.platforms.discord.faults import Faults, RateLimits
from tests.platforms.discord.gateway import Gateway
from tests.platforms.discord.interactions import Ack, Interactions
from tests.platforms.discord.member import Member
from tests.platforms.discord.rest import Files, Rest
from tests.platforms.discord.world import Json, World
from tests.waiting import until

API = "/api/v10"
POSTS = (5, 5.0)
FOLLOWUPS = (5, 2.0)


class DiscordServer:
    """One local Discord on a free port."""

    token = "local.discord.token"

    def __init__(
        self, rate_scale: float = 1.0, clock: Callable[[], float] = time.time, port: int = 0
    ) -> None:
        self.world = World(clock)
        self.faults = Faults()
        self.rates = RateLimits(rate_scale)
        self.interactions = Interactions(self.world)
        self.rest = Rest(self.world, self.interactions)
        self.gateway = Gateway(self.world, self.token)
        self.calls: list[tuple[str, Json]] = []
        self.arrived: dict[str, list[float]] = defaultdict(list)  # when, refused or not
        self._runner: web.AppRunner | None = None
        self._port = port

    async def start(self) -> None:
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_get("/gateway/{way:.*}", self.gateway.accept)
        app.router.add_route("*", API + "/{path:.*}", self._api)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=2_048).start()
        self._port = self._runner.addresses[0][1]
        self.gateway.base = f"ws://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> "DiscordServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # ------------------------------------------------------------ what tests use

    @property
    def url(self) -> str:
        """What DISCORD_API_URL has to be."""
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def acks(self) -> list[Ack]:
        return self.interactions.acks

    def member(self, name: str) -> Member:
        return Member(self, self.world.id(name))

    async def connected(self) -> None:
        await until(lambda: self.gateway.connected)

    def called(self, pattern: str) -> list[Json]:
        """The bodies of all calls whose route matches."""
        return [body for route, body in self.calls if re.fullmatch(pattern, route)]

    # ------------------------------------------------------------ requests

    async def _api(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        route = f"{request.method} {path}"
        self.arrived[route].append(time.monotonic())
        fault = await self.faults.take(route)
        body, files = await _read(request)
        self.calls.append((route, body if isinstance(body, dict) else {"": body}))
        if fault == "drop":
            return _cut(request)
        if fault[:3] in ("429", "500", "502", "503"):
            return _failed(fault)
        try:
            if fault.startswith("code:"):
                code = int(fault[5:])
                raise ApiError(404 if code < 20_000 else 403, code, "as ordered")
            self._authorise(request, path)
            limited, headers = self._limits(request.method, path)
            if limited:
                return _too_many(limited, headers)
            status, answer = self._route(request, path, body, files)
        except ApiError as error:
            text = {"message": error.text, "code": error.code, "errors": {}}
            return _json(error.status, text, {})
        if fault == "lost":
            return _cut(request)
        if status == 204:
            return web.Response(status=204, headers=headers)
        return _json(status, answer, headers)

    def _authorise(self, request: web.Request, path: str) -> None:
        if path.startswith(("/interactions/", "/webhooks/")):
            return
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise ApiError(401, 0, "401: Unauthorized")

    def _limits(self, method: str, path: str) -> tuple[float, dict[str, str]]:
        if match := re.match(r"/channels/(\d+)/messages", path):
            if method in ("POST", "PATCH"):
                return self.rates.take(f"{method} messages|{match[1]}", *POSTS)
            return self.rates.take(f"{method} messages|{match[1]}", 50, 1.0)
        if match := re.match(r"/webhooks/\d+/(\w+)", path):
            return self.rates.take(f"webhooks|{match[1]}", *FOLLOWUPS)
        return 0.0, {}

    def _route(self, request: web.Request, path: str, body: Any, files: Files) -> tuple[int, Any]:
        rest, method = self.rest, request.method
        match [method, *path.strip("/").split("/")]:
            case ["GET", "gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
                url = f"{self.gateway.base}/gateway/"
                return 200, {
                    "url": url, "shards": self.gateway.shards, "session_start_limit": limit,
                }  # fmt: skip
            case ["GET", "users", "@me"]:
                return 200, self.world.bot.payload()
            case ["GET", "oauth2", "applications", "@me"]:
                return 200, rest.application()
            case ["PUT", "applications", _, "commands"]:
                return 200, rest.overwrite("", body)
            case ["PUT", "applications", _, "guilds", guild, "commands"]:
                return 200, rest.overwrite(guild, body)
            case ["GET", "applications", _, "commands"]:
                return 200, self.world.commands.get("", [])
            case ["GET", "applications", _, "guilds", guild, "commands"]:
                return 200, self.world.commands.get(guild, [])
            case ["POST", "users", "@me", "channels"]:
                return 200, rest.open_direct(body)
            case ["GET", "guilds", guild]:
                return 200, rest.guild(guild)
            case ["GET", "guilds", guild, "roles"]:
                return 200, rest.guild(guild)["roles"]
            case ["GET", "guilds", guild, "members", user]:
                return 200, rest.member(guild, user)
            case ["PUT" | "DELETE", "guilds", guild, "members", user, "roles", role]:
                rest.change_role(guild, user, role, holds=method == "PUT")
                return 204, None
            case ["POST", "channels", channel, "typing"]:
                rest.channel(channel)
                return 204, None
            case ["GET", "channels", channel]:
                return 200, self.world.channel_payload(rest.channel(channel))
            case ["PATCH", "channels", channel]:
                return 200, rest.change_channel(channel, body)
            case ["POST", "channels", channel, "threads"]:
                return 201, rest.begin_post(channel, body, files)
            case ["GET", "channels", channel, "threads", "archived", "public"]:
                rest.channel(channel)
                return 200, rest.threads(archived=True, channel=channel)
            case ["GET", "guilds", guild, "threads", "active"]:
                rest.guild(guild)
                return 200, rest.threads(archived=False, guild=guild)
            case ["POST", "channels", channel, "messages"]:
                return 200, rest.post(channel, body, files)
            case ["GET", "channels", channel, "messages"]:
                return 200, rest.history(channel, request.query)
            case ["GET", "channels", channel, "messages", message]:
                return 200, self.world.message_payload(rest.message(channel, message))
            case ["POST", "channels", channel, "messages", message, "threads"]:
                return 201, rest.begin_thread(channel, message, body)
            case ["PATCH", "channels", channel, "messages", message]:
                return 200, rest.edit(channel, message, body, files)
            case ["POST", "interactions", identity, token, "callback"]:
                made = self.interactions.respond(identity, token, body, files)
                return (200, made) if request.query.get("with_response") else (204, None)
            case ["POST", "webhooks", _, token]:
                made_message = self.interactions.follow(token, body, files)
                return 200, self.world.message_payload(made_message)
            case ["PATCH", "webhooks", _, token, "messages", "@original"]:
                return 200, self.world.message_payload(self.interactions.edit(token, body, files))
            case ["DELETE", "webhooks", _, token, "messages", "@original"]:
                self.interactions.delete(token)
                return 204, None
            case _:
                raise ApiError(404, 0, f"404: Not Found ({method} {path})")


def _served() -> Iterator[str]:
    """The routes of the table above, as faults name them: a star for each id."""
    (function,) = ast.parse(dedent(inspect.getsource(DiscordServer._route))).body
    table = next(node for node in ast.walk(function) if isinstance(node, ast.Match))
    for case in table.cases:
        if isinstance(case.pattern, ast.MatchSequence):
            parts = [_texts(one) for one in case.pattern.patterns]
            yield from (f"{method} /{'/'.join(path)}" for method, *path in product(*parts))


def _texts(pattern: ast.pattern) -> list[str]:
    match pattern:
        case ast.MatchValue(ast.Constant(str(text))):
            return [text]
        case ast.MatchOr(patterns):
            return [text for one in patterns for text in _texts(one)]
        case _:
            return ["*"]


SERVED = frozenset(_served())  # whoever calls anything else is refused


async def _read(request: web.Request) -> tuple[Any, Files]:
    """The JSON body, alone or beside files."""
    if request.content_type.startswith("multipart/"):
        body: Any = {}
        files: Files = []
        async for part in await request.multipart():
            data = bytes(await part.read())  # type: ignore[union-attr]
            if part.name == "payload_json":  # type: ignore[union-attr]
                body = json.loads(data)
            else:
                files.append((str(part.filename), data))  # type: ignore[union-attr]
        return body, files
    text = await request.text()
    return (json.loads(text) if text else {}), []


def _cut(request: web.Request) -> web.Response:
    """The connection breaks."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _failed(fault: str) -> web.Response:
    code, _, seconds = fault.partition(":")
    if code == "429":
        return _too_many(float(seconds or 0.2), {})
    return web.Response(status=int(code), text="upstream")


def _too_many(seconds: float, headers: dict[str, str]) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
    return _json(429, body, headers | {"Via": "1.1 google"})


def _json(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    """discord.py compares the whole Content-Type, so there is no charset in it."""
    return web.Response(
        status=status,
        body=json.dumps(answer).encode(),
        headers=headers | {"Content-Type": "application/json"},
    )
