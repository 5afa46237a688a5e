"""Typed answers: what is right, what is nearly right, and what never is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import Question, Topic
from knowledge.questions.typed import (
    Checked,
    Verdict,
    check_typed,
    judge_name,
)


def question(*accepted: str, stem: str = "Which is it?") -> Question:
    asked = Question("i", "v", "T2", "Topic", "s", stem, (accepted[0],), 0, "e", ("",), (), ())
    return replace(asked, options=(), accept=accepted)


def check(key: str, typed: str, *others: str) -> Checked:
    """Judge *typed*, where the notes know the *others* as well."""
    return check_typed(question(key), typed, [Topic(other) for other in others])


RIGHT = [
    ("Amazon CloudFront", "cloudfront"),
    ("CloudFront", "Amazon CloudFront"),
    ("CloudFront", "the cloud-front!".replace("-", "")),
    ("CloudFront", "CloudFrnot"),  # neighbours swapped
    ("Elastic Beanstalk", "elastic beanstlak"),
    ("Identity & Access Management", "identity and access management"),
    ("Secrets Manager", "secret manager"),
    ("DynamoDB", "dynamobd"),
    ("15 min", "900 s"),
    ("15 min", "15 minutes"),
    ("1,000", "1000"),
    ("256 KB", "256KiB"),
    ("five layers", "5 layers"),
]
WRONG = [
    ("SQS", "SNS"),
    ("EBS", "EFS"),
    ("SQS", "SQSS"),
    ("CloudFront", "CloudTrail"),
    ("15 min", "15 s"),
    ("15 min", "16 min"),
    ("15 min", "about a quarter"),
    ("CloudFront", ""),
    ("CloudFront", "front"),
    ("TLS 1.2", "TLS 1.3"),
    ("Route 53", "Route 54"),
    ("Python 3.11", "Python 3.12"),
    ("10.0.0.0/8", "10.0.0.0/9"),
]
CLOSE = [  # each is within one slip of what is forgiven
    ("chair", "air"),
    ("Lambda", "bambda"),  # the first letter has to be right
    ("chmod +x", "chmod -x"),  # and so have signs
    ("Elastic Beanstalk", "elestic beenstolk"),
]


@pytest.mark.parametrize(("key", "typed"), RIGHT)
def test_small_differences_of_writing_are_forgiven(key: str, typed: str) -> None:
    assert check(key, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(("key", "typed"), WRONG)
def test_other_things_and_parts_of_names_are_wrong(key: str, typed: str) -> None:
    assert check(key, typed, "CloudTrail", "SNS", "EFS").verdict is Verdict.WRONG


@pytest.mark.parametrize(("key", "typed"), CLOSE)
def test_a_near_miss_is_told_so_and_shows_the_accepted_form(key: str, typed: str) -> None:
    checked = check(key, typed, "CloudTrail", "SNS", "EFS")
    assert checked.verdict is Verdict.CLOSE
    assert checked.accepted == key


def test_an_input_as_near_to_another_option_is_never_accepted() -> None:
    assert check("CodeBuild", "CodeBuilx", "CodeBuilt").verdict is Verdict.WRONG


def test_aliases_count_as_the_answer() -> None:
    topics = (Topic("CloudFormation", aliases=("CFN",)),)
    checked = check_typed(question("CloudFormation"), "cfn", topics)
    assert checked.verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("accepted", "said", "verdict"),
    [
        (("15 minutes", "a quarter of an hour"), "A quarter of an hour", Verdict.RIGHT),
        (("a quarter of an hour", "15 minutes"), "900 s", Verdict.RIGHT),
        (("a quarter of an hour", "15 minutes"), "14 minutes", Verdict.WRONG),
        (("SSH", "22"), "23", Verdict.WRONG),
        (("SSH", "22"), "ssh", Verdict.RIGHT),
    ],
)
def test_of_several_accepted_forms_numbers_are_exact_and_names_are_names(
    accepted: tuple[str, ...], said: str, verdict: Verdict
) -> None:
    checked = check_typed(question(*accepted), said)
    assert checked == Checked(verdict, accepted[0])


@pytest.mark.parametrize(
    ("accepted", "said", "verdict"),
    [
        ("Azure Functions", "functions", Verdict.RIGHT),
        ("Azure Functions", "Microsoft Azure Functions", Verdict.RIGHT),
        ("Google Cloud Run", "Cloud Run", Verdict.RIGHT),
        ("Cloud Run", "google cloud run", Verdict.RIGHT),
        ("Red Hat OpenShift", "openshift", Verdict.RIGHT),
        ("Kafka", "Apache Kafka", Verdict.RIGHT),
        ("AWS Lambda", "Amazon Lambda", Verdict.RIGHT),
        ("AWS Backup", "Azure Backup", Verdict.WRONG),  # another vendor's
        ("Google Cloud", "cloud", Verdict.WRONG),  # the vendor itself
        ("Google Cloud", "IBM Cloud", Verdict.WRONG),
    ],
)
def test_a_vendors_name_may_be_left_out_or_added(
    accepted: str, said: str, verdict: Verdict
) -> None:
    asked = question(accepted)
    assert check_typed(asked, said).verdict is verdict


def test_what_another_vendor_calls_the_same_is_another_topic() -> None:
    asked = question("AWS Backup")
    topics = (Topic("AWS Backup"), Topic("Azure Backup", aliases=("Backup Center",)))
    assert check_typed(asked, "Backup", topics).verdict is Verdict.RIGHT
    for said in ("Azure Backup", "Backup Center"):
        assert check_typed(asked, said, topics).verdict is Verdict.WRONG


def test_a_bare_number_counts_where_the_stem_names_the_unit() -> None:
    asked = question("900 s", stem="How long is it in seconds?")
    assert check_typed(asked, "900").verdict is Verdict.RIGHT
    assert check("900 s", "900").verdict is Verdict.WRONG


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_anything_may_be_typed(typed: str) -> None:
    assert check("CloudFront", typed, "CloudTrail").accepted == "CloudFront"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("RPO (recovery point objective)", Verdict.RIGHT),
        ("Recovery Point Objective (RPO)", Verdict.RIGHT),
        ("recovery point objectiv (rpo)", Verdict.RIGHT),
        ("RPO (recovery time objective)", Verdict.WRONG),  # it cannot be both
        ("RTO (recovery point objective)", Verdict.WRONG),
        ("RPO (or RTO)", Verdict.WRONG),
        ("RPO ()", Verdict.RIGHT),
        ("RPO (recovery point objective) (RPO)", Verdict.WRONG),  # two names, and no list
        ("()", Verdict.WRONG),
    ],
)
def test_a_name_may_be_given_with_its_other_name_in_brackets(said: str, verdict: Verdict) -> None:
    asked = question("Recovery point objective", "RPO")
    assert check_typed(asked, said).verdict is verdict


@given(st.sampled_from(["CloudFront", "Elastic Beanstalk", "Step Functions"]), st.data())
@settings(max_examples=60)
def test_one_swapped_pair_inside_a_long_name_is_forgiven(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(name) - 2))
    typed = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if " " not in name[place : place + 2]:
        assert judge_name(typed, (name,), ("CloudTrail",)).verdict is Verdict.RIGHT
