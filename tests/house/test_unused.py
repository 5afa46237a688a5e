"""What only tests use is no part of the product: it goes, and its tests with it.

Vulture asks whether a name stands anywhere else; here it is followed to the module it comes from.
"""

import ast
from collections.abc import Container, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
USERS = ("bot", "adapters", "knowledge", "jobs", "bench")
CALLED_BY_NAME = "bot.cli."  # a module a command, which the table of commands names

Place = tuple[str, str]  # a module, and a name in it


def test_whatever_a_module_defines_is_used_by_the_product() -> None:
    modules = dict(_modules())
    defined, used = set[Place](), set[Place]()
    for module, tree in modules.items():
        own = {name for node in tree.body for name in _defined(node)}
        imported = _imported(tree, modules)
        defined |= {(module, name) for name in own}
        used |= {(module, name) for name in own & set(_loaded(tree))}
        used |= set(imported.values()) | set(_attributes(tree, imported))
    assert len(defined) > 2000  # the packages were found
    idle = {
        place
        for place in defined - used
        if not place[0].startswith(("bench", CALLED_BY_NAME)) and not place[1].startswith("__")
    }
    assert not idle, "\n".join(".".join(place) for place in sorted(idle))


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for package in USERS:
        for file in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), ast.parse(file.read_text(encoding="utf-8"))


def _defined(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def _imported(tree: ast.Module, modules: Container[str]) -> dict[str, Place]:
    """What a name stands for that this module imports from another: a thing in it, or itself."""
    found = dict[str, Place]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                origin = (whole, "") if whole in modules else (node.module, alias.name)
                found[alias.asname or alias.name] = origin
    return found


def _loaded(tree: ast.Module) -> Iterator[str]:
    """The names that are read anywhere but in the definition of their own."""
    for top in tree.body:
        own = set(_defined(top))
        for node in ast.walk(top):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in own:
                yield node.id


def _attributes(tree: ast.Module, imported: dict[str, Place]) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module, thing = imported.get(node.value.id, ("", ""))
            if module and not thing:
                yield module, node.attr
