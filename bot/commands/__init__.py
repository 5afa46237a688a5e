"""What a person typed, read as a command: one pure function that understands anything somehow.

Whatever is no command is a question for the notes. `ask …` forces a question, a line that fits a
command almost is answered with the line that would have worked, and what begins with a slash is
never a question.
"""

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

from bot.commands import readers
from bot.commands.lines import in_menus, picked, printed, typed_line
from bot.commands.options import CommandSpec
from bot.commands.records import (
    Ask,
    Command,
    Compare,
    Conflicts,
    DailyForm,
    DailyForum,
    DailyNow,
    DailyOff,
    DailyPause,
    DailyPreview,
    DailyResume,
    DailyReveal,
    DailyRole,
    DailySet,
    DailyShow,
    DailySource,
    DrawnFrom,
    EndQuiz,
    ExportMe,
    ForgetMe,
    Gaps,
    Help,
    Language,
    ListTopics,
    Misread,
    Mistyped,
    OpenSettings,
    OptIn,
    OptOut,
    Order,
    Period,
    PlanUntil,
    QuestionAdd,
    QuestionEdit,
    QuestionList,
    QuestionShow,
    QuestionWriters,
    Quiz,
    Reveal,
    Review,
    Scope,
    ShowBoard,
    ShowMe,
    ShowReports,
    Writers,
)
from bot.commands.table import READERS, TABLE, command_words, follows_topic, spec_of
from bot.language import _
from bot.text import one_line

__all__ = [
    "Ask",
    "Command",
    "Compare",
    "Conflicts",
    "DailyForm",
    "DailyForum",
    "DailyNow",
    "DailyOff",
    "DailyPause",
    "DailyPreview",
    "DailyResume",
    "DailyReveal",
    "DailyRole",
    "DailySet",
    "DailyShow",
    "DailySource",
    "DrawnFrom",
    "EndQuiz",
    "ExportMe",
    "ForgetMe",
    "Gaps",
    "Help",
    "Language",
    "ListTopics",
    "Misread",
    "Mistyped",
    "OpenSettings",
    "OptIn",
    "OptOut",
    "Order",
    "Period",
    "PlanUntil",
    "QuestionAdd",
    "QuestionEdit",
    "QuestionList",
    "QuestionShow",
    "QuestionWriters",
    "Quiz",
    "Reveal",
    "Review",
    "Scope",
    "ShowBoard",
    "ShowMe",
    "ShowReports",
    "Writers",
    "command_words",
    "follows_topic",
    "in_menus",
    "is_command",
    "parse",
    "printed",
    "spec_of",
]

SHORTEST_SLIP = 4  # letters of a word that may be a command with a slip of the finger in it
LONG = 7  # from here on a word may have two slips


def parse(text: str) -> Command:
    """Read *text* as a command.

    Total: people type anything, and a typo deserves an answer rather than a traceback.

    >>> parse("quiz s3 10")
    Quiz(topic='s3', count=10)
    >>> parse("review of s3 classes")
    Ask(query='review of s3 classes')
    >>> parse("revew")
    Mistyped(typed='revew', meant='review')
    """
    typed = one_line(text)
    if typed.startswith("/"):
        return _after_a_slash(typed)
    return _command(typed) or _slip(typed) or Ask(typed)


def is_command(text: str) -> bool:
    """Whether a line is a command by its first word or its slash, and no question or slip.

    >>> is_command("quiz s3 10"), is_command("review of s3 classes"), is_command("sqs vs sns")
    (True, False, False)
    """
    typed = one_line(text)
    return typed.startswith("/") or _by_its_word(typed.split(), typed) is not None


def _command(typed: str) -> Command | None:
    """A line as a command; None for a question."""
    words = typed.split()
    if not words:
        return Help()
    return _by_its_word(words, typed) or readers.versus(typed)


def _by_its_word(words: Sequence[str], typed: str) -> Command | None:
    """The command that the first word names, if the rest of the line fits it."""
    read = READERS.get(words[0].lower().rstrip(":!.") or "?") if words else None
    return read(words[1:], typed) if read else None


def _slip(typed: str) -> Mistyped | None:
    """A command with a slip of the finger in its first word, if the rest of the line fits it.

    That word may be another command's, after which nothing of the kind can follow: "quit s3".
    """
    first, _, rest = typed.partition(" ")
    said = first.lower().strip(":!.")
    if said in READERS and not rest:
        return None
    for word in _near(said):
        meant = f"{word} {rest}".strip()
        command = _command(meant)
        if command is not None and not isinstance(command, Misread | Ask):
            return Mistyped(typed, meant)
    return None


def _near(typed: str) -> list[str]:
    """The other command words that *typed* is nearest to, if it is near any at all."""
    if len(typed) < SHORTEST_SLIP:
        return []
    slips = 2 if len(typed) >= LONG else 1
    others = [word for word in READERS if word != typed]
    distances = {word: OSA.distance(typed, word, score_cutoff=slips) for word in others}
    least = min(distances.values())
    return [word for word, distance in distances.items() if distance == least <= slips]


def _after_a_slash(typed: str) -> Command:
    """A slash command: picked from a menu, typed after a slash, or none that there is."""
    line = typed.lstrip("/ ")
    if not line:
        return Help()
    if found := picked(line):
        spec, given, before = found
        if given or not before:
            return _picked(typed, spec, given, before)
    command = _command(line)
    if command is not None:
        return command
    if line.split()[0].lower() in READERS:
        return Misread(typed, line, _example(_row_of(line)))
    slip = _slip(line)
    return Mistyped(typed, slip.meant if slip else "")


def _row_of(line: str) -> CommandSpec:
    """The row that a line begins with a word of."""
    word = line.split()[0].lower()
    return next((spec for spec in TABLE if word in spec.words), TABLE[0])


def _picked(typed: str, spec: CommandSpec, given: Mapping[str, str], before: str) -> Command:
    """A row and its options by name; the first that cannot be is told."""
    if before:
        return Misread(
            typed, before, _example(spec), _("{word} has no name before it", word=before)
        )
    for option in spec.options:
        text = given.get(option.name.english, "")
        if not text and option.required:
            return Misread(
                typed, typed, _example(spec), _("{option} is missing", option=option.name.english)
            )
        if text and (why := option.wrong(text)):
            return Misread(typed, text, _example(spec), why)
    line = typed_line(spec, given)
    command = _command("daily set" if line == "daily" and spec.record is DailySet else line)
    if command is None or (isinstance(command, Ask) and spec.record is not Ask):
        return Misread(typed, line, _example(spec))
    return command


def _example(spec: CommandSpec) -> str:
    """A line that would have worked."""
    if spec.record is Ask or not spec.example:
        return "ask lambda limits"
    return spec.example.format(one="s3", two="sqs")
