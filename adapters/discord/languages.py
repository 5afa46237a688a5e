"""The commands in the languages of the people who use them.

The table of commands has every phrase of the menus in each language. The commands' own names are
the same everywhere, since the companion's answers name them.
"""

from typing import Any

import discord

from adapters.discord.commands import phrases

Payload = dict[str, Any]
GERMAN = {phrase.english: phrase.german for phrase in phrases()}
LANGUAGES = {discord.Locale.german.value: GERMAN}
_COMMANDS = frozenset((1, 2))  # the types of what stands under a command and is one too


def localized(node: Payload, *, named: bool = True) -> Payload:
    """A command, or a part of one, with what it is called in every language there is.

    *named* says whether its name is what people type, which has one form only.
    """
    # Context menus have no slash and may be called anything; they alone have capitals.
    keys = ("description",) if named and node["name"].islower() else ("name", "description")
    made = dict(node)
    for key in keys:
        text = node.get(key)
        told = {locale: words[text] for locale, words in LANGUAGES.items() if text in words}
        if told:
            made[f"{key}_localizations"] = told
    for part in ("options", "choices"):
        if part in node:
            made[part] = [localized(one, named=one.get("type") in _COMMANDS) for one in node[part]]
    return made
