"""The shape of the database, as numbered steps from one version to the next; the first is apart.

A step that was released is never changed: a later one mends it. `{id}` stands for a key that the
database counts up and never gives out twice, so that an old button cannot mean a new round;
`{moment}` for the type that moments have there, and `{never}` for one that has not come.
"""

from bot.store.database import Scripts
from bot.text import TURNING

PLANS = """
CREATE TABLE plans (
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    ends TEXT NOT NULL,
    began TEXT NOT NULL,
    topics TEXT NOT NULL,
    PRIMARY KEY (team, channel)
)
"""
REMOVALS = """
CREATE TABLE removals (
    team TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL
)
"""
# The expression is the one in answers.py: a board adds up what stands in these indexes.
WORTH = """
DROP INDEX board_of_channel;
DROP INDEX board_of_team;
CREATE INDEX worth_in_channel ON answers
    (person, channel, day, (points + daily * (10000000 + correct * CAST(10000000000000 AS BIGINT))))
    WHERE late = 0 AND void = 0;
CREATE INDEX worth_anywhere ON answers
    (person, day, (points + daily * (10000000 + correct * CAST(10000000000000 AS BIGINT))))
    WHERE late = 0 AND void = 0
"""
# The lines around a reported one: bot/quiz/note_context.py. Reports from before have none.
NEIGHBOURS = "ALTER TABLE reports ADD COLUMN neighbours TEXT NOT NULL DEFAULT ''"
# Answers that may still be changed count nowhere: one view, which everything that adds up reads.
SEALED = """
ALTER TABLE answers ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
UPDATE answers SET sealed = 1 WHERE late = 0 AND round IN (
    SELECT id FROM rounds WHERE kind = 'daily' AND reveal = 'later'
        AND state IN ('claimed', 'posted'));
CREATE VIEW unsealed AS SELECT * FROM answers WHERE sealed = 0;
DROP INDEX worth_in_channel;
DROP INDEX worth_anywhere;
CREATE INDEX worth_in_channel ON answers
    (person, channel, day, (points + daily * (10000000 + correct * CAST(10000000000000 AS BIGINT))))
    WHERE sealed = 0 AND late = 0 AND void = 0;
CREATE INDEX worth_anywhere ON answers
    (person, day, (points + daily * (10000000 + correct * CAST(10000000000000 AS BIGINT))))
    WHERE sealed = 0 AND late = 0 AND void = 0
"""
# What somebody who was forgotten had answered, without their name: bot/store/marks.py.
MARKS = """
CREATE TABLE marks (
    team TEXT NOT NULL,
    mark TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (team, mark)
)
"""
# Names of before lose what turns the order of the text around them.
NAMES = ";".join(
    f"UPDATE people SET name = REPLACE(name, '{turning}', '')" for turning in sorted(TURNING)
)
# What replicas are doing; an index to see at once which channels have had their question; and for
# every key that is referred to, one by which a person or a round is taken out without reading all.
LEASES = """
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    until DOUBLE PRECISION NOT NULL
);
CREATE INDEX rounds_by_day ON rounds (day, team, channel) WHERE kind = 'daily';
CREATE INDEX reviews_of_round ON reviews (round);
CREATE INDEX reports_of_person ON reports (person);
CREATE INDEX editors_by_person ON editors (person);
CREATE INDEX lookups_of_person ON lookups (person);
CREATE INDEX hints_of_person ON hints (person)
"""
# What people write in chat, tomorrow's question as its host saw it, and the wordings of the notes'
# questions, by which one that was reworded is known again.
WRITTEN = """
ALTER TABLE schedules ADD COLUMN preview INTEGER NOT NULL DEFAULT 0;
ALTER TABLE schedules ADD COLUMN source TEXT NOT NULL DEFAULT 'any';
CREATE TABLE team_questions (
    team TEXT NOT NULL,
    question TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (team, question)
);
CREATE TABLE previews (
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    day TEXT NOT NULL,
    question TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    refused TEXT NOT NULL,
    told INTEGER NOT NULL,
    PRIMARY KEY (team, channel, day)
);
CREATE TABLE wordings (
    question TEXT NOT NULL PRIMARY KEY,
    lasting TEXT NOT NULL,
    file TEXT NOT NULL,
    stem TEXT NOT NULL,
    at TEXT NOT NULL
)
"""
# Who wants to be named when a channel's question comes.
CALLOUTS = """
CREATE TABLE callouts (
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    person INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (team, channel, person),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE INDEX callouts_of_person ON callouts (person)
"""
# Which workspace a value is about, so that it goes with it: where people on Discord are at home,
# and the organization of a workspace on Slack.
VALUES_OF_TEAMS = """
ALTER TABLE kept_values ADD COLUMN team TEXT NOT NULL DEFAULT '';
UPDATE kept_values SET team = 'discord:' || value WHERE name LIKE 'discord-home:%';
UPDATE kept_values SET team = 'slack:' || SUBSTR(name, LENGTH('slack-organization:') + 1)
    WHERE name LIKE 'slack-organization:%'
"""
# What was typed into forms that were refused, so that any replica can offer it again.
DRAFTS = """
CREATE TABLE drafts (
    team TEXT NOT NULL,
    member TEXT NOT NULL,
    form TEXT NOT NULL,
    fields TEXT NOT NULL,
    at {moment} NOT NULL,
    PRIMARY KEY (team, member, form)
)
"""
# What rules had made and somebody then edited says so: it stands nowhere in the notes, so all its
# sources are those of its answer. Whatever people wrote in notes is among the wordings.
REWORKED = """
UPDATE team_questions
SET snapshot = SUBSTR(snapshot, 1, LENGTH(snapshot) - 1) || ',"reworked":true}'
WHERE snapshot NOT LIKE '%"reworked":%' AND snapshot NOT LIKE '%"sources":[]%'
    AND NOT EXISTS (
        SELECT 1 FROM wordings w
        WHERE w.question = team_questions.question OR w.lasting = team_questions.question
    )
"""
# Few want to be reminded, and every replica asks who does again and again.
REMINDED = "CREATE INDEX people_to_remind ON people (reminder)"
# Moments were text in both databases; PostgreSQL knows them as such from here on.
MOMENTS = {
    "answers": ("at",),
    "audit": ("at",),
    "callouts": ("at",),
    "cards": ("due", "last_review"),
    "deliveries": ("at",),
    "editors": ("at",),
    "hints": ("at",),
    "installations": ("at",),
    "inviters": ("at",),
    "items": ("since",),
    "kept_values": ("at",),
    "lookups": ("last_at",),
    "marks": ("at",),
    "removals": ("at",),
    "reports": ("at", "thanked_at"),
    "reviews": ("at",),
    "rounds": ("opens", "closes", "claimed_at", "closed_at", "revealed_at", "voided_at"),
    "schedules": ("changed_at",),
    "seen": ("at",),
    "team_questions": ("at",),
    "texts": ("at",),
    "wordings": ("at",),
}
NOT_YET = {
    "cards": ("last_review",),
    "reports": ("thanked_at",),
    "rounds": ("closed_at", "revealed_at", "voided_at"),
}
# A lease was a number of seconds. Nobody holds one: no old version goes on beside this step.
LEASES_AS_MOMENTS = """
DROP TABLE leases;
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    until {moment} NOT NULL
)
"""


def as_moments(queries: Scripts) -> None:
    """Moments get their type, and what rests on their columns is made anew."""
    queries.script("DROP VIEW unsealed; DROP INDEX reports_to_thank")
    for table, columns in MOMENTS.items():
        queries.moments(table, columns, NOT_YET.get(table, ()))
    queries.script("CREATE VIEW unsealed AS SELECT * FROM answers WHERE sealed = 0")
    queries.script("CREATE INDEX reports_to_thank ON reports (question) WHERE thanked_at = {never}")
    queries.script(LEASES_AS_MOMENTS)
