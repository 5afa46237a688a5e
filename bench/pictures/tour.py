"""A day with the companion, in chapters: the same people do the same on every platform."""

from collections.abc import Callable, Mapping
from unittest.mock import patch

from bench.pictures.stage import Stage
from knowledge.library import Library
from knowledge.model import Question
from tests.bot.conversations.driver import ADMIN

Chapter = Callable[[Stage], None]
CODE = Question(
    id="w-10ad5", version="1", kind="choice", topic="Python loops", subject="Python loops",
    stem="What does this print?\n    for number in range(3):\n        if number == 1:\n"
    "            continue\n        print(number, end=\" \")",
    options=(
        "0 1 2, because continue goes on with the next line and leaves out nothing",
        "0 2, because continue leaves out the rest of the body for this number alone",
        "0, because continue ends the loop as soon as the number is 1",
    ),
    answer=1, explanation="What ends the whole loop is break.",
    why_not=("For 1 the rest of the body, print with it, is left out.", "", "That is break."),
    sources=(), section=(), origin="authored", answers=(1,),
)  # fmt: skip


def arriving(stage: Stage) -> None:
    """The first words, and the daily question that is set up."""
    stage.arrives()
    stage.fills(ADMIN, {"Time": "09:00"})
    stage.types("Ben", "help")


def asking(stage: Stage) -> None:
    """A card for oneself, a guess that is shared, and what the notes don't hold."""
    stage.types("Ben", "lambda limits")
    stage.types("Ben", "lamda timout")
    stage.clicks("Ben", "Share in channel")
    stage.types("Ben", "best pizza in rome")
    stage.types("Ben", "lambda quantum")


def comparing(stage: Stage) -> None:
    """Two topics side by side."""
    stage.has_compared("sqs", "sns")
    stage.types("Ben", "compare sqs, sns")


def question(stage: Stage) -> None:
    """The daily question, and what somebody sees who is right."""
    _morning(stage, "Dua", "Eve")
    stage.sees_the_channel()
    stage.answers("Ben", right=True)


def wrong(stage: Stage) -> None:
    """The same for somebody who is not, and who then asks again."""
    _morning(stage)
    stage.answers("Cem", right=False)
    look_up = next(one for one in stage.chat.as_("Cem").buttons if one.startswith("Look up"))
    stage.clicks("Cem", look_up)


def wordy(stage: Stage) -> None:
    """A question whose options need room: each beside its own button where a platform has that."""
    topic = "ssm parameter store" if stage.knows("ssm parameter store") else "lambda"
    _morning(stage, "Dua", "Eve", on=topic)
    stage.sees_the_channel()
    stage.chat.as_("Cem").answers_the_channel(right=False)
    stage.chat.waits(hours=23, minutes=3)
    stage.notes("The next morning")
    stage.sees_the_channel(last=2)


def coded(stage: Stage) -> None:
    """A question about code with long options, as the team wrote it."""
    stage.chat.driver.has(CODE)
    _morning(stage, "Dua", on=CODE.topic)
    stage.sees_the_channel()
    stage.answers("Cem", right=False)


def german(stage: Stage) -> None:
    """The same for a team that reads German, about English notes."""
    stage.reads_german()
    stage.types(ADMIN, "language deutsch")
    _morning(stage, "Dua")
    stage.sees_the_channel()
    stage.answers("Ben", right=True)
    stage.types("Ben", "help")
    stage.types("Ben", "me")


def home(stage: Stage) -> None:
    """What waits for one, on the home screen or in a direct message; a host sees schedules too."""
    topics = "rds proxy, nlb" if stage.knows("rds proxy") else "lambda, sqs"
    _morning(stage, "Ben", "Dua", "Eve", on=topics)
    stage.will_ask(topics.partition(", ")[2])
    stage.chat.waits(days=1)
    for who in ("Ben", ADMIN):
        stage.looks_home(who)


def evening(stage: Stage) -> None:
    """The next day: what the question became, how it went, who leads."""
    _morning(stage, "Ben", "Dua", "Eve")
    stage.chat.as_("Cem").answers_the_channel(right=False)
    stage.chat.waits(hours=23, minutes=3)
    stage.notes("The next morning")
    stage.sees_the_channel(last=2)
    stage.types("Cem", "leaderboard")


def week(stage: Stage) -> None:
    """A week of answers, and what it and one's own page look like then."""
    topics = "rds proxy, nlb, fsx" if stage.knows("rds proxy") else "lambda, sqs, s3"
    stage.chat.admin.says(f"daily 09:00 Europe/Berlin weekdays {topics}")
    stage.chat.waits(minutes=30)
    for day, right in enumerate(
        ("Ben Dua Eve", "Ben Cem", "Ben Cem Dua Eve", "Cem", "Ben Cem Eve")
    ):
        for who in ("Ben", "Cem", "Dua", "Eve")[: 3 + day % 2] if stage.has_options else ():
            stage.chat.as_(who).answers_the_channel(right=who in right)
        stage.chat.waits(**({"days": 1} if day < 4 else {"hours": 23, "minutes": 3}))
    stage.ends_the_week()
    stage.writes("Cem", "me")


def practice(stage: Stage) -> None:
    """A quiz for oneself: one wrong, one right."""
    stage.types("Cem", f"quiz {'nlb' if stage.knows('nlb') else 's3'} 2")
    stage.answers_own("Cem", right=False)
    stage.clicks("Cem", "Next question")
    stage.answers_own("Cem", right=True)


def oneself(stage: Stage) -> None:
    """Two days later: what was wrong comes back; and one's own page."""
    stage.chat.as_("Cem").says(f"quiz {'nlb' if stage.knows('nlb') else 's3'} 1")
    stage.chat.as_("Cem").answers(right=False)
    stage.notes("Two days after a wrong answer")
    stage.chat.waits(days=2)
    stage.types("Cem", "review")
    stage.answers_own("Cem", right=True)
    stage.types("Cem", "me")


def hindered(stage: Stage) -> None:
    """What one may not do, what cannot be read, what is not there yet, what breaks."""
    stage.chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    stage.types("Ben", "daily 10:00")
    stage.types(ADMIN, stage.no_time)
    stage.types("Ben", "leaderbord")
    stage.types("Ben", "leaderboard")
    stage.types("Ben", "review")
    with patch.object(Library, "ask", side_effect=OSError("the disk is full")):
        stage.types("Ben", "sqs limits")
    stage.types("Ben", "quiz sqs 1")
    with patch("bot.replies.verdicts.practiced", side_effect=OSError("the disk is full")):
        stage.answers_own("Ben", right=True)


def disagreeing(stage: Stage) -> None:
    """Two notes that say different things."""
    stage.types("Ben", "kinesis retention")


def answer(stage: Stage) -> None:
    """A look-up with two mistakes in three words."""
    stage.types("Ben", "lamda timout")


CHAPTERS: Mapping[str, Chapter] = {
    chapter.__name__: chapter
    for chapter in (
        arriving, asking, comparing, question, wordy, wrong, evening, week, practice, oneself, home,
        hindered, german, disagreeing, answer, coded,
    )
}  # fmt: skip


ON_A_PHONE = frozenset({"coded"})
SEEN_FIRST = frozenset({"question", "answer"})  # in the README, and where a platform is set up


def _morning(stage: Stage, *right: str, on: str = "") -> None:
    """A question comes, and some answer it rightly before anybody looks."""
    alone = "rds proxy" if stage.knows("rds proxy") else "lambda"  # options alone, in either notes
    topic = on or alone
    stage.chat.admin.says(f"daily 09:00 Europe/Berlin weekdays {topic}")
    stage.will_ask(topic.partition(",")[0])
    stage.chat.waits(minutes=30)
    for who in right:
        stage.chat.as_(who).answers_the_channel()
