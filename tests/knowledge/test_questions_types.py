"""What each type of question needs: notes that yield it, and notes that do not."""

import pytest

from knowledge.language.headings import kind_of
from knowledge.model import Question
from knowledge.questions.phrasing import form_of, may_be_quoted, may_be_shown, without_subject
from tests.knowledge.question_notes import COAST, made, made_of, of_kind

# ------------------------------------------------------------ T2: definitions


def subjects(text: str) -> set[str]:
    return {question.subject for question in made(text).questions if question.kind == "T2"}


def test_a_list_of_defined_things_yields_an_item_for_each() -> None:
    assert len(subjects(COAST)) >= 6


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("# Garden\n## Soil types\n- Loam – mixes sand and humus in balance with water\n"
         "- Kaolin – holds water in the ground and swells when the moss is wet\n"
         "- Peat – consists of half-rotten moss in the ground\n"
         "- Gravel – lets water run away through its gaps in the ground\n", {"Kaolin"}),
        ("# Fallacies\n## Logical fallacies\n### Ad hominem\nThis fallacy occurs when someone attacks"  # noqa: E501
         " the speaker instead of the argument.\n### Bandwagon\nSuggesting something is true because"  # noqa: E501
         " it is widely believed.\n### False cause\nPresuming that two events in a row are linked.\n"  # noqa: E501
         "### Strawman\nMisrepresenting an argument to make the speaker easier to attack.\n"
         "### Anecdotal\nUsing an isolated event in a row instead of a sound argument.\n",
         {"Anecdotal"}),
        ("# Towers\n| Light | Definition |\n| --- | --- |\n"
         "| Lens | Bundles the beam with rings of thin glass prisms in a small brass frame |\n"
         "| Arc | Burns a spark between two carbon rods behind thin glass |\n"
         "| Bulb | Strikes a small spark through thin metal salts in a brass socket |\n"
         "| Tube | Excites a thin plasma behind glass in a small brass socket |\n", {"Arc"}),
    ],
)  # fmt: skip
def test_dashes_headings_and_tables_define_as_bullets_do(text: str, asked: set[str]) -> None:
    assert subjects(text) & asked


LENSES = [
    ("Lens", "Bundles the beam with rings of thin glass prisms in a small brass frame"),
    ("Arc", "Burns a spark between two carbon rods behind thin glass"),
    ("Bulb", "Strikes a small spark through thin metal salts in a brass socket"),
    ("Tube", "Excites a thin plasma behind glass in a small brass socket"),
]


@pytest.mark.parametrize("line", ["**{}** – {}\n", "{}: {}\n\n", "{}\n: {}\n\n"])
def test_lines_without_a_dot_define_as_bullets_do(line: str) -> None:
    lines = "".join(line.format(name, gloss[0].lower() + gloss[1:]) for name, gloss in LENSES)
    assert "Arc" in subjects(f"# Towers\n## Lamp types\n{lines}")


def test_a_heading_about_one_thing_has_no_kind_of_its_last_word() -> None:
    lines = "".join(f"- **{name}**: {gloss}.\n" for name, gloss in LENSES)
    assert not subjects(f"# Towers\n## Light across harbours\n{lines}")


def test_what_a_glossary_is_about_may_stand_in_its_name_alone() -> None:
    rows = "".join(f"| {name} | {gloss} |\n" for name, gloss in LENSES)
    table = f"| Term | Definition |\n| --- | --- |\n{rows}"
    asked = made(f"# Physics glossary\n{table}").questions
    assert [one.stem.partition(" “")[0] for one in asked[:1]] == [
        "Physics: which term is described?"
    ]
    assert not made(f"# Lampings glossary\n{table}").questions  # nobody says so


@pytest.mark.parametrize(
    ("gloss", "form", "quoted"),
    [
        ("splits answers by weight", "deed", True),
        ("a list of rules that admits traffic", "thing", True),
        ("Run functions on demand", "order", False),
        ("Exploiting loose words", "doing", True),
        ("People see what they expect", "sentence", True),
        ("how values are spread", "manner", False),
        ("Direct expression of anger", "piece", True),
        ("keys that only AWS may use", "piece", True),
        ("component that places pods", "piece", True),
        ("the cache is updated after every write", "sentence", True),
        ("custom origin, must be public", "piece", False),
    ],
)
def test_whole_descriptions_are_quoted_and_fragments_are_not(
    gloss: str, form: str, quoted: bool
) -> None:
    assert form_of(gloss) == form
    assert may_be_quoted(gloss, "en") == quoted


@pytest.mark.parametrize(
    ("gloss", "shown"),
    [
        ("splits answers by weight", True),
        ("container image registry", True),
        ("designed for office apps", True),
        ("hashing algorithm, it is no longer used", False),
        ("run functions on demand", False),
        ("when two inputs have the same hash", False),
    ],
)
def test_catchwords_tell_what_another_option_is_where_fragments_do_not(
    gloss: str, shown: bool
) -> None:
    assert may_be_shown(gloss, "en") == shown


def test_what_a_gloss_says_of_its_kind_is_said_of_the_answer() -> None:
    told = without_subject("This fallacy occurs when someone shouts", "logical fallacy")
    assert told == "occurs when someone shouts"
    assert without_subject("This fallacy", "logical fallacy") == "This fallacy"


def test_the_noun_of_the_heading_and_the_topic_stand_in_the_stem() -> None:
    stems = [question.stem for question in of_kind("T2", made(COAST))]
    assert stems
    assert all(stem.startswith("Lighthouse: which light source is described? “") for stem in stems)


GERMAN = """# Zelle
Die Zelle ist die kleinste Einheit des Lebens und wird von einer Membran umgeben.
## Organellen
- **Mitochondrium**: erzeugt den größten Teil der Energie aus Zucker für die Zelle
- **Ribosom**: setzt Proteine aus Aminosäuren und Zucker zusammen
- **Lysosom**: baut Zucker und alte Bestandteile mit Enzymen ab
- **Chloroplast**: erzeugt Zucker aus Licht für die Energie der Zelle
- **Vakuole**: speichert Wasser, Zucker und alte Bestandteile der Zelle
"""
POLISH = """# Komórka
Komórka jest najmniejszą jednostką życia i nie ma mniejszej, która się do tego nadaje.
## Organelle
- **Mitochondrium**: wytwarza większość energii dla komórki
- **Rybosom**: składa białka z aminokwasów w cytoplazmie
- **Lizosom**: rozkłada stare składniki komórki za pomocą enzymów
- **Chloroplast**: wytwarza cukier i energię dla komórki
- **Wakuola**: gromadzi wodę i stare składniki komórki
"""


def test_a_note_is_asked_in_its_own_language_or_not_at_all() -> None:
    asked = made(GERMAN).questions
    assert asked
    assert all(question.stem.startswith("Zelle: Was ist gemeint? „") for question in asked)
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
- A firing time of {again} cracks pots in a cold chimney.
"""


def test_a_default_that_the_notes_come_back_to_is_asked_among_its_neighbours() -> None:
    (question,) = of_kind(
        "T3", made(OVEN.format(name="Firing time", value="default 30 min", again="30 min"))
    )
    assert question.stem == "Kiln: what is the default firing time?"
    values = [int(option.split()[0]) for option in question.options]
    assert values == sorted(values)
    assert len(values) == 4
    assert question.options[question.answer] == "30 min"
    assert question.explanation == "Kiln – Firing time: default 30 min."


def test_a_time_that_people_run_into_is_asked_though_the_notes_say_it_once() -> None:
    asked = of_kind("T3", made("# Kiln\nKiln is an oven.\n- **Door timeout**: default 30 s.\n"))
    assert [one.stem for one in asked] == ["Kiln: what is the default door timeout?"]


PORTS = (
    "# Gates\n## Common ports\n- **Finger**: 79.\n- **Gopher**: 70.\n- **Whois**: 43.\n"
    "- **Kerberos**: 88.\n- **Rsync**: 873 or 874 by turns.\n- **Git**: 9418.\n"
)
PORTS_TABLE = (
    "# Gates\n| Port | Use |\n| --- | --- |\n| 79 | Finger |\n| TCP 70 | Gopher |\n| 43 | Whois |\n"
    "| 88 | Kerberos |\n| 873-874 | Rsync |\n| 9418 | Git |\n"
)


@pytest.mark.parametrize("text", [PORTS, PORTS_TABLE])
def test_a_port_is_asked_among_the_others_of_its_list(text: str) -> None:
    asked = made(text).questions
    assert asked
    for question in asked:
        assert question.stem == f"Which port does {question.subject} use by default?"
        assert set(question.options) == {"43", "70", "79", "88"}  # neither a range nor a far one
        assert "The port of Finger" in question.why_not or question.subject == "Finger"


@pytest.mark.parametrize(
    "text",
    [
        PORTS.replace("Common ports", "Common prices"),  # numbers of something else
        "# Screen\n## Ports\n- **HDMI**: 2.\n- **USB**: 4.\n- **Ethernet**: 1.\n- **Audio**: 3.\n",
        PORTS.replace("- **Whois**: 43.\n", ""),  # three are no choice
        PORTS_TABLE.replace("Use", "Device"),  # where a cable is plugged in
        "# Gates\n| Protocol | Application | Port |\n| - | - | - |\n| TCP | Web | 80 |\n"
        "| UDP | Names | 53 |\n| SCTP | Calls | 88 |\n| QUIC | Films | 443 |\n",  # who of the two?
        "# Gates\n## One\n| Service | Port |\n| - | - |\n| Finger | 79 |\n| Gopher | 70 |\n\n"
        "## Two\n| Service | Port |\n| - | - |\n| Whois | 43 |\n| Kerberos | 88 |\n",  # two lists
    ],
)
def test_other_numbers_and_few_ports_are_not_asked(text: str) -> None:
    assert not made(text).questions


@pytest.mark.parametrize(
    ("name", "value", "again"),
    [
        ("Firing window", "default 30 min", "20 min"),  # never spoken of again: nobody needs it
        ("Firing time", "default 30 min in the yard and 20 min elsewhere", "30 min"),  # on terms
        ("Firing size", "maximum 30 kg", "30 kg"),  # grows with the years
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


def figure_of(*lines: str) -> Question | None:
    asked = of_kind(
        "T3", made("# Kiln\nKiln is an oven.\n" + "".join(f"- {one}\n" for one in lines))
    )
    return asked[0] if asked else None


def test_a_setting_that_is_called_a_maximum_is_asked_for_its_highest_value() -> None:
    highest = figure_of("**Maximum door lifetime**: minimum 1 day, maximum 30 days.")
    assert highest is not None
    assert (
        highest.stem
        == "Kiln: what is the highest value that “maximum door lifetime” can be set to?"
    )
    default = figure_of("**Maximum door lifetime**: default 30 days.")
    assert default is not None
    assert default.stem == "Kiln: what is the default maximum door lifetime?"
    plain = figure_of("**Maximum door lifetime**: 30 days.")
    assert plain is not None
    assert plain.stem == "Kiln: what is the maximum door lifetime?"


DOORS = ("Front", "Back", "Side", "Lower", "Upper", "Barn", "Cellar", "Attic", "Inner", "Outer")


def test_a_maximum_has_neighbours_on_both_sides_and_a_default_any_rank() -> None:
    def ranks(qualifier: str) -> set[int]:
        asked = [
            figure_of(f"**{door} door timeout**: {qualifier} {value} min.")
            for door in DOORS
            for value in (10, 15, 20)
        ]
        return {one.answer for one in asked if one is not None}

    assert ranks("maximum") == {1, 2}
    assert ranks("default") == {0, 1, 2, 3}


def test_a_year_in_brackets_is_not_explained() -> None:
    asked = figure_of("**Door timeout**: default 30 s (2026).")
    assert asked is not None
    assert asked.explanation == "Kiln – Door timeout: default 30 s."


KILNS = "".join(
    f"# {name}\n{name} is an oven.\n## Figures\n- **Door timeout**: default {value} s.\n"
    for name, value in (("Kiln", 30), ("Forge", 30), ("Hearth", 45))
)


def test_of_two_things_with_the_same_figure_one_is_asked() -> None:
    asked = of_kind("T3", made(KILNS))
    assert [one.subject for one in asked] == ["Kiln", "Hearth"]
    alike = of_kind(
        "T3",
        made(
            KILNS.replace(
                "Forge is an oven.\n## Figures\n- **Door", "Forge is an oven.\n## Figures\n- **Lid"
            )
        ),
    )
    assert [one.subject for one in alike] == ["Kiln", "Forge", "Hearth"]
    assert len({one.options for one in alike}) == 3


@pytest.mark.parametrize(("named", "asked"), [(False, False), (True, True)])
def test_a_figure_said_once_is_asked_of_no_side_matter(named: bool, asked: bool) -> None:
    names = ("Kiln", "Forge", "Hearth", "Smithy", "Bakery", "Brewery")
    told = {
        name: " ".join(f"{name} stands by {other}." for other in names[1:] if other != name)
        for name in names
    }
    pages = [
        (f"{name}.md", f"# {name}\n{name} is an oven. {said}\n") for name, said in told.items()
    ]
    pages[0] = ("Kiln.md", pages[0][1] + "- **Door timeout**: default 30 s.\n")
    if named:
        pages = [(file, text + "- The Kiln is near.\n") for file, text in pages]
    assert bool(of_kind("T3", made_of(*pages))) == asked


LADDER = "# Gates\n## Common ports\n" + "".join(
    f"- **{name}**: {value}.\n"
    for name, value in (
        ("Ident", "21"), ("Gopher", "22"), ("Post", "25, with 587 for letters"), ("Whois", "53"),
        ("Finger", "80"), ("Rsync", "110"), ("Kerberos", "443"),
    )
)  # fmt: skip


def test_a_port_stands_among_those_beside_it_in_its_list() -> None:
    asked = {one.subject: one for one in made(LADDER).questions}
    assert asked["Gopher"].options == ("21", "22", "25", "53")
    assert asked["Rsync"].options == ("53", "80", "110", "443")
    assert "The port of Post" in asked["Gopher"].why_not
    assert "Post" not in asked  # its line says more than one port
    inner = {name: one for name, one in asked.items() if name not in ("Ident", "Kerberos")}
    assert {one.answer for one in inner.values()} <= {1, 2}, "neither lowest nor highest"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Types of things you can do here", ""),
        ("Types of load balancers", "type of load balancer"),
    ],
)
def test_a_kind_is_a_few_words_and_no_sentence(heading: str, kind: str) -> None:
    assert kind_of(heading) == kind
