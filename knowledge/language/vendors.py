"""Vendors' names before those of their products: which say only whose a thing is."""

from functools import cache
from pathlib import Path

_NO_PRODUCT = ("cloud", "web service")  # "Google Cloud" is the vendor's own name


def split_vendor(name: str) -> tuple[str, str]:
    """A folded name without its vendor, and any one name that always stands for that vendor.

    >>> split_vendor("google cloud run"), split_vendor("gcp cloud run"), split_vendor("lambda")
    (('cloud run', 'google'), ('cloud run', 'google'), ('lambda', ''))
    """
    vendor = ""
    while True:
        found = next((one for one in _vendors() if name.startswith(f"{one} ")), "")
        rest = name.removeprefix(f"{found} ")
        whose = _vendors().get(found, "")
        if not found or rest in _NO_PRODUCT or vendor not in ("", whose):
            return name, vendor
        name, vendor = rest, whose


@cache
def _vendors() -> dict[str, str]:
    """Each name of a vendor → the first name of that one."""
    text = Path(__file__).with_name("vendors.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    lists = ([name.strip() for name in line.split(",")] for line in lines)
    return {name: names[0] for names in lists for name in names}
