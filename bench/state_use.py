"""Use simulated: 200 people of known skill answer a question a day for 60 days.

Questions with a wrong key have to be noticed within 30 answers, sound ones have to be left alone
for 200. Run as `python -m bench.state_use`; the same figures are a test, with fewer cohorts.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.quiz.moderation import ENOUGH_PEOPLE, EVERY, distractor_leads, misleads

PEOPLE = 200
DAYS = 60
BROKEN_DAYS = 10  # of DAYS: the key is wrong
SPREAD = 1.2  # how strongly skill tells


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one question: after how many answers it was held, and by which rule."""

    broken: bool
    held_after: int | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    broken: int
    noticed: int  # within 30 answers
    sound: int
    wrongly_held: int  # within 200 answers
    by: dict[str, int]  # of the wrongly held ones

    @property
    def noticed_share(self) -> float:
        return self.noticed / self.broken

    @property
    def wrongly_held_share(self) -> float:
        return self.wrongly_held / self.sound


def simulate(cohorts: int, seed: int = 1) -> Figures:
    fates = [fate for cohort in range(cohorts) for fate in _cohort(random.Random(seed + cohort))]
    broken = [fate for fate in fates if fate.broken]
    sound = [fate for fate in fates if not fate.broken]
    wrongly = [fate for fate in sound if fate.held_after is not None]
    return Figures(
        broken=len(broken),
        noticed=sum(1 for fate in broken if (fate.held_after or 999) <= 30),
        sound=len(sound),
        wrongly_held=len(wrongly),
        by={rule: sum(fate.by == rule for fate in wrongly) for rule in ("lead", "correlation")},
    )


def _cohort(draw: random.Random) -> list[Fate]:
    skills = [draw.gauss(0, 1) for _ in range(PEOPLE)]
    right, met = [0] * PEOPLE, [0] * PEOPLE
    broken_days = set(draw.sample(range(1, DAYS), BROKEN_DAYS))
    fates = []
    for day in range(DAYS):
        broken = day in broken_days
        know = draw.uniform(0.5, 0.9) if broken else draw.uniform(0.45, 0.95)
        shift = _difficulty(skills, know)
        pull = [draw.expovariate(1) for _ in range(3)]  # how tempting each wrong option is
        people = draw.sample(range(PEOPLE), PEOPLE)
        answers = [_pick(draw, skills[person], shift, pull, broken) for person in people]
        rest = [right[person] / met[person] if met[person] else None for person in people]
        fates.append(_judge(answers, rest, broken))
        for person, choice in zip(people, answers, strict=True):
            met[person] += 1
            right[person] += choice == 0
    return fates


def _pick(
    draw: random.Random, skill: float, shift: float, pull: Sequence[float], broken: bool
) -> int:
    """The option picked; 0 is the key. Where it is wrong, the truth is option 1."""
    knows = draw.random() < _chance(skill, shift)
    if knows:
        return 1 if broken else 0
    others = (0, 2, 3) if broken else (1, 2, 3)
    return draw.choices(others, pull)[0]


def _judge(answers: Sequence[int], rest: Sequence[float | None], broken: bool) -> Fate:
    counts = [0, 0, 0, 0]
    for number, choice in enumerate(answers, start=1):
        counts[choice] += 1
        if distractor_leads([(people, option == 0) for option, people in enumerate(counts)]):
            return Fate(broken, number, "lead")
        if number >= ENOUGH_PEOPLE and number % EVERY == 0:
            pairs = [
                (choice == 0, share)
                for choice, share in zip(answers[:number], rest[:number], strict=True)
                if share is not None
            ]
            if misleads(pairs):
                return Fate(broken, number, "correlation")
    return Fate(broken, None)


def _chance(skill: float, shift: float) -> float:
    return 1 / (1 + math.exp(-SPREAD * (skill - shift)))


def _difficulty(skills: Sequence[float], know: float) -> float:
    """Where the curve must lie for that share of people to know the answer."""
    low, high = -8.0, 8.0
    for _ in range(30):
        middle = (low + high) / 2
        share = sum(_chance(skill, middle) for skill in skills) / len(skills)
        low, high = (middle, high) if share > know else (low, middle)
    return (low + high) / 2


def main() -> None:
    figures = simulate(cohorts=40)
    print("| what | questions | share | limit |")
    print("| --- | --- | --- | --- |")
    print(
        f"| wrong key held within 30 answers | {figures.broken} | "
        f"{figures.noticed_share:.1%} | ≥ 95 % |"
    )
    print(
        f"| sound question wrongly held within 200 answers | {figures.sound} | "
        f"{figures.wrongly_held_share:.1%} | ≤ 2 % |"
    )
    print(f"\nWrongly held by rule: {figures.by}")


if __name__ == "__main__":
    main()
