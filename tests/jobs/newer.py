"""`companion run` of a release to come: today's, with one more step of the tables that only adds.

Its questions say more, too, than those of today.

python -m tests.jobs.newer CLOCK_FILE STEP     as tests/jobs/moved.py
"""

import json
import sys

from bot.store import migrations, rounds
from bot.store.records import question_to_text
from knowledge.model import Question
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


def with_more(question: Question) -> str:
    kept = json.loads(question_to_text(question)) | {"mood": "merry"}
    for source in kept["sources"]:
        source["mood"] = "sober"
    return json.dumps(kept)


def main(*arguments: str) -> int:
    vars(rounds)["question_to_text"] = with_more
    step = len(migrations.MIGRATIONS) + 1
    migrations.MIGRATIONS = (*migrations.MIGRATIONS, ADDITION)
    migrations.EXPAND |= {step}
    return moved.main(*arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
