"""What the notes cover, how well the team knows it, and what the notes lack."""

from bot.commands import ListTopics
from bot.language import _
from bot.messages import Reply
from bot.plans.coverage_stats import CoverageStats
from bot.replies import coverage as say
from bot.store.records import Gap
from bot.talk.turn import Turn
from knowledge.coverage import HeadingCoverage
from knowledge.model import Topic

MOST_GAPS = 15
MOST_SILENT = 5


def topics(turn: Turn, command: ListTopics, page: int = 0) -> Reply:
    """The topics whose names begin like that, each with how well the workspace knows it."""
    library, prefix = turn.core.library, command.prefix.casefold()
    covered = {one.topic: one for one in library.coverage().topics}
    stats = CoverageStats.of(turn.core.store, turn.team)
    found = [topic for topic in library.topics() if _begins(topic, prefix)]
    lines = [
        say.TopicLine(
            topic.name,
            topic.facts,
            stats.on(covered[topic.name]) if topic.name in covered else stats.over(()),
        )
        for topic in sorted(found, key=lambda topic: topic.name.casefold())
    ]
    return say.topics(turn.voice, lines, command.prefix, page)


def _begins(topic: Topic, prefix: str) -> bool:
    """Whether a word of its name, or an abbreviation of it, begins like that."""
    short = (alias for alias in topic.aliases if alias.isupper())
    words = (topic.name, *topic.name.split(), *short)
    return any(word.casefold().startswith(prefix) for word in words)


def topics_page(turn: Turn, prefix: str, page: int) -> Reply:
    """Another page of topics."""
    return topics(turn, ListTopics(prefix), page)


def gaps(turn: Turn) -> Reply:
    """What the notes lack, for those who can do something about it."""
    headings = turn.core.library.coverage().headings
    silent = sorted(
        (heading for heading in headings if not heading.questions and heading.codes),
        key=lambda heading: -heading.facts,
    )[:MOST_SILENT]
    return say.gaps(_still_open(turn), [_named(heading) for heading in silent])


def _named(heading: HeadingCoverage) -> tuple[str, str, str]:
    """Where a heading stands, what it is called, and why it yields no question."""
    why = "; ".join(map(_, heading.reasons))
    return str(heading.source), f"{heading.topic} › {heading.name}", why


def _still_open(turn: Turn) -> list[Gap]:
    """Gaps that the notes have not filled since; filled ones are forgotten."""
    library, lookups = turn.core.library, turn.core.store.lookups
    found: list[Gap] = []
    for gap in lookups.gaps(turn.team, 3 * MOST_GAPS):
        if library.ask(gap.query, 1).confident:
            lookups.solved(turn.team, gap.query)
        elif len(found) < MOST_GAPS:
            found.append(gap)
    return found
