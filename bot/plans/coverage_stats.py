"""How well a team knows what its notes cover: coverage joined with what was asked and answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.store import Store
from bot.store.records import Team
from knowledge.coverage import HeadingCoverage, TopicCoverage

ENOUGH = 5  # answers before a share says anything


@dataclass(frozen=True, slots=True)
class QuestionStats:
    """What became of some questions: how many were put to a channel, and how people did."""

    questions: int = 0
    asked: int = 0  # of the questions, at least once as daily question
    answers: int = 0  # each person's latest to each question
    right: int = 0

    @property
    def share(self) -> float | None:
        """Share of right answers; None while there are too few to say."""
        return self.right / self.answers if self.answers >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class CoverageStats:
    """Figures by question, of one workspace, one channel, or everybody."""

    asked: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # people, right

    @classmethod
    def of(
        cls,
        store: Store,
        team: Team | None = None,
        channel: str | None = None,
        since: date = date.min,
    ) -> "CoverageStats":
        """What the store knows; `since` counts only what was asked from that day on."""
        kept, reworded = store.figures, store.wordings.reworded()
        asked, known = kept.asked(team, channel, since), kept.known(team, channel)
        for question, lasting in reworded.items():  # the notes know it by its new words alone
            if lasting in asked:
                asked[question] = asked[lasting]
            if lasting in known:
                known[question] = known[lasting]
        return cls(asked, known)

    def on(self, part: HeadingCoverage | TopicCoverage) -> QuestionStats:
        """How a heading or a topic stands."""
        return self.over(part.questions)

    def times(self, part: HeadingCoverage | TopicCoverage) -> int:
        """How often any of its questions was the daily question."""
        return sum(self.asked.get(id, 0) for id in part.questions)

    def over(self, questions: Iterable[str]) -> QuestionStats:
        ids = tuple(questions)
        told = [self.known[id] for id in ids if id in self.known]
        return QuestionStats(
            len(ids),
            sum(id in self.asked for id in ids),
            sum(people for people, _ in told),
            sum(right for _, right in told),
        )
