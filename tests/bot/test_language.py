"""What people read is said in every language: whole catalogs, and no sentence beside them."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from bench.translations import CALLS, ROOT, SPOKEN, UNDATED, collected, paths, translated
from bot.language import figure, known, plural, speaking

CATALOGS = dict(paths())
PLACE = re.compile(r"\{(\w+)\}")
# Where what is written in the code is for people to read, and in quotes for them alone.
SAYING = [
    *sorted((ROOT / "bot" / "replies").glob("*.py")),
    *(
        ROOT / "adapters" / module
        for module in (
            "intake.py", "slack/app.py", "slack/blocks.py", "slack/flows.py", "slack/forms.py",
            "slack/messenger.py", "slack/render.py", "slack/surfaces.py", "slack/text.py",
            "slack/uploads.py", "slack/views.py", "discord/client.py", "discord/draw.py",
            "discord/flows.py", "discord/forms.py", "discord/messenger.py", "discord/render.py",
            "discord/roles.py", "discord/sending.py",
            "discord/surface.py", "discord/talk.py", "terminal/chat.py", "terminal/forms.py",
            "terminal/render.py", "terminal/screen.py",
        )
    ),
]  # fmt: skip
# What takes words that nobody translates: lines to type, names of things in the code.
UNSAID = {"_", "later", "plural", "line", "compile", "TypeVar", "TypeVarTuple"}
# What those who run the companion read: logs, help on the command line, names of errors.
UNSAID |= {"info", "warning", "error", "exception", "reported", "add_argument", "start", "_start",
           "NotDelivered", "Silent", "BoltResponse", "fromkeys"}  # fmt: skip
NAMES = {
    "Study Companion",
    "compare sqs sns",  # a line to type
    "bold cyan", "bold yellow",
    # of a workspace that has no app nobody's language is known
    "This workspace has not installed the app, or has removed it. "
    "An admin can add it again with the install link.",
}  # fmt: skip
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z“\"]|^[A-Z][a-z]+[.:?!]?$")


@pytest.mark.parametrize("language", CATALOGS)
def test_everything_is_said_in_every_language(language: str) -> None:
    catalog = translated(language, CATALOGS[language])
    said = {_key(message): message for message in catalog if message.id}
    asked = {_key(message): message for message in collected() if message.id}
    assert sorted(asked.keys() - said.keys()) == [], "run make translations"
    assert sorted(said.keys() - asked.keys()) == [], "run make translations"
    assert [key for key, message in said.items() if not all(_strings(message))] == []
    assert [key for key, message in said.items() if message.fuzzy] == []


@pytest.mark.parametrize("language", CATALOGS)
def test_what_is_put_into_a_sentence_is_put_into_its_translation(language: str) -> None:
    for message in translated(language, CATALOGS[language]):
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else message.id
            wanted = {place for text in ids for place in PLACE.findall(text)}
            for said in _strings(message):
                assert set(PLACE.findall(said)) >= wanted - {"number"}, said
                assert set(PLACE.findall(said)) <= wanted, said


@pytest.mark.parametrize("language", CATALOGS)
def test_what_machines_read_is_what_people_wrote(language: str) -> None:
    catalog: Catalog = translated(language, CATALOGS[language])
    catalog.creation_date = catalog.revision_date = UNDATED
    packed = BytesIO()
    write_mo(packed, catalog)
    assert CATALOGS[language].with_suffix(".mo").read_bytes() == packed.getvalue()


@pytest.mark.parametrize("module", SAYING, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_sentence_stands_beside_the_catalogs(module: Path) -> None:
    assert list(_unsaid(ast.parse(module.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("package", SPOKEN)
def test_what_is_collected_is_all_there_is(package: str) -> None:
    """What stands within braces of another string is seen by nobody who collects sentences."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / package).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and _name(call.func) in CALLS
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_numbers_and_plurals_are_those_of_the_language() -> None:
    assert plural("in {number} day", "in {number} days", 1) == "in 1 day"
    with speaking("de-AT"):
        assert plural("in {number} day", "in {number} days", 1) == "in 1 Tag"
        assert plural("in {number} day", "in {number} days", 3) == "in 3 Tagen"
        assert figure(12_000) == "12.000"
    assert figure(12_000) == "12,000"


@pytest.mark.parametrize("name", ["", "fr", "xx-YY", "d", "../../etc"])
def test_a_language_without_a_catalog_is_english(name: str) -> None:
    assert known(name) == ""
    with speaking(name):
        assert plural("in {number} day", "in {number} days", 2) == "in 2 days"


def _key(message: Message) -> tuple[str, str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", first


def _strings(message: Message) -> tuple[str, ...]:
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def _unsaid(node: ast.AST) -> Iterator[str]:
    """Sentences in quotes that no call of a translator takes."""
    if isinstance(node, ast.Call) and _name(node.func) in UNSAID:
        for value in (*node.args, *(word.value for word in node.keywords)):
            if not isinstance(value, ast.Constant | ast.JoinedStr):
                yield from _unsaid(value)
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if SENTENCE.search(node.value) and node.value not in NAMES:
            yield f"line {node.lineno}: {node.value}"
        return
    for child in filter(None, _spoken_children(node)):
        yield from _unsaid(child)


def _spoken_children(node: ast.AST) -> Iterator[ast.AST | None]:
    """Without keys, types, and words that something is compared with."""
    match node:
        case ast.Dict():
            yield from node.values
        case ast.Subscript():
            yield node.value
        case ast.Compare():
            pass
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from (*node.args.defaults, *node.args.kw_defaults, *node.body)
        case ast.AnnAssign():
            yield node.value
        case _:
            yield from ast.iter_child_nodes(node)


def _name(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))
