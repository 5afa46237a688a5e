"""The companion's parts, and what several families of commands ask of them."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from threading import Lock
from typing import cast, get_args

from bot.commands import Writers
from bot.language import ENGLISH, speaking
from bot.messages import Person, Place
from bot.quiz.moderation import Moderation
from bot.quiz.reviews import Reviews
from bot.quiz.rounds import QuizRounds
from bot.quiz.selection import Selection
from bot.quiz.shared_reads import SharedReads
from bot.quiz.stock import QuestionStock
from bot.schedule import known_zone
from bot.settings import Settings
from bot.store import Store, StoreAway
from bot.store.records import Schedule, Team, team_of
from bot.store.values import Values
from knowledge.conflicts import disagreements
from knowledge.library import Library
from knowledge.model import Disagreement, Topic

EXAMPLE = 40  # characters of a question that still fits a line with what it shows

THREADS = "thread:"  # how the names of values begin that say what a thread is about

LANGUAGE_KEPT = 60.0  # seconds for which a replica speaks a language that was changed elsewhere

SHORT_NAME = 24  # characters of a topic on a button beside others


class ThreadTopics:
    """What threads are about: the topic of the last answer in each, while it is fresh.

    Who goes on in a thread may be heard by another replica. While the database is away a thread is
    about nothing, and look-ups go on.
    """

    def __init__(self, values: Values) -> None:
        self._values = values

    def remember(self, where: Place, topic: str, at: datetime) -> None:
        """Note what the last answer in a thread was about."""
        if where.thread:
            with suppress(StoreAway):
                self._values.put(_thread(where), topic, at, team_of(where))

    def topic_of(self, where: Place) -> str:
        """The topic of the thread that somebody writes in; "" where none is known."""
        if where.thread:
            with suppress(StoreAway):
                return self._values.get(_thread(where)) or ""
        return ""


def _thread(where: Place) -> str:
    return f"{THREADS}{team_of(where)}/{where.channel}/{where.thread}"


def _language_key(team: Team) -> str:
    return f"language:{team}"


def _writers_key(team: Team) -> str:
    return f"writers:{team}"


class Core:
    """The companion's parts, and what several families of commands ask of them."""

    def __init__(
        self,
        library: Library,
        store: Store,
        settings: Settings,
        clock: Callable[[], datetime],
        seed: int,
    ) -> None:
        self.library = library
        self.store = store
        self.settings = settings
        self.clock = clock
        self.seed = seed
        self.stock = QuestionStock(library, store, clock)
        self.rounds = QuizRounds(store, zone=settings.timezone, topics=self._other_answers)
        self.totals = SharedReads(store.answers.totals)  # boards are asked for by many at once
        self.selection = Selection(store)
        self.reviews = Reviews(store)
        self.moderation = Moderation(store)
        self.threads = ThreadTopics(store.values)
        self._examples: tuple[str, tuple[str, ...]] = ("", ())
        self._languages: dict[Team, tuple[float, str]] = {}
        self._lock = Lock()

    def _other_answers(self, team: Team) -> tuple[Topic, ...]:
        """What a typed answer may mean besides: topics, and what answers other typed questions."""
        typed = (one for one in self.stock.questions(team) if one.answered_by == "typed")
        return (*self.library.topics(), *(Topic(form) for one in typed for form in one.accept))

    # ------------------------------------------------------------ notes

    def warm_up(self) -> None:
        """Make what takes a while, so that it is there when somebody asks for it."""
        self.stock.of_notes()
        self.library.conflicts()

    def conflicts_at(self, places: Sequence[tuple[str, int]]) -> tuple[Disagreement, ...]:
        """Contradictions in which one of these lines has a part; none until they were looked for.

        Whoever looks something up never waits for them.
        """
        found = self.library.ready_conflicts
        if not found:
            return ()
        wanted = set(places)
        topics = {
            pair.topic
            for pair in found
            if {(side.file, side.line) for side in (pair.a, pair.b)} & wanted
        }
        told = disagreements([pair for pair in found if pair.topic in topics])
        return tuple(
            one for one in told if {(side.file, side.line) for side in one.statements} & wanted
        )

    def topics_by_size(self) -> list[Topic]:
        return sorted(self.library.topics(), key=lambda topic: (-topic.facts, topic.name))

    @property
    def warm(self) -> bool:
        """Whether questions and contradictions are there without waiting."""
        return self.library.is_ready

    def short_name(self, topic: str) -> str:
        """What a topic is called where there is little room."""
        known = self.library.topic(topic) if len(topic) > SHORT_NAME else None
        aliases = known.aliases if known else ()
        return next((alias for alias in aliases if 2 < len(alias) <= SHORT_NAME), topic)

    def has_questions(self, topic: str) -> bool:
        """Whether the notes have questions on a topic; assumed while they are being made."""
        if not self.library.is_ready or self.library.questions(topic):
            return True
        return any(question.topic == topic for question in self.library.written())

    def subject(self, name: str, team: Team | None = None) -> str:
        """The topic or tag that *name* means, as it is written; "" if it is none.

        A tag that goes across topics, as an exam does, comes before another name of one topic.
        """
        topic = self.library.topic(name)
        if topic is not None and topic.name.casefold() == name.casefold():
            return topic.name
        named = self.stock.named(name, team)
        if named and (self.stock.spans_topics(named) or not self._exactly(name)):
            return named
        return topic.name if topic else ""

    def resolve(
        self, names: Sequence[str], *, loose: bool, team: Team | None = None
    ) -> tuple[list[str], list[str]]:
        """Topics by their display names, and the names that mean none of them.

        Loose words are joined to the longest names that there are: "api gateway s3".
        """
        known: list[str] = []
        unknown: list[str] = []
        rest = list(names)
        while rest:
            size = min(len(rest), 5) if loose else 1
            while size > 1 and not self._is_named(" ".join(rest[:size]), team):
                size -= 1
            subject = self.subject(" ".join(rest[:size]), team)
            if not subject:
                unknown.append(rest[0])
            elif subject not in known:
                known.append(subject)
            rest = rest[size:]
        return known, unknown

    def _is_named(self, name: str, team: Team | None) -> bool:
        """Whether several words are a name, in the notes or of questions from chat."""
        return self._exactly(name) or bool(self.stock.named(name, team))

    def _exactly(self, name: str) -> bool:
        """Whether several words are together a name of a topic, not merely near one."""
        topic = self.library.topic(name)
        names = (topic.name, *topic.aliases) if topic else ()
        return name.lower() in (other.lower() for other in names)

    def examples(self) -> tuple[str, ...]:
        """Questions that these notes answer, as one would type them."""
        fingerprint = self.library.fingerprint
        with self._lock:
            if self._examples[0] != fingerprint:
                self._examples = (fingerprint, self._find_examples())
            return self._examples[1]

    def _find_examples(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._example(topic) for topic in self.topics_by_size()[:4]))

    def _example(self, topic: Topic) -> str:
        """A short question on a topic, best one whose answer is a figure."""
        related = self.library.ask(topic.name, 1).related
        short = [query for query in related if len(query) <= EXAMPLE]
        for query in short:
            found = self.library.ask(query, 1)
            if found.confident and any(letter.isdigit() for letter in found.answers[0].best):
                return query
        return short[0] if short else topic.name

    # ------------------------------------------------------------ language

    def language_of(self, team: Team) -> str:
        """What a workspace reads, as an admin chose it; looked up anew every minute.

        While the database is away it is what it was: look-ups need nothing else from there.
        """
        at, language = self._languages.get(team, (-LANGUAGE_KEPT, ENGLISH))
        if time.monotonic() - at >= LANGUAGE_KEPT:
            with suppress(StoreAway):
                language = self.store.values.get(_language_key(team)) or ENGLISH
                self._languages[team] = (time.monotonic(), language)
        return language

    def last_language_of(self, team: Team) -> str:
        """What a workspace read when it was last looked up: nobody waits for this."""
        return self._languages.get(team, (0.0, ENGLISH))[1]

    def speak(self, team: Team, language: str, at: datetime) -> None:
        """Speak that language in a workspace from now on."""
        self.store.values.put(_language_key(team), language, at, team)
        self._languages.pop(team, None)

    def speaking(self, team: Team) -> AbstractContextManager[None]:
        """Say everything in the language of a workspace meanwhile."""
        return speaking(self.language_of(team))

    # ------------------------------------------------------------ places

    def schedule_of(self, where: Place) -> Schedule | None:
        return self.store.schedules.get(team_of(where), where.channel)

    def zone_of(self, where: Place) -> str:
        schedule = self.schedule_of(where)
        return known_zone(schedule.zone if schedule else self.settings.timezone)

    def may_edit(self, who: Person) -> bool:
        """Decide what holds in the whole workspace: by the platform's word, or by the settings."""
        return who.may_administer or f"{who.platform}:{who.user}" in self.settings.admins

    def may_host(self, who: Person, where: Place) -> bool:
        """Arrange this channel's quiz, and no more: also whoever invited the bot into it."""
        return self.may_edit(who) or self.store.inviters.is_inviter(who, where.channel)

    def writers_of(self, team: Team) -> Writers:
        """Who may write questions in a workspace; where nobody said so, admins and hosts."""
        kept = self.store.values.get(_writers_key(team))
        return cast("Writers", kept) if kept in get_args(Writers) else "hosts"

    def let_write(self, team: Team, who: Writers, at: datetime) -> None:
        """Let these write questions from now on, and nobody else."""
        self.store.values.put(_writers_key(team), who, at, team)

    def may_write(self, who: Person) -> bool:
        """Write questions, and change one's own; guests never may where everyone does."""
        allowed = self.writers_of(team_of(who))
        if self.may_edit(who) or (allowed == "everyone" and who.counts):
            return True
        return allowed != "admins" and self._hosts(who)

    def _hosts(self, who: Person) -> bool:
        """Whether they set up a daily question that runs: inviting the bot makes nobody a host."""
        team, known = team_of(who), self.store.audit
        return any(
            not schedule.off and known.who_set_up(team, schedule.channel) == who.user
            for schedule in self.store.schedules.of(team)
        )

    def arranged_as_editor(self, who: Person) -> bool:
        """Whether they set up a daily question that runs, and were an editor then."""
        team, known = team_of(who), self.store.audit
        return any(
            not schedule.off
            and known.who_set_up(team, schedule.channel) == who.user
            and known.editor_set_up(team, schedule.channel)
            for schedule in self.store.schedules.of(team)
        )

    def wrote(self, team: Team, user: str, identity: str) -> bool:
        """Whether a question is somebody's own; what they made of one of the notes is not."""
        kept = self.store.team_questions.get(team, identity)
        return kept is not None and kept.author == user and self.stock.noted(identity) is None
