"""Reports as whoever keeps the notes sees them, and the thanks when a note was mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import actions
from bot.language import _, plural
from bot.messages import Button, Facts, Heading, Hint, Part, Prose, Reply
from bot.quiz.moderation import BY_AN_EDITOR, HOLD_REASONS, REASONS, QuestionReport
from bot.replies.options import right_in_words
from bot.replies.voice import (
    Voice,
    ellipsized,
    first_line,
    in_full,
    page_of,
    percent,
    quoted,
    rows,
    sentence,
)
from knowledge.model import Fact, Question, Source

SHOWN = 5
LINE = 300  # of a note; who mends it has the file open


@dataclass(frozen=True, slots=True)
class Case:
    """One question that somebody should look at."""

    question: Question
    held: str  # a key of HOLD_REASONS, an admin's words, or "" when it is still asked
    reports: tuple[QuestionReport, ...]
    lines: tuple[tuple[Source, str], ...]  # where it stands in the notes now, and what that says
    share: float | None = None  # of right answers, where hardly anybody gets it right


def listing(voice: Voice, cases: Sequence[Case], page: int = 0) -> Reply:
    """Held questions first, each with its line in the notes and what to do about it."""
    if not cases:
        return sentence(_("No question is on hold, and nothing was reported."))
    held = sum(bool(case.held) for case in cases)
    hard = sum(not case.held and not case.reports for case in cases)
    head = _head(held, len(cases) - held - hard, hard)
    parts: list[Part] = [Heading(head)]
    last = (len(cases) - 1) // SHOWN
    page = min(max(page, 0), last)
    for case in cases[page * SHOWN : (page + 1) * SHOWN]:
        parts += [*in_full(case.question.stem, strong=True), Facts(_about(voice, case))]
        parts += rows(_buttons(voice, case))
    if last:
        label = _("More reports") if page < last else _("Back to the start")
        following = (page + 1) % (last + 1)
        parts.append(Hint(page_of(page, last + 1)))
        parts += rows([voice.button(label, actions.REPORTS, following, main=True)])
    parts.append(
        Hint(_("Mend it where it stands: it comes back, and whoever reported it is thanked."))
    )
    return Reply(tuple(parts), summary=first_line(head), replaces=page > 0)


def _head(held: int, reported: int, hard: int) -> str:
    """How many of each kind: "1 question on hold, 2 questions reported"."""
    kinds = (
        (held, plural("{number} question on hold", "{number} questions on hold", held)),
        (reported, plural("{number} question reported", "{number} questions reported", reported)),
        (
            hard,
            plural(
                "{number} question hardly ever answered right",
                "{number} questions hardly ever answered right",
                hard,
            ),
        ),
    )
    return ", ".join(said for number, said in kinds if number)


def _about(voice: Voice, case: Case) -> tuple[str, ...]:
    question = case.question
    said = [
        _("Question {id}", id=question.id),
        _("Right by the notes: {right}", right=right_in_words(question)),
    ]
    said += [f"{source}: {ellipsized(text, LINE)}" for source, text in case.lines]
    if not question.sources:
        change = voice.line(f"question edit {question.id}")
        said.append(_("Written in chat: {line} changes it", line=change))
    elif not case.lines:
        said.append(_("Its file is not among the notes now."))
    if case.held:
        said.append(_("On hold: {reason}", reason=_(HOLD_REASONS.get(case.held, case.held))))
    if case.share is not None:
        said.append(_("Only {share} got it right at their first try", share=percent(case.share)))
    for report in case.reports[:3]:
        reason = _(REASONS.get(report.reason, report.reason))
        words = f": {quoted(ellipsized(report.words, 200))}" if report.words else ""
        said.append(_("Reported: {reason}", reason=reason) + words)
    if len(case.reports) > 3:
        said.append(
            plural("{number} more report.", "{number} more reports.", len(case.reports) - 3)
        )
    return tuple(said)


def _buttons(voice: Voice, case: Case) -> list[Button]:
    id = case.question.id
    if case.held:
        back = [voice.button(_("Take its points back"), actions.HOLD, id, danger=True)]
        return [
            voice.button(_("It is right: ask it again"), actions.SETTLE, id, "release"),
            voice.button(_("Never ask it again"), actions.SETTLE, id, "retire", danger=True),
            *(back if case.question.written and case.held not in BY_AN_EDITOR else []),
        ]
    return [
        voice.button(_("It is right"), actions.FOUND_RIGHT, id),
        voice.button(_("Stop asking it for now"), actions.HOLD, id, danger=True),
    ]


def settled(voice: Voice, done: bool) -> Reply:
    """Tells an editor that a question stays as it is."""
    text = (
        _("It stays as it is, and leaves this list.")
        if done
        else _("Somebody has decided already.")
    )
    return sentence(text, voice.button(_("Other reports"), actions.REPORTS, 0))


def holding(voice: Voice, done: bool) -> Reply:
    """Tells an editor that a question is on hold."""
    if not done:
        return sentence(
            _("This question is not asked any more."),
            voice.button(_("Reports"), actions.REPORTS, 0),
        )
    text = _("It is on hold and counts for nobody. It comes back when its note is mended.")
    return sentence(text, voice.button(_("Reports"), actions.REPORTS, 0))


@dataclass(frozen=True, slots=True)
class Thanks:
    """Somebody whose report led to something."""

    report: QuestionReport
    now: Question | None  # the question as it is; None when there is none of that name
    line: Fact | None = None  # what then stands where its line stood
    in_chat: bool = False  # it was changed there, and not in the notes

    @property
    def key(self) -> str:
        return f"thanks-{self.report.id}"


def thanks(voice: Voice, one: Thanks) -> Reply:
    """To whoever reported a question, once its note has changed."""
    if one.now is not None and one.in_chat:
        stem = first_line(one.now.stem, 200)
        return sentence(_("Thank you: a question you reported was changed. “{stem}”", stem=stem))
    if one.now is not None:
        return _mended(voice, one, one.now.explanation, one.now.topic, one.now.sources)
    if one.line is not None:
        says = f"{one.line.text} ({' › '.join(one.line.path)})"
        return _mended(voice, one, says, one.line.topic, (one.line.source,))
    text = _("Thank you: the line behind a question you reported is not in the notes any more.")
    if one.report.context:
        text = _("Thank you: the line behind a question you reported was taken out.")
    return sentence(f"{text} “{first_line(one.report.question.stem, 200)}”")


def _mended(voice: Voice, one: Thanks, says: str, topic: str, sources: Sequence[Source]) -> Reply:
    place = f" ({sources[0]})" if sources else ""
    stem = first_line(one.report.question.stem, 200)
    text = _(
        "Thank you: the note behind a question you reported was mended{place}. “{stem}”",
        place=place,
        stem=stem,
    )
    more = _("It says now: {text}", text=first_line(says, 300))
    button = voice.button(_("Look up {topic}", topic=topic), actions.ASK, topic)
    parts: tuple[Part, ...] = (Prose(text), Prose(more), *rows([button]))
    return Reply(parts, summary=first_line(text))
