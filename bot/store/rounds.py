"""Rounds: questions that were asked, each with the question as it was."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.store.database import Queries
from bot.store.records import AskedBefore, Round, Team, question_to_text
from bot.store.round_records import readable, round_of

SELECT = """
    SELECT r.*, COALESCE(p.member, '') AS owner
    FROM rounds r LEFT JOIN people p ON p.id = r.person
"""
# A round that nobody can have seen is no quiz day: it was claimed, and then there was an outage.
HAPPENED = "(r.state <> 'claimed' OR r.message <> '')"


class RoundRows:
    """A channel has one daily round a day; the schema says so, whoever asks."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def add(self, round: Round, slot: str, owner: int | None = None) -> Round | None:
        """Keep a new round; None if its slot is taken."""
        new = self._queries.add(
            "rounds",
            "",
            team=round.team,
            channel=round.channel,
            kind=round.kind,
            slot=slot,
            day=round.day,
            schedule=round.schedule,
            person=owner,
            question=round.question.id,
            version=round.question.version,
            form=round.question.kind,
            topic=round.question.topic,
            subject=round.question.subject,
            snapshot=question_to_text(round.question),
            state=round.state,
            message=round.message,
            opens=round.opens,
            closes=round.closes,
            claimed_at=round.claimed_at or round.opens,
            reveal=round.reveal,
            series=round.series,
            step=round.step,
            steps=round.steps,
            private=round.private,
        )
        return self._in_slot(round.team, slot) if new else None

    def get(self, id: int) -> Round | None:
        """Any workspace's round: the caller compares teams, and says so to a stranger."""
        row = self._queries.row(f"{SELECT} WHERE r.id = :id", id=id)
        return round_of(row) if row else None

    def daily(self, team: Team, channel: str, day: date) -> Round | None:
        return self._in_slot(team, daily_slot(channel, day))

    def has_daily(self, team: Team, channel: str, day: date) -> bool:
        """The same for whoever need not read it."""
        slot = daily_slot(channel, day)
        found = "SELECT 1 AS one FROM rounds WHERE team = :team AND slot = :slot"
        return self._queries.row(found, team=team, slot=slot) is not None

    def _in_slot(self, team: Team, slot: str) -> Round | None:
        row = self._queries.row(
            f"{SELECT} WHERE r.team = :team AND r.slot = :slot", team=team, slot=slot
        )
        return round_of(row) if row else None

    def waiting_for(self, person: int, at: datetime) -> tuple[Round, ...]:
        """The open questions that wait for somebody, of channels in which they play."""
        rows = self._queries.rows(
            f"""{SELECT}
            WHERE r.kind = 'daily' AND r.state = 'posted' AND r.closes >= :at
                AND EXISTS (SELECT 1 FROM answers a WHERE a.person = :person AND a.daily = 1
                    AND a.team = r.team AND a.channel = r.channel)
                AND NOT EXISTS (SELECT 1 FROM answers a
                    WHERE a.person = :person AND a.round = r.id)
            ORDER BY r.closes, r.channel
            """,
            person=person,
            at=at,
        )
        return tuple(found for row in rows if (found := readable(row)))

    def latest(self, team: Team, channel: str) -> Round | None:
        row = self._queries.row(
            f"""{SELECT}
            WHERE r.team = :team AND r.channel = :channel AND r.kind = 'daily' AND {HAPPENED}
            ORDER BY r.day DESC LIMIT 1""",
            team=team,
            channel=channel,
        )
        return round_of(row) if row else None

    def last_of_schedule(self, schedule: int) -> Round | None:
        """The newest round of a schedule, posted or not."""
        row = self._queries.row(
            f"{SELECT} WHERE r.schedule = :schedule ORDER BY r.day DESC LIMIT 1", schedule=schedule
        )
        return round_of(row) if row else None

    def series(self, team: Team, owner: int, series: str) -> tuple[Round, ...]:
        rows = self._queries.rows(
            f"""{SELECT}
            WHERE r.team = :team AND r.person = :owner AND r.series = :series ORDER BY r.step""",
            team=team,
            owner=owner,
            series=series,
        )
        return tuple(found for row in rows if (found := readable(row)))

    def newest_series(self, team: Team, owner: int, since: datetime) -> str:
        """The quiz that somebody began last, if it was after a moment and is not ended; else ""."""
        row = self._queries.row(
            """
            SELECT series, state FROM rounds
            WHERE team = :team AND person = :owner AND kind = 'practice' AND opens >= :since
            ORDER BY id DESC LIMIT 1
            """,
            team=team,
            owner=owner,
            since=since,
        )
        return str(row["series"]) if row and row["state"] != "closed" else ""

    def end_series(self, team: Team, owner: int, series: str, at: datetime) -> None:
        """Ask no more of a quiz; the question that is on the screen still takes its answer."""
        self._queries.change(
            """
            UPDATE rounds SET state = 'closed', closed_at = :at
            WHERE team = :team AND person = :owner AND series = :series AND kind = 'practice'
            """,
            team=team,
            owner=owner,
            series=series,
            at=at,
        )

    def start(self, id: int, at: datetime) -> None:
        """Practice is being shown: its clock starts, once."""
        self._queries.change(
            """
            UPDATE rounds SET state = 'posted', opens = :at
            WHERE id = :id AND state = 'claimed' AND kind <> 'daily'
            """,
            id=id,
            at=at,
        )

    def confirm(self, id: int, message: str) -> bool:
        """The message is there; say whether that is news."""
        return self._queries.wrote(
            """
            UPDATE rounds SET message = :message,
                state = CASE WHEN state = 'claimed' THEN 'posted' ELSE state END
            WHERE id = :id AND message = '' AND kind = 'daily'
            """,
            id=id,
            message=message,
        )

    def abandon(self, id: int) -> bool:
        """Give back a day on which nothing was posted."""
        return self._queries.wrote(
            """
            DELETE FROM rounds WHERE id = :id AND state = 'claimed' AND message = ''
                AND NOT EXISTS (SELECT 1 FROM answers WHERE round = :id)
                AND NOT EXISTS (SELECT 1 FROM hints WHERE round = :id)
            """,
            id=id,
        )

    def close(self, id: int, at: datetime) -> bool:
        return self._queries.wrote(
            """
            UPDATE rounds SET state = 'closed', closed_at = :at
            WHERE id = :id AND kind = 'daily' AND (state = 'posted' OR state = 'claimed'
                AND EXISTS (SELECT 1 FROM answers WHERE round = :id))
            """,
            id=id,
            at=at,
        )

    def reveal(self, id: int, at: datetime, told_void: bool = False) -> bool:
        """Note that the result was shown; `told_void` if it said that the round does not count."""
        return self._queries.wrote(
            "UPDATE rounds SET state = 'revealed', revealed_at = :at, "
            "void_told = CASE WHEN void <> '' THEN :told_void ELSE 0 END "
            "WHERE id = :id AND state = 'closed' AND message <> ''",
            id=id,
            at=at,
            told_void=told_void,
        )

    def void(self, id: int, reason: str, at: datetime) -> bool:
        """Take a round out of the scores, with every answer to it."""
        changed = self._queries.change(
            "UPDATE rounds SET void = :reason, voided_at = :at WHERE id = :id AND void = ''",
            id=id,
            reason=reason,
            at=at,
        )
        self._queries.change("UPDATE answers SET void = 1 WHERE round = :id", id=id)
        return changed == 1

    def unvoid(self, id: int) -> bool:
        """The question was sound after all; what was told of the voiding is told anew."""
        changed = self._queries.change(
            f"UPDATE rounds SET void = '', voided_at = {self._queries.never}, void_told = 0 "
            "WHERE id = :id AND void <> ''",
            id=id,
        )
        self._queries.change("UPDATE answers SET void = 0 WHERE round = :id", id=id)
        return changed == 1

    def told_of_void(self, id: int) -> bool:
        return self._queries.wrote(
            "UPDATE rounds SET void_told = 1 WHERE id = :id AND void <> '' AND void_told = 0", id=id
        )

    def ids_of_item(self, team: Team, question: str, version: str) -> tuple[int, ...]:
        rows = self._queries.rows(
            "SELECT id FROM rounds "
            "WHERE team = :team AND question = :question AND version = :version ORDER BY id",
            team=team,
            question=question,
            version=version,
        )
        return tuple(row["id"] for row in rows)

    def counts(self, team: Team, question: str, version: str) -> bool:
        """Whether a channel's round with this question counts."""
        row = self._queries.row(
            "SELECT 1 AS there FROM rounds WHERE team = :team AND question = :question "
            "AND version = :version AND kind = 'daily' AND void = '' LIMIT 1",
            team=team,
            question=question,
            version=version,
        )
        return row is not None

    def history(self, team: Team, channel: str, limit: int = 1000) -> list[AskedBefore]:
        """What the channel was asked, newest first."""
        rows = self._queries.rows(
            """
            SELECT day, question, topic, subject, form FROM rounds
            WHERE team = :team AND channel = :channel AND kind = 'daily'
            ORDER BY day DESC LIMIT :limit
            """,
            team=team,
            channel=channel,
            limit=limit,
        )
        return [AskedBefore(**(row | {"day": date.fromisoformat(row["day"])})) for row in rows]

    def channels_of(self, team: Team, question: str) -> frozenset[str]:
        """The channels that were asked a question."""
        rows = self._queries.rows(
            "SELECT DISTINCT channel FROM rounds "
            "WHERE kind = 'daily' AND team = :team AND question = :question",
            team=team,
            question=question,
        )
        return frozenset(row["channel"] for row in rows)

    def asked_between(self, first: date, last: date) -> frozenset[tuple[Team, str, date]]:
        """The channels that have had their question, by day; over all workspaces."""
        rows = self._queries.rows(
            "SELECT team, channel, day FROM rounds "
            "WHERE kind = 'daily' AND day BETWEEN :first AND :last",
            first=first,
            last=last,
        )
        return frozenset(
            (Team(row["team"]), row["channel"], date.fromisoformat(row["day"])) for row in rows
        )

    def open_questions(self, team: Team) -> frozenset[str]:
        """What is being asked somewhere in a workspace right now."""
        rows = self._queries.rows(
            "SELECT question FROM rounds WHERE kind = 'daily' AND team = :team "
            "AND state IN ('claimed', 'posted')",
            team=team,
        )
        return frozenset(row["question"] for row in rows)

    def secret_to(self, team: Team, person: int) -> Mapping[str, Sequence[str]]:
        """What is being asked in which channels and this person has not been told the answer of."""
        rows = self._queries.rows(
            """
            SELECT r.question, r.channel FROM rounds r
            WHERE r.kind = 'daily' AND r.team = :team AND r.state IN ('claimed', 'posted')
                AND NOT EXISTS (
                    SELECT 1 FROM unsealed a WHERE a.round = r.id AND a.person = :person)
            """,
            team=team,
            person=person,
        )
        channels = defaultdict[str, list[str]](list)
        for row in rows:
            channels[row["question"]].append(row["channel"])
        return channels

    def drop_unanswered(self, before: datetime) -> int:
        """Let go of practice and reviews that began before a moment and that nobody answered."""
        self._queries.change(
            "DELETE FROM hints WHERE round IN (SELECT id FROM rounds WHERE kind <> 'daily' "
            "AND opens < :before AND NOT EXISTS "
            "(SELECT 1 FROM answers WHERE answers.round = rounds.id))",
            before=before,
        )
        return self._queries.change(
            """
            DELETE FROM rounds WHERE kind <> 'daily' AND opens < :before
                AND NOT EXISTS (SELECT 1 FROM answers WHERE answers.round = rounds.id)
                AND NOT EXISTS (SELECT 1 FROM reviews WHERE reviews.round = rounds.id)
            """,
            before=before,
        )


def daily_slot(channel: str, day: date) -> str:
    return f"daily/{channel}/{day.isoformat()}"
