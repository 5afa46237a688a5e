"""Everything that one can type: one table of commands.

Parser, help, completion, the menus of platforms that have some, their German and the reference in
docs/commands.md are drawn from these rows.
"""

from collections.abc import Sequence
from typing import Final

from bot.commands import readers
from bot.commands.daily import read_daily
from bot.commands.options import Choice, CommandSpec, Option, Phrase
from bot.commands.records import (
    Ask,
    Command,
    Compare,
    Conflicts,
    DailyForm,
    DailyNow,
    DailyOff,
    DailyPause,
    DailyPreview,
    DailyResume,
    DailyReveal,
    DailySet,
    DailyShow,
    DailySource,
    EndQuiz,
    ExportMe,
    ForgetMe,
    Gaps,
    Help,
    ListTopics,
    OpenSettings,
    OptIn,
    OptOut,
    PlanUntil,
    QuestionAdd,
    QuestionEdit,
    QuestionList,
    QuestionShow,
    Quiz,
    Review,
    ShowBoard,
    ShowMe,
    ShowReports,
)
from bot.messages import Traits

MOST_QUESTIONS: Final = 20  # in one quiz
LOOK_UP: Final = Phrase("Look this up", "Nachschlagen")  # in the menu of a message

MAKE_QUESTION: Final = Phrase("Make this a question", "Daraus eine Frage machen")

# What menus say of the paths that several commands share.
GROUPS: Final = {
    "privacy": Phrase("What is kept about you", "Was über dich gespeichert ist"),
    "question": Phrase("Questions that people write", "Fragen, die ihr selbst schreibt"),
    "daily": Phrase(
        "The question of the day in this channel", "Die Frage des Tages in diesem Kanal"
    ),
}

_QUERY = Option(
    Phrase("query", "frage"),
    Phrase(
        "A question for the notes, such as: lambda limits",
        "Eine Frage an die Notizen, zum Beispiel: lambda limits",
    ),
    required=True,
    completes="query",
)


def _thing(name: str, place: int, about: Phrase) -> Option:
    return Option(
        Phrase(name, name),
        about,
        field="things",
        place=place,
        completes="topic",
        required=place < 2,
    )


_THINGS = (
    _thing("a", 0, Phrase("The first topic", "Das erste Thema")),
    _thing("b", 1, Phrase("The second topic", "Das zweite Thema")),
    _thing("c", 2, Phrase("Perhaps a third topic", "Vielleicht ein drittes Thema")),
    _thing("d", 3, Phrase("Perhaps a fourth topic", "Vielleicht ein viertes Thema")),
)
_QUIZ_TOPIC = Option(
    Phrase("topic", "thema"),
    Phrase("What the questions are about", "Worum es in den Fragen geht"),
    completes="topic",
)
_COUNT = Option(
    Phrase("count", "anzahl"),
    Phrase("How many questions", "Wie viele Fragen"),
    kind="number",
    most=MOST_QUESTIONS,
)
_PERIOD = Option(
    Phrase("period", "zeitraum"),
    Phrase("Which time it covers", "Für welchen Zeitraum"),
    kind="choice",
    choices=(
        Choice("week", "week", Phrase("week", "Woche")),
        Choice("month", "month", Phrase("month", "Monat")),
        Choice("all", "all", Phrase("all", "insgesamt")),
    ),
)
_SCOPE = Option(
    Phrase("scope", "umfang"),
    Phrase("Who is on it", "Wer darauf steht"),
    kind="choice",
    choices=(
        Choice("channel", "channel", Phrase("channel", "Kanal")),
        Choice("workspace", "workspace", Phrase("server", "Server")),
    ),
)
_ORDER = Option(
    Phrase("order", "ordnung"),
    Phrase("What counts for a rank", "Wonach gereiht wird"),
    kind="choice",
    choices=(
        Choice("points", "points", Phrase("points", "Punkte")),
        Choice("accuracy", "accuracy", Phrase("accuracy", "Treffsicherheit")),
    ),
)
_BY = Option(
    Phrase("by", "bis"),
    Phrase("The day of the exam, as 2027-03-01", "Der Tag der Prüfung, als 2027-03-01"),
    kind="date",
)
_PLAN_TOPICS = Option(
    Phrase("topics", "themen"),
    Phrase(
        "What to cover, separated by commas; everything if left out",
        "Welche Themen, durch Kommas getrennt; sonst alles",
    ),
    lead="topics",
)
_STOP = Option(
    Phrase("stop", "beenden"),
    Phrase("End the plan", "Den Plan beenden"),
    kind="flag",
    field="off",
    lead="off",
)
_PREFIX = Option(
    Phrase("prefix", "anfang"),
    Phrase("How the names begin", "Wie die Namen anfangen"),
    completes="topic",
)
_CONFLICTS_TOPIC = Option(
    Phrase("topic", "thema"),
    Phrase("Only about this topic", "Nur zu diesem Thema"),
    completes="topic",
)
_TIME = Option(
    Phrase("time", "uhrzeit"),
    Phrase(
        "When, as 09:00; leave everything out for a form",
        "Wann, als 09:00; ohne alle Angaben kommt ein Formular",
    ),
    kind="time",
    field="at",
)
_ZONE = Option(
    Phrase("zone", "zeitzone"),
    Phrase("In which time zone, as Europe/Berlin", "In welcher Zeitzone, als Europe/Berlin"),
    kind="zone",
    completes="zone",
)
_DAYS = Option(
    Phrase("days", "tage"),
    Phrase(
        "On which days, as weekdays or mon,wed,fri", "An welchen Tagen: weekdays oder mon,wed,fri"
    ),
    kind="days",
    field="weekdays",
    completes="days",
)
_DAILY_TOPICS = Option(
    Phrase("topics", "themen"),
    Phrase("What about, separated by commas", "Worüber, durch Kommas getrennt"),
    lead="topics",
)
_UNTIL = Option(
    Phrase("until", "bis"),
    Phrase(
        "The day on which it comes again, as 2027-01-07",
        "Der Tag, an dem sie wiederkommt, als 2027-01-07",
    ),
    kind="date",
    lead="until",
    required=True,
)
_WHEN = Option(
    Phrase("when", "wann"),
    Phrase("When people learn whether they were right", "Wann man erfährt, ob man richtig lag"),
    kind="choice",
    required=True,
    choices=(
        Choice("now", "at once", Phrase("at once", "sofort")),
        Choice("later", "later", Phrase("later", "am Ende")),
    ),
)


_ID = Option(
    Phrase("id", "kennung"),
    Phrase("The question's id, as question list shows it", "Die Kennung aus question list"),
    required=True,
)
_ON = Option(
    Phrase("state", "zustand"),
    Phrase("Whether the host sees it before", "Ob man sie vorher sieht"),
    kind="choice",
    required=True,
    choices=(
        Choice("on", "on", Phrase("on", "an")),
        Choice("off", "off", Phrase("off", "aus")),
    ),
)
_SOURCE = Option(
    Phrase("source", "quelle"),
    Phrase("Where the questions come from", "Woher die Fragen kommen"),
    kind="choice",
    required=True,
    choices=(
        Choice("written", "written", Phrase("written", "selbst geschrieben")),
        Choice("bank", "bank", Phrase("bank", "mitgeliefert")),
        Choice("any", "any", Phrase("any", "alle")),
    ),
)


def _read_help(words: Sequence[str], _typed: str) -> Command | None:
    """Help on a command is the help; "help desk tools" is a question."""
    said = [word.lower().strip("!.") for word in words]
    if said and all(word in {"more", "all", "everything", "commands"} for word in said):
        return Help(more=True)
    polite = all(word in {"me", "please"} for word in said)
    return Help() if polite or said[0] in READERS else None


TABLE: Final[tuple[CommandSpec, ...]] = (
    CommandSpec(
        Ask,
        "ask",
        Phrase("Look something up in the notes", "In den Notizen nachschlagen"),
        readers.ask,
        words=("ask",),
        options=(_QUERY,),
        group="Look up",
        example="ask …",
    ),
    CommandSpec(
        Compare,
        "compare",
        Phrase("Lay topics side by side", "Themen nebeneinander stellen"),
        readers.compare,
        words=("compare",),
        options=_THINGS,
        group="Look up",
        example="compare {one}, {two}",
        first=True,
        between=" vs ",
    ),
    CommandSpec(
        ListTopics,
        "topics",
        Phrase("What the notes have chapters on", "Wozu die Notizen etwas sagen"),
        readers.topics,
        words=("topics",),
        options=(_PREFIX,),
        group="Look up",
        example="topics",
    ),
    CommandSpec(
        Conflicts,
        "conflicts",
        Phrase("Where the notes contradict one another", "Wo die Notizen einander widersprechen"),
        readers.conflicts,
        words=("conflicts",),
        options=(_CONFLICTS_TOPIC,),
        group="Look up",
        example="conflicts",
    ),
    CommandSpec(
        Quiz,
        "quiz",
        Phrase("Questions now, for you alone", "Fragen jetzt gleich, nur für dich"),
        readers.quiz,
        words=("quiz",),
        options=(_QUIZ_TOPIC, _COUNT),
        example="quiz {one} 10",
        first=True,
    ),
    CommandSpec(
        EndQuiz,
        "stop",
        Phrase("End the quiz that is under way", "Das laufende Quiz beenden"),
        readers.stop,
        words=("stop",),
        example="stop",
        menu=None,
    ),
    CommandSpec(
        Review,
        "review",
        Phrase("What is due for you today", "Was heute zur Wiederholung ansteht"),
        readers.only(Review(), "now", "start", "me", "today", "due"),
        words=("review", "reviews"),
        example="review",
    ),
    CommandSpec(
        ShowMe,
        "me",
        Phrase("Your points, streak and weak topics", "Deine Punkte, Serie, schwachen Themen"),
        readers.only(ShowMe(), "show", "stats", "now"),
        words=("me",),
        example="me",
    ),
    CommandSpec(
        ShowBoard,
        "leaderboard",
        Phrase("The ranking, with you marked", "Die Rangliste, mit dir darin"),
        readers.board,
        words=("leaderboard", "board", "scores"),
        options=(_PERIOD, _SCOPE, _ORDER),
        example="leaderboard week workspace",
        first=True,
    ),
    CommandSpec(
        DailyShow,
        "daily",
        Phrase("When the daily question comes here", "Wann die Frage des Tages hier kommt"),
        read_daily,
        words=("daily",),
        group="As a team",
        example="daily",
        first=True,
        menu="daily show",
        in_channels=True,
    ),
    CommandSpec(
        DailySet,
        "daily",
        Phrase("Let it come then", "Dann soll sie kommen"),
        options=(_TIME, _ZONE, _DAYS, _DAILY_TOPICS),
        group="As a team",
        example="daily 09:00 Europe/Berlin weekdays",
        menu="daily set",
        right="change the daily quiz",
        traits=Traits(posts=True),
        in_channels=True,
    ),
    CommandSpec(
        DailyForm,
        "daily set",
        Phrase("Set it up in a form", "Sie in einem Formular einrichten"),
        group="As a team",
        menu="daily set",
        right="change the daily quiz",
        traits=Traits(opens_form=True, posts=True),
        in_channels=True,
    ),
    CommandSpec(
        DailyNow,
        "daily now",
        Phrase("Ask one now", "Jetzt eine stellen"),
        group="As a team",
        example="daily now",
        right="change the daily quiz",
        traits=Traits(posts=True),
        in_channels=True,
    ),
    CommandSpec(
        DailyPause,
        "daily pause",
        Phrase("Stop it until a day", "Bis zu einem Tag aussetzen"),
        options=(_UNTIL,),
        group="As a team",
        example="daily pause until 2027-01-07",
        right="change the daily quiz",
        in_channels=True,
    ),
    CommandSpec(
        DailyResume,
        "daily resume",
        Phrase("End the pause", "Die Pause beenden"),
        group="As a team",
        example="daily resume",
        right="change the daily quiz",
        traits=Traits(posts=True),
        in_channels=True,
    ),
    CommandSpec(
        DailyReveal,
        "daily reveal",
        Phrase("Verdicts at once, or when it closes", "Gleich oder erst am Ende auflösen"),
        options=(_WHEN,),
        group="As a team",
        example="daily reveal later",
        right="change the daily quiz",
        in_channels=True,
    ),
    CommandSpec(
        DailyPreview,
        "daily preview",
        Phrase("See tomorrow's question before", "Die Frage von morgen vorher sehen"),
        options=(_ON,),
        group="As a team",
        example="daily preview on",
        right="change the daily quiz",
        in_channels=True,
    ),
    CommandSpec(
        DailySource,
        "daily source",
        Phrase("What questions it draws from", "Woraus die Fragen gezogen werden"),
        options=(_SOURCE,),
        group="As a team",
        example="daily source written",
        right="change the daily quiz",
        in_channels=True,
    ),
    CommandSpec(
        DailyOff,
        "daily off",
        Phrase("No more of it here", "Hier nicht mehr"),
        group="As a team",
        example="daily off",
        right="change the daily quiz",
        in_channels=True,
    ),
    CommandSpec(
        PlanUntil,
        "plan",
        Phrase("Cover the notes by a date", "Den Stoff bis zu einem Tag schaffen"),
        readers.plan,
        words=("plan",),
        options=(_BY, _PLAN_TOPICS, _STOP),
        group="As a team",
        example="plan 2027-03-01",
    ),
    CommandSpec(
        QuestionAdd,
        "question add",
        Phrase("Write a question", "Eine Frage schreiben"),
        readers.question,
        words=("question",),
        group="As a team",
        example="question add",
        right="write questions",
        traits=Traits(opens_form=True),
    ),
    CommandSpec(
        QuestionEdit,
        "question edit",
        Phrase("Change a question", "Eine Frage ändern"),
        options=(_ID,),
        group="As a team",
        example="question edit w-3f2a1c",
        right="write questions",
        traits=Traits(opens_form=True),
    ),
    CommandSpec(
        QuestionList,
        "question list",
        Phrase("What was written here", "Was hier geschrieben wurde"),
        group="As a team",
        example="question list",
        right="write questions",
    ),
    CommandSpec(
        QuestionShow,
        "question",
        Phrase("What is known about a question", "Was über eine Frage bekannt ist"),
        options=(_ID,),
        group="As a team",
        example="question w-3f2a1c",
        menu="question show",
        right="write questions",
    ),
    CommandSpec(
        ShowReports,
        "reports",
        Phrase("Questions that people reported", "Fragen, die gemeldet wurden"),
        readers.only(ShowReports()),
        words=("reports",),
        group="As a team",
        example="reports",
        menu=None,
        right="see reports",
    ),
    CommandSpec(
        Gaps,
        "gaps",
        Phrase("What people looked up in vain", "Was vergeblich gesucht wurde"),
        readers.only(Gaps()),
        words=("gaps",),
        group="As a team",
        example="gaps",
        right="see gaps",
    ),
    CommandSpec(
        OpenSettings,
        "settings",
        Phrase("Your own settings", "Deine Einstellungen"),
        readers.only(OpenSettings()),
        words=("settings",),
        group="Yours",
        example="settings",
        traits=Traits(opens_form=True),
    ),
    CommandSpec(
        ExportMe,
        "export me",
        Phrase(
            "Everything that is kept about you, as a file", "Alles über dich Gespeicherte als Datei"
        ),
        readers.only(ExportMe(), "me", "my", "data"),
        words=("export",),
        group="Yours",
        example="export me",
        menu="privacy export",
    ),
    CommandSpec(
        ForgetMe,
        "forget me",
        Phrase("Delete everything that is kept about you", "Alles über dich Gespeicherte löschen"),
        readers.only(ForgetMe(), "me", "my", "data"),
        words=("forget",),
        group="Yours",
        example="forget me",
        menu="privacy forget",
    ),
    CommandSpec(
        OptOut,
        "opt out",
        Phrase(
            "Leave the boards and recaps", "Nicht mehr in Ranglisten und Rückblicken erscheinen"
        ),
        readers.opt,
        words=("opt",),
        group="Yours",
        example="opt out",
        menu="privacy opt-out",
    ),
    CommandSpec(
        OptIn,
        "opt in",
        Phrase(
            "Come back to the boards and recaps", "Wieder in Ranglisten und Rückblicken erscheinen"
        ),
        group="Yours",
        example="opt in",
        menu="privacy opt-in",
    ),
    CommandSpec(
        Help,
        "help",
        Phrase("What you can do here", "Was man hier tun kann"),
        _read_help,
        words=("help", "?"),
        group="Yours",
        example="help",
    ),
)

READERS: Final = (
    {word: spec.read for spec in TABLE if spec.read for word in spec.words}
    | {
        word: readers.only(one)
        for one, words in ((OptOut(), ("opt-out", "optout")), (OptIn(), ("opt-in", "optin")))
        for word in words
    }
    | dict.fromkeys(("quit", "exit", "end"), readers.end_quiz)
)
_SPECS = {spec.record: spec for spec in TABLE}


def spec_of(command: Command) -> CommandSpec:
    """The row of a command; what is none yet goes by the row for questions."""
    return _SPECS.get(type(command), TABLE[0])


def command_words() -> tuple[str, ...]:
    """What a command line may begin with: one line a command that is read by itself."""
    return tuple(dict.fromkeys(spec.line for spec in TABLE if spec.read or spec.record is OptIn))


def follows_topic(word: str) -> bool:
    """Whether a topic may follow a command word."""
    rows = (spec for spec in TABLE if word.lower() in spec.words)
    return any(option.completes == "topic" for spec in rows for option in spec.options)


def path_of(spec: CommandSpec, name: str) -> str:
    """How a menu calls it; *name* is the command that answers questions."""
    return name if spec.record is Ask else spec.path
