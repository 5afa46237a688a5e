"""What is no question gets a sentence as a person would say it."""

import pytest

from bot.replies.small_talk import kind_of


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("hello", "greeting"),
        ("Hi there!", "greeting"),
        ("Guten Morgen", "greeting"),
        ("thanks", "thanks"),
        ("thank you so much!", "thanks"),
        ("help me", "help"),
        ("what can you do?", "help"),
        ("bye", "bye"),
        ("lol", "praise"),
        ("hello world in lambda", ""),
        ("thanks giving", ""),
        ("lambda timeout", ""),
    ],
)
def test_small_talk_is_known(said: str, kind: str) -> None:
    assert kind_of(said) == kind
