"""What can be set from outside: one table, and everything that comes from it."""

from bot.settings.reading import load_settings, read_settings
from bot.settings.table import TABLE, Setting, Settings, SettingsError

__all__ = ["TABLE", "Setting", "Settings", "SettingsError", "load_settings", "read_settings"]
