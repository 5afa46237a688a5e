"""What a note declares above its text: its title, the names it goes by, its tags."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_KEY = re.compile(r"^(?P<key>[A-Za-z](?:[\w -]*[\w-])?)\s*+:\s*(?P<value>.*)$")
_ITEM = re.compile(r"^\s*-\s+(?P<value>.*)$")
_COMMENT = re.compile(r"\s+#\s.*$")
_ALIASES = frozenset({"aliases", "alias"})
_TAGS = frozenset({"tags", "tag", "keywords"})
_TITLES = frozenset({"title"})


@dataclass(frozen=True, slots=True)
class Declared:
    """What the front matter says of its note."""

    title: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


NOTHING_DECLARED = Declared()


def read_front_matter(lines: Sequence[str]) -> Declared:
    """The names in front matter; whatever else stands there is left alone."""
    values: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        item = _ITEM.match(line)
        found = None if item or line[:1].isspace() else _KEY.match(line)
        if found:
            key = found["key"].lower()
            values.setdefault(key, []).extend(_list(found["value"], key in _TITLES))
        elif item and key:
            values.setdefault(key, []).extend(_list(item["value"], whole=True))
    return Declared(
        " ".join(_all(values, _TITLES)),
        tuple(dict.fromkeys(_all(values, _ALIASES))),
        tuple(dict.fromkeys(tag.lstrip("#") for tag in _all(values, _TAGS))),
    )


def _all(values: dict[str, list[str]], keys: frozenset[str]) -> list[str]:
    return [value for key in sorted(keys) for value in values.get(key, ())]


def _list(text: str, whole: bool) -> list[str]:
    """The values on one line: "[a, b]", "a, b", or one that is taken whole."""
    text = _COMMENT.sub("", text).strip()
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    parts = [bare] if whole and bare == text else bare.split(",")
    stripped = (part.strip().strip("\"'").removeprefix("[[").removesuffix("]]") for part in parts)
    return [part for part in stripped if part and part not in ("null", "~", "|", ">")]
