"""Settings: what is wrong with them is said in a sentence, and secrets are never printed."""

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import TABLE, Settings, SettingsError, load_settings, read_settings
from bot.settings.places import home, user_folder
from bot.settings.reference import example, page

NOWHERE = Path("no-such-file")
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def load(**environment: str) -> Settings:
    return load_settings(environment, NOWHERE)


def test_nothing_set_means_the_bundled_notes_and_a_file_in_data() -> None:
    settings = load()
    assert settings.notes == ("bundled",)
    assert settings.database_path == Path("data/companion.db")
    assert settings.data_dir == Path("data")
    assert not settings.uses_slack
    assert not settings.uses_discord


def test_an_absolute_database_path_keeps_its_slash() -> None:
    assert load(DATABASE_URL="sqlite:////srv/companion.db").database_path == Path(
        "/srv/companion.db"
    )


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("COMMAND=gcp\nTIMEZONE=berlin\n")
    settings = load_settings({"COMMAND": "k8s"}, dotenv)
    assert settings.command == "k8s"
    assert settings.timezone == "Europe/Berlin"


def test_an_empty_line_in_the_file_means_the_default(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=\nHEALTH_PORT=\nNOTES=\n")
    assert load_settings({}, dotenv) == load_settings({}, tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("TIMEZONE", "Atlantis"),
        ("COMMAND", "two words"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("GRACE_MINUTES", "-1"),
        ("HEALTH_PORT", "yes"),
        ("ADMINS", "U123"),
        ("SLACK_API_URL", "slack.com"),
        ("DISCORD_API_URL", "ftp://x"),
        ("WEEKLY_RECAP", "maybe"),
        ("DISCORD_GUILD_ID", "our server"),
        ("DATABASE_URL", "mysql://db/study"),
        ("DISCORD_SHARDS", "2/2"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load(**{name: value})


@pytest.mark.parametrize(
    "environment",
    [
        {"SLACK_BOT_TOKEN": "xoxb-1"},
        {"SLACK_APP_TOKEN": "xapp-1"},
        {"SLACK_CLIENT_ID": "1.2"},
        {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"},
    ],
)
def test_half_a_pair_of_tokens_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"docs/slack\.md"):
        load(**environment)


def test_a_database_that_is_no_file_is_refused_without_its_password() -> None:
    with pytest.raises(SettingsError) as refused:
        load(DATABASE_URL="mysql://me:secret@host/db").database_path  # noqa: B018
    assert "secret" not in str(refused.value)
    asked = load(DATABASE_URL="postgresql://db/study?user=me&password=secret")
    assert "secret" not in asked.shown_database


def test_secrets_are_not_printed() -> None:
    settings = load(
        SLACK_BOT_TOKEN="xoxb-s3cret", SLACK_APP_TOKEN="xapp-s3cret", DISCORD_TOKEN="s3cret"
    )
    assert "s3cret" not in repr(settings)


def test_every_setting_is_in_the_example_and_the_example_is_the_default(tmp_path: Path) -> None:
    shown = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)
    assert sorted(shown) == sorted(row.name for row in TABLE)
    copy = tmp_path / ".env"
    copy.write_text(EXAMPLE.read_text())
    assert load_settings({}, copy) == load_settings({}, tmp_path / "none")
    assert load_settings({}, copy).remarks == ()


def test_the_pages_are_what_the_table_says() -> None:
    assert EXAMPLE.read_text(encoding="utf-8") == example(), "`make reference` writes it anew"
    written = (EXAMPLE.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == page(), "`make reference` writes it anew"


# ---------------------------------------------------------------- mistakes


@pytest.fixture
def dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where `.env` is, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


def test_all_mistakes_are_told_at_once_with_file_and_line(dotenv: Path) -> None:
    dotenv.write_text("COMMAND=k8s\n\nTIMEZONE=Atlantis\nthis is no line\nPORT=http\n")
    with pytest.raises(SettingsError) as refused:
        load_settings({"LOG_LEVEL": "loud", "SLACK_APP_TOKEN": "xapp-1"}, dotenv)
    told = str(refused.value)
    assert told.startswith("5 things")
    for place in (
        ".env:3: TIMEZONE",
        ".env:4: this line does not read NAME=value.",
        ".env:5: PORT",
        "the environment: LOG_LEVEL",
        "the environment: SLACK_APP_TOKEN needs SLACK_BOT_TOKEN",
    ):
        assert place in told


def test_what_can_be_used_is_read_all_the_same(dotenv: Path) -> None:
    dotenv.write_text("no line\nCOMMAND=k8s\nPORT=http\n")
    settings = read_settings({}, dotenv)
    assert (settings.command, settings.port) == ("k8s", 3000)
    assert len(settings.troubles) == 2


def test_an_unknown_name_is_pointed_out(dotenv: Path) -> None:
    dotenv.write_text("SLACK_BOT_TOKN=x\nGARDEN=y\nCOMMAND=a\nCOMMAND=b\nCOMPANION_HOME=/\n")
    settings = load_settings({"DISCORD_TOKN": "x", "EDITOR": "vi", "HOME": "/"}, dotenv)
    assert sorted(settings.remarks) == [
        ".env:1: there is no setting SLACK_BOT_TOKN: did you mean SLACK_BOT_TOKEN?",
        ".env:2: there is no setting GARDEN.",
        ".env:4: COMMAND is set for the second time; this one counts.",
        ".env:5: COMPANION_HOME counts in the environment only; it says where this file is.",
        "the environment: there is no setting DISCORD_TOKN: did you mean DISCORD_TOKEN?",
    ]


# ---------------------------------------------------------------- places


def test_paths_in_the_file_are_as_seen_from_it_wherever_one_is(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("NOTES=bundled,mine\n")
    settings = load_settings({}, dotenv)
    assert settings.notes == ("bundled", str(tmp_path / "mine"))
    assert settings.database_path == tmp_path / "data" / "companion.db"
    assert settings.data_dir == tmp_path / "data"
    assert load_settings({"NOTES": "mine"}, dotenv).notes == ("mine",)


def test_data_dir_moves_all_data(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("DATA_DIR=kept\n")
    settings = load_settings({}, dotenv)
    assert settings.database_path == tmp_path / "kept" / "companion.db"
    assert settings.data_dir == tmp_path / "kept"
    apart = load_settings({"DATABASE_URL": "sqlite:////srv/a.db"}, dotenv)
    assert apart.database_path == Path("/srv/a.db")
    assert apart.data_dir == tmp_path / "kept"


def test_the_folder_is_the_named_one_the_projects_or_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home({"COMPANION_HOME": str(tmp_path)}) == tmp_path
    assert home({}) == Path(__file__).parents[2]
    monkeypatch.setattr("bot.settings.places.PROJECT", tmp_path)  # where a package is installed
    assert home({"XDG_DATA_HOME": "/x"}) == Path("/x/study-companion")
    assert user_folder({"LOCALAPPDATA": "/y"}, "win32") == Path("/y/study-companion")
    assert user_folder({}, "darwin").parts[-2:] == ("Application Support", "study-companion")


def test_what_is_set_is_shown_without_secrets(
    dotenv: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dotenv.write_text("DISCORD_TOKEN=s3cret-token\nTIMEZONE=Atlantis\nDISCORD_SHARDS=0/2\n")
    assert main(["settings"]) == 1
    told = capsys.readouterr()
    assert re.search(r"DISCORD_TOKEN +set  \(\.env:1\)", told.out)
    assert re.search(r"DISCORD_SHARDS +0/2  \(\.env:3\)", told.out)
    assert all(row.name in told.out for row in TABLE)
    assert ".env:2: TIMEZONE" in told.err
    assert "s3cret" not in told.out + told.err
