"""`companion chat` as a process in a pipe, and the small things of the chat itself."""

import asyncio
import io
import os
import subprocess
from concurrent.futures import Future
from pathlib import Path

import pytest

from adapters.terminal.chat import ONE_MOMENT, PLACE, READING, run_chat
from adapters.terminal.forms import fill
from adapters.terminal.people import person
from adapters.terminal.screen import Pipe, Suggest
from bot.companion import Companion
from bot.messages import Action, Field, Form, Prose, Reply
from bot.settings import Settings
from bot.store import Store
from knowledge.index.report import IndexReport
from knowledge.library import Library
from tests.bot.conversations.world import MONDAY
from tests.platforms.process import carried_out

NOTES = Path(__file__).parents[2] / "bot" / "conversations" / "notes"
WRITTEN = NOTES.parent / "written"  # questions of every kind
ASKED = Path(__file__).parent / "notes"  # questions that somebody wrote


def in_a_pipe(
    folder: Path, lines: str, *arguments: str, notes: str = f"{NOTES},{ASKED}"
) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "NOTES": notes,
        "DATABASE_URL": f"sqlite:///{folder / 'study.db'}",
        "PYTHONIOENCODING": "utf-8",
    }
    root = Path(__file__).parents[3]
    done = carried_out(("chat", *arguments), root, environment, lines.encode())
    told, complained = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, told, complained)


@pytest.mark.process
def test_a_pipe_gives_plain_text(tmp_path: Path) -> None:
    done = in_a_pipe(tmp_path, "lambda timeout\nquiz s3\n2\n", "--as", "Ben")
    assert done.returncode == 0, done.stderr
    assert "900 seconds" in done.stdout
    assert "Question 1 of 5 · S3" in done.stdout
    assert "Right:" in done.stdout or "Not quite" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


@pytest.mark.process
def test_notes_that_are_not_there_are_named_at_the_start(tmp_path: Path) -> None:
    done = in_a_pipe(tmp_path, "lambda timeout\n", notes=f"{NOTES},{tmp_path / 'nowhere'}")
    first, _, rest = done.stdout.partition("\n")
    assert first.startswith(f"NOTES names {tmp_path / 'nowhere'}, which is not there.")
    assert "900 seconds" in rest


@pytest.mark.process
def test_two_processes_play_the_same_daily_round(tmp_path: Path) -> None:
    first = in_a_pipe(tmp_path, "daily now\na\n", "--as", "Ben")
    second = in_a_pipe(tmp_path, "b\nclose\n", "--as", "Cem")
    assert "Daily question" in first.stdout
    assert "Daily question" in second.stdout, "whoever joins sees the open question"
    assert "2 answered" in second.stdout
    assert second.stdout.count("closed") == 1, "the clock and the word `close` tell it once"


async def talk(folder: Path, lines: str | Pipe) -> str:
    """One chat within this process."""
    library = Library.open([str(NOTES), str(ASKED), str(WRITTEN)], folder)
    store = Store.open(folder / "study.db")
    url = f"sqlite:///{folder / 'study.db'}"
    companion = Companion(
        library=library,
        store=store,
        settings=Settings(database_url=url),
        clock=lambda: MONDAY,
        messengers={},
    )
    companion.core.warm_up()
    out = io.StringIO()
    pipe = Pipe(io.StringIO(lines), out) if isinstance(lines, str) else lines
    assert await run_chat(companion, person("Ben", PLACE), PLACE, pipe, folder) == 0
    await companion.close()
    store.close()
    library.close()
    return out.getvalue()


async def test_several_people_can_play_at_one_terminal(tmp_path: Path) -> None:
    said = await talk(tmp_path, "daily now\na\n/as Cem\nb\n/as Dua\na\nclose\nleaderboard\n")
    assert "You are Cem." in said
    assert "3 answered" in said
    assert "Your streak" in said.rpartition("leaderboard")[2]


async def test_an_option_can_be_typed_in_full(tmp_path: Path) -> None:
    for folder in ("first", "second"):  # the same person at the same time is asked the same
        (tmp_path / folder).mkdir()
    said = await talk(tmp_path / "first", "quiz s3 1\n")
    option = said.partition("[2] ")[2].partition("  [")[0].partition("\n")[0].strip()
    answered = await talk(tmp_path / "second", f"quiz s3 1\n{option.lower()}\n")
    assert "Right:" in answered or "Not quite" in answered


async def test_a_line_answers_the_question_that_waits_for_words(tmp_path: Path) -> None:
    said = await talk(tmp_path, "quiz voltmeters 1\nthe voltmeter\nlambda timeout\n")
    assert "Type your answer." in said
    assert "Right: Voltmeter." in said
    assert "900 seconds" in said, "once it is answered, a line is a question again"


async def test_a_command_stays_one_while_a_question_waits_for_words(tmp_path: Path) -> None:
    for number, (line, said) in enumerate(
        (("ask lambda timeout", "900 seconds"), ("/topics", "· Kinesis:"),
         ("help", "What you can ask me"), ("q", "Not quite: you wrote “q”"))
    ):  # fmt: skip
        folder = tmp_path / str(number)
        folder.mkdir()
        assert said in await talk(folder, f"quiz voltmeters 1\n{line}\n"), line


async def test_labels_further_up_take_no_answer_from_a_question_that_waits_for_words(
    tmp_path: Path,
) -> None:
    said = await talk(tmp_path, "lambda timeout\nquiz voltmeters 1\nlambda pricing\n")
    assert "[3] Lambda pricing" in said
    assert "Not quite: you wrote “lambda pricing”" in said


async def test_a_question_that_something_was_printed_after_waits_for_no_words(
    tmp_path: Path,
) -> None:
    lines = "quiz voltmeters 1\nask sqs\nlambda timeout\ntype the answer\nvoltmeter\n"
    said = await talk(tmp_path, lines)
    assert "you wrote" not in said
    assert said.count("“Type the answer” goes back to it.") == 1
    assert said.index("goes back to it") < said.index("900 seconds") < said.index("Right: Volt")


async def test_a_question_that_was_open_before_the_chat_waits_for_no_words(tmp_path: Path) -> None:
    first = await talk(tmp_path, "daily 09:00 Europe/Berlin daily voltmeters\ndaily now\n")
    assert "Type your answer." in first
    for begin in ("", "/as Cem\n"):
        said = await talk(tmp_path, f"{begin}lambda timeout\n")
        assert "What does one call the instrument" in said
        assert "[1] takes your answer. A line is looked up." in said
        assert "900 seconds" in said
        assert "you wrote" not in said
    answered = await talk(tmp_path, "1\nvoltmeter\nlambda timeout\n")
    assert "Right: Voltmeter." in answered
    assert "900 seconds" in answered
    assert "goes back" not in answered


async def test_a_number_answers_the_question_that_waits_for_words(tmp_path: Path) -> None:
    said = await talk(tmp_path, "quiz voltmeters 1\n2\nlambda timeout\n2\n")
    assert "[/1] Type the answer  [/2] Show the answer" in said
    assert "Not quite: you wrote “2”" in said
    assert "There is no 2" not in said, "afterwards a number is a button again"
    assert "[2] " in said.partition("900 seconds")[2]


async def test_a_slash_and_a_number_press_a_button_meanwhile(tmp_path: Path) -> None:
    said = await talk(tmp_path, "quiz voltmeters 1\n/2\nlambda timeout\n")
    assert "How well did you know it?" in said
    assert "900 seconds" in said
    assert "you wrote" not in said


async def test_the_answer_that_was_shown_waits_for_no_words(tmp_path: Path) -> None:
    said = await talk(tmp_path, "quiz voltmeters 1\nshow the answer\nlambda timeout\n")
    assert "900 seconds" in said
    assert "you wrote" not in said


async def test_letters_choose_several_options(tmp_path: Path) -> None:
    said = await talk(tmp_path, "quiz motors 1\na\na c\n")
    assert "Choose two, no more and no fewer." in said
    assert "Right: A stator; A rotor." in said


@pytest.mark.parametrize("line", ["ac", "CA", "a;c", "a; c", "a and c", "A, and C", "a & c", "1;3"])
async def test_letters_may_be_parted_by_anything(tmp_path: Path, line: str) -> None:
    assert "Right: A stator; A rotor." in await talk(tmp_path, f"quiz motors 1\n{line}\n")
    (tmp_path / "form").mkdir()
    said = await talk(tmp_path / "form", f"quiz motors 1\nchoose two\n{line}\n")
    assert "Right: A stator; A rotor." in said


@pytest.mark.parametrize("line", ["ac", "CA"])
async def test_letters_that_may_be_a_word_answer_only_what_was_printed_last(
    tmp_path: Path, line: str
) -> None:
    said = await talk(tmp_path, f"quiz motors 1\nask sqs\n{line}\na, c\n")
    looked_up, _, answered = said.rpartition("Ben> ")
    assert "Right: A stator" not in looked_up
    assert "Right: A stator; A rotor." in answered


async def test_letters_of_no_options_are_looked_up(tmp_path: Path) -> None:
    lines = "quiz motors 1\naz\na and lambda\nlambda timeout\nand\n"
    said = await talk(tmp_path, lines)
    assert "900 seconds" in said
    assert "Choose two, no more" not in said


async def test_whoever_takes_the_chair_may_type_the_answer_too(tmp_path: Path) -> None:
    first = "daily 09:00 Europe/Berlin daily voltmeters\ndaily now\na clock\n"
    said = await talk(tmp_path, f"{first}/as Cem\nvoltmeter\n")
    assert "Not quite: you wrote “a clock”" in said
    assert "Right: Voltmeter." in said


async def test_a_quiz_that_was_ended_waits_for_no_words(tmp_path: Path) -> None:
    said = await talk(tmp_path, "quiz voltmeters 1\nquit quiz\nlambda timeout\n")
    assert "This quiz is over." in said
    assert "900 seconds" in said


async def test_the_slash_command_is_understood_too(tmp_path: Path) -> None:
    assert "900 seconds" in await talk(tmp_path, "/aws lambda timeout\n")
    assert "What you can ask me" in await talk(tmp_path, "/help\n")


async def test_an_export_is_written_and_overwrites_nothing(tmp_path: Path) -> None:
    said = await talk(tmp_path, "export me\nexport me\n")
    files = sorted(path.name for path in tmp_path.glob("study-companion-*.json"))
    assert len(files) == 2
    assert all(name in said for name in files)


async def test_a_form_can_be_left_by_the_end_of_input(tmp_path: Path) -> None:
    assert "Nothing was changed." in await talk(tmp_path, "settings\nno\n")
    assert "Nothing was changed." in await talk(tmp_path, "settings\ncancel\nquit\n")


async def test_options_of_a_question_are_typed_line_by_line(tmp_path: Path) -> None:
    form = "question add\nHow long does our queue keep messages?\n\n4 days\n* 14 days\n30 days\n\n"
    said = await talk(tmp_path, f"{form}\nQueues\n1\ncancel\nquiz queues 1\n14 days\n")
    assert "* for right (an empty line ends it): 4 days" in said
    assert "Right: 14 days." in said
    assert "[2] B. 14 days" in said, "the options are on its buttons"
    edited = await talk(tmp_path, f"question edit {_id_in(said)}\n\n\nIt was agreed.\n\n\n")
    assert "[4 days / * 14 days / 30 days]" in edited
    assert "Changed, from now on." in edited


def _id_in(said: str) -> str:
    """The first id of a question from chat."""
    return next(word for word in said.split() if word.startswith("w-"))


async def test_a_long_field_ends_with_the_input_too(tmp_path: Path) -> None:
    said = await talk(tmp_path, "question add\nHow long?\n\n4 days\ncancel\nlambda timeout\n")
    assert "Nothing was changed." in said
    assert "900 seconds" in said
    form = Form("A form", (Field("words", "Words", "long"),), Action("x"))
    for typed, words in (("one\n", "one"), ("one\n\nthree\n", "one"), ("\none\ntwo", "one\ntwo")):
        pipe = Pipe(io.StringIO(typed), io.StringIO())
        assert await fill(pipe, form, _nothing, {}, {}) == {"words": words}


async def _nothing(typed: str) -> list[str]:
    """No suggestions."""
    del typed
    return []


@pytest.mark.parametrize("word", ["quit", "stop", "help", "/help"])
async def test_what_leaves_elsewhere_is_told_what_leaves_a_form(tmp_path: Path, word: str) -> None:
    said = await talk(tmp_path, f"settings\n{word}\ncancel\n")
    assert "cancel leaves the form." in said
    assert "Please use the numbers above." not in said
    said = await talk(tmp_path, f"quiz voltmeters 1\ntype the answer\n{word}\n{word}\n")
    assert f"cancel leaves the form. If {word} is what you mean, enter it again." in said
    assert f"you wrote “{word}”" in said


async def test_a_wrong_number_in_a_form_is_asked_again(tmp_path: Path) -> None:
    said = await talk(tmp_path, "settings\n7\nno\n\n\n\n")
    assert "Please use the numbers above." in said
    assert "Saved. Boards don't show you." in said


async def test_a_number_without_a_button_is_a_question(tmp_path: Path) -> None:
    assert "Nothing in the notes about “77”" in await talk(tmp_path, "77\n")


async def test_leaving_says_nothing_odd(tmp_path: Path) -> None:
    assert await talk(tmp_path, "quit\n") == "Ben> quit\n"
    assert await talk(tmp_path, "") == ""


def test_a_name_is_cleaned() -> None:
    assert person("  Eve\x1b[1m \n", PLACE).name == "Eve\ufffd[1m"
    assert person(" ", PLACE).name == "me"


async def test_whoever_takes_the_chair_sees_the_open_question(tmp_path: Path) -> None:
    await talk(tmp_path, "daily now\na\n")
    out = await talk(tmp_path, "/as Cem\na\n/as Ben\n/as Dua\n")
    assert out.count("Daily question") == 1, "once on the screen, it need not be printed again"
    assert "Right:" in out or "Not quite" in out


async def test_a_letter_without_a_question_is_no_look_up(tmp_path: Path) -> None:
    out = await talk(tmp_path, "b\n7\n")
    assert "There is no b to choose now" in out
    assert "There is no 7 to choose now" in out
    assert "Nothing in the notes" not in out


async def test_a_button_further_up_can_be_typed_in_full(tmp_path: Path) -> None:
    out = await talk(tmp_path, "daily now\na\nclose\nAsk me again soon\n")
    assert "Added to your reviews" in out or "It comes back soon" in out


class Typing(Pipe):
    """Asks for suggestions as somebody types, then leaves."""

    def __init__(self, *typed: str) -> None:
        super().__init__(io.StringIO(), io.StringIO())
        self.typed = typed
        self.suggested: dict[str, list[str]] = {}

    async def ask(self, prompt: str, suggest: Suggest | None = None) -> str | None:
        assert suggest is not None
        for typed in self.typed:
            self.suggested[typed] = list(await suggest(typed))
        return None


async def test_commands_and_their_topics_are_suggested(tmp_path: Path) -> None:
    typing = Typing("lea", "quiz s", "quiz ", "lam", "")
    await talk(tmp_path, typing)
    assert typing.suggested["lea"][0] == "leaderboard"
    assert {"quiz S3", "quiz SQS", "quiz SNS"} <= set(typing.suggested["quiz s"])
    assert "quiz Lambda" in typing.suggested["quiz "]
    assert any("Lambda" in text for text in typing.suggested["lam"])
    assert typing.suggested[""] == []


async def test_tab_completes_what_was_typed_and_puts_nothing_else_in_its_place(
    tmp_path: Path,
) -> None:
    typing = Typing("s3 li", "lambda ti", "eb", "quiz la")
    await talk(tmp_path, typing)
    assert any(typing.suggested.values())
    for typed, suggested in typing.suggested.items():
        assert all(text.lower().startswith(typed) for text in suggested)


async def test_a_form_asks_before_it_offers(tmp_path: Path) -> None:
    said = await talk(tmp_path, "settings\ncancel\n")
    assert said.index("on boards") < said.index("[1] Yes") < said.index("on boards and recaps [")


class Dumb(io.StringIO):
    """A terminal that can do nothing but print."""

    def isatty(self) -> bool:
        return True


def test_a_dumb_terminal_keeps_to_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = Dumb()
    Pipe(io.StringIO(), out).show(Reply(parts=(Prose("word " * 40),)))
    assert max(map(len, out.getvalue().splitlines())) <= 40


class Typist(Pipe):
    """Somebody at a real terminal who asks before the notes are read."""

    interactive = True

    def __init__(self, library: Library, *lines: str) -> None:
        self.out = io.StringIO()
        super().__init__(io.StringIO("".join(f"{line}\n" for line in lines)), self.out)
        self._library = library
        self._reading: Future[IndexReport] | None = None

    async def ask(self, prompt: str, suggest: Suggest | None = None) -> str | None:
        assert suggest is not None
        if self._reading is None:
            assert list(await suggest("lea")) == ["leaderboard"]  # without the notes
            asyncio.get_running_loop().call_later(0.2, self._read)
        return await super().ask(prompt, suggest)

    def _read(self) -> None:
        self._reading = self._library.read_soon()


async def test_the_chat_opens_before_the_notes_are_read(tmp_path: Path) -> None:
    library = Library.unread([str(NOTES)], tmp_path)
    typist = Typist(library, "lambda timeout")
    store = Store.open(tmp_path / "study.db")
    companion = Companion(
        library=library, store=store, settings=Settings(data_folder=str(tmp_path)),
        clock=lambda: MONDAY, messengers={},
    )  # fmt: skip
    assert not library.is_read
    assert await run_chat(companion, person("Ben", PLACE), PLACE, typist, tmp_path) == 0
    said = typist.out.getvalue()
    assert said.index(READING) < said.index("Ben> ") < said.index(ONE_MOMENT)
    assert said.index(ONE_MOMENT) < said.index("900 seconds")
    await companion.close()
    library.close()
    store.close()
