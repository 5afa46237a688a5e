"""A note for every reject rule: rejected under its code, and nothing asked of the line."""

import pytest

from knowledge.model import Fact, FactKind
from knowledge.questions.model import Candidate, Draft
from knowledge.questions.options import choose
from tests.knowledge.question_notes import COAST, codes, made, made_of

LAST = len(COAST.splitlines()) + 1


def with_lamp(name: str, gloss: str) -> str:
    return f"{COAST}- **{name}**: {gloss}\n"


LAMPS = [
    ("R02", "Red signal", "shows the same colour as described above."),
    ("R02", "Blue signal", "warns of the following dangers at these rocks."),
    ("R03", "Signal mirror", "reflects a signal that flashes Morse letters at night."),
    ("R03", "WORKDIR", "sets the working directory in which keepers sit."),
    ("R03", "IpAddress", "compares the IP range from which keepers call."),
    ("R03", "Geo-Proximity", "answers by the geographic distance of the ship."),
    ("R03", "Unlit drum", "turns a drum of brass plates in the dark."),
    ("R03", "OIDC lamp", "admits keepers of an OpenID Connect provider."),
    ("R11", "Hurricane pot", "fed by paraffin, must be trimmed each hour."),
    ("R11", "Storm pot", "run the pot on paraffin in heavy weather."),
    ("R12", "Arx", "burns a spark over a long brass trough."),
    ("R09", "LED", "Light Emitting Diode."),
    ("R09", "HID", "High Intensity Discharge."),
    ("R10", "Halogen pear", "gives a great shine for every tower on the coast."),
    ("R10", "Sodium pear", "probably throws the nicest yellow colour, etc."),
    ("R10", "Carbide pot", "is similar to the arc lamp, but seldom seen."),
    ("R11", "Xenon rod", "red glow."),
    ("R11", "Beacon", "calls https://example.org/lamp?id=7 --wait => {status: on} for $TOWER."),
    ("R11", "Candle", "if the mains fail, the keeper walks up."),
    ("R15", "Xenon rod", "√∞≈∆ ÃƒÂ© ‚Äì ÃÂ ‚Ä¶ ÃÂ"),
    ("R15", "Flare", "throws an red glow over a inlet."),
    ("R16", "Taper", "does not need any mains current from the harbour at all."),
    ("R20", "Laser", "opened with password: hunter2secret99 at the gate."),
    ("R20", "Strobe", "not for the quiz, kept for the keepers of the tower."),
    ("R21", "Lantern", "currently the newest source of shine on the coast."),
    ("R21", "Spotter", "was installed on the western tower in 2019."),
    ("R17", "Pole set", "burns a spark between two carbon sticks behind glass."),
    ("R17", "Hiss set", "burns a bright spark between two carbon rods behind glass."),
    ("R12", "Arx lamp and Gas mantle", "stand in the museum of the northern island."),
]


@pytest.mark.parametrize(("code", "name", "gloss"), LAMPS)
def test_a_faulty_definition_is_rejected_under_its_rule(code: str, name: str, gloss: str) -> None:
    result = made(with_lamp(name, gloss))
    assert code in codes(result, LAST)
    assert all(source.line != LAST for question in result.questions for source in question.sources)


OVEN = "# Kiln\nKiln is an oven for pots.\n- **Firing time**: maximum {} min.\n"


def test_r01_figures_that_contradict_are_never_asked() -> None:
    result = made_of(
        ("a.md", f"{OVEN.format(20)}- Lids crack after 20 min of flame.\n"),
        ("b.md", OVEN.format(45)),
    )
    assert {reject.file for reject in result.rejected if reject.code == "R01"} == {"a.md", "b.md"}
    assert not result.questions


@pytest.mark.parametrize("unit", ["20 min", "1,200 s"])
def test_the_same_figure_in_another_unit_is_no_contradiction(unit: str) -> None:
    result = made_of(
        ("a.md", f"{OVEN.format(20)}- Lids crack after 20 min of flame.\n"),
        ("b.md", OVEN.replace("{} min", unit)),
    )
    assert "R01" not in codes(result)
    assert len(result.questions) == 1


@pytest.mark.parametrize("gloss", ["burns a spark between carbon", "glows when a sleeve is heated"])
def test_r04_a_description_that_fits_a_sibling_as_well_is_not_asked(gloss: str) -> None:
    text = (
        f"# Tower\n## Lamp types\n- **Arx lamp**: {gloss} in air.\n"
        f"- **Mantle**: {gloss} in dry gas.\n- **Tube**: {gloss} in wet fog.\n"
        f"- **Globe**: {gloss} in cold rain.\n"
    )
    assert codes(made(text)) & {"R04", "R17"}
    assert not made(text).questions


def test_r04_what_a_siblings_own_notes_say_is_searched() -> None:
    elsewhere = (
        "\n## Olo burner\nThe olo burner also bundles its beam with rings of glass prisms.\n"
    )
    (lens,) = [q for q in made(COAST + elsewhere).questions if q.subject == "Fresnel lens"]
    assert "Olo burner" not in lens.options


def _draft(key: str, wrong: tuple[str, ...], stem: str = "Which of these is it?") -> Draft:
    fact = Fact("f", "text", FactKind.BULLET, "Topic", ("Topic",), (), "a.md", 1, 1)
    candidates = tuple(Candidate(text, near=1) for text in wrong)
    return Draft("T2", "claim", "value", "subject", stem, key, candidates, fact, (key,))


@pytest.mark.parametrize(
    ("code", "key", "wrong"),
    [
        ("R05", "on rails", ("on rails", "on the mast")),
        ("R05", "900 s", ("15 min", "0.25 h", "900 seconds")),
        ("R05", "on rails", ("on wheels", "on the mast")),
        ("R07", "mast", ("a very long description of a thing", "swings an arm around a post",
                         "hangs a load from a beam over the pier")),
        ("R06", "EBS", ("block store", "file store", "tape store")),
    ],
)  # fmt: skip
def test_options_that_repeat_or_stand_out_are_refused(
    code: str, key: str, wrong: tuple[str, ...]
) -> None:
    assert choose(_draft(key, wrong)) == ((), code)


def test_r03_a_word_shared_by_stem_and_key_alone_gives_it_away() -> None:
    stem = "Who runs the harbour?"
    guards = ("night guard", "crane driver", "rope maker")
    assert choose(_draft("harbour master", guards, stem)) == ((), "R03")
    assert (
        choose(_draft("harbour master", ("harbour guard", "harbour pilot", "rope maker"), stem))[1]
        == ""
    )


def test_r13_one_line_one_row_and_one_set_of_options_are_asked_once() -> None:
    result = made(COAST)
    sets = [tuple(sorted(question.options)) for question in result.questions]
    assert sets
    assert len(sets) == len(set(sets))
    assert len(made(COAST + COAST.partition("## ")[2].partition("\n")[2]).questions) <= 7


def test_two_near_wrong_options_or_none_at_all() -> None:
    two = "# Tower\nTower is a house.\n## Lamp types\n- **Arc rod**: burns a spark between rods.\n"
    assert not made(f"{two}- **Mantle**: glows when a woven sleeve is heated.\n").questions
