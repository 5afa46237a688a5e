"""The commands in the languages of the people who use them.

The table of commands has every phrase of the menus in each language. The commands' own names are
the same everywhere, since the companion's answers name them.
"""

import discord
from discord import app_commands

from adapters.discord.commands import phrases

GERMAN = {phrase.english: phrase.german for phrase in phrases()}
LANGUAGES = {discord.Locale.german: GERMAN}


class Translator(app_commands.Translator):
    """Looks the words up; a string it does not know stays as it is."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        return translated(string.message, locale, context.location)


_NAMES_OF_COMMANDS = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
)


def translated(
    text: str, locale: discord.Locale, location: app_commands.TranslationContextLocation
) -> str | None:
    """What *text* is called there; None for the same as everywhere."""
    words = LANGUAGES.get(locale, {})
    # Context menus have no slash and may be called anything; they alone have capitals.
    if location in _NAMES_OF_COMMANDS and text == text.lower():
        return None
    return words.get(text)
