"""Lines to type, written as Discord wants them."""

import pytest

from bot.commands import in_menus, parse
from bot.replies.voice import Voice


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("lambda limits", "/aws query:lambda limits"),
        ("ask …", "/aws query:…"),
        ("compare SQS, SNS", "/compare a:SQS b:SNS"),
        ("compare sqs sns", "/compare a:sqs b:sns"),
        ("quiz", "/quiz"),
        ("quiz s3 10", "/quiz topic:s3 count:10"),
        ("leaderboard", "/leaderboard"),
        ("leaderboard week workspace", "/leaderboard period:week scope:server"),
        ("leaderboard accuracy", "/leaderboard order:accuracy"),
        ("me", "/me"),
        ("review", "/review"),
        ("help", "/help"),
        ("settings", "/settings"),
        ("daily", "/daily show"),
        ("daily now", "/daily now"),
        (
            "daily 09:00 Europe/Berlin weekdays",
            "/daily set time:09:00 zone:Europe/Berlin days:weekdays",
        ),
        ("daily pause until 2027-01-07", "/daily pause until:2027-01-07"),
        ("daily reveal later", "/daily reveal when:later"),
        ("plan 2027-03-01", "/plan by:2027-03-01"),
        ("topics", "/topics"),
        ("conflicts s3", "/conflicts topic:s3"),
        ("export me", "/privacy export"),
        ("forget me", "/privacy forget"),
        ("opt out", "/privacy opt-out"),
        ("opt in", "/privacy opt-in"),
        ("reports", "/aws query:reports"),
    ],
)
def test_a_line_as_discord_has_it(typed: str, there: str) -> None:
    assert in_menus(parse(typed), "aws") == there


def test_every_platform_says_what_to_type_there() -> None:
    line = "daily 09:00 Europe/Berlin weekdays"
    assert Voice("slack", "study").line(line) == f"/study {line}"
    assert Voice("terminal", "study").line(line) == line
    assert Voice("discord", "study").line("lambda limits") == "/study query:lambda limits"


def test_discords_daily_is_told_to_those_whose_menus_have_it_and_to_nobody_else() -> None:
    assert Voice("discord", "study").line("daily") == "/study query:daily"
    assert Voice("discord", "study", manages=True).line("daily") == "/daily show"
