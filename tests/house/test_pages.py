"""The pages lead where they say: links, headings, files, metrics."""

import re
from pathlib import Path

import pytest
import yaml

from bot.ops.metrics import Metrics

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(<?([^)>\s]+)>?\)")
_PATH = re.compile(
    r"`((?:bot|adapters|jobs|knowledge|tests|bench|requirements|\.ci)/[\w./-]+|[\w./-]+\.(?:md|toml))`"
)
_METRIC = re.compile(r"\bcompanion_[a-z_]+[a-z]")


def prose(page: Path) -> str:
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def slug(heading: str) -> str:
    """What a heading is called in an address, as code hosts do it."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", words).strip().replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {slug(found) for found in re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_something(page: Path) -> None:
    for link in _LINK.findall(prose(page)):
        if "://" in link or link.startswith("mailto:"):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_of_the_documentation_stands_on_the_map() -> None:
    there = {file.name for file in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert there <= set(_LINK.findall(prose(ROOT / "docs" / "README.md")))


def test_the_list_of_tests_of_pages_is_complete() -> None:
    """Every test that reads a page stands on the map."""
    listed = set(_PATH.findall(prose(ROOT / "docs" / "README.md")))
    reading = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "tests").rglob("test_*.py")
        if re.search(r'"(?:docs|README\.md|CHANGELOG\.md)"', file.read_text("utf-8"))
    }
    assert len(reading) > 10
    assert reading <= listed


@pytest.mark.parametrize("page", ["README.md", "contributing.md", "operating.md", "install.md"])
def test_a_page_names_only_files_that_exist(page: str) -> None:
    for path in _PATH.findall(prose(ROOT / "docs" / page)):
        if "NAME" in path:
            continue
        places = (ROOT, ROOT / "docs")
        assert any((place / path).exists() for place in places), path


def test_the_alerts_that_operators_copy_are_rules() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (group,) = yaml.safe_load(block)["groups"]
    assert len(group["rules"]) > 3
    for rule in group["rules"]:
        assert _METRIC.search(rule["expr"]), rule


def test_the_page_for_operators_names_every_metric_and_no_other() -> None:
    told = set(_METRIC.findall(Metrics().text({}).decode()))
    source = (ROOT / "bot" / "root" / "serving.py").read_text(encoding="utf-8")
    gauges = source[source.index("for name, what, read in (") : source.index("metrics.gauge(")]
    told |= {f"companion_{one}" for one in re.findall(r'"([a-z]+_[a-z_]+)",', gauges)}
    assert len(told) > 10
    told = {re.sub(r"_(total|created)$", "", one) for one in told}
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    named = {re.sub(r"_total$", "", one) for one in _METRIC.findall(page)}
    assert named == told
