"""The commands in the languages of the people who use them.

A language is one module here with `WORDS`: what stands in the menus in English, and what it is
called there. Whatever is missing stays English. The commands' own names are the same everywhere,
since the companion's answers name them.
"""

import discord
from discord import app_commands

from adapters.discord.languages import german

LANGUAGES = {discord.Locale.german: german.WORDS}


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
