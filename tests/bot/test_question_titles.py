"""A question's heading says what it is about, but never what the answer is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.messages import Heading, Reply
from bot.quiz.outcomes import Reveal
from bot.replies import quiz
from bot.replies.voice import Voice
from bot.store.records import Round, Team
from knowledge.model import Question

OPENS = datetime(2026, 3, 6, 8, tzinfo=UTC)


def asked(topic: str, *options: str) -> Round:
    question = Question(
        "q1", "v1", "T5", topic, topic, "Which of these fits?", options, 0, "", (), (), ()
    )
    day, closes = date(2026, 3, 6), OPENS + timedelta(hours=23)
    return Round(1, Team("slack:T1"), "C1", "daily", day, question, "posted", OPENS, closes)


def heading(reply: Reply) -> str:
    return next(part.text for part in reply.parts if isinstance(part, Heading))


@pytest.mark.parametrize(
    ("topic", "options", "told"),
    [
        ("SQS", ("12 hours", "14 days"), True),
        ("Neptune", ("Neptune", "Redshift"), False),
        ("S3", ("Amazon S3", "Amazon EC2"), False),
        ("Elastic Load Balancing", ("Gateway Load Balancer", "AWS Batch"), False),
        ("S3 storage", ("S3 Glacier", "S3 Express"), True),
        ("AWS Config", ("AWS CloudTrail", "AWS Backup"), True),
    ],
)
def test_a_topic_that_gives_the_answer_away_is_not_named(
    topic: str, options: tuple[str, ...], told: bool
) -> None:
    round = asked(topic, *options)
    daily = quiz.daily_question(Voice(), round, 0, "UTC", OPENS)
    drawn = (daily, quiz.practice_question(Voice(), round), quiz.review_question(Voice(), round, 2))
    for reply in drawn:
        assert (topic in heading(reply)) == told
        assert (topic in reply.summary) == told
        assert heading(reply).strip(" ·") == heading(reply)


def test_the_reveal_names_the_topic() -> None:
    shown = Reveal(asked("Neptune", "Neptune", "Redshift"), (1, 0), 1, 1)
    assert heading(quiz.reveal(Voice(), shown)) == "Daily question · Friday · Neptune · closed"
