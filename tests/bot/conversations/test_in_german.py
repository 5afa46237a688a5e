"""A German team over German notes reads no English, whatever it does and wherever."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest

from bench.translations import paths, translated
from bot.language import _, plural, speaking
from bot.store import StoreAway, StoreBusy
from knowledge.library import Library
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.driver import ADMIN, Driver
from tests.bot.conversations.world import InWorld

NOTES = Path(__file__).parent / "deutsch"
CATALOG = translated("de", dict(paths())["de"])
# Words without which hardly anybody writes a sentence in English, and that are none in German.
ENGLISH = re.compile(
    r"\b(the|and|your|you|of|is|are|not|this|that|these|with|from|for|to|it|its|has|have|been|be|"
    r"by|on|or|if|at|as|but|here|there|who|what|when|which|how|more|no|yet|once|only|every|any|"
    r"question|questions|answer|answers|notes?|points?|day|days|right|wrong|today|tomorrow)\b",
    re.IGNORECASE,
)
# What one types, and what stands for it where a platform shows a command.
LINE = re.compile(
    r"(?:/aws )?\b(?:ask|compare|daily|export me|forget me|help|language|leaderboard|me|"
    r"opt (?:out|in)|plan|question (?:add|list|edit|writers)|questions?|quiz|reports|review|"
    r"settings|topics|conflicts|gaps)\b"
    r"(?: (?:\d\d:\d\d|\d{4}-\d\d-\d\d|[A-Z]\w+/\w+|[a-z]+:\S+|set|now|off|on|resume|more|"
    r"pause until|reveal(?: later| at once)?|preview|source|written|bank|any|tell me(?: not)?|"
    r"weekdays|by|topics|week|month|all|workspace)\b)*"
)
# Names, what no code of ours has drawn, words to type within a sentence, and paths of files.
BY_NAME = re.compile(
    r"Study Companion|drawn by nobody|„at once“|\bwritten, bank oder any\b|(?:/[\w.-]+){2,}"
)


def de(text: str, **values: object) -> str:
    """A sentence as a German reads it."""
    with speaking("de"):
        return _(text, **values)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open([str(NOTES)], tmp_path_factory.mktemp("deutsch"))
    yield library
    library.close()


@pytest.fixture
def locale() -> str:
    return "de-DE"


def _pieces() -> dict[str, str]:
    """What stands between the places of each English sentence, if it is three words or more."""
    found = {}
    for message in CATALOG:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            for piece in re.split(r"\{\w+\}", text):
                folded = " ".join(piece.split())
                if len(re.findall(r"[A-Za-z]{2,}", folded)) >= 3:
                    found[folded] = text
    return found


SAID = _pieces()
# Labels and the like, which stand alone.
SHORT = frozenset(
    text
    for message in CATALOG
    for text in ((message.id,) if isinstance(message.id, str) else ())
    if text and "{" not in text and de(text) != text
)


def english_in(text: str) -> list[str]:
    """What a German reader would stumble over."""
    lines = [f"“{line}”" for line in text.splitlines() if line.strip() in SHORT]
    text = " ".join(text.split())
    told = lines + [f"“{sentence}”" for piece, sentence in SAID.items() if piece in text]
    rest = BY_NAME.sub(" ", LINE.sub(" ", text))
    return told + [
        f"…{rest[max(0, word.start() - 40) : word.end() + 40]}…" for word in ENGLISH.finditer(rest)
    ]


class Reader(Chat):
    """Reads everything that they are shown, and notes what is English."""

    def __init__(self, driver: Driver, found: dict[str, list[str]]) -> None:
        super().__init__(driver)
        self.found = found
        self.before: set[str] = set()
        self.spoke: set[str] = set()

    def as_(self, who: str) -> "Reader":
        other = Reader(self.driver, self.found)
        other.who, other.before, other.spoke = who, self.before, self.spoke
        return other

    def says(self, text: str, *, private: bool = False) -> "Reader":
        super().says(text, private=private)
        return self.reads(text)

    def clicks(self, label: str) -> "Reader":
        super().clicks(label)
        return self.reads(f"[{label}]")

    def waits(self, **time: float) -> "Reader":
        super().waits(**time)
        return self

    def fills_in(self, values: "dict[str, str]") -> "Reader":  # type: ignore[override]
        super().fills_in(values)
        return self.reads(str(values))

    def picks(self, *, right: bool = True) -> "Reader":
        """Answer the newest question in the channel, also where something stands below it."""
        found: tuple[str, tuple[str, ...]] = ("", ())
        for text in self.driver.channel():
            with suppress(AssertionError):
                found = self.driver.right_answer(" ".join(text.split()))
        letter, letters = found
        return self.clicks(letter if right else next(o for o in letters if o != letter))

    def reads(self, done: str) -> "Reader":
        """Look at what came of it."""
        self.spoke.add(self.who)
        seen = [self.text, *self.buttons, self.driver.form(self.who)]
        if english := english_in("\n".join(seen)):
            self.found[f"{self.who}: {done}"] = english
        return self

    def reads_all(self) -> "Reader":
        """Look at what stands in the channel, and what each was told."""
        told = (text for who in sorted(self.spoke) for text in self.driver.told(who))
        for text in (*self.driver.channel(), *told):
            if text not in self.before and (english := english_in(text)):
                self.found[f"at last: {text[:60]}"] = english
        return self


@pytest.fixture
def reader(driver: Driver) -> Iterator[Reader]:
    found: dict[str, list[str]] = {}
    reader = Reader(driver, found)
    reader.admin.says("language deutsch")
    found.clear()
    reader.before.update(driver.told(ADMIN))  # how the bot greeted who invited it
    yield reader
    reader.reads_all()
    assert not found, "\n".join(f"{done}\n    " + "\n    ".join(e) for done, e in found.items())


def test_looking_up(reader: Reader) -> None:
    for line in ("help", "help more", "hallo", "danke", "tschüss", "hello", "thanks",
                 "Scheibenbremse", "Bremse", "Reifen Gewicht", "Wie oft schmiert man die Kette?",
                 "quantenphysik", "ritzl", "conflicts", "topics", "topics re", "topics zz",
                 "compare Kette Licht", "compare Kette", "compare Kette Bremse zz",
                 "Kette vs Bremse", "compare Kette, Licht, Bremse, Reifen, Kette, Licht",
                 "hlep", "quizz", "leaderbord", "language", "language klingon"):  # fmt: skip
        reader.says(line)
        reader.admin.says(line) if "language" not in line else None
    reader.among_others().says("Bremse").clicks(de("Share in channel"))
    reader.as_("Cem").says("compare Kette Licht").clicks(de("Share in channel"))


def test_quizzes_of_each_kind(reader: Reader) -> None:
    reader.says("quiz Reifen 1").waits(seconds=5).clicks("Falsch")
    reader.says("quiz Licht 2").waits(seconds=5)
    for right in (True, False):
        for label in (de("Show the answer"), de("Hint")):
            if label in reader.buttons:
                reader.clicks(label)
        if de("Good") in reader.buttons:
            reader.clicks(de("Good") if right else de("Again"))
        elif "A" in reader.buttons or "Rot" in reader.buttons:
            reader.answers(right=right)
        if de("Next question") in reader.buttons:
            reader.clicks(de("Next question"))
    ticks = de("Choose {many}", many=de("two"))
    too_few = [] if reader.driver.name == "discord" else ["A"]  # which sends no such form
    for letters in ("AC", "AB", *too_few):
        reader.as_(f"Dua{letters}").says("quiz Bremse 1").waits(seconds=5).clicks(ticks)
        reader.as_(f"Dua{letters}").fills_in({ticks: ",".join(letters)})
    reader.as_("Cem").says("quiz Kette 1").waits(seconds=5).clicks(de("Type the answer"))
    reader.as_("Cem").fills_in({de("Your answer"): "Ritzle"})
    reader.as_("Dua").says("quiz Kette 1").waits(seconds=5).clicks(de("Type the answer"))
    reader.as_("Dua").fills_in({de("Your answer"): "Bremse"})
    reader.as_("Eli").says("quiz Kette 1").waits(seconds=5).clicks(de("Type the answer"))
    reader.as_("Eli").fills_in({de("Your answer"): "das Ritzel"})
    for line in (
        "quiz zz",
        "quiz 50",
        "quiz Kette 0",
        "quiz Bremse",
        "me",
        "settings",
        "leaderboard",
    ):
        reader.says(line)
    reader.waits(days=3)
    for who in ("Ben", "Cem", "Dua"):
        reader.as_(who).says("review")
        for label in (de("Show the answer"), de("Skip"), de("Good")):
            if label in reader.as_(who).buttons:
                reader.as_(who).clicks(label)
    reader.says("me")


def test_the_question_of_the_day(reader: Reader) -> None:
    for line in (
        "daily",
        "daily 25:00",
        "daily weekdays",
        "daily now",
        "daily off",
        "plan 2026-05-01",
    ):
        reader.says(line)
    admin = reader.admin
    for line in ("daily 25:00 Berlin", "daily weekdays", "daily 09:00 Europe/Berlin fri zz",
                 "daily off", "daily pause until 2026-03-04", "daily resume",
                 "daily EST 09:00"):  # fmt: skip
        admin.says(line)
    admin.says("daily").clicks(de("Set it up"))
    fields = {de("Time"): "25:00", de("Topics"): "zz"}
    admin.fills_in(fields)
    admin.says("daily 09:00 Europe/Berlin daily Reifen, Licht")
    for line in ("daily", "daily preview on", "daily source written", "daily reveal later",
                 "daily reveal at once", "daily pause until 2026-03-03", "daily resume",
                 "daily tell me", "plan 2026-05-01 topics Reifen, Licht", "plan",
                 "plan 2020-01-01", "plan by:morgen"):  # fmt: skip
        admin.says(line)
    reader.waits(minutes=45)
    for number, who in enumerate(("Ben", "Cem", "Dua", "Eli", "Fay")):
        reader.as_(who).picks(right=number > 1)
    reader.picks()
    for line in ("leaderboard", "leaderboard week", "leaderboard all", "leaderboard workspace",
                 "me", "daily", "quiz", "review", "opt out", "me", "leaderboard",
                 "opt in"):  # fmt: skip
        reader.says(line)
    reader.says("leaderboard").clicks(de("By accuracy"))
    reader.waits(hours=24).reads_all()
    reader.says("daily")
    reader.waits(days=6)
    for line in ("leaderboard month", "leaderboard week", "me", "topics", "plan", "daily"):
        reader.says(line)
    admin.says("plan off").says("daily off").says("daily resume").says("daily now")


def test_what_is_wrong_with_a_question(reader: Reader) -> None:
    admin = reader.admin
    admin.says("daily 09:00 Europe/Berlin daily Reifen")
    admin.says("daily now")
    reader.picks(right=False)
    reader.clicks(de("Report a mistake"))
    what = de("What is wrong with this question?")
    reader.fills_in({what: "outdated", de("In your words"): "Er hat 9 kg."})
    reader.says("reports").says("gaps")
    admin.says("reports").says("gaps").says("conflicts")
    admin.clicks(de("Look again")) if de("Look again") in admin.buttons else None
    admin.says("reports").clicks(de("Stop asking it for now"))
    admin.says("reports").clicks(de("It is right: ask it again"))
    for line in ("question add", "question list", "question w-1", "question edit w-1"):
        reader.says(line)
    admin.says("question list").says("question show x").says("question add")
    options = de("Options, one a line, * for right")
    admin.fills_in({de("Question"): "Wozu dient eine Klingel?", options: "Hupen\nWarnen"})
    admin.says("question add")
    admin.fills_in({
        de("Question"): "Wozu dient eine Klingel?", options: "* Warnen\nBremsen",
        de("Why"): "Man hört sie.", de("Topic"): "Klingel",
    })  # fmt: skip
    admin.says("question list")
    reader.waits(days=2).reads_all()


def test_the_week_in_short(reader: Reader) -> None:
    reader.admin.says("daily 09:00 Europe/Berlin daily Reifen, Licht")
    reader.waits(minutes=45)
    for day in range(3):
        for number, who in enumerate(("Ben", "Cem", "Dua", "Eli")):
            reader.as_(who).picks(right=number > day)
        reader.waits(days=1)
    assert isinstance(reader.driver, InWorld)
    reader.driver.recap()
    reader.reads_all()
    assert de("The week in short") in reader.channel


def test_a_quiet_week(reader: Reader) -> None:
    reader.admin.says("daily 09:00 Europe/Berlin daily Reifen")
    reader.waits(days=2)
    assert isinstance(reader.driver, InWorld)
    reader.driver.recap()
    reader.reads_all()
    assert de("A quiet week: nobody answered a daily question.") in reader.channel


@pytest.mark.parametrize("closed", [False, True])
def test_points_are_taken_back(reader: Reader, closed: bool) -> None:
    admin = reader.as_(ADMIN)
    admin.says("daily 09:00 Europe/Berlin daily Reifen")
    reader.waits(minutes=45)
    for who in ("Ben", "Cem", "Dua"):
        reader.as_(who).picks()
    admin.picks(right=False)
    admin.clicks(de("Report a mistake"))
    admin.fills_in({de("What is wrong with this question?"): "wrong"})
    if closed:
        reader.waits(hours=24)
    admin.clicks(de("Take it back for everybody"))
    reader.waits(hours=24).reads_all()
    assert "Diese Frage wurde zurückgenommen (" in reader.channel
    assert ("Berichtigung: " in reader.channel) == closed
    for line in ("me", "leaderboard", "reports"):
        reader.says(line)
        admin.says(line)
    assert isinstance(reader.driver, InWorld)
    reader.driver.recap()
    reader.reads_all()


def test_something_goes_wrong(reader: Reader) -> None:
    with patch.object(Library, "ask", side_effect=OSError("the disk is full")):
        reader.says("Bremse").sees("Bei mir ist etwas schiefgegangen").sees_not("disk")
        reader.says("Bremse", private=True)
    with patch.object(Library, "ask", side_effect=StoreAway("no database")):
        reader.says("Bremse")
    with patch.object(Library, "ask", side_effect=StoreBusy("locked")):
        reader.says("Bremse")


def test_what_is_kept_of_somebody(reader: Reader) -> None:
    reader.says("quiz Reifen 1").waits(seconds=5).clicks("Wahr")
    for line in ("export me", "opt out", "opt out", "opt in", "forget me", "home"):
        reader.says(line)
    reader.says("settings").fills_in({})
    wrong = {de("Remind me of due reviews at"): "26:00", de("My time zone"): "Mond"}
    reader.says("settings").fills_in(wrong)
    reader.says("forget me").clicks(de("Keep it"))
    reader.says("forget me").clicks(de("Delete everything"))
    reader.says("me").says("Bremse", private=True).says("help", private=True)
    for line in ("me", "quiz 2", "daily", "leaderboard"):
        reader.says(line, private=True)


@pytest.mark.parametrize(
    "action", ["answer|99|0", "share|zz", "unknown", "grade|99|good", "report|99", "page|zz|9"]
)
def test_odd_clicks(reader: Reader, action: str) -> None:
    reader.forges(action)
    reader.reads(action)


def test_numbers_and_cases() -> None:
    with speaking("de"):
        assert plural("{number} answer, {right} right.", "{number} answers, {right} right.", 1,
                      right=1) == "1 Antwort, 1 richtig."  # fmt: skip
