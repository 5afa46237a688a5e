"""What is installed is what was locked: every file by its hash, from no address of our own."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("run", "postgres", "documents", "pictures", "dev")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def entries(lock: str) -> list[str]:
    """The requirements of a lock, each with its hashes on one line."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[\w.-]+", line) for line in requirements)
    return {re.sub(r"[._-]+", "-", name[0]).lower() for name in found if name}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_one_version_and_hashes_and_no_address(lock: str) -> None:
    for entry in entries(lock):
        assert re.fullmatch(
            r"[a-z0-9-]+==[\w.]+( ; [^:]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", entry
        ), entry[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_the_project_asks_for_and_what_builds_it(lock: str) -> None:
    project = PROJECT["project"]
    every = ("postgres", "documents", "pictures", "dev")
    extras = {"run": (), "dev": every}.get(lock, (lock,))
    asked = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    assert names(asked) <= names(entries(lock))


def test_the_locks_agree_on_versions() -> None:
    run = {entry.split()[0] for entry in entries("run")}
    for lock in LOCKS[1:]:
        assert run <= {entry.split()[0] for entry in entries(lock)}


def test_setting_up_takes_nothing_that_is_not_locked() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"\$\(INSTALL\) (.*)", makefile)
    assert installs
    for install in installs:
        assert "--require-hashes" in install or "--no-deps --no-build-isolation" in install
    assert "pip install" not in makefile.replace("-m pip install --quiet", "")
