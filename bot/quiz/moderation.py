"""A question's life in use: reports, automatic holds, statistics, and what an editor decides.

A held question is asked no more. If rules made it, its rounds are void as well: no points for
anybody. A question that people wrote keeps its rounds whatever the figures say, because a popular
misconception is what a good question finds; only an editor's word voids those. A report never edits
a question; changing the note does, and gives it a new version that starts anew.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.language import later
from bot.messages import Person
from bot.quiz.note_context import LineContext
from bot.store import Areas, Store
from bot.store.records import NEVER, StoredReport, Team, team_of
from knowledge.model import Question

REASONS: Mapping[str, str] = {
    "wrong": later("The answer is wrong"),
    "ambiguous": later("It can be read in two ways"),
    "several": later("Several answers are right"),
    "outdated": later("It is out of date"),
    "unclear": later("It is hard to understand"),
    "other": later("Something else"),
}
HOLD_REASONS: Mapping[str, str] = {
    "distractor": later("most people picked another answer"),
    "correlation": later("those who know the subject got it wrong"),
    "reports": later("two people reported it"),
    "editor": later("an editor reported it"),
    "hand": later("an editor took it out"),
}
BY_AN_EDITOR = frozenset({"editor", "hand"})  # the reasons that void whatever was asked
ENOUGH_CHOICES = 10
ENOUGH_PEOPLE = 30
ENOUGH_SHARE = 20
LEAD = 1.6  # standard deviations by which a distractor must lead the key
DISCRIMINATION_SAMPLE = 200  # newest answers; older ones add cost, not evidence
EVERY = 10  # answers between two looks at the correlation, which reads many rows
# Below zero, and by more than chance. Of sound questions one in twenty dips under zero at some time
# between 30 and 200 answers (python -m bench.state_use); holding those would be holding too many.
CHANCE = 2.0

Note = Literal["not enough answers", "review", "warm-up", ""]


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """First attempts at one version of a question, in one workspace."""

    answers: int
    right: int
    share: float | None  # None: too few to say anything
    choices: Mapping[str, int]
    note: Note


@dataclass(frozen=True, slots=True)
class HeldItem:
    """A question that is out of use for now, and why."""

    question: Question
    reason: str  # a key of HOLD_REASONS
    since: datetime
    by: str  # a user id; empty when statistics or reports did it
    reports: int


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """What somebody said about a question."""

    id: int
    who: Person
    question: Question
    reason: str
    words: str
    at: datetime
    context: LineContext | None = None  # where its line stood when it was reported


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    stored: bool  # False: unknown round or reason, or reported by them before
    already: bool = False
    held: bool = False  # this report took the question out of use
    voided: bool = False  # and its rounds out of the scores
    question: Question | None = None


class Moderation:
    """Reports and decisions about questions, each within one workspace."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def report(
        self,
        who: Person,
        round_id: int,
        reason: str,
        words: str,
        at: datetime,
        editor: bool = False,
        around: LineContext | None = None,
    ) -> ReportOutcome:
        """Report the question of a round, before or after answering it."""
        round = self._store.rounds.get(round_id)
        if round is None or round.team != team_of(who):
            return ReportOutcome(stored=False)
        question = round.question
        return self.report_question(who, question, reason, words, at, editor, round_id, around)

    def report_question(
        self,
        who: Person,
        question: Question,
        reason: str,
        words: str,
        at: datetime,
        editor: bool = False,
        round_id: int = 0,
        around: LineContext | None = None,
    ) -> ReportOutcome:
        team = team_of(who)
        if reason not in REASONS:
            return ReportOutcome(stored=False, question=question)
        said, beside = words.strip()[:2000], around.to_text() if around else ""

        def reported(kept: Areas) -> ReportOutcome:
            person = kept.people.see(who).id
            answered = kept.answers.given(round_id, person) is not None
            if not kept.reports.add(
                team, person, question, reason, said, at, editor, answered, beside
            ):
                return ReportOutcome(stored=False, already=True, question=question)
            held = examine_reports(kept, team, question, at)
            voided = held and (editor or not question.written)
            return ReportOutcome(stored=True, held=held, voided=voided, question=question)

        return self._store.run(reported, team)

    def reports_on(self, team: Team, question: Question) -> tuple[QuestionReport, ...]:
        rows = self._store.reports.on(team, question.id, question.version)
        return tuple(_report(row) for row in rows)

    def held(self, team: Team) -> tuple[HeldItem, ...]:
        return tuple(
            HeldItem(item.question, item.reason, item.since, item.actor, item.reports)
            for item in self._store.items.within(team, "held")
        )

    def unusable(self, team: Team) -> frozenset[tuple[str, str]]:
        """(id, version) of the questions not to be asked."""
        return self._store.items.unusable(team)

    def is_unusable(self, team: Team, question: Question) -> bool:
        item = self._store.items.state(team, question.id, question.version)
        return item is not None and item.state in ("held", "retired")

    def counts(self, team: Team, question: Question) -> bool:
        """Whether a channel was asked it, and its answers count: holding it takes them back."""
        return self._store.rounds.counts(team, question.id, question.version)

    def hold(self, by: Person, question: Question, at: datetime) -> bool:
        """An editor takes a question out of use."""

        def held(kept: Areas, team: Team) -> bool:
            return hold(kept, team, question, "hand", at, by.user)

        return self._decided(by, question, at, "question held", held)

    def retire(self, by: Person, question: Question, at: datetime) -> bool:
        """An editor does not want a question asked again; what was earned with it stays."""

        def retired(kept: Areas, team: Team) -> bool:
            return kept.items.put(team, question, "retired", "hand", at, by.user)

        return self._decided(by, question, at, "question retired", retired)

    def release(self, by: Person, question: Question, at: datetime) -> bool:
        """An editor finds a held question sound: it is asked again, and its points come back.

        Only what happens from now on can hold it again.
        """
        team = team_of(by)

        def released(kept: Areas) -> bool:
            state = kept.items.state(team, question.id, question.version)
            if state is None or state.state == "sound":
                return False
            kept.items.put(team, question, "sound", "hand", at, by.user)
            for id in kept.rounds.ids_of_item(team, question.id, question.version):
                round = kept.rounds.get(id)
                if round is not None and round.void in HOLD_REASONS:
                    kept.rounds.unvoid(id)
            kept.audit.note(by, at, "question released", question.id)
            return True

        return self._store.run(released, team)

    def found_right(self, by: Person, question: Question, at: datetime) -> bool:
        """An editor finds a reported question sound before anything held it."""

        def settled(kept: Areas, team: Team) -> bool:
            return kept.repairs.found_right(team, question, at, by.user)

        return self._decided(by, question, at, "report settled", settled)

    def approve(self, by: Person, question: Question, at: datetime) -> bool:
        """An editor finds a question fit to be asked daily; figures and reports begin anew.

        Whoever approves it has seen the answer, and earns nothing with it.
        """

        def approved(kept: Areas, team: Team) -> bool:
            kept.items.edited(team, question.id, kept.people.see(by).id, at)
            return kept.items.put(team, question, "sound", "approved", at, by.user)

        return self._decided(by, question, at, "question approved", approved)

    def _decided(
        self,
        by: Person,
        question: Question,
        at: datetime,
        noted: str,
        change: Callable[[Areas, Team], bool],
    ) -> bool:
        """Whether an editor's decision changes anything; if so, it is noted who decided it."""
        team = team_of(by)

        def decided(kept: Areas) -> bool:
            done = change(kept, team)
            if done:
                kept.audit.note(by, at, noted, question.id)
            return done

        return self._store.run(decided, team)

    def edited(self, who: Person, question_id: str, at: datetime) -> None:
        """Whoever approved or edited a question earns nothing with it."""

        def noted(kept: Areas) -> None:
            person = kept.people.see(who).id
            kept.items.edited(team_of(who), question_id, person, at)

        self._store.run(noted, team_of(who))

    def statistics(self, team: Team, question: Question) -> ItemStatistics:
        choices = self._store.items.choices(team, question.id, question.version)
        return statistics(choices)

    def to_review(self, team: Team, questions: Iterable[Question]) -> tuple[Question, ...]:
        """Questions that so few get right that somebody should look at them."""
        poor = {
            (one.question, one.version)
            for one in self._store.items.figures(team)
            if _note(one.people, one.correct) == "review"
        }
        return tuple(q for q in questions if (q.id, q.version) in poor)

    def open_reports(self) -> tuple[QuestionReport, ...]:
        """Reports that nobody has been thanked for; over all workspaces."""
        return tuple(_report(row) for row in self._store.reports.unthanked())

    def reported(self, team: Team) -> tuple[QuestionReport, ...]:
        """Reports that held nothing and that nobody has seen to yet, the oldest first."""
        return tuple(_report(row) for row in self._store.repairs.reported(team))

    def thanked(self, report_id: int, at: datetime) -> bool:
        """True for the one caller who may thank."""
        return self._store.reports.thanked(report_id, at)


def examine(kept: Areas, team: Team, question: Question, at: datetime) -> bool:
    """Hold a question if what people picked says that it is broken; whether it was held now."""
    state = kept.items.state(team, question.id, question.version)
    if state is not None and state.state != "sound":
        return False
    since = state.since if state else NEVER
    choices = kept.items.choices(team, question.id, question.version, since)
    answers = sum(people for people, _ in choices.values())
    if distractor_leads(choices.values()):
        return hold(kept, team, question, "distractor", at)
    if answers >= ENOUGH_PEOPLE and answers % EVERY == 0:
        pairs = kept.items.rest_scores(
            team, question.id, question.version, since, DISCRIMINATION_SAMPLE
        )
        if misleads(pairs):
            return hold(kept, team, question, "correlation", at)
    return False


def examine_reports(kept: Areas, team: Team, question: Question, at: datetime) -> bool:
    """Hold a question that two people, or one editor, reported; whether it was held now."""
    state = kept.items.state(team, question.id, question.version)
    since = state.since if state and state.state == "sound" else NEVER
    reports = kept.reports.on(team, question.id, question.version, since)
    if any(report.editor for report in reports):
        return hold(kept, team, question, "editor", at)
    return len(reports) >= 2 and hold(kept, team, question, "reports", at)


def hold(
    kept: Areas, team: Team, question: Question, reason: str, at: datetime, by: str = ""
) -> bool:
    """Take a question out of use, and its rounds out of the scores where that may be.

    Whether that changed anything: an editor may void the rounds of a written question that
    figures or reports had only taken out of use.
    """
    state = kept.items.state(team, question.id, question.version)
    if state is not None and state.state == "retired":
        return False
    held = kept.items.put(team, question, "held", reason, at, by)
    voided = (reason in BY_AN_EDITOR if question.written else held) and _void_rounds(
        kept, team, question, reason, at
    )
    if held and not by:
        kept.audit.note(team, at, "question held", f"{question.id}: {HOLD_REASONS[reason]}")
    return held or voided


def _void_rounds(kept: Areas, team: Team, question: Question, reason: str, at: datetime) -> bool:
    rounds = kept.rounds.ids_of_item(team, question.id, question.version)
    return sum(kept.rounds.void(id, reason, at) for id in rounds) > 0


def distractor_leads(choices: Collection[tuple[int, bool]]) -> bool:
    """Whether a wrong option leads the key by more than chance; (people, is it the key) each.

    Any lead at all would do for about one sound question in eleven at some time.
    """
    key = sum(people for people, right in choices if right)
    best = max((people for people, right in choices if not right), default=0)
    if sum(people for people, _ in choices) < ENOUGH_CHOICES:
        return False
    return best - key >= LEAD * math.sqrt(best + key)


def misleads(pairs: Sequence[tuple[bool, float]]) -> bool:
    """Whether those who do well elsewhere do worse here: (right here, share elsewhere) each."""
    if len(pairs) < ENOUGH_PEOPLE:
        return False
    r = correlation([(float(right), rest) for right, rest in pairs])
    return r is not None and r < 0 and -r * math.sqrt(len(pairs)) >= CHANCE


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's; None where one side does not vary."""
    mean_x = sum(x for x, _ in pairs) / len(pairs)
    mean_y = sum(y for _, y in pairs) / len(pairs)
    covariance = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    spread = math.sqrt(
        sum((x - mean_x) ** 2 for x, _ in pairs) * sum((y - mean_y) ** 2 for _, y in pairs)
    )
    return covariance / spread if spread > 1e-12 else None


def statistics(choices: Mapping[str, tuple[int, bool]]) -> ItemStatistics:
    """What the counts of first attempts say, and no more than they can."""
    answers = sum(people for people, _ in choices.values())
    right = sum(people for people, correct in choices.values() if correct)
    return ItemStatistics(
        answers=answers,
        right=right,
        share=right / answers if answers >= ENOUGH_CHOICES else None,
        choices={picked: people for picked, (people, _) in choices.items()},
        note=_note(answers, right),
    )


def _note(answers: int, right: int) -> Note:
    if answers < ENOUGH_SHARE:
        return "not enough answers" if answers < ENOUGH_CHOICES else ""
    if right < 0.20 * answers:
        return "review"
    return "warm-up" if right > 0.95 * answers else ""


def _report(stored: StoredReport) -> QuestionReport:
    return QuestionReport(
        id=stored.id,
        who=stored.who,
        question=stored.question,
        reason=stored.reason,
        words=stored.words,
        at=stored.at,
        context=LineContext.from_text(stored.around),
    )
