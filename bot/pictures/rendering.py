"""From SVG to a picture, with the extra "pictures"; without it, and where it fails, to nothing.

The letters come from the font in this folder, so that a chart looks the same everywhere and can be
read on a machine that has no fonts. Only other scripts are looked for among the system's.
"""

import logging
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from bot.messages import Picture

log = logging.getLogger(__name__)

FONT = Path(__file__).with_name("fonts") / "NotoSans-Regular.ttf"
_IN_THE_FONT = re.compile(
    r"[\n -~\u00a0-\u00ac\u00ae-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f–—‘’“”…]*"
)
_SHARPNESS = 1.5  # pixels of the picture for each of the drawing


def can_draw() -> bool:
    """Whether the extra is installed."""
    return find_spec("resvg_py") is not None


def picture(name: str, svg: str, alt: str) -> tuple[Picture, ...]:
    """A chart as a part of a reply; *alt* is what it says, figures included.

    None without the extra, or if it cannot be drawn: the words beside it say enough.
    """
    if not can_draw():
        return ()
    try:
        return (Picture(name, png(svg), alt),)
    except Exception:
        log.warning("a chart could not be drawn", exc_info=True)
        return ()


@lru_cache(maxsize=64)
def png(svg: str, sharpness: float = _SHARPNESS) -> bytes:
    """The drawing as PNG."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=sharpness,
            font_files=[str(FONT)],
            skip_system_fonts=_IN_THE_FONT.fullmatch(svg) is not None,
        )
    )
