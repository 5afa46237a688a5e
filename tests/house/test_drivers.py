"""Without the driver of PostgreSQL all tests are collected, and a line says how to get it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDS_IT = (
    "psycopg", "psycopg_pool", "bot.store.postgres", "bot.store.connection", "bench.replicas",
)  # fmt: skip


def named(tree: ast.Module) -> Iterator[str]:
    """What a module imports as soon as it is imported itself."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_test_imports_the_driver_before_it_runs() -> None:
    """One that did would end the collection of all, in place of being passed over."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert len(files) > 100  # they were found
    importing = {
        str(file.relative_to(ROOT)): name
        for file in files
        for name in named(ast.parse(file.read_text(encoding="utf-8")))
        if name.startswith(NEEDS_IT)
    }
    assert importing == {}
