"""From facts to claims: who is spoken of, what is said, and what cannot both be right."""

import pytest

from knowledge.claims import Claim, ClaimKind, Claims, read_claims
from knowledge.language.catalogue import is_acronym_of
from knowledge.language.headings import is_generic, is_label, kind_of, remainder
from knowledge.language.words import likeness, singular
from knowledge.reading import assemble, read_document


def claims(text: str) -> Claims:
    notes = assemble([read_document(text, "note.md")])
    return read_claims(notes.facts, notes.topics)


def of_kind(kind: ClaimKind, text: str) -> list[Claim]:
    return [claim for claim in claims(text).claims if claim.kind is kind]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Routing policies", "routing policy"),
        ("Key Storage Classes", "storage class"),
        ("Types of Lamps", "type of lamp"),
        ("3.1 Deployment modes:", "deployment mode"),
        ("Phases of mitosis", "phase of mitosis"),
        ("Key features", ""),
        ("Pricing", ""),
        ("Limits and defaults", ""),
        ("How it works", ""),
        ("Versions and aliases", ""),
        ("Protecting stacks", ""),
    ],
)
def test_a_heading_names_the_kind_of_what_it_lists_or_none(heading: str, kind: str) -> None:
    assert kind_of(heading) == kind


def test_the_topic_in_front_of_a_kind_is_taken_off() -> None:
    assert kind_of("Kiln Firing Modes", ("Kiln",)) == "firing mode"
    assert kind_of("Kiln Types", ("Kiln",)) == "kiln type"


@pytest.mark.parametrize(
    "heading", ["Key Features of Kilns", "Use cases", "Best practices", "Limits"]
)
def test_headings_that_announce_remarks_are_generic(heading: str) -> None:
    assert is_generic(heading)


def test_what_remains_of_a_heading_is_its_subject() -> None:
    assert remainder("Key Features of Muffle Kiln") == "Muffle Kiln"
    assert remainder("Common use cases") == ""


@pytest.mark.parametrize("term", ["Purpose", "Fully managed", "Example", "Cost optimization tips"])
def test_labels_are_no_names(term: str) -> None:
    assert is_label(term)


def test_words_bend_as_people_bend_them() -> None:
    assert singular("routing policies") == "routing policy"
    assert singular("buses") == "bus"
    assert likeness("burns oil in a lamp", "burns oil in a lamp") == 1
    assert is_acronym_of("EBS", "Elastic Block Store")
    assert is_acronym_of("S3", "Simple Storage Service")
    assert not is_acronym_of("SQS", "Simple Notification Service")


def test_one_line_gives_a_claim_for_each_qualifier() -> None:
    found = of_kind(
        ClaimKind.NUMBER, "# Kiln\n- **Timeout**: default 3 s, maximum 900 s (15 min).\n"
    )
    assert [(claim.qualifier, claim.value) for claim in found] == [
        ("default", "3 s"),
        ("maximum", "900 s"),
    ]


def test_a_property_may_carry_its_qualifier_in_front() -> None:
    (claim,) = of_kind(ClaimKind.NUMBER, "# Kiln\n- Max shelf load: 40 kg\n")
    assert (claim.aspect, claim.qualifier, claim.value) == ("shelf load", "maximum", "40 kg")


def test_a_definition_belongs_to_its_term() -> None:
    text = (
        "# Kiln\n## Kiln types\n- **Muffle**: keeps flames away.\n- **Pit**: burns in the ground.\n"
    )
    found = {claim.subject: claim.value for claim in of_kind(ClaimKind.DEFINITION, text)}
    assert found["Muffle"] == "keeps flames away"


def test_uses_and_cells_are_claims_too() -> None:
    uses = of_kind(ClaimKind.USE_CASE, "# Kiln\n## When to use\n- Firing clay pots overnight.\n")
    assert [claim.value for claim in uses] == ["Firing clay pots overnight"]
    cells = of_kind(
        ClaimKind.CELL, "# Boats\n| Property | Canoe |\n| --- | --- |\n| Hull | bark over ribs |\n"
    )
    assert [(claim.subject, claim.aspect, claim.value) for claim in cells] == [
        ("Canoe", "Hull", "bark over ribs")
    ]


def test_a_claim_keeps_its_identity_when_only_the_value_changes() -> None:
    text = "# Kiln\n- **Timeout**: maximum {}.\n"
    (one,) = of_kind(ClaimKind.NUMBER, text.format("900 s"))
    (other,) = of_kind(ClaimKind.NUMBER, text.format("600 s"))
    assert one.id == other.id
