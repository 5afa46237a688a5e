"""What was found wrong or stale in the bundled notes stands there as it is now, with its month."""

import pytest

from knowledge.library import Library

CORRECTED = {
    "identity/organizations.md": ("SCP size", "10,240 characters", "earlier 5,120"),
    "identity/iam.md": ("Customer managed policies", "adjustable to 10,000", "earlier 5,000"),
    "compute/outposts.md": ("Outposts server", "sales have ended", "racks only"),
    "containers/ecs.md": ("Services per cluster", "5,000", "not adjustable"),
    "databases/aurora.md": ("Aurora storage size", "256 TiB", "until 2025: 128 TiB"),
    "databases/qldb.md": ("Status of QLDB", "ended on 31 July 2025"),
    "databases/timestream.md": ("LiveAnalytics", "closed to new customers"),
    "databases/redshift.md": ("Serverless base capacity", "1,024 RPU", "512 RPU in some Regions"),
    "storage/snow-family.md": ("Snowball Edge", "not offered to new customers"),
    "operations/codecommit.md": ("CodeCommit", "returned to general availability"),
    "analytics/glue.md": ("Glue for Ray", "closed to new customers since 30 April 2026"),
    "networking/amplify.md": ("Gen 1", "in maintenance mode", "ends on 1 May 2027"),
    "integration/connect.md": ("Amazon Connect Customer", "since 2026"),
    "databases/aurora.md#pause": ("about 15 s to resume", "30 s or more"),
    "networking/cloudfront.md": ("Minimum and maximum TTL", "31,536,000 s", "both changeable"),
}


@pytest.mark.parametrize("file", CORRECTED)
def test_what_changed_is_told_as_it_is_now_and_when_that_was_checked(
    bundled: Library, file: str
) -> None:
    said = [fact for fact in bundled.facts() if fact.file == file.partition("#")[0]]
    told = [fact for fact in said if all(words in fact.text for words in CORRECTED[file])]
    assert len(told) == 1 and told[0].checked >= "2026-11"


def test_no_question_of_the_bank_teaches_what_has_ended_as_if_one_could_have_it(
    bundled: Library,
) -> None:
    """The right answer to a question on services is none that nobody can begin with any more."""
    ended = ("QLDB", "Snowcone", "Snowmobile", "App Mesh", "Copilot", "Pinpoint")
    for question in bundled.written():
        if question.origin == "bank" and question.options:
            right = [question.options[place] for place in question.rights]
            assert not any(name in words for words in right for name in ended), question.stem
