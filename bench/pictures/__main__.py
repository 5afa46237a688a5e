"""`python -m bench.pictures [NAME …]`: makes docs/pictures/ anew, all of it or what is named.

With `--sources FOLDER` it writes the pages instead, which needs no Chromium.
"""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.pictures.camera import NoBrowser, browser, photograph
from bench.pictures.scenes import SCENES
from knowledge.library import Library

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pictures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCENES))
    parser.add_argument("--sources", type=Path, metavar="FOLDER", help="write HTML instead")
    parser.add_argument("--notes", default="bundled", metavar="PATH", help="other notes")
    arguments = parser.parse_args(words)
    if unknown := [name for name in arguments.names if name not in SCENES]:
        parser.error(f"no picture {', '.join(unknown)}; there are {', '.join(SCENES)}")
    try:
        if arguments.sources is None:
            browser()
    except NoBrowser as error:
        print(error, file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder:
        library = Library.open([arguments.notes], Path(folder))
        try:
            while not library.has_questions:  # a picture is the same whichever is made before it
                time.sleep(0.1)
            for name in arguments.names or SCENES:
                print(_made(library, name, arguments.sources))
        finally:
            library.close()
    return 0


def _made(library: Library, name: str, sources: Path | None) -> Path:
    scene = SCENES[name]
    source = scene.source(library)
    target = (sources or PICTURES) / scene.file
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".png" and sources is None:
        photograph(source, target, scene.width, scene.sharpness)
        return target
    target = target.with_suffix(".svg" if target.suffix == ".svg" else ".html")
    target.write_text(source, encoding="utf-8")
    return target


if __name__ == "__main__":
    logging.getLogger().addHandler(logging.NullHandler())  # the adapters' warnings are not for here
    sys.exit(main())
