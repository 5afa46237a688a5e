"""Figures beside their limits: a table that says of each whether it was met."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limited:
    """A figure and the most that it may be."""

    what: str
    limit: float
    measured: float

    @property
    def met(self) -> bool:
        """A figure that is none is not met."""
        return self.measured <= self.limit

    @property
    def verdict(self) -> str:
        return "met" if self.met else "MISSED"

    @property
    def row(self) -> str:
        return f"| {self.what} | ≤ {self.limit:g} | {self.measured:.3g} | {self.verdict} |"


def judged(figures: Iterable[Limited], others: Iterable[str] = ()) -> int:
    """Print the table, with rows of its kind before those that have a limit; an exit status."""
    made = list(figures)
    assert made, "what judges nothing cannot fail"
    print("| what | limit | measured | |\n| --- | --- | --- | --- |")
    for row in (*others, *(one.row for one in made)):
        print(row)
    return int(not all(one.met for one in made))
