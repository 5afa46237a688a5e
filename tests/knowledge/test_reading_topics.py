"""Which headings are topics, what they are called, and which facts are theirs."""

import pytest

from knowledge.model import Topic
from knowledge.reading.document import read_document
from knowledge.reading.names import core, key, pairs, stands_for
from knowledge.reading.notes import Notes, assemble


def notes(*texts: str) -> Notes:
    return assemble([read_document(text, f"{n}.md") for n, text in enumerate(texts)])


def topic_of(found: Notes, text: str) -> str:
    return next(fact.topic for fact in found.facts if fact.text.startswith(text))


def named(found: Notes, name: str) -> Topic:
    return next(topic for topic in found.topics if topic.name == name)


def test_a_heading_with_its_short_form_is_a_topic_with_an_alias() -> None:
    found = notes("# Book\n\n## Simple Queue Service (SQS)\n\n### Limits\n\n- 4 days\n")
    (topic,) = found.topics
    assert {topic.name, *topic.aliases} >= {"SQS", "Simple Queue Service"}
    assert topic.facts == 1


def test_a_course_title_over_the_whole_file_is_no_topic() -> None:
    chapters = "".join(
        f"## {name}\n\n- fact of {name}\n\n"
        for name in ("Amazon S3", "AWS Lambda", "Amazon SQS", "Amazon SNS", "AWS Glue")
    )
    found = notes(f"# Architect Associate\n\n{chapters}")
    assert "Architect Associate" not in [topic.name for topic in found.topics]
    assert topic_of(found, "fact of Amazon S3") == "S3"


def test_the_title_of_a_note_about_one_thing_is_its_topic() -> None:
    found = notes(
        "# Amazon Simple Queue Service (SQS)\n\nAliases: queue, message queue\n\n"
        "## Compared with Amazon SNS\n\n- pulls\n\n## Limits\n\n- 4 days\n"
    )
    (topic,) = found.topics
    assert topic.facts == 2
    assert {"queue", "message queue"} <= set(topic.aliases)


def test_chapters_that_gather_things_are_no_topics_for_them() -> None:
    found = notes(
        "# AWS\n\n## Messaging Services\n\n### Amazon SQS\n\n- queue\n\n### Amazon SNS\n\n- topic\n"
    )
    assert [topic.name for topic in found.topics] == ["SNS", "SQS"]


def test_a_term_names_the_topic_where_the_heading_names_none() -> None:
    found = notes(
        "## Compute\n\n- **EC2 (Elastic Compute Cloud)**: machines\n  - rented by the second\n"
        "- **ECS (Elastic Container Service)**: containers\n"
    )
    assert topic_of(found, "rented") == "EC2"
    assert topic_of(found, "ECS") == "ECS"


def test_a_thing_mentioned_under_another_stays_there() -> None:
    found = notes(
        "## AWS Lambda\n\n- runs code\n\n## Amazon SQS\n\n### Integrations\n\n- Lambda: consumes\n"
    )
    assert topic_of(found, "Lambda: consumes") == "SQS"


def test_aspects_of_a_thing_are_no_topics() -> None:
    found = notes(
        "## Amazon SQS\n\n### Key Features\n\n- a\n\n### SQS Pricing\n\n- b\n\n"
        "### How it works\n\n- c\n"
    )
    assert [topic.name for topic in found.topics] == ["SQS"]


def test_a_thing_inside_a_thing_is_its_own_topic_if_it_has_a_short_form() -> None:
    found = notes(
        "## Amazon DynamoDB\n\n- tables\n\n### DynamoDB Accelerator (DAX)\n\n- caches\n\n"
        "### DynamoDB Streams\n\n- changes\n"
    )
    assert topic_of(found, "caches") in ("DAX", "DynamoDB Accelerator")
    assert topic_of(found, "changes") == "DynamoDB"


def test_notes_spelling_one_thing_differently_share_a_topic() -> None:
    found = notes("## AWS CloudFront\n\n- a\n", "## Cloud Front\n\n- b\n")
    assert [topic.facts for topic in found.topics] == [2]


def test_an_everyday_word_keeps_its_brand() -> None:
    found = notes(
        "## AWS Backup\n\n- makes a backup of a disk\n- each backup expires\n- one backup a day\n"
        "- a backup may be copied\n"
    )
    assert named(found, "AWS Backup").aliases == ("Backup",)


def test_notes_on_anything_else_have_topics_too() -> None:
    found = notes("# Photosynthesis\n\n## Light\n\n- Chlorophyll absorbs red light.\n")
    assert [topic.name for topic in found.topics] == ["Photosynthesis"]
    (without,) = notes("just a line\n").topics
    assert without.name == "0"


def test_every_topic_of_a_fact_is_listed_with_its_count() -> None:
    found = notes("# A\n\n- x\n\n## Amazon SQS\n\n- y\n", "- z\n")
    assert {fact.topic for fact in found.facts} == {topic.name for topic in found.topics}
    assert sum(topic.facts for topic in found.topics) == len(found.facts)


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("SQS", "Simple Queue Service", True),
        ("S3", "Simple Storage Service", True),
        ("EC2", "Elastic Compute Cloud", True),
        ("IAM", "Identity and Access Management", True),
        ("IAM", "Identity & Access Management", True),
        ("AMI", "Amazon Machine Image", True),
        ("K8s", "Kubernetes", True),
        ("IaaS", "Infrastructure-as-a-Service", True),
        ("SNS", "Simple Queue Service", False),
        ("Lambda", "Light Amp", False),
        ("A2I", "AI", False),
    ],
)
def test_what_short_forms_stand_for(short: str, long: str, fits: bool) -> None:
    assert stands_for(short, long) is fits


def test_short_forms_are_mined_from_text() -> None:
    assert list(pairs("An ASG (Auto Scaling Group) and the Elastic Load Balancer (ELB) work.")) == [
        ("ELB", "Elastic Load Balancer"),
        ("ASG", "Auto Scaling Group"),
    ]
    assert list(pairs("Machines (see above) and Disks (fast)")) == []


def test_names_in_headings() -> None:
    assert core("What is AWS Lambda?") == ("Lambda", "")
    assert core("IAM Identity Center (formerly AWS SSO)") == ("IAM Identity Center", "AWS SSO")
    assert key("Amazon Cloud-Front") == "cloudfront"
