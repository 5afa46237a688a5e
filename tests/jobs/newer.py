"""`companion run` of a release to come: today's, with one more step of the tables that only adds.

python -m tests.jobs.newer CLOCK_FILE STEP     as tests/jobs/moved.py
"""

import sys

from bot.store import migrations
from tests.jobs import moved

ADDITION = """
CREATE TABLE moods (team TEXT NOT NULL, person INTEGER NOT NULL, at {moment} NOT NULL);
ALTER TABLE people ADD COLUMN mood TEXT NOT NULL DEFAULT '';
ALTER TABLE schedules ADD COLUMN mood TEXT NOT NULL DEFAULT '';
ALTER TABLE rounds ADD COLUMN mood TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN mood TEXT NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN mood TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN mood TEXT NOT NULL DEFAULT '';
CREATE INDEX rounds_by_mood ON rounds (team, mood)
"""


def main(*arguments: str) -> int:
    step = len(migrations.MIGRATIONS) + 1
    migrations.MIGRATIONS = (*migrations.MIGRATIONS, ADDITION)
    migrations.EXPAND |= {step}
    return moved.main(*arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
