"""What people type, and what it means."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import zones
from bot.commands import (
    Ask,
    Command,
    Compare,
    Conflicts,
    DailyForm,
    DailyNow,
    DailyOff,
    DailyPause,
    DailyResume,
    DailyReveal,
    DailySet,
    DailyShow,
    ExportMe,
    ForgetMe,
    Gaps,
    Help,
    ListTopics,
    Misread,
    Mistyped,
    OpenSettings,
    OptIn,
    OptOut,
    PlanUntil,
    Quiz,
    Review,
    ShowBoard,
    ShowMe,
    ShowReports,
    command_words,
    parse,
    printed,
)
from bot.schedule import EVERY_DAY, WEEKDAYS

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lambda limits", Ask("lambda limits")),
        ("  lambda \n limits ", Ask("lambda limits")),
        ("ask quiz s3", Ask("quiz s3")),
        ("", Help()),
        ("help", Help()),
        ("HELP!", Help()),
        ("help more", Help(more=True)),
        ("help daily", Help()),
        ("help desk tools", Ask("help desk tools")),
        ("compare sqs sns kinesis", Compare(("sqs", "sns", "kinesis"), loose=True)),
        ("compare api gateway and alb", Compare(("api gateway", "alb"))),
        ("compare sqs, sns, kinesis", Compare(("sqs", "sns", "kinesis"))),
        ("SQS vs. SNS", Compare(("SQS", "SNS"))),
        ("sqs vs sns vs kinesis", Compare(("sqs", "sns", "kinesis"))),
        ("s3 versus s3", Ask("s3 versus s3")),
        ("what is cheaper, s3 vs efs for logs?", Ask("what is cheaper, s3 vs efs for logs?")),
        ("quiz", Quiz()),
        ("quiz 5", Quiz(count=5)),
        ("quiz s3 10", Quiz("s3", 10)),
        ("quiz 10 s3", Quiz("s3", 10)),
        ("quiz s3 05", Quiz("s3", 5)),
        ("quiz +5 s3", Quiz("s3", 5)),
        ("quiz me on api gateway", Quiz("api gateway")),
        ("quiz show", Quiz()),
        ("quiz route 53", Quiz("route", 53)),
        ("quiz how does it work?", Ask("quiz how does it work?")),
        ("review", Review()),
        ("review now", Review()),
        ("review of s3 classes", Ask("review of s3 classes")),
        ("leaderboard", ShowBoard()),
        ("leaderboard week workspace", ShowBoard("week", "workspace")),
        ("leaderboard all time", ShowBoard("all")),
        ("leaderboard this month here", ShowBoard("month", "channel")),
        ("leaderboard for my game with redis", Ask("leaderboard for my game with redis")),
        ("me", ShowMe()),
        ("me and my queue", Ask("me and my queue")),
        ("topics", ListTopics()),
        ("topics la", ListTopics("la")),
        ("topics in sns", Ask("topics in sns")),
        ("conflicts", Conflicts()),
        ("conflicts in s3", Conflicts("s3")),
        ("gaps", Gaps()),
        ("gaps in coverage", Ask("gaps in coverage")),
        ("plan", PlanUntil()),
        ("plan off", PlanUntil(off=True)),
        ("plan 2027-03-01", PlanUntil(date(2027, 3, 1))),
        ("plan 2027-03-01 s3, iam", PlanUntil(date(2027, 3, 1), ("s3", "iam"))),
        ("plan for disaster recovery", Ask("plan for disaster recovery")),
        ("export me", ExportMe()),
        ("export my data", ExportMe()),
        ("export dynamodb to s3", Ask("export dynamodb to s3")),
        ("leaderboard accuracy", ShowBoard("month", "channel", "accuracy")),
        ("leaderboard all workspace by accuracy", ShowBoard("all", "workspace", "accuracy")),
        ("forget me", ForgetMe()),
        ("opt out", OptOut()),
        ("opt-out", OptOut()),
        ("opt in", OptIn()),
        ("settings", OpenSettings()),
        ("reports", ShowReports()),
        ("daily", DailyShow()),
        ("daily show", DailyShow()),
        ("daily off", DailyOff()),
        ("daily now", DailyNow()),
        ("daily resume", DailyResume()),
        ("daily pause until 2026-12-24", DailyPause(date(2026, 12, 24))),
        ("daily reveal later", DailyReveal("later")),
        ("daily reveal at once", DailyReveal("now")),
        ("daily 09:00 Europe/Berlin weekdays", DailySet(time(9), BERLIN, WEEKDAYS)),
        ("daily weekdays 9am Berlin", DailySet(time(9), BERLIN, WEEKDAYS)),
        ("daily at midnight", DailySet(time(0))),
        ("daily every day 18:30", DailySet(time(18, 30), weekdays=EVERY_DAY)),
        ("daily 9:00 mon wed fri", DailySet(time(9), weekdays=frozenset({0, 2, 4}))),
        ("daily 9:00 lambda s3", DailySet(time(9), topics=("lambda", "s3"), loose=True)),
        ("daily 9:00 api gateway, s3", DailySet(time(9), topics=("api gateway", "s3"))),
        ("daily topics s3,", DailySet(topics=("s3",))),
        ("daily 9:00 sun to thu", DailySet(time(9), weekdays=frozenset({6, 0, 1, 2, 3}))),
        ("daily 9:00 Monday through Friday", DailySet(time(9), weekdays=WEEKDAYS)),
        ("daily 9:00 mon, wed and fri", DailySet(time(9), weekdays=frozenset({0, 2, 4}))),
        ("daily sending quota", Ask("daily sending quota")),
        ("daily 10 limit of emails", Ask("daily 10 limit of emails")),
    ],
)
def test_what_is_typed_and_what_is_meant(typed: str, meant: Command) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "attempt"),
    [
        ("daily 25:00 Berlin weekdays", "daily 09:00 Europe/Berlin weekdays"),
        ("daily 18:00 Europe/Brelin", "daily 18:00 Europe/Berlin weekdays"),
        ("daily 18:00 UTC+2", "daily 18:00 Europe/Berlin weekdays"),
        ("daily 18:00 Berlin from now on", "daily 18:00 Europe/Berlin weekdays"),
        ("daily pause", "daily pause until 2027-01-07"),
        ("daily pause until christmas", "daily pause until 2027-01-07"),
        ("daily reveal", "daily reveal later"),
        ("compare sqs", "compare sqs sns"),
        ("leaderboard yesterday", "leaderboard week workspace"),
        ("plan 1.3.2027", "plan 2027-03-01"),
        ("ask", "ask lambda limits"),
    ],
)
def test_what_is_almost_a_command_is_met_with_a_line_that_works(typed: str, attempt: str) -> None:
    command = parse(typed)
    assert isinstance(command, Misread)
    assert command.attempt == attempt
    assert not isinstance(parse(attempt), Misread | Help)


PIECES = st.sampled_from(
    [*command_words(), "s3", "api gateway", "vs", "and", ",", "9", "09:00", "25:00", "noon", BERLIN,
     "Berlin", "weekdays", "mon,wed", "sat", "2027-01-01", "topics", "more", "week", "all", "10",
     "until", "later", "at once", "of", "?", "off", "now", "in", "/", "ÄÖ", "\u0663"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=9).map(" ".join)))
def test_any_text_is_a_command_and_a_printed_command_reads_back(text: str) -> None:
    command = parse(text)
    assert parse(printed(command)) == command


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("leaderbord", "leaderboard"),
        ("leaderbord week", "leaderboard week"),
        ("revew", "review"),
        ("hlep", "help"),
        ("quizz s3 10", "quiz s3 10"),
        ("quit s3", "quiz s3"),
        ("quit s3 10", "quiz s3 10"),
        ("/revew", "review"),
        ("/nonsense", ""),
        ("/s3 limits", ""),
        ("/etc/hosts", ""),
    ],
)
def test_a_slip_of_the_finger_is_offered_and_a_slash_is_no_question(typed: str, meant: str) -> None:
    assert parse(typed) == Mistyped(typed, meant)


@pytest.mark.parametrize(
    "typed",
    ["plans for disaster recovery", "setting lambda timeouts", "met", "review of s3 classes",
     "reviews of s3", "quiz how does it work?", "quit"],
)  # fmt: skip
def test_a_question_that_begins_nearly_like_a_command_is_a_question(typed: str) -> None:
    assert parse(typed) == Ask(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/quiz topic:s3 count:5", Quiz("s3", 5)),
        ("/quiz s3 5", Quiz("s3", 5)),
        ("/quiz topic:s3 count:05", Quiz("s3", 5)),
        ("/quiz count:+5", Quiz(count=5)),
        ("/quiz count:00000000005", Quiz(count=5)),
        ("/leaderboard period:week scope:server", ShowBoard("week", "workspace")),
        ("/daily show", DailyShow()),
        ("/daily set", DailyForm()),
        ("/daily set time:9 days:mon,wed topics:api gateway, s3",
         DailySet(time(9), "", frozenset({0, 2}), ("api gateway", "s3"))),
        ("/daily pause until:2027-01-07", DailyPause(date(2027, 1, 7))),
        ("/daily reveal when:at once", DailyReveal("now")),
        ("/plan by:2027-03-01", PlanUntil(date(2027, 3, 1))),
        ("/plan stop:true", PlanUntil(off=True)),
        ("/compare a:Simple AD and more b:S3", Compare(("Simple AD and more", "S3"))),
        ("/privacy opt-out", OptOut()),
        ("/", Help()),
    ],
)  # fmt: skip
def test_a_line_from_a_menu_is_read_like_one_that_is_typed(typed: str, meant: Command) -> None:
    assert parse(typed) == meant


EST = f"EST has several time zones: {', '.join(zones.choice('EST'))}"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("daily 25:99", "25:99 is not a time"),
        ("daily 09:00 10:00", "10:00 is a second time"),
        ("daily 18:00 Europe/Brelin", "Europe/Brelin is not a time zone"),
        ("plan tomorrow", "tomorrow is not a date that everybody reads alike"),
        ("/plan by:tomorrow", "tomorrow is not a date that everybody reads alike"),
        ("/quiz count:50", "50 is too many, at most 20"),
        ("/quiz count:many", "many is not a number"),
        ("/quiz count:0", "0 is too few, at least 1"),
        ("/quiz count:2.5", "2.5 is not a whole number"),
        ("/daily set time:25:99", "25:99 is not a time"),
        ("/daily set time:9 zone:Brelin", "Brelin is not a time zone, Europe/Berlin is one"),
        ("daily 09:00 EST", EST),
        ("/daily set time:9 zone:EST", EST),
        ("/daily set days:someday", "someday are no days of the week"),
        ("/daily pause", "until is missing"),
        ("/leaderboard period:year", "year is none of week, month or all"),
    ],
)
def test_what_begins_like_a_command_says_which_part_is_wrong(typed: str, why: str) -> None:
    command = parse(typed)
    assert isinstance(command, Misread)
    assert command.why == why
    assert not isinstance(parse(command.attempt), Misread | Mistyped | Ask)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=9).map(" ".join)))
def test_a_line_after_a_slash_is_looked_up_only_if_it_says_ask(text: str) -> None:
    command = parse(f"/{text}")
    assert not isinstance(command, Ask) or text.strip(" /").lower().startswith("ask")
