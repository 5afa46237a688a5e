"""Reports as whoever keeps the notes sees them, and the thanks when a note was mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import actions
from bot.messages import Button, Facts, Heading, Hint, Part, Prose, Reply
from bot.quiz.moderation import BY_AN_EDITOR, HOLD_REASONS, REASONS, QuestionReport
from bot.replies.voice import Voice, count, ellipsized, first_line, percent, rows, sentence
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
        return sentence("No question is on hold, and nothing was reported.")
    held = sum(bool(case.held) for case in cases)
    hard = sum(not case.held and not case.reports for case in cases)
    head = _head(held, len(cases) - held - hard, hard)
    parts: list[Part] = [Heading(head)]
    last = (len(cases) - 1) // SHOWN
    page = min(max(page, 0), last)
    for case in cases[page * SHOWN : (page + 1) * SHOWN]:
        parts += [Prose(case.question.stem, strong=True), Facts(_about(case))]
        parts += rows(_buttons(voice, case))
    if last:
        label = "More reports" if page < last else "Back to the start"
        following = (page + 1) % (last + 1)
        parts.append(Hint(f"Page {page + 1} of {last + 1}"))
        parts += rows([voice.button(label, actions.REPORTS, following, main=True)])
    parts.append(
        Hint("Mend the line: the question comes back, and whoever reported it is thanked.")
    )
    return Reply(tuple(parts), summary=first_line(head), replaces=page > 0)


def _head(held: int, reported: int, hard: int) -> str:
    """How many of each kind: "1 question on hold, 2 reported, 1 hardly ever answered right"."""
    kinds = ((held, "on hold"), (reported, "reported"), (hard, "hardly ever answered right"))
    (first, what), *others = ((number, what) for number, what in kinds if number)
    return ", ".join(
        [f"{count(first, 'question')} {what}", *(f"{number} {what}" for number, what in others)]
    )


def _about(case: Case) -> tuple[str, ...]:
    question = case.question
    said = [f"Right by the notes: {question.right}"]
    said += [f"{source}: {ellipsized(text, LINE)}" for source, text in case.lines]
    if not case.lines:
        said.append("Its file is not among the notes now.")
    if case.held:
        said.append(f"On hold: {HOLD_REASONS.get(case.held, case.held)}")
    if case.share is not None:
        said.append(f"Only {percent(case.share)} got it right at their first try")
    for report in case.reports[:3]:
        words = f": “{ellipsized(report.words, 200)}”" if report.words else ""
        said.append(f"Reported: {REASONS.get(report.reason, report.reason)}{words}")
    if len(case.reports) > 3:
        said.append(f"{count(len(case.reports) - 3, 'more report')}.")
    return tuple(said)


def _buttons(voice: Voice, case: Case) -> list[Button]:
    id = case.question.id
    if case.held:
        back = [voice.button("Take its points back", actions.HOLD, id, danger=True)]
        return [
            voice.button("It is right: ask it again", actions.SETTLE, id, "release"),
            voice.button("Never ask it again", actions.SETTLE, id, "retire", danger=True),
            *(back if case.question.written and case.held not in BY_AN_EDITOR else []),
        ]
    return [
        voice.button("It is right", actions.FOUND_RIGHT, id),
        voice.button("Stop asking it for now", actions.HOLD, id, danger=True),
    ]


def settled(voice: Voice, done: bool) -> Reply:
    """Tells an editor that a question stays as it is."""
    text = "It stays as it is, and leaves this list." if done else "Somebody has decided already."
    return sentence(text, voice.button("Other reports", actions.REPORTS, 0))


def holding(voice: Voice, done: bool) -> Reply:
    """Tells an editor that a question is on hold."""
    if not done:
        return sentence(
            "This question is not asked any more.", voice.button("Reports", actions.REPORTS, 0)
        )
    text = "It is on hold and counts for nobody. It comes back when its note is mended."
    return sentence(text, voice.button("Reports", actions.REPORTS, 0))


@dataclass(frozen=True, slots=True)
class Thanks:
    """Somebody whose report led to something."""

    report: QuestionReport
    now: Question | None  # the question as it is; None when there is none of that name
    line: Fact | None = None  # what then stands where its line stood

    @property
    def key(self) -> str:
        return f"thanks-{self.report.id}"


def thanks(voice: Voice, one: Thanks) -> Reply:
    """To whoever reported a question, once its note has changed."""
    if one.now is not None:
        return _mended(voice, one, one.now.explanation, one.now.topic, one.now.sources)
    if one.line is not None:
        says = f"{one.line.text} ({' › '.join(one.line.path)})"
        return _mended(voice, one, says, one.line.topic, (one.line.source,))
    became = "was taken out" if one.report.context else "is not in the notes any more"
    stem = ellipsized(one.report.question.stem, 200)
    return sentence(f"Thank you: the line behind a question you reported {became}. “{stem}”")


def _mended(voice: Voice, one: Thanks, says: str, topic: str, sources: Sequence[Source]) -> Reply:
    place = f" ({sources[0]})" if sources else ""
    stem = ellipsized(one.report.question.stem, 200)
    text = f"Thank you: the note behind a question you reported was mended{place}. “{stem}”"
    more = "It says now: " + ellipsized(says, 300)
    button = voice.button(f"Look up {topic}", actions.ASK, topic)
    parts: tuple[Part, ...] = (Prose(text), Prose(more), *rows([button]))
    return Reply(parts, summary=first_line(text))
