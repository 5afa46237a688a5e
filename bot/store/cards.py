"""Review cards: what each person is about to forget, and the reviews that made them so."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from bot.store.database import Queries, Row
from bot.store.records import NEVER, StoredCard, StoredReview, Team, moment, moment_if_any
from bot.store.unreadable import ERRORS, leave_out


class ReviewCards:
    """One card a person and question. How it is scheduled is FSRS's business, not this one's."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def get(self, person: int, question: str) -> StoredCard | None:
        row = self._queries.row(
            "SELECT * FROM cards WHERE person = :person AND question = :question",
            person=person,
            question=question,
        )
        return next(iter(_readable([row] if row else [])), None)

    def put(self, team: Team, person: int, card: StoredCard) -> None:
        self._queries.put(
            "cards",
            "person, question",
            **(asdict(card) | {"last_review": card.last_review or NEVER}),
            team=team,
            person=person,
        )

    def remove(self, person: int, question: str) -> bool:
        return self._queries.wrote(
            "DELETE FROM cards WHERE person = :person AND question = :question",
            person=person,
            question=question,
        )

    def of(self, person: int) -> list[StoredCard]:
        rows = self._queries.rows("SELECT * FROM cards WHERE person = :person", person=person)
        return _readable(rows)

    def due_before(self, person: int, before: datetime) -> list[StoredCard]:
        """Cards due before a moment, but for those of questions that are held or retired."""
        rows = self._queries.rows(
            """
            SELECT c.* FROM cards c LEFT JOIN items i ON i.team = c.team
                AND i.question = c.question AND i.version = c.version
                AND i.state IN ('held', 'retired')
            WHERE c.person = :person AND c.due <= :before AND i.question IS NULL
            ORDER BY c.due, c.question
            """,
            person=person,
            before=before,
        )
        return _readable(rows)

    def reviewed_since(self, person: int, since: datetime) -> frozenset[str]:
        """The questions a person met in review sessions since a moment."""
        rows = self._queries.rows(
            """
            SELECT DISTINCT v.question FROM reviews v JOIN rounds r ON r.id = v.round
            WHERE v.person = :person AND v.at >= :since AND r.kind = 'review'
            """,
            person=person,
            since=since,
        )
        return frozenset(row["question"] for row in rows)

    def log(
        self,
        team: Team,
        person: int,
        question: str,
        round: int,
        at: datetime,
        rating: int,
        before: str,
    ) -> bool:
        """Keep a review, with the card as it was before; one a person and round."""
        return self._queries.add(
            "reviews",
            "person, round",
            team=team,
            person=person,
            question=question,
            round=round,
            at=at,
            rating=rating,
            before=before,
        )

    def review_in(self, person: int, round: int) -> StoredReview | None:
        """What a person's answer in a round did to the card; None if it did nothing."""
        row = self._queries.row(
            "SELECT at, before FROM reviews WHERE person = :person AND round = :round",
            person=person,
            round=round,
        )
        return StoredReview(moment(row["at"]), row["before"]) if row else None

    def regrade(self, person: int, round: int, rating: int) -> StoredReview | None:
        """Change the rating of a review, if it is its card's newest; the review as it now is."""
        row = self._queries.insert(
            """
            UPDATE reviews SET rating = :rating
            WHERE person = :person AND round = :round AND id = (
                SELECT MAX(n.id) FROM reviews n
                WHERE n.person = reviews.person AND n.question = reviews.question)
            RETURNING *
            """,
            person=person,
            round=round,
            rating=rating,
        )
        return StoredReview(moment(row["at"]), row["before"]) if row else None


def _readable(rows: Iterable[Row]) -> list[StoredCard]:
    found = []
    for row in rows:
        try:
            found.append(_card(row))
        except ERRORS as error:
            leave_out(f"the card of person {row['person']} for {row['question']}", error)
    return found


def _card(row: Row) -> StoredCard:
    return StoredCard(
        question=row["question"],
        version=row["version"],
        topic=row["topic"],
        state=row["state"],
        step=row["step"],
        stability=None if row["stability"] is None else float(row["stability"]),
        difficulty=None if row["difficulty"] is None else float(row["difficulty"]),
        due=moment(row["due"]),
        last_review=moment_if_any(row["last_review"]),
    )
