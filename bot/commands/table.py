"""Everything that one can type: one table of commands.

Parser, help, completion, the menus of platforms that have some, their German and the reference in
docs/commands.md are drawn from these rows.
"""

from collections.abc import Sequence
from typing import Final

from bot.commands import option_rows, readers
from bot.commands import records as c
from bot.commands.daily import read_daily
from bot.commands.options import CommandSpec, Phrase
from bot.commands.traits import Traits

LOOK_UP: Final = Phrase("Look this up", "Nachschlagen")  # in the menu of a message

MAKE_QUESTION: Final = Phrase("Make this a question", "Daraus eine Frage machen")

# What menus say of the paths that several commands share.
GROUPS: Final = {
    "privacy": Phrase("What is kept about you", "Was über dich gespeichert ist"),
    "question": Phrase(
        "Questions that people write", "Fragen, die ihr selbst schreibt", begins_with_noun=True
    ),
    "daily": Phrase("The daily question in this channel", "Die Frage des Tages in diesem Kanal"),
}


def _read_help(words: Sequence[str], _typed: str) -> c.Command | None:
    """Help on a command is the help; "help desk tools" is a question."""
    said = [word.lower().strip("!.") for word in words]
    if said and all(word in {"more", "all", "everything", "commands"} for word in said):
        return c.Help(more=True)
    polite = all(word in {"me", "please"} for word in said)
    return c.Help() if polite or said[0] in READERS else None


TABLE: Final[tuple[CommandSpec, ...]] = (
    CommandSpec(
        c.Ask,
        "ask",
        Phrase("Look something up in the notes", "In den Notizen nachschlagen"),
        readers.ask,
        words=("ask",),
        options=(option_rows.QUERY,),
        group="Look up",
        example="{one}",
    ),
    CommandSpec(
        c.Compare,
        "compare",
        Phrase("Two or more topics side by side", "Themen vergleichen", begins_with_noun=True),
        readers.compare,
        words=("compare",),
        options=option_rows.THINGS,
        group="Look up",
        example="compare {one}, {two}",
        between=" vs ",
    ),
    CommandSpec(
        c.ListTopics,
        "topics",
        Phrase("What the notes have chapters on", "Wozu die Notizen etwas sagen"),
        readers.topics,
        words=("topics",),
        options=(option_rows.PREFIX,),
        group="Look up",
        example="topics",
    ),
    CommandSpec(
        c.Conflicts,
        "conflicts",
        Phrase("Where the notes contradict one another", "Wo die Notizen einander widersprechen"),
        readers.conflicts,
        words=("conflicts",),
        options=(option_rows.CONFLICTS_TOPIC,),
        group="Look up",
        example="conflicts",
    ),
    CommandSpec(
        c.Quiz,
        "quiz",
        Phrase(
            "Practice questions, for you alone", "Übungsfragen, nur für dich", begins_with_noun=True
        ),
        readers.quiz,
        words=("quiz",),
        options=(option_rows.QUIZ_TOPIC, option_rows.COUNT),
        example="quiz {one} 10",
        first=True,
    ),
    CommandSpec(
        c.EndQuiz,
        "stop",
        Phrase("End the quiz that is under way", "Das laufende Quiz beenden"),
        readers.stop,
        words=("stop",),
        example="stop",
        menu=None,
    ),
    CommandSpec(
        c.Review,
        "review",
        Phrase("What is due for you today", "Was heute zur Wiederholung ansteht"),
        readers.only(c.Review(), "now", "start", "me", "today", "due"),
        words=("review", "reviews"),
        example="review",
        first=True,
    ),
    CommandSpec(
        c.ShowMe,
        "me",
        Phrase(
            "Your points, streak and weak topics",
            "Deine Punkte, deine Serie und deine schwachen Themen",
        ),
        readers.only(c.ShowMe(), "show", "stats", "now"),
        words=("me",),
        example="me",
        first=True,
    ),
    CommandSpec(
        c.ShowBoard,
        "leaderboard",
        Phrase("The leaderboard, and your place", "Die Rangliste mit deinem Platz"),
        readers.board,
        words=("leaderboard", "board", "scores"),
        options=(option_rows.PERIOD, option_rows.SCOPE, option_rows.ORDER),
        example="leaderboard week",
    ),
    CommandSpec(
        c.DailyShow,
        "daily",
        Phrase("When the daily question comes here", "Wann hier die Frage des Tages kommt"),
        read_daily,
        words=("daily",),
        group="As a team",
        example="daily",
        first=True,
        menu="daily show",
        in_channels=True,
    ),
    CommandSpec(
        c.DailySet,
        "daily",
        Phrase("Set when the daily question comes", "Einstellen, wann die Frage des Tages kommt"),
        options=(option_rows.TIME, option_rows.ZONE, option_rows.DAYS, option_rows.DAILY_TOPICS),
        group="As a team",
        example="daily 09:00 Europe/Berlin weekdays",
        menu="daily set",
        right="change the daily question",
        traits=Traits(posts=True),
        in_channels=True,
    ),
    CommandSpec(
        c.DailyForm,
        "daily set",
        Phrase("Set the daily question up in a form", "Die Frage des Tages im Formular einrichten"),
        group="As a team",
        menu="daily set",
        right="change the daily question",
        traits=Traits(opens_form=True, posts=True),
        in_channels=True,
    ),
    CommandSpec(
        c.DailyForum,
        "daily forum",
        Phrase("A post of its own each day, in a forum", "Jeden Tag ein Beitrag in einem Forum"),
        options=(option_rows.FORUM,),
        group="As a team",
        example="daily forum",
        right="change the daily question",
        traits=Traits(opens_form=True),
        in_channels=True,
        only="discord",
    ),
    CommandSpec(
        c.DailyNow,
        "daily now",
        Phrase("Post a question now", "Jetzt eine stellen"),
        group="As a team",
        example="daily now",
        right="change the daily question",
        traits=Traits(posts=True),
        in_channels=True,
    ),
    CommandSpec(
        c.DailyPause,
        "daily pause",
        Phrase("No daily question until a day", "Bis zu einem Tag keine Frage des Tages"),
        options=(option_rows.UNTIL,),
        group="As a team",
        example="daily pause until 2027-01-07",
        right="change the daily question",
        in_channels=True,
    ),
    CommandSpec(
        c.DailyResume,
        "daily resume",
        Phrase("End that pause", "Diese Pause beenden"),
        group="As a team",
        example="daily resume",
        right="change the daily question",
        traits=Traits(posts=True),
        in_channels=True,
    ),
    CommandSpec(
        c.DailyReveal,
        "daily reveal",
        Phrase("Say who was right when it closes, or now", "Erst am Ende auflösen, oder gleich"),
        options=(option_rows.WHEN,),
        group="As a team",
        example="daily reveal later",
        right="change the daily question",
        in_channels=True,
    ),
    CommandSpec(
        c.DailyPreview,
        "daily preview",
        Phrase("See tomorrow's daily question today", "Die Frage von morgen schon heute sehen"),
        options=(option_rows.ON,),
        group="As a team",
        example="daily preview on",
        right="change the daily question",
        in_channels=True,
    ),
    CommandSpec(
        c.DailySource,
        "daily source",
        Phrase("Ask only what your team wrote, or all", "Nur Fragen des Teams stellen, oder alle"),
        options=(option_rows.SOURCE,),
        group="As a team",
        example="daily source written",
        right="change the daily question",
        in_channels=True,
    ),
    CommandSpec(
        c.DailyRole,
        "daily role",
        Phrase("A role for a streak, or the month's winner", "Eine Rolle für Serie oder Sieg"),
        options=(option_rows.HONOUR, option_rows.ROLE, option_rows.NO_ROLE),
        group="As a team",
        example="daily role",
        right="give roles",
        in_channels=True,
        only="discord",
    ),
    CommandSpec(
        c.DailyOff,
        "daily off",
        Phrase("No daily question here any more", "Hier keine Frage des Tages mehr"),
        group="As a team",
        example="daily off",
        right="change the daily question",
        in_channels=True,
    ),
    CommandSpec(
        c.PlanUntil,
        "plan",
        Phrase("Cover the notes by a date", "Den Stoff bis zu einem Tag schaffen"),
        readers.plan,
        words=("plan",),
        options=(option_rows.BY, option_rows.PLAN_TOPICS, option_rows.STOP),
        group="As a team",
        example="plan 2027-03-01",
    ),
    CommandSpec(
        c.QuestionAdd,
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
        c.QuestionEdit,
        "question edit",
        Phrase("Change a question: the list has its id", "Eine Frage ändern: die Liste nennt sie"),
        options=(option_rows.ID,),
        group="As a team",
        example="question edit w-3f2a1c",
        right="write questions",
        traits=Traits(opens_form=True),
    ),
    CommandSpec(
        c.QuestionList,
        "question list",
        Phrase("What was written here", "Was hier geschrieben wurde"),
        group="As a team",
        example="question list",
        right="write questions",
    ),
    CommandSpec(
        c.QuestionShow,
        "question",
        Phrase("What is known about a question", "Was über eine Frage bekannt ist"),
        options=(option_rows.ID,),
        group="As a team",
        example="question w-3f2a1c",
        menu="question show",
        right="write questions",
    ),
    CommandSpec(
        c.QuestionWriters,
        "question writers",
        Phrase("Who may write questions here", "Wer hier Fragen schreiben darf"),
        options=(option_rows.WRITERS,),
        group="As a team",
        example="question writers everyone",
    ),
    CommandSpec(
        c.ShowReports,
        "reports",
        Phrase(
            "Questions that people reported", "Fragen, die gemeldet wurden", begins_with_noun=True
        ),
        readers.only(c.ShowReports()),
        words=("reports",),
        group="As a team",
        example="reports",
        menu=None,
        right="see reports",
    ),
    CommandSpec(
        c.Gaps,
        "gaps",
        Phrase("What people looked up in vain", "Was vergeblich gesucht wurde"),
        readers.only(c.Gaps()),
        words=("gaps",),
        group="As a team",
        example="gaps",
        right="see gaps",
    ),
    CommandSpec(
        c.Language,
        "language",
        Phrase("The language that I answer in here", "Die Sprache, in der ich hier antworte"),
        readers.language,
        words=("language",),
        options=(option_rows.LANGUAGE,),
        group="As a team",
        example="language deutsch",
    ),
    CommandSpec(
        c.OpenSettings,
        "settings",
        Phrase("Your own settings", "Deine Einstellungen"),
        readers.only(c.OpenSettings()),
        words=("settings",),
        group="Yours",
        example="settings",
        traits=Traits(opens_form=True),
    ),
    CommandSpec(
        c.ExportMe,
        "export me",
        Phrase(
            "Everything that is kept about you, as a file", "Alles über dich Gespeicherte als Datei"
        ),
        readers.only(c.ExportMe(), "me", "my", "data"),
        words=("export",),
        group="Yours",
        example="export me",
        menu="privacy export",
    ),
    CommandSpec(
        c.ForgetMe,
        "forget me",
        Phrase("Delete everything that is kept about you", "Alles über dich Gespeicherte löschen"),
        readers.only(c.ForgetMe(), "me", "my", "data"),
        words=("forget",),
        group="Yours",
        example="forget me",
        menu="privacy forget",
    ),
    CommandSpec(
        c.OptOut,
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
        c.OptIn,
        "opt in",
        Phrase(
            "Come back to the boards and recaps", "Wieder in Ranglisten und Rückblicken erscheinen"
        ),
        group="Yours",
        example="opt in",
        menu="privacy opt-in",
    ),
    CommandSpec(
        c.Help,
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
        for one, words in ((c.OptOut(), ("opt-out", "optout")), (c.OptIn(), ("opt-in", "optin")))
        for word in words
    }
    | dict.fromkeys(("quit", "exit", "end"), readers.end_quiz)
)
_SPECS = {spec.record: spec for spec in TABLE}


def spec_of(command: c.Command) -> CommandSpec:
    """The row of a command; what is none yet goes by the row for questions."""
    return _SPECS.get(type(command), TABLE[0])


def command_words() -> tuple[str, ...]:
    """What a command line may begin with: one line a command that is read by itself."""
    return tuple(dict.fromkeys(spec.line for spec in TABLE if spec.read or spec.record is c.OptIn))


def follows_topic(word: str) -> bool:
    """Whether a topic may follow a command word."""
    rows = (spec for spec in TABLE if word.lower() in spec.words)
    return any(option.completes == "topic" for spec in rows for option in spec.options)


def path_of(spec: CommandSpec, name: str) -> str:
    """How a menu calls it; *name* is the command that answers questions."""
    return name if spec.record is c.Ask else spec.path
