"""Platform tokens as they lie in the database: encrypted with keys that are kept outside of it.

Whoever has a backup, or reads the file, has no tokens. The first of several keys seals; the
others only open what was sealed before, so a key is changed by putting a new one in front.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.store.database import StoreError

SEALED = "sealed:"
LOCKED = (
    "The database holds encrypted platform tokens, and SECRET_KEY is not the key that they were "
    "encrypted with. Set that key again (several are separated by commas), or let the workspaces "
    "install the app anew."
)
_SALT = b"study-companion: platform tokens"


class Seal:
    """Seals texts with the first key, opens them with any; without a key it leaves them plain."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._keys = tuple(keys)

    @property
    def has_keys(self) -> bool:
        return bool(self._keys)

    def sealed(self, text: str) -> str:
        """What to keep instead of *text*."""
        if not self._keys:
            return text
        return SEALED + MultiFernet(self._fernets).encrypt(text.encode()).decode()

    def opened(self, kept: str) -> str:
        """The text behind what was kept, plain or sealed."""
        if not kept.startswith(SEALED):
            return kept
        if not self._keys:
            raise StoreError(LOCKED)
        try:
            return MultiFernet(self._fernets).decrypt(kept.removeprefix(SEALED)).decode()
        except InvalidToken:
            raise StoreError(LOCKED) from None

    def is_current(self, kept: str) -> bool:
        """Whether it lies there as it would be kept today."""
        if not self._keys:
            return not kept.startswith(SEALED)
        try:
            self._fernets[0].decrypt(kept.removeprefix(SEALED))
        except InvalidToken:
            return False
        return True

    @cached_property
    def _fernets(self) -> tuple[Fernet, ...]:
        return tuple(map(_fernet, self._keys))


def _fernet(key: str) -> Fernet:
    """Any long secret becomes a key; scrypt makes guessing a bad one expensive."""
    derived = hashlib.scrypt(key.encode(), salt=_SALT, n=2**14, r=8, p=1, dklen=32)
    return Fernet(base64.urlsafe_b64encode(derived))
