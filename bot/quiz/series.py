"""Series: the questions that one person is asked alone, a quiz or a review, one after another."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.messages import Person, Place
from bot.quiz.outcomes import SeriesResult
from bot.store import Areas
from bot.store.records import Round, RoundState, team_of
from knowledge.model import Question

STAYS_OPEN = timedelta(days=36500)
LASTS = timedelta(days=1)  # after which nobody thinks of a quiz as under way
NARROW = "on-"  # begins the name of a series on some topics


def begun(
    kept: Areas,
    kind: Literal["practice", "review"],
    who: Person,
    where: Place,
    questions: Sequence[Question],
    at: datetime,
    *,
    narrow: bool = False,
) -> tuple[Round, ...]:
    """A round for each question; the first one's clock starts now."""
    owner = kept.people.see(who).id
    name = f"{NARROW if narrow else ''}{uuid.uuid4().hex[:12]}"
    made: list[Round] = []
    for step, question in enumerate(questions, start=1):
        state: RoundState = "claimed" if step > 1 else "posted"
        round = Round(
            id=0,
            team=team_of(who),
            channel=where.channel,
            kind=kind,
            day=at.astimezone(UTC).date(),
            question=question,
            state=state,
            opens=at,
            closes=at + STAYS_OPEN,
            series=name,
            step=step,
            steps=len(questions),
            private=where.private,
        )
        added = kept.rounds.add(round, f"{kind}/{name}/{step}", owner)
        assert added is not None  # nobody else has this series
        made.append(added)
    return tuple(made)


def following(kept: Areas, who: Person, name: str, at: datetime) -> Round | None:
    """The next question without an answer; its clock starts when first asked for.

    One that a channel has been asked since the series began is passed over. A series that was
    ended has none.
    """
    owner = kept.people.id_of(who)
    secret = kept.rounds.secret_to(team_of(who), owner)
    for round in kept.rounds.series(team_of(who), owner, name):
        passed_over = round.closed or round.question.id in secret
        if not passed_over and kept.answers.given(round.id, owner) is None:
            kept.rounds.start(round.id, at)
            return kept.rounds.get(round.id)
    return None


def ended(kept: Areas, who: Person, at: datetime) -> SeriesResult | None:
    """End the quiz that somebody began last, if it has a question left: how it went."""
    owner, team = kept.people.id_of(who), team_of(who)
    name = kept.rounds.newest_series(team, owner, at - LASTS)
    found = result(kept, who, name) if name else None
    if found is None or found.answered == len(found.rounds):
        return None
    kept.rounds.end_series(team, owner, name, at)
    return found


def result(kept: Areas, who: Person, name: str) -> SeriesResult:
    """How it went so far."""
    owner = kept.people.id_of(who)
    rounds = kept.rounds.series(team_of(who), owner, name)
    answers = [a for r in rounds if (a := kept.answers.given(r.id, owner))]
    return SeriesResult(
        rounds,
        len(answers),
        sum(answer.correct for answer in answers),
        sum(answer.points for answer in answers if not answer.void),
        name.startswith(NARROW),
    )
