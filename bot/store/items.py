"""Questions in use: what people picked, what they reported, which are held, retired or cleared.

A question is meant in one version and for one workspace: what others think of it is theirs.
"""

from datetime import date, datetime

from bot.store.database import Queries, Row
from bot.store.records import (
    NEVER,
    ItemFigures,
    ItemState,
    Team,
    TopicFigures,
    moment,
    question_from_text,
    question_to_text,
)
from knowledge.model import Question

# First attempts of people who count, in time and not faster than anybody reads.
EVIDENCE = "a.first = 1 AND a.late = 0 AND a.fast = 0 AND p.counts = 1"


class Items:
    """States (held, retired, sound) and the figures that lead to them."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def state(self, team: Team, question: str, version: str) -> ItemState | None:
        row = self._queries.row(
            "SELECT * FROM items "
            "WHERE team = :team AND question = :question AND version = :version",
            team=team,
            question=question,
            version=version,
        )
        return item_of(row) if row else None

    def put(
        self, team: Team, question: Question, state: str, reason: str, at: datetime, actor: str
    ) -> bool:
        """Give a question a state; False if it has this one already."""
        return self._queries.wrote(
            """
            INSERT INTO items (team, question, version, state, reason, since, actor, snapshot)
            VALUES (:team, :question, :version, :state, :reason, :at, :actor, :snapshot)
            ON CONFLICT (team, question, version) DO UPDATE SET
                state = excluded.state, reason = excluded.reason, since = excluded.since,
                actor = excluded.actor, snapshot = excluded.snapshot
            WHERE items.state <> excluded.state
            """,
            team=team,
            question=question.id,
            version=question.version,
            state=state,
            reason=reason,
            at=at,
            actor=actor,
            snapshot=question_to_text(question),
        )

    def within(self, team: Team, state: str) -> list[ItemState]:
        """The questions in a state, with how many people reported them."""
        rows = self._queries.rows(
            """
            SELECT i.*, (SELECT COUNT(*) FROM reports r WHERE r.team = i.team
                         AND r.question = i.question AND r.version = i.version) AS reports
            FROM items i WHERE i.team = :team AND i.state = :state ORDER BY i.since, i.question
            """,
            team=team,
            state=state,
        )
        return list(map(item_of, rows))

    def unusable(self, team: Team) -> frozenset[tuple[str, str]]:
        rows = self._queries.rows(
            "SELECT question, version FROM items "
            "WHERE team = :team AND state IN ('held', 'retired')",
            team=team,
        )
        return frozenset((row["question"], row["version"]) for row in rows)

    def edited(self, team: Team, question: str, person: int, at: datetime) -> None:
        """Keep that somebody wrote or edited a question."""
        self._queries.add(
            "editors",
            "question, person",
            team=team,
            question=question,
            person=person,
            at=at,
        )

    def proven(self, team: Team, people: int) -> frozenset[tuple[str, str]]:
        """Questions that so many people practised without a report, or that an editor approved."""
        rows = self._queries.rows(
            """
            SELECT a.question, a.version FROM answers a JOIN people p ON p.id = a.person
            WHERE a.team = :team AND a.daily = 0 AND p.counts = 1 AND NOT EXISTS (
                SELECT 1 FROM reports r WHERE r.team = a.team AND r.question = a.question
                    AND r.version = a.version)
            GROUP BY a.question, a.version HAVING COUNT(DISTINCT a.person) >= :people
            UNION
            SELECT question, version FROM items
            WHERE team = :team AND state = 'sound' AND actor <> ''
            """,
            team=team,
            people=people,
        )
        return frozenset((row["question"], row["version"]) for row in rows)

    def choices(
        self, team: Team, question: str, version: str, since: datetime = NEVER
    ) -> dict[str, tuple[int, bool]]:
        """Who picked what at the first attempt: option → (people, whether it is the key).

        Options go by their text: their order may change while the question stays the same.
        Whoever was forgotten since is counted, without a name.
        """
        rows = self._queries.rows(
            f"""
            SELECT picked, correct, SUM(people) AS people FROM (
                SELECT a.picked, a.correct, COUNT(*) AS people
                FROM unsealed a JOIN people p ON p.id = a.person
                WHERE a.team = :team AND a.question = :question AND a.version = :version
                    AND a.at > :since AND {EVIDENCE}
                GROUP BY a.picked, a.correct
                UNION ALL
                SELECT picked, correct, people FROM tallies
                WHERE team = :team AND question = :question AND version = :version
                    AND :since = {self._queries.never}
            ) evidence GROUP BY picked, correct
            """,
            team=team,
            question=question,
            version=version,
            since=since,
        )
        return {row["picked"]: (int(row["people"]), bool(row["correct"])) for row in rows}

    def grades(self, team: Team, question: str, version: str) -> dict[str, tuple[int, bool]]:
        """How often people graded themselves how, once they saw the answer: grade → (times, known).

        A card has no first attempt: it is graded anew each time that it is played.
        """
        rows = self._queries.rows(
            """
            SELECT picked, correct, COUNT(*) AS times FROM unsealed
            WHERE team = :team AND question = :question AND version = :version AND first = 0
            GROUP BY picked, correct
            """,
            team=team,
            question=question,
            version=version,
        )
        return {row["picked"]: (int(row["times"]), bool(row["correct"])) for row in rows}

    def rest_scores(
        self, team: Team, question: str, version: str, since: datetime, limit: int
    ) -> list[tuple[bool, float]]:
        """For the newest answers to an item: was it right, and that person's share elsewhere."""
        rows = self._queries.rows(
            f"""
            SELECT one.correct,
                   (SELECT AVG(1.0 * other.correct) FROM unsealed other
                    WHERE other.person = one.person AND other.question <> :question
                        AND other.first = 1) AS rest
            FROM (SELECT a.person, a.correct FROM unsealed a JOIN people p ON p.id = a.person
                  WHERE a.team = :team AND a.question = :question AND a.version = :version
                      AND a.at > :since AND {EVIDENCE}
                  ORDER BY a.id DESC LIMIT :limit) one
            """,
            team=team,
            question=question,
            version=version,
            since=since,
            limit=limit,
        )
        return [(bool(r["correct"]), float(r["rest"])) for r in rows if r["rest"] is not None]

    def figures(self, team: Team, since: datetime = NEVER) -> list[ItemFigures]:
        """First attempts at every question of a workspace: how many, and how many right."""
        rows = self._queries.rows(
            f"""
            SELECT a.question, a.version, COUNT(*) AS people,
                   SUM(a.correct) AS correct
            FROM unsealed a JOIN people p ON p.id = a.person
            WHERE a.team = :team AND a.at > :since AND {EVIDENCE}
            GROUP BY a.question, a.version
            """,
            team=team,
            since=since,
        )
        return [
            ItemFigures(row["question"], row["version"], row["people"], int(row["correct"]))
            for row in rows
        ]

    def topic_figures(self, team: Team, channel: str, since: date) -> list[TopicFigures]:
        """How a channel does by topic, from its first attempts since a day."""
        rows = self._queries.rows(
            """
            SELECT topic, COUNT(*) AS people, SUM(correct) AS correct FROM unsealed
            WHERE team = :team AND channel = :channel AND day >= :since AND first = 1 AND late = 0
            GROUP BY topic
            """,
            team=team,
            channel=channel,
            since=since,
        )
        return [TopicFigures(row["topic"], row["people"], int(row["correct"])) for row in rows]


def item_of(row: Row) -> ItemState:
    """A row of items as a record."""
    return ItemState(
        team=Team(row["team"]),
        question=question_from_text(row["snapshot"]),
        state=row["state"],
        reason=row["reason"],
        since=moment(row["since"]),
        actor=row["actor"],
        reports=row.get("reports", 0),
    )
