"""`companion ask` as people and programs start it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from bot.cli.ask import as_object, as_text
from knowledge.model import Answer, Found, Source
from tests.platforms.process import carried_out

from .searching import CLOUD

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ask")
    (folder / "notes").mkdir()
    for name, text in CLOUD.items():
        (folder / "notes" / name).write_text(text, encoding="utf-8")
    return folder


def ask(
    place: Path, *arguments: str, typed: str | bytes = "", notes: bool = True
) -> subprocess.CompletedProcess[bytes]:
    words = ("ask", *arguments)
    if notes:
        words += ("--notes", str(place / "notes"))
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{place}/data/companion.db",
        "NOTES": str(place / "notes"),
        "PYTHONIOENCODING": "ascii",
    }
    return carried_out(
        words, place, environment, typed.encode() if isinstance(typed, str) else typed
    )


def test_found_is_status_0_and_plain_text_in_a_pipe(place: Path) -> None:
    done = ask(place, "lambda", "temporary", "storage")
    assert done.returncode == 0
    assert "512 MB" in done.stdout.decode()
    assert "\x1b" not in done.stdout.decode()
    assert "compute.md:" in done.stdout.decode()


def test_nothing_found_is_status_1_with_a_suggestion(place: Path) -> None:
    done = ask(place, "lambda calculus church numerals")
    assert done.returncode == 1
    assert "nothing" in done.stdout.decode()
    assert "Lambda" in done.stdout.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--limit", "0", "lambda"),
        ("--limit", "many", "lambda"),
        ("--batch", "missing.txt"),
        ("--batch", "-", "lambda"),
        ("  ",),
        (),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_status_2_with_a_sentence(place: Path, arguments: tuple[str, ...]) -> None:
    done = ask(place, *arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()


def test_notes_that_are_not_there_are_wrong_usage(place: Path) -> None:
    done = ask(place, "lambda", "--notes", str(place / "nowhere"), notes=False)
    assert done.returncode == 2
    assert b"nowhere" in done.stderr


def test_json_has_exactly_the_agreed_shape(place: Path) -> None:
    done = ask(place, "--json", "lambda limits")
    reply = json.loads(done.stdout)
    assert list(reply) == ["query", "confident", "answers", "suggestions"]
    assert reply["query"] == "lambda limits"
    assert reply["confident"] is True
    answer = reply["answers"][0]
    assert list(answer) == ["topic", "section", "best", "facts", "sources", "score"]
    assert set(answer["sources"][0]) == {"file", "line"}


def test_batch_answers_each_line_in_order(place: Path, tmp_path: Path) -> None:
    queries = ["lambda limits", "", "xqzt", "sqs retention — 🔥", 'a "quote']
    (tmp_path / "queries.txt").write_text("\n".join(queries) + "\n", encoding="utf-8")
    from_file = ask(place, "--batch", str(tmp_path / "queries.txt"))
    from_stdin = ask(place, "--batch", "-", typed="\n".join(queries))
    assert from_file.stdout == from_stdin.stdout
    replies = [json.loads(line) for line in from_file.stdout.decode().splitlines()]
    assert [reply["query"] for reply in replies] == queries
    assert [reply["confident"] for reply in replies] == [True, False, False, True, False]


def test_without_a_query_standard_input_is_asked(place: Path) -> None:
    done = ask(place, typed="lambda timeout\n\nsqs retention\n")
    assert done.returncode == 0
    assert "15 minutes" in done.stdout.decode()
    assert "4 days" in done.stdout.decode()


def test_bytes_that_are_no_text_are_only_an_odd_query(place: Path) -> None:
    done = ask(place, "--json", typed=b"\xff\xfe lambda\n")
    assert done.returncode in (0, 1)
    json.loads(done.stdout)


def test_limit_sets_how_many_answers_there_are(place: Path) -> None:
    done = ask(place, "--json", "--limit", "2", "lambda")
    assert len(json.loads(done.stdout)["answers"]) == 2


def test_help_says_what_the_statuses_mean(place: Path) -> None:
    done = ask(place, "--help", notes=False)
    assert done.returncode == 0
    assert b"Exit status" in done.stdout


@pytest.mark.parametrize("query", ["s3 vs sqs", "difference between s3 and sqs", "compare s3, sqs"])
def test_what_sets_things_side_by_side_is_compared(place: Path, query: str) -> None:
    done = ask(place, query)
    assert done.returncode == 0
    assert done.stdout.startswith(b"S3 \xc2\xb7 SQS\n")


def test_one_thing_that_the_notes_lack_is_no_comparison(place: Path) -> None:
    done = ask(place, "s3 vs zeppelins")
    assert done.returncode == 1
    assert "nothing on “s3 vs zeppelins”" in done.stdout.decode()


def test_a_word_that_says_nothing_alone_is_asked_back() -> None:
    found = Found("limits", False, (), spread=("S3", "SQS", "SNS"))
    assert as_text(found, False, 80) == (
        "“limits” could be about any of 3 topics. Name one: S3, SQS, SNS."
    )
    assert as_object(found)["suggestions"] == ["S3", "SQS", "SNS"]


def test_a_terminal_gets_colours_and_nothing_that_steers_it() -> None:
    answer = Answer("T", ("Top\x1b[2J",), "best\x07", ("one",), (Source("a.md", 3),), 1.0)
    found = Found("q", True, (answer,), read_as="q", related=("more",))
    coloured, plain = as_text(found, True, 80), as_text(found, False, 80)
    assert "\x1b[1m" in coloured
    assert "\x1b" not in plain
    assert "\x1b[2J" not in coloured
    assert "\x07" not in coloured
    assert "a.md:3" in plain
