"""The loop that mends the notes: a changed line brings its question back, and its reporter thanks.

A new value makes a new version of a question, which is asked by itself. A new wording keeps the
version: here it is noticed, and a question that was held for it is asked again. A new name for
what is asked about makes another question: here the reporter learns what took the line's place.
A question that is changed in chat is mended by that.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Protocol, TypeVar

from bot.core import Core
from bot.messages import MessageRef, NotDelivered, Person, PlaceGone, Reply
from bot.quiz.moderation import QuestionReport
from bot.quiz.note_context import says, successor, words_of
from bot.replies import moderation as say
from bot.replies.links import storing_long_arguments
from bot.replies.moderation import Thanks
from bot.replies.voice import Voice
from bot.store import Areas
from bot.store.records import Team, split_team, team_of
from knowledge.library import Library
from knowledge.model import Fact, Question, Source
from knowledge.reading.code_lines import flush

log = logging.getLogger(__name__)

SETTLE = timedelta(minutes=1)  # an editor saves more than once


T = TypeVar("T")


class Whispers(Protocol):
    """Who can write to a person, in the language of the workspace: bot.daily.posting.Posting."""

    async def whisper(self, person: Person, reply: Reply, key: str) -> MessageRef | None: ...

    async def composed(self, team: Team, compose: Callable[..., T], *arguments: object) -> T: ...


Lines = Mapping[Source, Sequence[Fact]]  # what stands where in the notes: sentences share a line


def mended(then: Question, now: Question | None, lines: Lines) -> bool:
    """Whether the notes changed what a question rests on.

    A question that is gone counts as mended only while its file is still read, and without its
    line, or with that under another heading: a folder that cannot be reached for an hour mends
    nothing, nor does a second line that contradicts the first. Nor does an update of the companion
    that words its explanations in another way: the line itself must be another.
    """
    if then.written or (now is not None and now.written):
        return _rewritten(then, now, lines)
    if now is None:
        files = {source.file for source in lines}
        read = any(source.file in files for source in then.sources)
        return read and not lines_still_there(then, lines)
    if now.version != then.version:
        return True
    if any(says(then, fact) for source in now.sources for fact in lines.get(source, ())):
        return False
    return words_of(now.stem + now.explanation) != words_of(then.stem + then.explanation)


def _rewritten(then: Question, now: Question | None, lines: Lines) -> bool:
    """Whether people changed a question that they had written, or took it out of a file."""
    if now is None:
        files = {source.file for source in lines}
        return then.written_at is not None and then.written_at.file in files
    return _told(then) not in (_told(now), _told(_unmarked(now)))


def _unmarked(question: Question) -> Question:
    """The question as it was kept when nothing set its code off."""
    return replace(question, stem=flush(question.stem), explanation=flush(question.explanation))


def _told(question: Question) -> tuple[object, ...]:
    """All that people read of a question."""
    return (question.stem, question.options, question.rights, question.accept, question.back,
            question.explanation, question.why_not, question.hint)  # fmt: skip


def lines_still_there(then: Question, lines: Lines) -> tuple[Fact, ...]:
    """The lines that a question was made from, where they are still as they were."""
    files = {source.file for source in then.sources}
    here = chain.from_iterable(facts for place, facts in lines.items() if place.file in files)
    return tuple(fact for fact in here if fact.path == then.section and says(then, fact))


def lines_of(library: Library) -> Lines:
    found: dict[Source, list[Fact]] = defaultdict(list)
    for fact in library.facts():
        found[fact.source].append(fact)
    return dict(found)


def bring_back(core: Core, at: datetime) -> tuple[Question, ...]:
    """Ask held questions again that were reworded, in the notes or in chat; those that came back.

    What a workspace made of a question in chat is that question there, whatever the notes say.
    """
    lines = lines_of(core.library)
    back: list[Question] = []
    for item in core.store.repairs.held():
        then, team = item.question, item.team
        now = core.stock.question(team, then.id)
        if now is None or now.version != then.version or not mended(then, now, lines):
            continue
        if core.store.run(partial(_bring_back, team=team, question=now, at=at), team):
            back.append(now)
    return tuple(back)


def _bring_back(kept: Areas, team: Team, question: Question, at: datetime) -> bool:
    back = kept.repairs.back(team, question, at)
    if back:
        kept.audit.note(team, at, "question mended", question.id)
    return back


def thanks_due(core: Core) -> tuple[Thanks, ...]:
    """The reports that notes or chat have since dealt with, over all workspaces."""
    reports = core.moderation.open_reports()
    lines = lines_of(core.library) if reports else {}
    found = ((report, _now(core, report)) for report in reports)
    return tuple(
        Thanks(
            report,
            now,
            None if now else _in_its_place(report, core.library.facts()),
            in_chat=core.store.team_questions.get(team_of(report.who), report.question.id)
            is not None,
        )
        for report, now in found
        if mended(report.question, now, lines)
    )


def _now(core: Core, report: QuestionReport) -> Question | None:
    """The question as it is asked where somebody reported it."""
    return core.stock.question(team_of(report.who), report.question.id)


def _in_its_place(report: QuestionReport, facts: Sequence[Fact]) -> Fact | None:
    return successor(report.context, facts) if report.context else None


class NoteRepairs:
    """Looks at the notes whenever they have changed and settled; to be called by the clock."""

    def __init__(
        self,
        core: Core,
        settle: timedelta = SETTLE,
        reaches: Callable[[Team], bool] = lambda _team: True,
    ) -> None:
        self._core = core
        self._settle = settle
        self._reaches = reaches  # whether people of a workspace can be written to from here
        self._seen = ""
        self._since: datetime | None = None
        self._done = ""

    async def beat(self, posting: Whispers, at: datetime) -> int:
        """Bring questions back and thank reporters; how many were thanked."""
        if not self._settled(await asyncio.to_thread(self._state), at):
            return 0
        if not await asyncio.to_thread(self._is_made):
            return 0
        due = await asyncio.to_thread(self._mend, at)
        self._done = self._seen
        told = 0
        for one in due:
            if not self._reaches(team_of(one.report.who)):
                continue  # left to the process that is connected there
            if await asyncio.to_thread(self._core.moderation.thanked, one.report.id, at):
                told += await self._thank(posting, one, at)
        return told

    def _state(self) -> str:
        """Another one after each change of the notes, or of a question in chat."""
        return f"{self._core.library.fingerprint} {self._core.store.team_questions.newest()}"

    def _settled(self, fingerprint: str, at: datetime) -> bool:
        if fingerprint != self._seen or self._since is None:
            self._seen, self._since = fingerprint, at
        return fingerprint != self._done and at - self._since >= self._settle

    def _is_made(self) -> bool:
        """Whether what the notes yield is known: questions are not gone that were never made."""
        return self._core.library.has_questions

    def _mend(self, at: datetime) -> tuple[Thanks, ...]:
        for question in bring_back(self._core, at):
            log.info("question %s is asked again: it was mended", question.id)
        return thanks_due(self._core)

    async def _thank(self, posting: Whispers, one: Thanks, at: datetime) -> bool:
        """Once, even if it is unknown whether it arrived: better none than twice."""
        team = team_of(one.report.who)
        platform, _ = split_team(team)
        voice = Voice(
            platform,
            self._core.settings.command,
            storing_long_arguments(self._core.store, team, at),
        )
        reply = await posting.composed(team, say.thanks, voice, one)
        try:
            await posting.whisper(one.report.who, reply, one.key)
        except (NotDelivered, PlaceGone) as error:
            log.warning("report %s: thanks not delivered: %s", one.report.id, error)
            return False
        return True
