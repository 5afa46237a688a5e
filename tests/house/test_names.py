"""One word, one thing: a class name that stands twice makes every reader ask which one is meant."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters", "knowledge", "jobs")


def test_no_public_class_name_stands_twice() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    homes[node.name].append(str(file.relative_to(ROOT)))
    assert len(homes) > 200  # the packages were found
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_at_most_ten_modules_stand_loose_in_bot() -> None:
    loose = [file.name for file in (ROOT / "bot").glob("*.py") if file.name != "__init__.py"]
    assert 0 < len(loose) <= 10, sorted(loose)
