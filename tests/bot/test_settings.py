"""Settings: what is wrong with them is said in a sentence, and secrets are never printed."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

NOWHERE = Path("no-such-file")
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def load(**environment: str) -> Settings:
    return Settings.load(environment, NOWHERE)


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
    settings = Settings.load({"COMMAND": "k8s"}, dotenv)
    assert settings.command == "k8s"
    assert settings.timezone == "Europe/Berlin"


def test_an_empty_line_in_the_file_means_the_default(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PORT=\nHEALTH_PORT=\nNOTES=\n")
    assert Settings.load({}, dotenv) == load()


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


def test_every_setting_is_in_the_example_and_the_example_is_the_default() -> None:
    source = (Path(__file__).parents[2] / "bot" / "settings.py").read_text()
    read = set(re.findall(r'text\("([A-Z_]+)"', source))
    shown = set(re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    assert read == shown
    assert Settings.load({}, EXAMPLE) == load()
