"""What is wrong with the Slack side of an installation, in sentences that say what to do."""

from collections.abc import Iterable

from slack_sdk.errors import SlackApiError

from adapters.slack.install import OPTIONAL_SCOPES, SCOPES, warnings
from adapters.slack.web import Silent, SlackRefused, Web, word_of
from adapters.slack.workspaces import Workspaces
from bot.messages import CannotConnect
from bot.ops.doctor import Finding
from bot.settings import Settings
from bot.store.records import Installation
from bot.text import clean_name

# What stops working without a scope.
WITHOUT = {
    "app_mentions:read": "it does not hear mentions",
    "assistant:write": "it suggests nothing where one writes to it",
    "channels:history": "it cannot find a post in a public channel whose confirmation was lost",
    "channels:read": "it does not notice when it is added to or removed from a public channel",
    "chat:write": "it cannot post",
    "chat:write.public": "it cannot post in public channels that it was not invited to",
    "commands": "the slash command and the message shortcut are missing",
    "files:write": "exports and charts cannot be handed over",
    "groups:history": "it cannot find a post in a private channel whose confirmation was lost",
    "groups:read": "it does not notice when it is added to or removed from a private channel",
    "im:history": "it does not hear direct messages",
    "im:write": "it cannot begin a direct message: no review reminders",
    "users:read": "it knows no names, time zones, admins and guests",
}


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
        return [_bad(str(error))]
    try:
        assert workspaces.single is not None
        findings = _scopes(workspaces.single)
        findings += await _socket(workspaces, settings)
        for channel in channels:
            findings.append(await _channel(workspaces.single, channel))
        return findings
    finally:
        await workspaces.stop()


def _good(text: str) -> Finding:
    return Finding("Slack", "good", text)


def _bad(text: str, advice: str = "") -> Finding:
    return Finding("Slack", "bad", text, advice)


def _without_a_token(settings: Settings) -> list[Finding]:
    if settings.slack_client_id and settings.slack_signing_secret:
        found = [_good("workspaces install it themselves, at /slack/install")]
        advice = "see docs/security.md"
        return found + [Finding("Slack", "note", one, advice) for one in warnings(settings)]
    return [Finding("Slack", "note", "not set up: no SLACK_BOT_TOKEN", "see docs/slack.md")]


def _scopes(web: Web) -> list[Finding]:
    identity = web.identity
    findings = [_good(f"connected to {clean_name(identity.name)} ({identity.team})")]
    if not identity.scopes:
        return findings
    advice = "add it under OAuth & Permissions of your app and reinstall the app"
    missing = [scope for scope in SCOPES if scope not in identity.scopes]
    return findings + [_missing(scope, advice) for scope in missing]


def _missing(scope: str, advice: str) -> Finding:
    """A scope that was not granted; some may be left out on purpose."""
    text = f"the scope {scope} is missing, so {WITHOUT[scope]}"
    return (
        Finding("Slack", "note", text, advice) if scope in OPTIONAL_SCOPES else _bad(text, advice)
    )


async def _socket(workspaces: Workspaces, settings: Settings) -> list[Finding]:
    if not settings.slack_app_token:
        return [_good(f"HTTP mode on port {settings.port}, /slack/events")]
    try:
        await workspaces.client().apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as error:
        code = word_of(error)
        return [_bad(f"Socket Mode does not open ({code})", _remedy(code))]
    return [_good("Socket Mode opens")]


def _remedy(code: str) -> str:
    if code == "missing_scope":
        return "SLACK_APP_TOKEN needs the scope connections:write: make a new one"
    if code in ("invalid_auth", "not_authed", "not_allowed_token_type", "token_revoked"):
        return "SLACK_APP_TOKEN must be an app-level token (xapp-…) of the same app"
    return "switch Socket Mode on in your app's settings"


async def _channel(web: Web, channel: str) -> Finding:
    invite = "invite the bot there with /invite"
    try:
        answer = await web.read("conversations.info", channel=channel)
    except (SlackRefused, Silent) as error:
        if isinstance(error, SlackRefused) and error.code == "channel_not_found":
            return _bad(f"{channel} is gone, or is private and the bot is not in it", invite)
        return _bad(f"{channel} could not be looked at ({error})")
    found = answer.get("channel", {})
    name = f"#{found.get('name', channel)}"
    if found.get("is_archived"):
        return _bad(f"{name} is archived; nothing can be posted there")
    if not found.get("is_member"):
        return _bad(f"the bot is not in {name}", invite)
    return _good(f"the bot is in {name}")
