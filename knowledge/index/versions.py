"""Which code made something: what other code made is made anew."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

_HOME = Path(__file__).parent.parent
INDEX_CODE = ("model.py", "reading", "index", "search", "units.py", "quantities.py")
QUESTION_CODE = ("claims", "questions", "quantities.py", "units.py", "conflicts")


@cache
def code_version(parts: tuple[str, ...] = INDEX_CODE) -> str:
    """A digest of the source of these parts of the package."""
    digest = blake2b(digest_size=8)
    for part in parts:
        home = _HOME / part
        for file in sorted(home.glob("*.py")) if home.is_dir() else [home]:
            digest.update(file.name.encode())
            if file.exists():
                digest.update(file.read_bytes())
    return digest.hexdigest()
