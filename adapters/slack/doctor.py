"""What is wrong with the Slack side of an installation, in sentences that say what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from adapters.slack.install import SCOPES
from adapters.slack.web import Refused, Silent, Web
from adapters.slack.workspaces import CannotConnect, Workspaces
from bot.settings import Settings
from bot.store.records import Installation

# What stops working without a scope; the others are plainly needed for everything.
_FOR = {
    "app_mentions:read": "it does not hear mentions",
    "channels:history": "it cannot find a post in a public channel whose confirmation was lost",
    "channels:read": "it does not notice when it is added to or removed from a public channel",
    "chat:write": "it cannot post",
    "chat:write.public": "it cannot post in public channels that it was not invited to",
    "commands": "the slash command and the message shortcut are missing",
    "files:write": "exports cannot be handed over",
    "groups:history": "it cannot find a post in a private channel whose confirmation was lost",
    "groups:read": "it does not notice when it is added to or removed from a private channel",
    "im:history": "it does not hear direct messages",
    "im:write": "it cannot begin a direct message: no review reminders",
    "users:read": "it knows no names, time zones, admins and guests",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    ok: bool
    text: str


class _NoInstallations:
    """The doctor looks at the settings' own token only."""

    def find(self, team: str, enterprise: str) -> Installation | None:  # noqa: ARG002
        return None

    def teams(self) -> tuple[str, ...]:
        return ()


async def examine(settings: Settings, channels: Iterable[str] = ()) -> list[Finding]:
    """Check tokens, scopes, Socket Mode and whether the bot is in these channels."""
    if not settings.slack_bot_token:
        return _without_a_token(settings)
    workspaces = Workspaces(settings.slack_api_url, _NoInstallations())
    try:
        await workspaces.start(settings.slack_bot_token)
    except CannotConnect as error:
        return [Finding(False, str(error))]
    try:
        assert workspaces.single is not None
        findings = _scopes(workspaces.single)
        findings += await _socket(workspaces, settings)
        for channel in channels:
            findings.append(await _channel(workspaces.single, channel))
        return findings
    finally:
        await workspaces.stop()


def _without_a_token(settings: Settings) -> list[Finding]:
    if settings.slack_client_id and settings.slack_signing_secret:
        return [Finding(True, "Slack: workspaces install it themselves, at /slack/install.")]
    return [Finding(True, "Slack is not set up: no SLACK_BOT_TOKEN.")]


def _scopes(web: Web) -> list[Finding]:
    identity = web.identity
    findings = [Finding(True, f"Slack: connected to {identity.name} ({identity.team}).")]
    if not identity.scopes:
        return findings
    for scope in SCOPES:
        if scope not in identity.scopes:
            findings.append(
                Finding(
                    False,
                    f"Slack: the scope {scope} is missing, so {_FOR[scope]}. Add it under "
                    "OAuth & Permissions of your app and reinstall the app.",
                )
            )
    return findings


async def _socket(workspaces: Workspaces, settings: Settings) -> list[Finding]:
    if not settings.slack_app_token:
        return [Finding(True, f"Slack: HTTP mode on port {settings.port}, /slack/events.")]
    try:
        await workspaces.client().apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as error:
        code = str(error.response.get("error", ""))
        return [Finding(False, f"Slack: Socket Mode does not open ({code}). {_remedy(code)}")]
    return [Finding(True, "Slack: Socket Mode opens.")]


def _remedy(code: str) -> str:
    if code == "missing_scope":
        return "SLACK_APP_TOKEN needs the scope connections:write: make a new one."
    if code in ("invalid_auth", "not_authed", "not_allowed_token_type", "token_revoked"):
        return "SLACK_APP_TOKEN must be an app-level token (xapp-…) of the same app."
    return "Switch Socket Mode on in your app's settings."


async def _channel(web: Web, channel: str) -> Finding:
    try:
        answer = await web.read("conversations.info", channel=channel)
    except (Refused, Silent) as error:
        if isinstance(error, Refused) and error.code == "channel_not_found":
            return Finding(
                False,
                f"Slack: the channel {channel} does not exist, or is private and the bot is not "
                "in it. Invite the bot there with /invite.",
            )
        return Finding(False, f"Slack: the channel {channel} could not be looked at ({error}).")
    found = answer.get("channel", {})
    name = f"#{found.get('name', channel)}"
    if found.get("is_archived"):
        return Finding(False, f"Slack: {name} is archived; nothing can be posted there.")
    if not found.get("is_member"):
        return Finding(False, f"Slack: the bot is not in {name}. Invite it there with /invite.")
    return Finding(True, f"Slack: the bot is in {name}.")
