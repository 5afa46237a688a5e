"""The ways people word and misspell things, and what notes call them."""

from pathlib import Path

import pytest

from knowledge.model import Topic
from knowledge.search import Search
from knowledge.search.aliases import mine, phrase, titled
from knowledge.search.words import slips, stem, words

from .searching import search_over

NOTES = {
    "net.md": """# VPC

## Gateway Load Balancer (GWLB)

- Sends traffic through third-party appliances

## Network ACLs

- Network Access Control Lists (NACLs) are stateless
- An Access Control List (ACL) belongs to a subnet

# Queue

## FIFO Queues

- The name of a FIFO queue must end with .fifo
- Composite alarms watch the queue
- An alarm may ring, and another alarm may stop it
- No alarm is silent

## Access Points

- Access points open one prefix

# Storage

## Volume Licensing

- A license is counted per core
- Failure of one disk loses nothing
- A disk has a size, and another disk has another
- After a failure comes the next failure

## Price Class 100

- Price Class 100 is the least expensive

# Weather

## Forecasts

- Forecasting takes the history of a year
- Up to 12M readers may follow one station
- A template masks what is typed with NoEcho
- Acme::Weather::Table keeps the readings
- A table of stations is sorted
- A broadcast reaches every station, casting included

## Recovery

- Point-in-time recovery is on for stations
- A station is back within 35 days
- Recovery Time Objective (RTO): how long a station may be silent, and no longer than that

## Cold stations (high RTO/RPO)

- Description: they are started by hand
""",
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(NOTES, tmp_path_factory.mktemp("wording"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whch name must a fifo queue have", ".fifo"),  # a word that says nothing, mistyped
        ("fifo que name", ".fifo"),  # the beginning of the word that stands there
        ("compsite alrm", "Composite alarms"),  # a vowel left out
        ("acess pts", "Access points"),  # … and all of them
        ("price class100", "least expensive"),  # run together with a number
        ("licence per core", "license"),  # spelt as elsewhere
        ("gwlb traffic", "appliances"),  # not quite the initials
        ("nacls stateless", "stateless"),
        ("3rd party appliances", "third-party"),
        ("third partty appliances", "third-party"),  # a letter twice
        ("wtat is the name of a fifo queue", ".fifo"),  # a little word, mistyped
        ("diskfailure", "loses nothing"),  # run together though they stand apart in the notes
        ("weather forcasting", "history"),  # a letter left out, not "for casting"
        ("12 million readers", "12M"),
        ("12,000,000 readers", "12M"),
        ("no echo template", "NoEcho"),  # a word that says nothing begins a name
        ("ACME::WEATHER::TABLE", "Acme::Weather::Table"),  # a name from a program, as it stands
        ("rto meaning", "may be silent"),  # what it stands for, not where else it is named
        ("rto def", "may be silent"),
        ("can stations recover to a point in time", "Point-in-time"),  # asks for no duration
    ],
)
def test_a_wording_finds_what_was_meant(notes: Search, typed: str, meant: str) -> None:
    found = notes.ask(typed)
    assert found.confident
    assert meant in found.answers[0].best


def test_spellings_of_both_sides_of_the_atlantic_are_one() -> None:
    for here, there in (
        ("licence", "license"),
        ("behaviour", "behavior"),
        ("analyse", "analyze"),
        ("cancelled", "canceled"),
        ("catalogue", "catalog"),
    ):
        assert stem(here) == stem(there)
    assert stem("centralized") == stem("central")
    assert stem("organized") != stem("organ")


def test_ordinals_and_without_are_spelt_out() -> None:
    assert words("3rd party w/o agent") == ["third", "party", "without", "agent"]


def test_slips_leave_out_or_swap_letters() -> None:
    assert {"wich", "whch", "whihc", "whhich"} <= set(slips("which"))
    assert "which" not in set(slips("which"))


def test_two_words_of_a_heading_are_one_thing() -> None:
    topics = [Topic("EC2"), Topic("Acme")]
    titles = ["EC2 Instance Store", "Store", "A Long Heading About Instance Stores And More"]
    assert titled(titles, topics, frozenset({"acme"})) == [("instanc", "stor")]


def test_a_name_made_of_known_words_is_not_taken_for_them(notes: Search) -> None:
    assert not notes.ask("queuedisk pricing").confident


def test_brackets_after_a_name_may_hold_more_than_its_initials() -> None:
    found = mine(["Gateway Load Balancer (GWLB)", "a Customer Gateway (CGW) and others"])
    assert (phrase("gwlb"), phrase("Gateway Load Balancer")) in found
    assert (phrase("cgw"), phrase("Customer Gateway")) in found
    assert not mine(["Standard Queues (SNS)"])


@pytest.mark.parametrize("typed", ["lol ok", "good morning everyone", "select from where 1=1"])
def test_small_talk_is_refused(notes: Search, typed: str) -> None:
    assert not notes.ask(typed).confident


CHINESE = {
    "a.md": "# 光合作用\n\n- 光合作用发生在叶绿体中\n\n# 细胞呼吸\n\n- 线粒体产生三磷酸腺苷\n"
}


@pytest.mark.parametrize(
    ("typed", "meant"), [("叶绿体", "叶绿体"), ("什么是线粒体", "线粒体"), ("光合作用", "光合作用")]
)
def test_writing_without_spaces_is_found_by_a_term(tmp_path: Path, typed: str, meant: str) -> None:
    found = search_over(CHINESE, tmp_path).ask(typed)
    assert found.confident
    assert meant in found.answers[0].best


def test_a_good_word_of_english_is_not_made_one_of_the_notes(tmp_path: Path) -> None:
    notes = {"a.md": "# Disk\n\n- The free tier has thirty gigabytes\n- Move a disk by its roles\n"}
    search = search_over(notes, tmp_path)
    for typed in ("how to change a flat tire", "best movies of 2023", "pizza in rome"):
        assert not search.ask(typed).confident
        assert not search.ask(typed).read_as


def test_a_port_keeps_its_number(tmp_path: Path) -> None:
    notes = {"a.md": "# Ports\n\n- MySQL port: 3306\n- MongoDB port: 27017\n- Redis port: 6379\n"}
    found = search_over(notes, tmp_path).ask("port 27017")
    assert found.confident
    assert "MongoDB" in found.answers[0].best


def test_facts_of_a_thing_are_what_its_name_asks_for(notes: Search) -> None:
    assert notes.ask("gwlb facts").answers[0].best == notes.ask("gwlb").answers[0].best


SPELLED = {
    "a.md": "# Disk\n\n- A disk copies its snapshots and classes at night\n"
    "- SNS copies a message to each topic\n- 植物的叶绿体 copies itself\n"
}


@pytest.mark.parametrize(
    ("typed", "told", "is_whole"),
    [
        ("sns copies", "SNS", True),
        ("sns copies", "snapshots", False),
        ("ses copies", "snapshots", False),
        ("es copies", "snapshots", False),
        ("shots copies", "snapshots", False),
        ("snapshot copies", "snapshots", True),
        ("class copies", "snapshots", True),
        ("叶绿体", "植物", True),
    ],
)
def test_a_line_says_as_typed_what_its_words_begin_with(
    tmp_path: Path, typed: str, told: str, is_whole: bool
) -> None:
    search = search_over(SPELLED, tmp_path)
    looked = search.look(typed)
    (found,) = [one for one in looked.ranked if told in search.card_of(looked, one).best]
    assert (found.spelled > 0.999) == is_whole
