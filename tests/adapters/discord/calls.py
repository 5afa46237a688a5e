"""What the adapter's code asks of Discord, as it is written there, and which calls come of it."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import discord

import adapters.discord

# Each way in which the code reaches Discord, and the calls that it makes. What the library's own
# connection asks for at a start is among what `login` and `connect` do.
ASKED = {
    "channel._get_channel": ("POST /users/@me/channels",),
    "channel.send": ("POST /channels/*/messages",),
    "client.fetch_guild": ("GET /guilds/*",),
    "client.http.get_bot_gateway": ("GET /gateway/bot",),
    "client.login": ("GET /users/@me", "GET /oauth2/applications/@me"),
    "guild.fetch_member": ("GET /guilds/*/members/*",),
    "http.bulk_upsert_global_commands": ("PUT /applications/*/commands",),
    "http.bulk_upsert_guild_commands": ("PUT /applications/*/guilds/*/commands",),
    "http.get_active_threads": ("GET /guilds/*/threads/active",),
    "http.get_public_archived_threads": ("GET /channels/*/threads/archived/public",),
    "message.channel.typing": ("POST /channels/*/typing",),
    "message.edit": ("PATCH /channels/*/messages/*",),
    "message.fetch": ("GET /channels/*/messages/*",),
    "place.fetch_message": ("GET /channels/*/messages/*",),
    "response.defer": ("POST /interactions/*/*/callback",),
    "response.edit_message": ("POST /interactions/*/*/callback",),
    "response.send_message": ("POST /interactions/*/*/callback",),
    "self._client.connect": ("GET /gateway/bot",),
    "self._client.create_dm": ("POST /users/@me/channels",),
    "self._client.fetch_channel": ("GET /channels/*",),
    "self._client.get_partial_messageable(channel).history": ("GET /channels/*/messages",),
    "self._client.http.add_role": ("PUT /guilds/*/members/*/roles/*",),
    "self._client.http.edit_channel": ("PATCH /channels/*",),
    "self._client.http.get_roles": ("GET /guilds/*/roles",),
    "self._client.http.remove_role": ("DELETE /guilds/*/members/*/roles/*",),
    "self._client.http.request": ("POST /channels/*/threads",),
    "self._client.http.start_thread_with_message": ("POST /channels/*/messages/*/threads",),
    "self._client.login": ("GET /users/@me", "GET /oauth2/applications/@me"),
    "self._interaction.delete_original_response": ("DELETE /webhooks/*/*/messages/@original",),
    "self._interaction.edit_original_response": ("PATCH /webhooks/*/*/messages/@original",),
    "self._interaction.followup.send": ("POST /webhooks/*/*",),
    "self._interaction.response.defer": ("POST /interactions/*/*/callback",),
    "self._interaction.response.send_modal": ("POST /interactions/*/*/callback",),
    "server.fetch_member": ("GET /guilds/*/members/*",),
    "shard.connect": (),  # what is there already
    "tree.client.http.bulk_upsert_global_commands": ("PUT /applications/*/commands",),
    "tree.client.http.bulk_upsert_guild_commands": ("PUT /applications/*/guilds/*/commands",),
    "tree.fetch_commands": (
        "GET /applications/*/commands", "GET /applications/*/guilds/*/commands",
    ),
}  # fmt: skip
# What is called like something of the library and asks nothing of Discord.
OTHERS = frozenset(
    "SEPARATOR.join _GAP.join acknowledged.wait answer.cancel client.close connected.cancel "
    "first.elsewhere.clear first.elsewhere.wait outcome.reply part.users self._client.close "
    "self._client.connected.wait self._edit self._standing_by.wait self.flows.work.start "
    "self.work.start shard.disconnect "
    "self._before._over.wait standing_by.cancel surface.wait task.cancel".split()
)
AWAITED = re.compile(r"def __(?:aiter|aenter|await)__")
MODULES = frozenset({"app_commands", "asyncio", "discord"})


def asked() -> Iterator[str]:
    """What the code names that the library could do for it over the wire, as it stands there."""
    waits, routes = set(_waits()), set(_routes())
    for file in Path(adapters.discord.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Constant):
                whole = ast.unparse(node)
                by_http = ".http." in f".{whole}" and node.attr in routes
                if by_http or (node.attr in waits and whole.partition(".")[0] not in MODULES):
                    yield whole


def _waits() -> Iterator[str]:
    """All functions whose outcome is awaited, entered or gone through bit by bit."""
    folder = Path(discord.__file__).parent
    files = [one for one in folder.rglob("*.py") if "ext" not in one.relative_to(folder).parts]
    texts = [file.read_text(encoding="utf-8") for file in files]
    classes = [one for text in texts for one in text.split("\nclass ") if AWAITED.search(one)]
    made = "|".join(re.split(r"\W", one, maxsplit=1)[0] for one in classes)
    for function in (one for text in texts for one in text.split("def ")[1:]):
        if re.search(rf"return (?:{made})\(", function):
            yield re.split(r"\W", function, maxsplit=1)[0]
    for text in texts:
        yield from re.findall(r"async def (\w+)", text)


def _routes() -> Iterator[str]:
    """The functions that make a call by its route, and the one that makes any."""
    yield "request"
    for node in ast.walk(ast.parse(inspect.getsource(discord.http))):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(one, ast.Name) and one.id == "Route" for one in ast.walk(node)
        ):
            yield node.name
