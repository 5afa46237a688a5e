"""What is posted for everybody at somebody's wish: the page they saw, under their name."""

from dataclasses import replace

import pytest

from bot.messages import Facts, Heading, Hint, Prose, Reply
from bot.replies.lookup import Card, card, shared, title
from bot.replies.voice import Voice
from knowledge.model import Answer, Found, Source

FACTS = tuple(
    f"Fact {number} of the storage class is worth a line of its own." for number in range(30)
)
ANSWER = Answer(
    topic="S3",
    section=("Storage", "Classes"),
    best="Eleven nines.",
    facts=FACTS,
    sources=(Source("s3.md", 3),),
    score=1.0,
)
FOUND = Found("s3 you are all idiots", True, (ANSWER,), ())


def facts(reply: Reply) -> list[str]:
    return [item for part in reply.parts if isinstance(part, Facts) for item in part.items]


@pytest.mark.parametrize("page", range(4))
def test_the_page_that_is_seen_is_shared_and_no_other(page: int) -> None:
    shown = Card(FOUND, page=page)
    assert facts(shared(Voice(), shown, "Ben")) == facts(card(Voice(), shown))
    assert 0 < len(facts(shared(Voice(), shown, "Ben"))) < len(FACTS)


def test_what_is_shared_names_its_person_and_repeats_nothing_that_was_typed() -> None:
    reply = shared(Voice(), Card(FOUND), "Ben")
    assert reply.parts[0] == Hint("Shared by Ben")
    told = [part.text for part in reply.parts if isinstance(part, Prose | Heading | Hint)]
    assert not any("idiots" in text for text in (*told, reply.summary))


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("S3 facts", "S3 › Facts"),
        ("S3 iSCSI gateways", "S3 › iSCSI gateways"),
        ("S3 and EBS compared", "S3 › S3 and EBS compared"),
        ("S3 vs EBS", "S3 › S3 vs EBS"),
        ("S3 für Archive", "S3 › S3 für Archive"),
        ("S3 – limits", "S3 › S3 – limits"),
    ],
)
def test_a_heading_says_its_topic_again_only_where_it_would_be_none_without(
    heading: str, said: str
) -> None:
    assert title(replace(ANSWER, section=("Storage", heading))) == said
