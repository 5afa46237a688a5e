"""What blind readers would not post, each as a small note: it must not come back."""

import pytest

from tests.knowledge.question_notes import made, of_kind

HOUSE = "# {0}\n{0} is a service that keeps things in order.\n"


def stems(text: str) -> str:
    return " ".join(question.stem for question in made(text).questions)


@pytest.mark.parametrize(
    "text",
    [
        # sections of a course, its author's labels, exam weights
        "# Plan\n## Prerequisites\n- **Terminal**: comfort with a command line on any system.\n"
        "- **Containers**: basic familiarity with images and layers.\n"
        "- **Python**: functions, lists and reading files from disk.\n",
        "# Exam\n## Exam domains\n- **Security**: about a quarter of all the points.\n"
        "- **Resilience**: about a third of all the points.\n- **Cost**: a fifth of the points.\n",
        # one value of a policy, lines of a file
        "# Image\n## Steps of the file\n- **WORKDIR /app**: we set the working directory inside.\n"
        "- **COPY./app /app**: we copy our code into the image.\n"
        "- **COPY./models /models**: we copy the model into the image.\n",
        # ranks and figures of a table of samples
        "# Stress\n| Rank | Life event | Mean value |\n| --- | --- | --- |\n| 1 | Move | 36 |\n"
        "| 2 | Job | 48 |\n| 3 | Loss | 99 |\n",
        # rules whose names say what they check
        "# Config\n## Managed rules\n- **restricted-ssh**: checks that no group opens port 22.\n"
        "- **required-tags**: checks that resources carry labels of theirs.\n"
        "- **cloudtrail-enabled**: checks that calls are written down.\n"
        "- **approved-amis-by-id**: checks that instances use good images.\n",
    ],
)
def test_what_teaches_nothing_is_not_asked(text: str) -> None:
    assert not made(text).questions


@pytest.mark.parametrize(
    "line",
    [
        "- **Load balancers**: default 50 min per account and Region, raisable.",
        "- **Backup vaults**: default 100 per account and Region.",
        "- **Tape size**: minimum 100 GiB, maximum 15 TiB per tape.",
        "- **Start window**: default 8 h, minimum 1 h for a backup job to begin.",
        "- **Replicas per shard**: maximum 5 per MemoryDB shard.",
        "- **Retention**: default 0 h (no storage), maximum 10 years per stream.",
        "- Reserved instances for 1 or 3 years lower the hourly price.",
    ],
)
def test_quotas_and_niche_limits_are_not_asked(line: str) -> None:
    assert not of_kind("T3", made(HOUSE.format("Vault") + f"## Limits and defaults\n{line}\n"))


def test_nobody_is_asked_what_something_has_for_a_column() -> None:
    table = (
        "# Signing\n| Property | Signed URL | Signed cookie | Token |\n| --- | --- | --- | --- |\n"
        "| Path | through the edge | straight to the bucket | through the gate |\n"
        "| Similar to | Nexus, Artifactory | GitHub | Jenkins |\n"
        "| Protection level | Instance | Subnet | Application |\n"
        "| Cost model | paid for idle time | paid per call | paid per seat |\n"
    )
    assert " has for " not in stems(table)
    assert not of_kind("T7", made(table))
    assert not of_kind("T4", made(table))


def test_no_vendor_and_no_lone_acronym_shows_the_key() -> None:
    text = HOUSE.format("Security") + (
        "## Security services\n- **AWS Artifact**: offers reports of auditors for download.\n"
        "- **KMS**: stores keys and signs with them.\n- **WAF**: filters requests to web sites.\n"
        "- **Inspector**: scans machines for known weaknesses.\n"
    )
    for question in made(text).questions:
        carried = [option.startswith("AWS ") for option in question.options]
        assert all(carried) or not carried[question.answer], question


@pytest.mark.parametrize(
    ("gloss", "fault"),
    [
        ("from 10GB up 128TB of of data", "of of"),
        ("an switch that joins networks of many hosts", "an switch"),
        ("converts a block into a stream, uses IV. Widely used", "Widely used"),
        ("the ability of the: network, system or host to go on", "the:"),
    ],
)
def test_slips_of_the_notes_are_not_copied(gloss: str, fault: str) -> None:
    text = HOUSE.format("Cipher") + (
        f"## Cipher modes\n- **CTR**: {gloss}.\n- **CBC**: chains every block to its neighbour.\n"
        "- **ECB**: treats each block with the same key alone.\n- **GCM**: adds a tag of authenticity.\n"  # noqa: E501
    )
    assert fault not in stems(text)


def test_a_comparison_with_itself_and_its_mirror_is_no_question() -> None:
    table = (
        "# Models\n| Aspect | Cloud model | Local model |\n| --- | --- | --- |\n"
        "| Hardware | none of your own | a strong graphics card |\n"
        "| Ability | the best there is | less capable than cloud models |\n"
    )
    assert not made(table).questions


def test_an_explanation_is_a_sentence_and_no_row_or_path() -> None:
    text = (
        "# Course\n## Databases\n### Services\n| Service | Purpose | Pricing |\n| --- | --- | --- |\n"  # noqa: E501
        "| Neptune | Stores graphs of linked facts | by the hour |\n"
        "| Timestream | Stores readings in the order of time | by volume |\n"
        "| Keystore | Stores wide rows for Cassandra programs | by request |\n"
    )
    questions = made(text).questions
    assert questions
    for question in questions:
        assert "›" not in question.explanation
        assert "Pricing" not in question.explanation
        assert question.explanation.endswith(".")
