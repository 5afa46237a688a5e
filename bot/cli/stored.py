"""The store as commands use it that only read: never made for their sake."""

from bot.settings import Settings, SettingsError
from bot.store import Store, StoreError

NO_DATABASE = (
    "there is no database at {} yet. `companion` makes one at its first start; "
    "`companion settings` says where it is looked for."
)


def existing_store(settings: Settings) -> Store | None:
    """The open store; None where there is no database yet."""
    file = settings.database_file
    if file is not None and not file.exists():
        return None
    try:
        return Store.open(settings.database_url)
    except StoreError as error:
        raise SettingsError(str(error)) from error
