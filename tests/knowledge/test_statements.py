"""Lines taken apart: who, what, how much; lists, headings, tables and folders as families."""

from functools import partial

import pytest

from knowledge.language.tongue import tongue_of
from knowledge.questions.maker import make_questions
from knowledge.reading.document import read_document
from knowledge.reading.notes import Notes, assemble
from knowledge.statements import StatementKind, Statements, read_statements
from knowledge.statements.read import CELLS, LONGEST, MOST
from tests.effort import TRIES, effort


def read(*texts: str) -> Statements:
    notes = assemble([read_document(text, f"notes/{n}.md") for n, text in enumerate(texts)])
    return read_statements(notes.facts, notes.topics)


def figures(text: str) -> list[tuple[str, str, str, str]]:
    said = read(f"# Kiln\nThe kiln is an oven for pots.\n{text}\n").of_kind(StatementKind.FIGURE)
    return [(one.attribute, one.qualifier, one.value, one.scope) for one in said]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- **Load**: default 5 kg, maximum 9 kg per firing.",
         [("Load", "default", "5 kg", ""), ("Load", "maximum", "9 kg", "per firing")]),
        ("- Firing time: 2 hours (default) to 3 days",
         [("Firing time", "default", "2 hours", ""), ("Firing time", "maximum", "3 days", "")]),
        ("- Max load is 400 kg.", [("load", "maximum", "400 kg", "")]),
        ("- **Load**: maximum 900 s (15 min).", [("Load", "maximum", "900 s", "")]),
        ("- **Load**: maximum 9 kg (until 2024: 5 kg).", [("Load", "maximum", "9 kg", "")]),
    ],
)  # fmt: skip
def test_a_figure_has_attribute_qualifier_value_and_scope(
    line: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert figures(line) == expected


def test_a_cell_is_said_of_the_topic_that_heads_its_column() -> None:
    text = "# Kiln\nThe kiln is an oven.\n# Hearth\nThe hearth is a fire.\n# Both\n"
    table = "| what | Kiln | Hearth |\n| --- | --- | --- |\n| Heat | up to 900 °C | 300 °C |\n"
    said = read(text + table).of_kind(StatementKind.FIGURE)
    assert [(one.subject, one.value) for one in said] == [("Kiln", "900 °C"), ("Hearth", "300 °C")]


def families(*texts: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = read(*texts).families
    return [(one.source, one.noun, tuple(m.subject for m in one.members)) for one in found]


FALLACIES = """# Logical fallacies
#### Ad hominem
This fallacy occurs when someone attacks the person instead of the argument. Aristotle knew it.
#### Bandwagon
Suggesting something is true because it is popular.
#### Why this matters
Because people argue.
"""


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("# Harbour\nA port.\n## Crane types\n- **Jib**: swings an arm.\n- Derrick – hoists sacks\n",  # noqa: E501
         ("list", "crane type", ("Jib", "Derrick"))),
        ("# Terms\n## Glossary\n1. **Salt** (NaCl): random data.\n2. **Nonce**: used once.\n",
         ("list", "term", ("Salt", "Nonce"))),
        (FALLACIES, ("sections", "logical fallacy", ("Ad hominem", "Bandwagon"))),
        ("# Words\n| Concept | Definition |\n| --- | --- |\n| Outlier | Reading far away |\n| Median | Value in the middle |\n",  # noqa: E501
         ("table", "word", ("Outlier", "Median"))),
        ("# Wörter\n| Begriff | Bedeutung |\n| --- | --- |\n| Zelle | kleinste Einheit |\n| Gen | Abschnitt der DNA |\n",  # noqa: E501
         ("table", "begriff", ("Zelle", "Gen"))),
        ("# Cognitive biases and psychology effects\n## Anchoring\nWe rely on the first number.\n## Barnum effect\nWe see ourselves in it.\n",  # noqa: E501
         ("sections", "cognitive bias or effect", ("Anchoring", "Barnum effect"))),
    ],
)  # fmt: skip
def test_what_stands_together_is_a_family(
    text: str, family: tuple[str, str, tuple[str, ...]]
) -> None:
    assert family in families(text)


def test_topics_of_one_folder_are_a_family() -> None:
    texts = ("# Ferry\nFerry is a ship for people.\n", "# Tanker\nTanker is a ship for oil.\n")
    assert ("folder", "", ("Ferry", "Tanker")) in families(*texts)


def test_what_is_denied_is_read_as_such() -> None:
    found = read("# Kiln\nKiln is an oven.\n## More\n- Kiln has no lid.\n")
    denied = [one for one in found.of_kind(StatementKind.SENTENCE) if not one.holds]
    assert [(one.subject, one.value) for one in denied] == [("Kiln", "has no lid")]


@pytest.mark.parametrize(
    "text",
    [
        "- **Term**: " + "word " * 10_000,
        "- " + "**A**: b, " * 4_000,
        "- " + "maximum 5 kg " * 3_000,
        "| " + "x | " * 10_000,
    ],
)
def test_a_line_longer_than_a_line_says_nothing(text: str) -> None:
    found = read(f"# Kiln\nThe kiln is an oven for pots.\n{text}\n")
    assert all(len(one.fact.text) <= LONGEST for one in found.all)


def test_a_note_says_no_more_than_its_share() -> None:
    notes = assemble([read_document("# Kiln\n- **Load**: maximum 5 kg.\n", "a.md")])
    many = [notes.facts[0]] * (MOST + 10)
    assert len(read_statements(many, notes.topics).facts) == MOST


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("The lamp is in the tower and it warns the ships.", "en"),
        ("Die Lampe steht im Turm und warnt die Schiffe mit einem Licht.", "de"),
        ("La lámpara está en la torre y avisa a los barcos con una luz.", "es"),
        ("La lampe est dans la tour et elle avertit les bateaux avec une lumière.", "fr"),
        ("La lampada è nella torre e con una luce avverte le navi che non sono lontane.", "it"),
        ("Lampa jest w wieży i ostrzega statki, które są na morzu, a nie na lądzie.", "pl"),
        ("Лампа стоит в башне и предупреждает корабли.", "other"),
        ("Lamp tower", ""),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(text: str, tongue: str) -> None:
    assert tongue_of(text) == tongue


def test_bullets_define_without_a_colon_too_and_what_points_elsewhere_does_not() -> None:
    lines = (
        "- Arc is a lamp that burns a spark.\n- Bulb is the glass of a lamp.\n"
        "- This is a remark about lamps.\n- A lamp is an old thing.\n"
    )
    (family,) = read(f"# Towers\n## Lamp types\n{lines}").families
    assert [(one.subject, one.value) for one in family.members] == [
        ("Arc", "a lamp that burns a spark"),
        ("Bulb", "the glass of a lamp"),
    ]


def test_of_a_wide_table_no_more_is_read_than_of_a_narrow_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its cells count, as lines do: so many rows of sixty cells are as much as ten times more."""
    monkeypatch.setattr("knowledge.statements.read.MOST", 1_000)

    def table(columns: int) -> Notes:
        head = "|" + "".join(f"h{n}|" for n in range(columns)) + "\n" + "|-" * columns + "|\n"
        rows = (f"|thing {n}" + "|a" * (columns - 1) + "|\n" for n in range(2_000))
        return assemble([read_document(f"# Lambda\n\n{head}{''.join(rows)}", "wide.md")])

    narrow, wide = table(4), table(61)
    assert len(read_statements(narrow.facts).facts) == 1_000
    assert len(read_statements(wide.facts).facts) == 1_000 // (1 + 61 // CELLS)
    made = [partial(make_questions, notes.facts, notes.topics) for notes in (narrow, wide)]
    assert any(effort(made[1]) < 2 * effort(made[0]) for _ in range(TRIES))
