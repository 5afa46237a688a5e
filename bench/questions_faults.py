"""Seeded faults: bad notes added to clean ones, and whether each is caught by its rule."""

from knowledge.model import Fact
from knowledge.questions import Made, make_questions
from knowledge.reading.document import read_document

_WORDS = (
    "amber birch cedar delta ember flint grove heron iris jade kelp lotus maple nectar olive "
    "pearl quartz "
    "raven sable thyme umber violet willow xenon yarrow zephyr"
).split()
_ACTIONS = (
    "keeps sealed copies of every ledger for audits",
    "spreads parcels over several harbour sheds",
    "counts visitors at the northern entrance",
    "turns spoken orders into printed slips",
    "guards the archive against water and smoke",
)


def clean_notes() -> str:
    """Notes without a fault: lists of named things, each with a gloss of its own."""
    lines = [
        "# Harbour works",
        "",
        "The harbour works is a yard that repairs and stores ships.",
        "",
    ]
    for number, word in enumerate(_WORDS[:15]):
        if number % 5 == 0:
            lines += ["", f"## {['Crane', 'Berth', 'Pump'][number // 5]} types", ""]
        lines.append(
            f"- **{word.title()}**: {_ACTIONS[number % 5]} of section {'abc'[number // 5]}."
        )
    return "\n".join(lines) + "\n"


def _contradictions() -> list[str]:
    lines = ["", "## Opening figures", ""]
    for number in range(20):
        name = f"{_WORDS[number].title()} gate timeout"
        lines += [
            f"- **{name}**: maximum {number + 2} min.",
            f"- **{name}**: maximum {number + 30} min.",
        ]
    return lines


def _pronouns() -> list[str]:
    lines = ["", "## Signal kinds", ""]
    return lines + [
        f"- **{word.title()} signal**: it warns about this before the {word} tide returns."
        for word in _WORDS[:20]
    ]


def _acronyms() -> list[str]:
    lines = ["", "## Office codes", ""]
    for number in range(20):
        first, second = _WORDS[number], _WORDS[(number + 7) % 26]
        name = f"{first[0]}{second[0]}{'xyzw'[number % 4]}{'pqrst'[number % 5]}".upper()
        third = {"x": "xylem", "y": "yonder", "z": "zonal", "w": "wharf"}["xyzw"[number % 4]]
        fourth = {"p": "pilot", "q": "quay", "r": "rescue", "s": "signal", "t": "tower"}[
            "pqrst"[number % 5]
        ]
        lines.append(
            f"- **{name}**: {first.title()} {second.title()} {third.title()} {fourth.title()}."
        )
    return lines


def _leaks() -> list[str]:
    lines = ["", "## Rope kinds", ""]
    return lines + [
        f"- **{word.title()} rope**: the {word} rope that sailors pull on cold mornings."
        for word in _WORDS[:20]
    ]


def _twins() -> list[str]:
    lines = ["", "## Lamp kinds", ""]
    for number in range(20):
        lines.append(
            f"- **{_WORDS[number].title()} lamp**: burns oil in a brass bowl behind "
            f"{'red' if number % 2 else 'green'} glass."
        )
    return lines


def seeded_faults() -> list[tuple[str, int, int, int]]:
    """For each kind of fault: its code, how many were planted, caught, and came through."""
    results = []
    for code, lines in (
        ("R01", _contradictions()),
        ("R02", _pronouns()),
        ("R09", _acronyms()),
        ("R03", _leaks()),
        ("R17", _twins()),
    ):
        text = clean_notes() + "\n".join(lines) + "\n"
        facts = _facts(text)
        made = make_questions(facts)
        start = len(clean_notes().splitlines())
        results.append((code, 20, *_counted(made, code, start, text)))
    return results


def _facts(text: str) -> tuple[Fact, ...]:
    from dataclasses import replace

    document = read_document(text, "harbour.md")
    return tuple(replace(fact, topic="Harbour works") for fact in document.facts)


def _counted(made: Made, code: str, start: int, text: str) -> tuple[int, int]:
    faulty = {
        number
        for number, line in enumerate(text.splitlines(), 1)
        if number > start and line.startswith("- ")
    }
    caught = {
        reject.line for reject in made.rejected if reject.code == code and reject.line in faulty
    }
    leaked = {source.line for one in made.questions for source in one.sources} & faulty
    planted_lines = len(faulty)
    share = len(caught) * 20 // planted_lines if planted_lines else 0
    return share, len(leaked)
