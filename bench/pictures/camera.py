"""A page as a picture: headless Chromium, where there is one."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_TOLD = re.compile(r'data-height="(\d+)"')
_TELL = (
    "<script>document.documentElement.dataset.height = "
    "Math.ceil(document.body.getBoundingClientRect().height)</script>"
)


class NoBrowser(Exception):
    """There is no Chromium here."""


def browser() -> str:
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise NoBrowser("no Chromium was found; on Debian: apt-get install chromium fonts-noto-core")


def photograph(html: str, picture: Path, width: int, sharpness: float = 1.5) -> None:
    """Write the page as a PNG, just as high as it is; sharper with more pixels for each of it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html.replace("</body>", f"{_TELL}</body>"), encoding="utf-8")
        sharp = f"--force-device-scale-factor={sharpness}"
        told = _TOLD.search(_chromium(folder, width, 400, "--dump-dom", page.as_uri()))
        if told is None:
            raise RuntimeError("Chromium did not say how high the page is")
        shot = f"--screenshot={picture.resolve()}"
        _chromium(folder, width, int(told[1]), sharp, shot, page.as_uri())


def _chromium(folder: str, width: int, height: int, *what: str) -> str:
    # Its sandbox does not work for root, and these pages are our own.
    rights = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    done = subprocess.run(
        [
            browser(), "--headless", "--disable-gpu", "--hide-scrollbars", "--disable-lcd-text",
            *rights,
            f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", *what,
        ],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return done.stdout
