"""The first step of the database: what all later ones change. It is never changed itself."""

FIRST = """
CREATE TABLE people (
    id {id},
    team TEXT NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '',
    counts INTEGER NOT NULL DEFAULT 1,
    opted_out INTEGER NOT NULL DEFAULT 0,
    shows_streak INTEGER NOT NULL DEFAULT 0,
    reminder TEXT NOT NULL DEFAULT '',
    reminded_on TEXT NOT NULL DEFAULT '',
    UNIQUE (team, member),
    UNIQUE (team, id)
);
CREATE VIEW visible AS
    SELECT id, team, member, name, shows_streak FROM people WHERE counts = 1 AND opted_out = 0;
CREATE TABLE schedules (
    id {id},
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    at TEXT NOT NULL,
    zone TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    topics TEXT NOT NULL,
    reveal TEXT NOT NULL,
    over_weekend INTEGER NOT NULL,
    paused_until TEXT NOT NULL,
    off INTEGER NOT NULL,
    recap INTEGER NOT NULL,
    grace INTEGER NOT NULL,
    reason TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (team, channel),
    UNIQUE (team, id)
);
CREATE TABLE rounds (
    id {id},
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    slot TEXT NOT NULL,
    day TEXT NOT NULL,
    schedule INTEGER,
    person INTEGER,
    question TEXT NOT NULL,
    version TEXT NOT NULL,
    form TEXT NOT NULL,
    topic TEXT NOT NULL,
    subject TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    state TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    claimed_at TEXT NOT NULL,
    closed_at TEXT NOT NULL DEFAULT '',
    revealed_at TEXT NOT NULL DEFAULT '',
    reveal TEXT NOT NULL,
    series TEXT NOT NULL DEFAULT '',
    step INTEGER NOT NULL DEFAULT 1,
    steps INTEGER NOT NULL DEFAULT 1,
    private INTEGER NOT NULL DEFAULT 0,
    void TEXT NOT NULL DEFAULT '',
    voided_at TEXT NOT NULL DEFAULT '',
    void_told INTEGER NOT NULL DEFAULT 0,
    UNIQUE (team, slot),
    UNIQUE (schedule, day),
    UNIQUE (team, id),
    FOREIGN KEY (team, schedule) REFERENCES schedules (team, id),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE INDEX rounds_of_channel ON rounds (team, channel, kind, day);
CREATE INDEX rounds_of_item ON rounds (team, question, version);
CREATE INDEX rounds_to_do ON rounds (state, closes) WHERE kind = 'daily';
CREATE INDEX rounds_of_person ON rounds (person, series) WHERE person IS NOT NULL;
CREATE TABLE answers (
    id {id},
    team TEXT NOT NULL,
    round INTEGER NOT NULL,
    person INTEGER NOT NULL,
    channel TEXT NOT NULL,
    daily INTEGER NOT NULL,
    day TEXT NOT NULL,
    question TEXT NOT NULL,
    version TEXT NOT NULL,
    topic TEXT NOT NULL,
    choice INTEGER NOT NULL,
    picked TEXT NOT NULL,
    at TEXT NOT NULL,
    correct INTEGER NOT NULL,
    points INTEGER NOT NULL,
    hint INTEGER NOT NULL,
    late INTEGER NOT NULL,
    fast INTEGER NOT NULL,
    first INTEGER NOT NULL,
    void INTEGER NOT NULL,
    UNIQUE (round, person),
    FOREIGN KEY (team, round) REFERENCES rounds (team, id),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE INDEX board_of_channel ON answers (team, channel, person, day, points, correct, daily)
    WHERE late = 0 AND void = 0;
CREATE INDEX board_of_team ON answers (team, person, day, points, correct, daily)
    WHERE late = 0 AND void = 0;
CREATE INDEX answers_of_person ON answers (person, question, at);
CREATE INDEX answers_to_item ON answers (team, question, version);
CREATE INDEX answers_by_day ON answers (team, channel, day);
CREATE TABLE hints (
    team TEXT NOT NULL,
    round INTEGER NOT NULL,
    person INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (round, person),
    FOREIGN KEY (team, round) REFERENCES rounds (team, id),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE TABLE cards (
    team TEXT NOT NULL,
    person INTEGER NOT NULL,
    question TEXT NOT NULL,
    version TEXT NOT NULL,
    topic TEXT NOT NULL,
    state INTEGER NOT NULL,
    step INTEGER,
    stability DOUBLE PRECISION,
    difficulty DOUBLE PRECISION,
    due TEXT NOT NULL,
    last_review TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (person, question),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE INDEX cards_due ON cards (person, due);
CREATE TABLE reviews (
    id {id},
    team TEXT NOT NULL,
    person INTEGER NOT NULL,
    question TEXT NOT NULL,
    round INTEGER NOT NULL,
    at TEXT NOT NULL,
    rating INTEGER NOT NULL,
    before TEXT NOT NULL,
    UNIQUE (person, round),
    FOREIGN KEY (team, round) REFERENCES rounds (team, id),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE INDEX reviews_of_card ON reviews (person, question);
CREATE TABLE items (
    team TEXT NOT NULL,
    question TEXT NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    since TEXT NOT NULL,
    actor TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    PRIMARY KEY (team, question, version)
);
CREATE TABLE reports (
    id {id},
    team TEXT NOT NULL,
    question TEXT NOT NULL,
    version TEXT NOT NULL,
    person INTEGER NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    at TEXT NOT NULL,
    editor INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    snapshot TEXT NOT NULL,
    thanked_at TEXT NOT NULL DEFAULT '',
    UNIQUE (team, question, version, person),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE INDEX reports_to_thank ON reports (question) WHERE thanked_at = '';
CREATE TABLE editors (
    team TEXT NOT NULL,
    question TEXT NOT NULL,
    person INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (question, person),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE TABLE tallies (
    team TEXT NOT NULL,
    question TEXT NOT NULL,
    version TEXT NOT NULL,
    picked TEXT NOT NULL,
    correct INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (team, question, version, picked)
);
CREATE TABLE lookups (
    team TEXT NOT NULL,
    query TEXT NOT NULL,
    person INTEGER NOT NULL,
    times INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (team, query, person),
    FOREIGN KEY (team, person) REFERENCES people (team, id)
);
CREATE TABLE inviters (
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    member TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (team, channel, member)
);
CREATE TABLE audit (
    id {id},
    team TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_of_team ON audit (team, id);
CREATE TABLE deliveries (
    team TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (team, key)
);
CREATE TABLE seen (
    team TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (team, key)
);
CREATE TABLE texts (
    team TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (team, key)
);
CREATE TABLE installations (
    platform TEXT NOT NULL,
    workspace TEXT NOT NULL,
    enterprise TEXT NOT NULL,
    data TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (platform, workspace, enterprise)
);
CREATE TABLE kept_values (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    at TEXT NOT NULL
)
"""
