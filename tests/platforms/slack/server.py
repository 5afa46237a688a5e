"""A local Slack: Web API, Socket Mode, signed HTTP and OAuth, strict about what is documented.

The real slack-bolt and slack-sdk connect to it. It keeps what members would see, times every
acknowledgement, and can be told to fail.
"""

import asyncio
import contextlib
import json
import time
from collections import defaultdict
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.slack import chat, views
from tests.platforms.slack.chat import ApiError
from tests.platforms.slack.delivery import Ack, Delivery, event_body
from tests.platforms.slack.faults import Faults, RateLimits
from tests.platforms.slack.member import Member
from tests.platforms.slack.world import Json, Team, World
from tests.waiting import until

METHODS = chat.METHODS | views.METHODS
OTHERS = "auth.test auth.revoke apps.connections.open oauth.v2.access response_url upload".split()
SERVED = frozenset({*METHODS, *OTHERS})  # whoever calls anything else is refused


class SlackServer:
    """One local Slack on a free port."""

    app_token = "xapp-local-token"
    signing_secret = "local-signing-secret"
    client_id = "1.2"
    client_secret = "local-client-secret"

    def __init__(self, rate_limits: bool = True) -> None:
        self.world = World()
        self.faults = Faults()
        self.rates = RateLimits(rate_limits)
        self.delivery = Delivery(self.signing_secret, lambda: self.world.now())
        self.calls: list[tuple[str, Json]] = []
        self.arrived: dict[str, list[float]] = defaultdict(list)  # when, refused or not
        self.codes: dict[str, str] = {}  # OAuth codes and the team they are for
        self.app_scopes = frozenset({"connections:write"})
        self.event_retries = (0.05, 0.3, 0.6)
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        app = web.Application(client_max_size=50 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{hook}", self._hook)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.delivery.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> "SlackServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # ------------------------------------------------------------ what tests use

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        """What SLACK_API_URL has to be."""
        return f"{self.base}/api/"

    @property
    def bot_token(self) -> str:
        return self.world.teams["T1"].token

    @property
    def acks(self) -> list[Ack]:
        return self.delivery.acks

    def serve_http(self, events_url: str) -> None:
        """Deliver as signed HTTP from now on."""
        self.delivery.events_url = events_url

    async def connected(self, sockets: int = 1) -> None:
        """Wait until the app's socket is there."""
        await until(lambda: sum(not socket.closed for socket in self.delivery.sockets) >= sockets)

    def member(self, user: str, team: str = "T1") -> Member:
        """A person, added to the workspace when new."""
        if user not in self.world.users:
            self.world.add_user(user, team=team)
        return Member(self, user, team)

    def called(self, method: str) -> list[Json]:
        return [arguments for name, arguments in self.calls if name == method]

    async def deliver_event(
        self, event: Json, team: str = "T1", twice: bool = False, event_id: str = ""
    ) -> Ack:
        """An event, retried like Slack does until it is acknowledged."""
        event_id = event_id or self.world.number("Ev")
        organization = self.world.teams[team].organization if team in self.world.teams else ""
        body = event_body(event, team, event_id, self.world.now(), organization)
        ack = await self.delivery.send("events_api", body)
        for attempt, pause in enumerate(self.event_retries, start=1):
            if ack.ok and not (twice and attempt == 1):
                break
            await asyncio.sleep(pause)
            ack = await self.delivery.send("events_api", body, attempt, "http_timeout")
        return ack

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """What Slack sends some times a day before it closes a socket."""
        old = list(self.delivery.sockets)
        await self.delivery.tell_sockets({"type": "disconnect", "reason": reason})
        await asyncio.sleep(0.1)
        for socket in old:
            with contextlib.suppress(ConnectionError):
                await socket.close()

    async def close_sockets(self) -> None:
        await self.delivery.close_sockets()

    def oauth_code(self, team: str) -> str:
        """What Slack's consent page would hand to the redirect address."""
        code = self.world.number("code")
        self.codes[code] = team
        return code

    # ------------------------------------------------------------ what the app uses

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.arrived[method].append(time.monotonic())
        arguments, as_json = await _arguments(request)
        kind = await self.faults.slowness(self.faults.take(method))
        early = await self._early_fault(kind, request)
        if early is not None:
            return early
        self.calls.append((method, arguments))
        try:
            team = self._authorized(method, request, arguments)
            wait = self.rates.wait(
                team.id if team else "", method, str(arguments.get("channel", ""))
            )
            if wait:
                return _limited(wait)
            if as_json and method in chat.READ:
                raise ApiError("invalid_arguments", detail="reading methods take no JSON")
            answer = {"ok": True, **self._answer(method, team, arguments)}
        except ApiError as error:
            answer = {"ok": False, "error": error.code, **error.more}
            team = None
        if kind == "lost":
            _cut(request)
        headers = {"x-oauth-scopes": ",".join(sorted(team.scopes))} if team else {}
        return web.json_response(answer, headers=headers)

    async def _early_fault(self, kind: str, request: web.Request) -> web.Response | None:
        if kind.startswith("429"):
            return _limited(int(kind.partition(":")[2] or 1))
        if kind in ("400", "500"):
            return web.Response(status=int(kind), text="no")
        if kind == "drop":
            _cut(request)
            return web.Response()
        if kind.startswith("error:"):
            return web.json_response({"ok": False, "error": kind.removeprefix("error:")})
        return None

    def _authorized(self, method: str, request: web.Request, arguments: Json) -> Team | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = token or str(arguments.pop("token", ""))
        if method == "oauth.v2.access":
            return None
        if method == "apps.connections.open":
            if token != self.app_token:
                raise ApiError("invalid_auth" if token else "not_authed")
            if "connections:write" not in self.app_scopes:
                raise ApiError("missing_scope", needed="connections:write")
            return None
        for team in self.world.teams.values():
            if token and token == team.token:
                if not team.installed:
                    raise ApiError("account_inactive")
                return self._meant(team, arguments)
            if token and token in team.former:
                raise ApiError("token_expired")
        raise ApiError("invalid_auth" if token else "not_authed")

    def _meant(self, team: Team, arguments: Json) -> Team:
        """The workspace that a call is about: an organization's token is good for all of its."""
        if team.id != team.organization:
            return team
        about = str(arguments.get("channel") or arguments.get("user") or arguments.get("users"))
        channel, user = self.world.channels.get(about), self.world.users.get(about)
        name = channel.team if channel else str(user["team_id"]) if user else ""
        meant = self.world.teams.get(name)
        return meant if meant and meant.organization == team.id else team

    def _answer(self, method: str, team: Team | None, arguments: Json) -> Json:
        if method == "apps.connections.open":
            return {
                "url": f"{self.base.replace('http', 'ws')}/link?ticket={self.world.number('t')}"
            }
        if method == "oauth.v2.access":
            return self._access(arguments)
        assert team is not None
        if method == "auth.test":
            return {
                "url": self.base, "team": f"Team {team.id}", "user": "companion",
                "team_id": team.id, "user_id": team.bot_user, "bot_id": team.bot_id,
                "is_enterprise_install": team.id == team.organization,
                "enterprise_id": team.organization or None,
            }  # fmt: skip
        if method == "auth.revoke":
            team.installed = False
            return {"revoked": True}
        implementation = METHODS.get(method)
        if implementation is None:
            raise ApiError("unknown_method")
        if method == "files.getUploadURLExternal":
            arguments["_base"] = self.base
        return implementation(self.world, team, arguments)

    def _access(self, arguments: Json) -> Json:
        if arguments.get("grant_type") == "refresh_token":
            return self._rotate(str(arguments.get("refresh_token", "")))
        team_id = self.codes.pop(str(arguments.get("code", "")), "")
        if not team_id:
            raise ApiError("invalid_code")
        team = self.world.teams[team_id]
        team.installed = True
        whole = team.id == team.organization
        organization = {"id": team.organization, "name": team.organization}
        living = {"refresh_token": team.refresh, "expires_in": 43_200} if team.refresh else {}
        return living | {
            "access_token": team.token, "token_type": "bot", "app_id": "A1",
            "scope": ",".join(sorted(team.scopes)), "bot_user_id": team.bot_user,
            "team": None if whole else {"id": team.id, "name": f"Team {team.id}"},
            "enterprise": organization if team.organization else None,
            "is_enterprise_install": whole, "authed_user": {"id": "UINSTALLER"},
        }  # fmt: skip

    def _rotate(self, refresh: str) -> Json:
        """A new token and a new refresh token; the old ones are worth nothing from now on."""
        for team in self.world.teams.values():
            if refresh and team.refresh == refresh:
                team.former.add(team.token)
                team.token = f"xoxe.xoxb-1-{self.world.number('rotated')}"
                team.refresh = f"xoxe-1-{self.world.number('refresh')}"
                return {
                    "access_token": team.token, "refresh_token": team.refresh,
                    "expires_in": 43_200, "token_type": "bot", "bot_user_id": team.bot_user,
                }  # fmt: skip
        raise ApiError("invalid_refresh_token")

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        self.arrived["response_url"].append(time.monotonic())
        kind = await self.faults.slowness(self.faults.take("response_url"))
        early = await self._early_fault(kind, request)
        if early is not None:
            return early
        payload = await request.json()
        hook = self.world.hooks.get(request.match_info["hook"])
        status, body = views.use_hook(self.world, hook, payload)
        self.calls.append(("response_url", payload | {"_status": status, "_body": body}))
        if kind == "lost":
            _cut(request)
        return web.Response(status=status, text=body)

    async def _upload(self, request: web.Request) -> web.Response:
        self.arrived["upload"].append(time.monotonic())
        kind = await self.faults.slowness(self.faults.take("upload"))
        early = await self._early_fault(kind, request)
        if early is not None:
            return early
        for file in self.world.files:
            if file["id"] == request.match_info["file"]:
                file["content"] = await request.read()
                if len(file["content"]) != file["length"]:
                    return web.Response(status=400, text="another length")
                if kind == "lost":
                    _cut(request)
                return web.Response(text="OK")
        return web.Response(status=404)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self.delivery.sockets.append(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self.delivery.answered(json.loads(message.data))
        with contextlib.suppress(ValueError):
            self.delivery.sockets.remove(socket)
        return socket


async def _arguments(request: web.Request) -> tuple[Json, bool]:
    """Arguments from query, form or JSON; nested ones arrive as JSON text in forms."""
    if request.content_type == "application/json":
        return dict(await request.json()), True
    arguments: Json = {}
    for name, value in [*request.query.items(), *(await request.post()).items()]:
        text = str(value)
        nested = name in ("blocks", "view", "metadata", "files") and text[:1] in "[{"
        arguments[name] = json.loads(text) if nested else text
    return arguments, False


def _limited(seconds: int) -> web.Response:
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)}
    )


def _cut(request: web.Request) -> None:
    """Cut the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
