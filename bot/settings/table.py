"""Every setting, in one table: name, kind, default, what it is for, whether it is secret.

What is read and checked, `companion settings`, `.env.example` and docs/settings.md come from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.settings import kinds
from bot.settings.kinds import Kind, LogFormat

T = TypeVar("T")
BUNDLED = "bundled"  # the notes that come with the companion, by this name
SettingGroup = Literal[
    "Notes",
    "Where things are kept",
    "What the team sees",
    "Slack (docs/slack.md)",
    "Discord (docs/discord.md)",
    "Running it",
]
NOTES: SettingGroup = "Notes"
KEPT: SettingGroup = "Where things are kept"
SEEN: SettingGroup = "What the team sees"
SLACK: SettingGroup = "Slack (docs/slack.md)"
DISCORD: SettingGroup = "Discord (docs/discord.md)"
RUNNING: SettingGroup = "Running it"


class SettingsError(Exception):
    """A setting that cannot be used; the text says which, why, and what would do."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    group: SettingGroup
    kind: Kind[Any]
    default: str
    about: str
    secret: bool = False
    attribute: str = ""  # of Settings


def _row(
    name: str, group: SettingGroup, kind: Kind[T], default: str, about: str, *, secret: bool = False
) -> T:
    """A field of Settings that is also a row of the table."""
    row = Setting(name, group, kind, default, about, secret)
    made: T = field(default=kind.read(default), repr=not secret, metadata={"row": row})
    return made


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. Secrets stay out of its printed form."""

    notes: tuple[str, ...] = _row(
        "NOTES", NOTES, kinds.LIST, "bundled",
        "Files or folders of notes, separated by commas: .md .mdx .txt .html .csv .ipynb, and with "
        'the extra "documents" .docx .pdf .pptx .rst .adoc .org. "bundled" names the AWS notes '
        "that come with the companion. Example: NOTES=bundled,/home/team/notes",
    )  # fmt: skip
    flashcard_tag: str = _row(
        "FLASHCARD_TAG", NOTES, kinds.TEXT, "#flashcards",
        "Files and sections with this tag hold flash cards in the short forms of other tools: "
        '"question::answer", a line "?" between the two, ==gaps== and {{c1::gaps}}. Elsewhere '
        "these mean other things and are left alone.",
    )  # fmt: skip
    data_folder: str = _row(
        "DATA_DIR", KEPT, kinds.FOLDER, "",
        "The folder of all data: database, index of the notes, history of the terminal chat. "
        "Empty: beside the file of DATABASE_URL if that is set, else the folder data beside this "
        "file.",
    )  # fmt: skip
    database_url: str = _row(
        "DATABASE_URL", KEPT, kinds.DATABASE, "",
        "Answers, scores, schedules. Empty: the file companion.db in DATA_DIR. Another file: "
        "sqlite:////srv/study/companion.db. A PostgreSQL server that any number of replicas share "
        "(docs/scaling.md): postgresql://USER:PASSWORD@HOST/DATABASE",
    )  # fmt: skip
    lease_seconds: int = _row(
        "LEASE_SECONDS", KEPT, kinds.number(2, 55), "45",
        "Seconds after which a replica that says nothing any more is taken for dead and another "
        "goes on with what it was doing. Only with a server.",
    )  # fmt: skip
    secret_keys: tuple[str, ...] = _row(
        "SECRET_KEY", KEPT, kinds.KEYS, "",
        "Encrypts the tokens of workspaces that install the app: any 32 characters or more, such "
        "as what python -c 'import secrets; print(secrets.token_urlsafe(32))' prints. Keep it "
        "outside the backups. To change it put the new one in front of the old one, separated by "
        "a comma, and start once; then the old one may go.",
        secret=True,
    )  # fmt: skip
    command: str = _row(
        "COMMAND", SEEN, kinds.COMMAND, "aws",
        "The slash command's name: /aws. It must be that of your Slack app.",
    )  # fmt: skip
    timezone: str = _row(
        "TIMEZONE", SEEN, kinds.ZONE, "UTC", "The time zone of new schedules (an IANA name)."
    )
    admins: frozenset[str] = _row(
        "ADMINS", SEEN, kinds.ADMINS, "",
        "Who may administer besides the workspace's admins: slack:USER, discord:USER, separated "
        "by commas.",
    )  # fmt: skip
    grace_minutes: int = _row(
        "GRACE_MINUTES", SEEN, kinds.number(0, 24 * 60), "120",
        "How late a daily question may still be posted after a standstill, in minutes. Later ones "
        "are skipped and logged.",
    )  # fmt: skip
    weekly_recap: bool = _row(
        "WEEKLY_RECAP", SEEN, kinds.YES_OR_NO, "yes",
        "A recap of the week in each channel with a daily question, after the week's last one.",
    )  # fmt: skip
    slack_bot_token: str = _row(
        "SLACK_BOT_TOKEN", SLACK, kinds.TEXT, "", "The bot token (xoxb-…).", secret=True
    )
    slack_app_token: str = _row(
        "SLACK_APP_TOKEN", SLACK, kinds.TEXT, "",
        "An app-level token (xapp-…): Socket Mode, the simplest.", secret=True,
    )  # fmt: skip
    slack_signing_secret: str = _row(
        "SLACK_SIGNING_SECRET", SLACK, kinds.TEXT, "",
        "HTTP mode instead of Socket Mode: Slack calls /slack/events on PORT.", secret=True,
    )  # fmt: skip
    port: int = _row(
        "PORT", SLACK, kinds.PORT, "3000", "The port on which Slack calls. HTTP mode only."
    )
    slack_client_id: str = _row(
        "SLACK_CLIENT_ID", SLACK, kinds.TEXT, "",
        "HTTP mode for several workspaces: people install at /slack/install.",
    )  # fmt: skip
    slack_client_secret: str = _row(
        "SLACK_CLIENT_SECRET", SLACK, kinds.TEXT, "", "Goes with SLACK_CLIENT_ID.", secret=True
    )
    slack_allowed_teams: frozenset[str] = _row(
        "SLACK_ALLOWED_TEAMS", SLACK, kinds.TEAMS, "",
        "The workspaces (T…) and organizations (E…) that may install it, separated by commas. "
        "Whoever installs it reads these notes, so without this line every workspace that finds "
        "the page does.",
    )  # fmt: skip
    slack_api_url: str = _row(
        "SLACK_API_URL", SLACK, kinds.address("/"), "https://slack.com/api/",
        "Base of Slack's Web API, for a proxy.",
    )  # fmt: skip
    discord_token: str = _row(
        "DISCORD_TOKEN", DISCORD, kinds.TEXT, "", "The bot's token.", secret=True
    )
    discord_guild_id: str = _row(
        "DISCORD_GUILD_ID", DISCORD, kinds.SERVER, "",
        "While trying things out: commands appear at once in this server only.",
    )  # fmt: skip
    discord_shards: tuple[int, int] | None = _row(
        "DISCORD_SHARDS", DISCORD, kinds.SHARDS, "",
        "Several replicas share a large number of servers: which share is this one's, of how many "
        "(0/2). Empty: one of them listens for all, and another takes over when it ends.",
    )  # fmt: skip
    discord_api_url: str = _row(
        "DISCORD_API_URL", DISCORD, kinds.address(""), "https://discord.com/api/v10",
        "Base of Discord's REST API, for a proxy.",
    )  # fmt: skip
    log_level: str = _row("LOG_LEVEL", RUNNING, kinds.LEVEL, "info", "How much the log says.")
    log_format: LogFormat = _row(
        "LOG_FORMAT", RUNNING, kinds.LOG_FORMAT, "text", "For people, or for machines."
    )
    health_host: str = _row(
        "HEALTH_HOST", RUNNING, kinds.TEXT, "127.0.0.1",
        "Where /healthz, /readyz and /metrics are told; only to this machine by default.",
    )  # fmt: skip
    health_port: int | None = _row(
        "HEALTH_PORT", RUNNING, kinds.PORT_OR_OFF, "off", "A port for /healthz, /readyz, /metrics."
    )

    home: Path = field(default=Path(), compare=False)  # the folder of `.env` and of data
    origins: Mapping[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # where each value that was set comes from
    troubles: tuple[str, ...] = field(default=(), compare=False)  # the defaults stand in for these
    remarks: tuple[str, ...] = field(default=(), compare=False)  # what is probably a mistake

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None where the database is a server."""
        is_server = self.database_url.startswith(("postgresql://", "postgres://"))
        return None if is_server else self.database_path

    @property
    def database_path(self) -> Path:
        """The SQLite file, where it must be one."""
        scheme, _, path = self.database_url.partition("://")
        if scheme != "sqlite" or not path.startswith("/") or not path[1:]:
            raise SettingsError(f"{kinds.without_password(self.database_url)!r} is no SQLite file.")
        return Path(path[1:])

    @property
    def shown_database(self) -> str:
        """The database's address as it may be printed."""
        return kinds.without_password(self.database_url)

    @property
    def data_dir(self) -> Path:
        """Where things that can be made again are kept."""
        if self.data_folder:
            return Path(self.data_folder)
        file = self.database_file
        return self.home / "data" if file is None else file.parent

    @property
    def missing_notes(self) -> tuple[str, ...]:
        """What NOTES names and is not there: everything else is answered from without a word."""
        return tuple(n for n in self.notes if n != BUNDLED and not Path(n).exists())

    @property
    def uses_slack(self) -> bool:
        return bool(self.slack_bot_token or self.slack_client_id)

    @property
    def uses_discord(self) -> bool:
        return bool(self.discord_token)


TABLE: tuple[Setting, ...] = tuple(
    replace(one.metadata["row"], attribute=one.name) for one in fields(Settings) if one.metadata
)
BY_NAME = {row.name: row for row in TABLE}
