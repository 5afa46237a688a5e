"""What each type of question needs: notes that yield it, and notes that do not."""

import pytest

from knowledge.questions.phrasing import as_question, form_of, without_subject
from tests.knowledge.question_notes import COAST, keys, made, made_of, of_kind

# ------------------------------------------------------------ T1, T2: definitions


def subjects(text: str) -> set[str]:
    return {question.subject for question in made(text).questions if question.kind in ("T1", "T2")}


def test_a_list_of_defined_things_yields_an_item_for_each() -> None:
    assert len(subjects(COAST)) == 7


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("# Garden\n## Soil types\n- Loam – mixes sand, silt and some humus in balance\n"
         "- Clay – holds water and swells when wet\n- Peat – consists of half-rotten bog moss\n",
         {"Clay"}),
        ("# Fallacies\n## Logical fallacies\n### Ad hominem\nThis fallacy occurs when someone attacks"  # noqa: E501
         " the speaker instead of the argument.\n### Bandwagon\nSuggesting something is true because"  # noqa: E501
         " it is widely believed.\n### False cause\nPresuming that two events in a row are linked.\n",  # noqa: E501
         {"Ad hominem"}),
        ("# Statistics\n| Concept | Definition |\n| --- | --- |\n"
         "| Median | Middle value in an ordered dataset |\n"
         "| Outlier | Reading far away from all its neighbours |\n"
         "| Sample | Part of a population that is looked at |\n", {"Median"}),
    ],
)  # fmt: skip
def test_dashes_headings_and_tables_define_as_bullets_do(text: str, asked: set[str]) -> None:
    assert subjects(text) & asked


@pytest.mark.parametrize(
    ("gloss", "form", "question"),
    [
        ("splits answers by weight", "deed", "Which policy splits answers by weight?"),
        ("a list of rules that admits traffic", "thing",
         "Which policy is a list of rules that admits traffic?"),
        ("Run functions on demand", "order", "Which policy lets you run functions on demand?"),
        ("Exploiting loose words", "doing", "Which policy is described as “exploiting loose words”?"),  # noqa: E501
        ("People see what they expect", "sentence",
         "“People see what they expect.” Which policy is this?"),
        ("how values are spread", "manner", "Which policy describes how values are spread?"),
        ("Direct expression of anger", "piece",
         "Which policy is described as “direct expression of anger”?"),
        ("keys that only AWS may use", "piece",
         "Which policy is described as “keys that only AWS may use”?"),
        ("the cache is updated after every write", "sentence",
         "“The cache is updated after every write.” Which policy is this?"),
    ],
)  # fmt: skip
def test_a_gloss_becomes_a_sentence_that_a_person_would_say(
    gloss: str, form: str, question: str
) -> None:
    assert form_of(gloss) == form
    assert as_question("Which policy", gloss, frozenset()) == question


def test_what_a_gloss_says_of_its_kind_is_said_of_the_answer() -> None:
    told = without_subject("This fallacy occurs when someone shouts", "logical fallacy")
    assert told == "occurs when someone shouts"
    assert without_subject("This fallacy", "logical fallacy") == "This fallacy"


def test_the_noun_of_the_heading_and_the_topic_stand_in_the_stem() -> None:
    stems = [question.stem for question in of_kind("T2", made(COAST))]
    assert stems
    assert all(stem.startswith("In Lighthouse, which light source ") for stem in stems)


GERMAN = """# Zelle
Die Zelle ist die kleinste Einheit des Lebens und wird von einer Membran umgeben.
## Organellen
- **Mitochondrium**: erzeugt den größten Teil der Energie für die Zelle
- **Ribosom**: setzt Proteine aus Aminosäuren zusammen
- **Lysosom**: baut alte Bestandteile mit Enzymen ab
"""
POLISH = """# Komórka
Komórka jest najmniejszą jednostką życia i nie ma mniejszej, która się do tego nadaje.
## Organelle
- **Mitochondrium**: wytwarza większość energii dla komórki
- **Rybosom**: składa białka z aminokwasów w cytoplazmie
- **Lizosom**: rozkłada stare składniki za pomocą enzymów
"""


def test_a_note_is_asked_in_its_own_language_or_not_at_all() -> None:
    (german,) = made(GERMAN).questions
    assert german.stem.endswith(("– was ist gemeint?", "gemeint?"))
    assert not made(POLISH).questions


@pytest.mark.parametrize(
    "text",
    [
        "# Harbour\n## Crane types\n- **Jib crane**: swings an arm around a mast.\n",  # alone
        "# Harbour\n## Crane types\n- **Jib**: arm.\n- **Gantry**: rails.\n- **Boom**: wood.\n",
        "# Harbour\n## Key features\n- **Fast**: it loads quickly.\n- **Cheap**: it costs little.\n"
        "- **Safe**: it breaks rarely.\n",
        COAST.replace("## Light sources", "## Prerequisites"),
        COAST.replace("## Light sources", "## Exam hints"),
        COAST.replace("## Light sources", "## Exercises"),
    ],
)
def test_lone_bare_or_labelled_lines_yield_no_definition(text: str) -> None:
    assert not made(text).questions


# ------------------------------------------------------------ T3: figures

OVEN = """# Kiln
Kiln is an oven that hardens pots with great heat.
## Figures
- **{name}**: {value}.
- Pots crack after {again} in a cold chimney.
"""


def test_a_default_that_the_notes_come_back_to_is_asked_among_its_neighbours() -> None:
    (question,) = of_kind(
        "T3", made(OVEN.format(name="Firing time", value="default 30 min", again="30 min"))
    )
    assert question.stem == "What is the default firing time in Kiln?"
    values = [int(option.split()[0]) for option in question.options]
    assert values == sorted(values)
    assert len(values) == 4
    assert question.options[question.answer] == "30 min"


@pytest.mark.parametrize(
    ("name", "value", "again"),
    [
        ("Firing time", "maximum 30 min", "20 min"),  # said once: nobody needs it
        ("Firing window", "default 30 min", "20 min"),
        ("Firing time", "default 30 min, raisable on request", "30 min"),  # a quota
        ("Firing time", "minimum 30 min", "30 min"),  # a lower bound
        ("Pots", "maximum 30 pots per firing", "30 pots"),  # a count
        ("Firing time", "maximum 1 year", "1 year"),  # nothing below: it would be guessed
        ("Firing time", "default 30 min (2026; until 2025: 20 min, a new value)", "20 min"),
    ],
)
def test_quotas_counts_bounds_and_lone_figures_are_not_asked(
    name: str, value: str, again: str
) -> None:
    assert not of_kind("T3", made(OVEN.format(name=name, value=value, again=again)))


# ------------------------------------------------------------ T5: uses

SHIPS = (
    ("Ferry", "shuttles people", "Carrying commuters over the same water many times daily."),
    ("Tanker", "hauls liquids", "Moving crude from a desert field to a distant refinery."),
    ("Trawler", "drags nets", "Catching cod off the northern shelf during winter."),
    ("Tug", "pulls hulls", "Turning giant freighters within a narrow basin."),
    ("Barge", "bears gravel", "Bringing sand up a shallow canal on workdays."),
)
PAGE = (
    "# {0}\n{0} is a vessel that {1} for crews with engines, decks and winches at a harbour pier.\n\n"  # noqa: E501
    "{0} crews sleep below decks near the engines.\n\n{0} keeps harbour papers for the pier.\n"
    "## When to use\n- {2}\n"
)


def fleet(**other: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"ships/{name.lower()}.md", PAGE.format(name, gloss, other.get(name, use)))
        for name, gloss, use in SHIPS
    )


def test_a_use_is_asked_among_the_topics_most_alike() -> None:
    result = made_of(*fleet())
    assert keys("T5", result) & {name for name, _, _ in SHIPS}
    stems = [question.stem for question in of_kind("T5", result)]
    assert all(stem.startswith("What would you use for ") for stem in stems)


@pytest.mark.parametrize(
    "line",
    [
        "Running a ferry line between two islands for commuters.",  # names the answer
        "Great for fun on a long weekend with friends.",  # praise
        "Being used for this and for whatever else is meant above.",  # points elsewhere
        "Moving crude from a desert field to a distant refinery.",  # fits another as well
    ],
)
def test_uses_that_leak_praise_point_elsewhere_or_fit_two_are_left_out(line: str) -> None:
    assert "Ferry" not in keys("T5", made_of(*fleet(Ferry=line)))


# ------------------------------------------------------------ T7: tables

TABLE = """# Boats
Boats carry people over water.
| Boat | Hull | {header} |
| --- | --- | --- |
| Canoe | cedar strips | quiet rivers with shallow banks |
| Raft | logs and rope | drifting downstream with heavy loads |
| Dinghy | rubber tubes | landing from anchored yachts |
"""


@pytest.mark.parametrize("header", ["Typical use", "Use case", "Best for"])
def test_a_use_in_a_table_is_asked_in_a_sentence(header: str) -> None:
    (question,) = of_kind("T7", made(TABLE.format(header=header)))
    assert question.stem.startswith("Which of these is typically used for ")


@pytest.mark.parametrize("header", ["Kind", "Path", "Pricing", "Similar to", "Rank"])
def test_a_column_without_a_sentence_is_not_asked(header: str) -> None:
    assert not of_kind("T7", made(TABLE.format(header=header)))
