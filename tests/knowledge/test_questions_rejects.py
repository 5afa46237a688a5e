"""Two notes for every reject rule: rejected under its code, and nothing asked of the line."""

import pytest

from knowledge.model import Fact, FactKind
from knowledge.questions.draft import Candidate, Draft
from knowledge.questions.options import choose
from tests.knowledge.question_notes import COAST, codes, made, made_of

LAST = len(COAST.splitlines()) + 1


def with_lamp(name: str, gloss: str) -> str:
    return f"{COAST}- **{name}**: {gloss}\n"


LAMPS = [
    ("R02", "Red lamp", "it shows the same colour as described above."),
    ("R02", "Blue lamp", "the following signals belong to this one."),
    ("R03", "Signal lamp", "a signal lamp that flashes Morse letters at night."),
    ("R03", "Storm lamp", "what sailors call a storm lamp at sea."),
    ("R09", "LED", "Light Emitting Diode."),
    ("R09", "HID", "High Intensity Discharge."),
    ("R10", "Halogen lamp", "a great source of light for every tower."),
    ("R10", "Sodium lamp", "probably the nicest yellow colour, etc."),
    ("R11", "Neon tube", "red glow."),
    (
        "R11",
        "Beacon",
        "calls https://example.org/lamp?id=7 --wait => {status: on} for $TOWER/lamp/state.",
    ),
    ("R15", "Xenon lamp", "√∞≈∆ ÃƒÂ© ‚Äì ÃÂ ‚Ä¶ ÃÂ"),
    ("R15", "Flare", "##### ***** ////// ++++++ ====== %%%%%% ------ //////"),
    ("R16", "Torch", "does not need any mains current at all."),
    ("R16", "Candle", "never burns longer than one winter night."),
    ("R20", "Laser", "opened with password: hunter2secret99 at the gate."),
    ("R20", "Strobe", "not for the quiz, kept for the keepers of the tower."),
    ("R21", "Lantern", "currently the newest source of light on the coast."),
    ("R21", "Spotlight", "was installed on the western tower in 2019."),
    ("R17", "Carbon lamp", "burns a spark between two carbon sticks."),
    ("R17", "Spark lamp", "burns a bright spark between two carbon rods."),
]


@pytest.mark.parametrize(("code", "name", "gloss"), LAMPS)
def test_a_faulty_definition_is_rejected_under_its_rule(code: str, name: str, gloss: str) -> None:
    result = made(with_lamp(name, gloss))
    assert code in codes(result, LAST)
    assert all(source.line != LAST for question in result.questions for source in question.sources)


@pytest.mark.parametrize("name", ["Arc lamp and Gas mantle", "Oil burner, Gas mantle"])
def test_r12_a_line_about_several_members_is_not_asked_as_if_about_one(name: str) -> None:
    result = made(with_lamp(name, "stands in the museum of the northern island."))
    assert "R12" in codes(result, LAST)


@pytest.mark.parametrize(
    "figures",
    [("maximum 30 min", "maximum 2 h"), ("default 5 kg", "default 7 kg")],
)
def test_r01_figures_that_contradict_are_never_asked(figures: tuple[str, str]) -> None:
    one, other = figures
    result = made(
        "# Kiln\nThe kiln is an oven.\n"
        f"- **Load**: {one} per firing.\n- **Load**: {other} per firing.\n"
    )
    assert {3, 4} <= {reject.line for reject in result.rejected if reject.code == "R01"}
    assert not result.questions


def test_r01_holds_across_files() -> None:
    result = made_of(
        ("a.md", "# Kiln\nThe kiln is an oven for pots.\n- **Firing time**: maximum 8 h.\n"),
        ("b.md", "# Kiln\nThe kiln is an oven for pots.\n- **Firing time**: maximum 12 h.\n"),
    )
    assert "R01" in codes(result)
    assert not result.questions


@pytest.mark.parametrize("unit", ["15 min", "0.25 h"])
def test_the_same_figure_in_another_unit_is_no_contradiction(unit: str) -> None:
    result = made(
        f"# Kiln\nThe kiln is an oven.\n- **Load**: maximum 900 s.\n- **Load**: maximum {unit}.\n"
    )
    assert "R01" not in codes(result)


@pytest.mark.parametrize("gloss", ["burns a spark between carbon", "glows when a sleeve is heated"])
def test_r04_a_description_that_fits_a_sibling_as_well_is_not_asked(gloss: str) -> None:
    text = (
        f"# Tower\n## Lamp types\n- **Arc lamp**: {gloss} in air.\n"
        f"- **Mantle**: {gloss} in dry gas.\n- **Tube**: {gloss} in wet fog.\n"
    )
    assert codes(made(text)) & {"R04", "R17"}
    assert not made(text).questions


@pytest.mark.parametrize(
    "text",
    [
        "# Tower\n## Lamp types\n- **Arc lamp**: burns a spark between two rods.\n"
        "- **Mantle**: glows when a sleeve is heated.\n- **Tube**: red glow.\n",
        "# Tower\nTower is a house for a lamp.\n- **Steps**: maximum 2 M.\n",
    ],
)
def test_too_few_wrong_options_mean_no_question(text: str) -> None:
    result = made(text)
    assert len(result.questions) <= 2


def _draft(key: str, wrong: tuple[str, ...], stem: str = "Which of these is it?") -> Draft:
    fact = Fact("f", "text", FactKind.BULLET, "Topic", ("Topic",), (), "a.md", 1, 1)
    candidates = tuple(Candidate(text) for text in wrong)
    return Draft("T7", "claim", "value", "Topic", "subject", stem, key, candidates, fact)


@pytest.mark.parametrize(
    ("code", "key", "wrong"),
    [
        ("R05", "on rails", ("On Rails", "on the rails")),
        ("R05", "900 s", ("15 min", "0.25 h", "900 seconds")),
        ("R06", "14 days", ("forever", "as long as wanted", "half of the time")),
        ("R06", "a paper label", ("15 min", "20 min", "30 min")),
        (
            "R07",
            "mast",
            ("a very long description of a thing", "swings an arm around a fixed post"),
        ),
        (
            "R07",
            "the only description here that goes on and on for quite a while",
            ("oak", "ash", "elm"),
        ),
        (
            "R08",
            "stored on paper",
            ("always stored in steel", "kept inside a drum", "held within a box"),
        ),
        (
            "R08",
            "written by hand",
            ("cut into stone only", "typed on a machine", "drawn on a wall"),
        ),
    ],
)
def test_options_that_repeat_differ_in_kind_or_stand_out_are_refused(
    code: str, key: str, wrong: tuple[str, ...]
) -> None:
    assert choose(_draft(key, wrong)) == ((), code)


def test_r03_a_rare_word_shared_by_stem_and_key_alone_gives_it_away() -> None:
    draft = _draft(
        "harbour master", ("night guard", "crane driver", "rope maker"), "Who runs the harbour?"
    )
    assert choose(draft) == ((), "R03")


@pytest.mark.parametrize("count", [2, 3])
def test_r13_the_same_fact_is_asked_once(count: int) -> None:
    line = "- **Wick length**: maximum 80 mm.\n"
    result = made("# Lamp\nThe lamp is a light in a tower.\n" + line * count)
    assert len(result.questions) == 1


@pytest.mark.parametrize(
    "table",
    [
        "|  | Canoe | Raft |\n| --- | --- | --- |\n"
        "| Hull | bark over ribs | logs |\n| Seats | two | none |\n",
        "| Property | Canoe | Raft | Dinghy |\n| --- | --- | --- | --- |\n"
        "| Hull | bark | logs |\n| Seats | two | none | four |\n",
    ],
)
def test_r14_ragged_or_headless_tables_are_not_compared(table: str) -> None:
    result = made(f"# Boats\n\n{table}")
    assert "R14" in codes(result)
    assert not [question for question in result.questions if question.kind == "T7"]


@pytest.mark.parametrize(
    "use", ["Carrying commuters across a strait every day.", "Towing wrecks out of shallow water."]
)
def test_r18_a_scenario_that_fits_two_is_not_asked(use: str) -> None:
    def page(name: str, gloss: str, line: str) -> tuple[str, str]:
        return (
            f"ships/{name.lower()}.md",
            f"# {name}\n{name} is a vessel that {gloss}.\n## When to use\n- {line}\n",
        )

    result = made_of(
        page("Ferry", "shuttles people and cars", use),
        page("Tender", "serves larger ships at anchor", use),
        page(
            "Trawler",
            "drags nets behind its stern",
            "Catching cod off the northern banks in winter.",
        ),
    )
    assert "R18" in codes(result)
    assert not [q for q in result.questions if q.kind == "T5" and q.subject != "Trawler"]


@pytest.mark.parametrize("words", [130, 160])
def test_r19_and_r11_overlong_options_are_refused(words: int) -> None:
    gloss = " ".join(f"{letter * 6}ing" for letter in "bcdfghjklmnpqrstvwxz")[:words]
    result = made(with_lamp("Carbide lamp", f"drips {gloss} water."))
    assert codes(result, LAST) & {"R11", "R19", "R07"} or all(
        len(option) <= 120 for question in result.questions for option in question.options
    )


def test_what_the_text_looks_like_does_not_matter_elsewhere() -> None:
    clean = {question.id for question in made(COAST).questions}
    spoiled = {question.id for question in made(with_lamp("Neon tube", "red glow.")).questions}
    assert clean <= spoiled | clean
    assert len(clean & spoiled) >= len(clean) - 1
