"""What may follow a command word: the options that rows of the table of commands take."""

from typing import Final

from bot.commands.options import Choice, Option, Phrase
from bot.language import LANGUAGES

MOST_QUESTIONS: Final = 20  # in one quiz
QUERY = Option(
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


THINGS = (
    _thing("a", 0, Phrase("The first topic", "Das erste Thema")),
    _thing("b", 1, Phrase("The second topic", "Das zweite Thema")),
    _thing("c", 2, Phrase("Perhaps a third topic", "Vielleicht ein drittes Thema")),
    _thing("d", 3, Phrase("Perhaps a fourth topic", "Vielleicht ein viertes Thema")),
)
QUIZ_TOPIC = Option(
    Phrase("topic", "thema"),
    Phrase("What the questions are about", "Worum es in den Fragen geht"),
    completes="topic",
)
COUNT = Option(
    Phrase("count", "anzahl"),
    Phrase("How many questions", "Wie viele Fragen"),
    kind="number",
    most=MOST_QUESTIONS,
)
PERIOD = Option(
    Phrase("period", "zeitraum"),
    Phrase("Which time it covers", "Für welchen Zeitraum"),
    kind="choice",
    choices=(
        Choice("week", "week", Phrase("week", "Woche")),
        Choice("month", "month", Phrase("month", "Monat")),
        Choice("all", "all", Phrase("all", "insgesamt")),
    ),
)
SCOPE = Option(
    Phrase("scope", "umfang"),
    Phrase("Who is on it", "Wer darauf steht"),
    kind="choice",
    choices=(
        Choice("channel", "channel", Phrase("channel", "Kanal")),
        Choice("workspace", "workspace", Phrase("server", "Server")),
    ),
)
ORDER = Option(
    Phrase("order", "ordnung"),
    Phrase("What counts for a rank", "Wonach gereiht wird"),
    kind="choice",
    choices=(
        Choice("points", "points", Phrase("points", "Punkte")),
        Choice("accuracy", "accuracy", Phrase("accuracy", "Treffsicherheit")),
    ),
)
BY = Option(
    Phrase("by", "bis"),
    Phrase("The day of the exam, as 2027-03-01", "Der Tag der Prüfung, als 2027-03-01"),
    kind="date",
)
PLAN_TOPICS = Option(
    Phrase("topics", "themen"),
    Phrase(
        "What to cover, separated by commas; everything if left out",
        "Welche Themen, durch Kommas getrennt; sonst alles",
    ),
    lead="topics",
)
STOP = Option(
    Phrase("stop", "beenden"),
    Phrase("End the plan", "Den Plan beenden"),
    kind="flag",
    field="off",
    lead="off",
)
PREFIX = Option(
    Phrase("prefix", "anfang"),
    Phrase("How the names begin", "Wie die Namen anfangen"),
    completes="topic",
)
CONFLICTS_TOPIC = Option(
    Phrase("topic", "thema"),
    Phrase("Only about this topic", "Nur zu diesem Thema"),
    completes="topic",
)
TIME = Option(
    Phrase("time", "uhrzeit"),
    Phrase(
        "When, as 09:00; leave everything out for a form",
        "Wann, als 09:00; ohne alle Angaben kommt ein Formular",
    ),
    kind="time",
    field="at",
)
ZONE = Option(
    Phrase("zone", "zeitzone"),
    Phrase("In which time zone, as Europe/Berlin", "In welcher Zeitzone, als Europe/Berlin"),
    kind="zone",
    completes="zone",
)
DAYS = Option(
    Phrase("days", "tage"),
    Phrase(
        "On which days, as weekdays or mon,wed,fri", "An welchen Tagen: weekdays oder mon,wed,fri"
    ),
    kind="days",
    field="weekdays",
    completes="days",
)
DAILY_TOPICS = Option(
    Phrase("topics", "themen"),
    Phrase("What about, separated by commas", "Worüber, durch Kommas getrennt"),
    lead="topics",
)
UNTIL = Option(
    Phrase("until", "bis"),
    Phrase(
        "The day on which it comes again, as 2027-01-07",
        "Der Tag, an dem sie wiederkommt, als 2027-01-07",
    ),
    kind="date",
    lead="until",
    required=True,
)
WHEN = Option(
    Phrase("when", "wann"),
    Phrase("When people learn whether they were right", "Wann man erfährt, ob man richtig lag"),
    kind="choice",
    required=True,
    choices=(
        Choice("now", "at once", Phrase("at once", "sofort")),
        Choice("later", "later", Phrase("later", "am Ende")),
    ),
)
LANGUAGE = Option(
    Phrase("language", "sprache"),
    Phrase("What everybody here reads", "Was hier alle lesen"),
    field="wanted",
    kind="choice",
    choices=tuple(
        Choice(short, name.lower(), Phrase(name, name)) for short, name in LANGUAGES.items()
    ),
)
HONOUR = Option(
    Phrase("whom", "wem"),
    Phrase("Who is given the role", "Wer die Rolle bekommt"),
    kind="choice",
    field="honour",
    choices=(
        Choice("streak", "streak", Phrase("a streak of seven days", "eine Serie von sieben Tagen")),
        Choice("winner", "winner", Phrase("the last month's winner", "Sieg im letzten Monat")),
        Choice("ping", "ping", Phrase("those pinged here", "wer hier erwähnt werden will")),
    ),
)
FORUM = Option(
    Phrase("forum", "forum"),
    Phrase("A forum of this server", "Ein Forum dieses Servers"),
    kind="forum",
    required=True,
)
ROLE = Option(
    Phrase("role", "rolle"),
    Phrase("A role that stands below mine", "Eine Rolle, die unter meiner steht"),
    kind="role",
)
NO_ROLE = Option(
    Phrase("none", "keine"),
    Phrase("Take it back, and give it no more", "Sie zurücknehmen und nicht mehr vergeben"),
    kind="flag",
    field="off",
    lead="off",
)
ID = Option(
    Phrase("id", "kennung"),
    Phrase("The question's id, as question list shows it", "Die Kennung aus question list"),
    required=True,
)
WRITERS = Option(
    Phrase("who", "wer"),
    Phrase("Who may write questions here", "Wer hier Fragen schreiben darf"),
    kind="choice",
    choices=(
        Choice("admins", "admins", Phrase("admins alone", "nur Admins")),
        Choice("hosts", "hosts", Phrase("hosts too", "auch wer die Frage des Tages betreut")),
        Choice("everyone", "everyone", Phrase("everyone", "alle")),
    ),
)
ON = Option(
    Phrase("state", "zustand"),
    Phrase("Whether the host sees it before", "Ob man sie vorher sieht"),
    kind="choice",
    required=True,
    choices=(
        Choice("on", "on", Phrase("on", "an")),
        Choice("off", "off", Phrase("off", "aus")),
    ),
)
SOURCE = Option(
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
