"""A month as those saw it who played it: what each earned, in their own count."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.store.records import Round


@dataclass
class Tally:
    """What happened, noted down as it happened; none of it is read from the companion."""

    channels: Collection[str]
    players: Collection[str]
    asked: dict[str, list[Round]] = field(default_factory=dict)
    earned: Counter[tuple[int, str]] = field(default_factory=Counter)  # (round, who) → points
    missed: set[tuple[str, str, date]] = field(default_factory=set)  # nobody answers every day
    accepted: dict[tuple[str, date], str] = field(default_factory=dict)
    refused: set[tuple[str, date, str]] = field(default_factory=set)
    shown: dict[tuple[str, date], str] = field(default_factory=dict)  # last, to its host
    # By an admin in every channel, by a host in theirs; and on which day.
    retired: dict[tuple[str, str], date] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    taken_back: set[str] = field(default_factory=set)  # questions whose points are gone
    graded: list[tuple[str, str, str]] = field(default_factory=list)  # kind of round, card, grade

    def __post_init__(self) -> None:
        self.asked = {channel: [] for channel in self.channels}

    def gone(self, *channels: str) -> set[str]:
        """What is asked in none of them any more."""
        return self.held | {question for where, question in self.retired if where in channels}

    def points(self, *channels: str) -> dict[str, int]:
        """What everybody has there; a question that was taken back brings nothing."""
        sums = dict.fromkeys(self.players, 0)
        for channel in channels:
            for round in self.asked[channel]:
                if round.question.id not in self.taken_back:
                    for who in self.players:
                        sums[who] += self.earned[round.id, who]
        return sums

    def ranked(self, *channels: str) -> Mapping[str, tuple[int, int]]:
        """Everybody's place and points: equal points share a place."""
        points = self.points(*channels)
        return {
            who: (1 + sum(other > own for other in points.values()), own)
            for who, own in points.items()
        }

    def streak(self, channel: str, who: str) -> tuple[int, int]:
        """Days in a row, now and at best: each tenth answer pays for a day that was missed."""
        runs, answers, paid = [0], 0, 0
        for round in self.asked[channel]:
            if (channel, who, round.day) not in self.missed:
                answers += 1
                runs[-1] += 1
                paid = min(2, paid + 1) if answers % 10 == 0 else paid
            elif round.question.id in self.taken_back:
                continue
            elif runs[-1] and paid:
                paid -= 1
            else:
                runs.append(0)
        return runs[-1], max(runs)
