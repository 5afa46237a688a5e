"""What the notes cover and how well the team knows it, as bars; what they lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import actions
from bot.language import _, plural
from bot.messages import Bar, Bars, Button, Facts, Heading, Hint, Part, Prose, Reply
from bot.plans.coverage_stats import QuestionStats
from bot.replies.voice import Voice, ellipsized, first_line, page_of, percent, rows, sentence
from bot.store.records import Gap

PAGE = 10  # bars that fit a phone's screen


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One topic of the list."""

    name: str
    facts: int
    known: QuestionStats


def topics(voice: Voice, lines: Sequence[TopicLine], prefix: str, page: int) -> Reply:
    """One bar a topic: the share of right answers; plain lines until there are any."""
    if not lines:
        return _none(voice, prefix)
    last = (len(lines) - 1) // PAGE
    page = min(max(page, 0), last)
    shown = lines[page * PAGE : (page + 1) * PAGE]
    head = plural("{number} topic", "{number} topics", len(lines))
    if prefix:
        head = _("{topics} for “{begin}”", topics=head, begin=ellipsized(prefix, 60))
    parts: list[Part] = [Heading(head)]
    if any(line.known.share is not None for line in shown):
        parts.append(Bars(tuple(map(_bar, shown))))
        parts.append(Hint(_("The bars show how many answers of the team are right.")))
    else:
        bars = map(_bar, shown)
        parts.append(Facts(tuple(f"{bar.label}: {bar.note}" for bar in bars)))
    if last:
        parts.append(Hint(page_of(page, last + 1)))
    parts += rows(_buttons(voice, lines, shown, prefix, page, last))
    return Reply(tuple(parts), summary=first_line(head), replaces=page > 0)


def _bar(line: TopicLine) -> Bar:
    known = line.known
    notes = [plural("{number} fact", "{number} facts", line.facts)]
    if known.questions and known.asked:
        notes = [
            plural(
                "{asked} of {number} question asked",
                "{asked} of {number} questions asked",
                known.questions,
                asked=known.asked,
            )
        ]
    elif known.questions:
        notes = [plural("{number} question", "{number} questions", known.questions)]
    if known.share is not None:
        notes.insert(0, percent(known.share))
    return Bar(line.name, known.share or 0.0, " · ".join(notes))


def _buttons(
    voice: Voice,
    lines: Sequence[TopicLine],
    shown: Sequence[TopicLine],
    prefix: str,
    page: int,
    last: int,
) -> list[Button]:
    buttons: list[Button] = []
    if last:
        label = _("More topics") if page < last else _("Back to the start")
        following = (page + 1) % (last + 1)
        buttons.append(voice.button(label, actions.TOPICS, prefix, following, main=True))
    told = [(line.known.share, line.name) for line in lines if line.known.share is not None]
    if told:
        weakest = min(told)[1]
        buttons.append(voice.button(_("Practise {topic}", topic=weakest), actions.QUIZ, weakest))
    return (buttons + [voice.button(line.name, actions.ASK, line.name) for line in shown[:3]])[:5]


def _none(voice: Voice, prefix: str) -> Reply:
    if not prefix:
        return sentence(_("No notes are loaded."))
    text = _("No topic begins with “{begin}”.", begin=ellipsized(prefix, 60))
    return sentence(text, voice.button(_("All topics"), actions.TOPICS, "", 0))


def gaps(wanted: Sequence[Gap], silent: Sequence[tuple[str, str, str]]) -> Reply:
    """What people looked up in vain, and headings that yield no question (place, name, why)."""
    if not wanted and not silent:
        return sentence(_("Nobody has looked anything up in vain lately."))
    parts: list[Part] = []
    if wanted:
        lines = tuple(
            f"{ellipsized(gap.query, 80)} · "
            + ", ".join(
                (
                    plural("{number} person", "{number} people", gap.people),
                    plural("{number} time", "{number} times", gap.times),
                )
            )
            for gap in wanted
        )
        parts += [Heading(_("Looked up in vain, most wanted first")), Facts(lines)]
        parts.append(Hint(_("A line on each in the notes, and it leaves this list.")))
    else:
        parts.append(Prose(_("Nobody has looked anything up in vain lately.")))
    if silent:
        told = tuple(f"{name}: {why} ({place})" for place, name, why in silent)
        parts += [Heading(_("Large headings that yield no question")), Facts(told)]
    summary = (
        plural("{number} gap in the notes", "{number} gaps in the notes", len(wanted))
        if wanted
        else _("No gaps in the notes")
    )
    return Reply(tuple(parts), summary=summary)
