"""The text of a PDF, from standard input to standard output, as a process that may be stopped."""

import io
import logging
import re
import sys

_MOST_PAGES = 3_000
_HYPHEN = re.compile(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])")


def text_of_pdf(data: bytes) -> str:
    """The pages one after the other; words that were divided at the end of a line are whole."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(data)).pages[:_MOST_PAGES]
    return "\n\n".join(_HYPHEN.sub("", page.extract_text()) for page in pages)


def trouble_with(error: Exception) -> str:
    """Why a PDF has no text, in words: on a damaged file the parser fails in many ways."""
    from pypdf.errors import DependencyError, FileNotDecryptedError

    if isinstance(error, FileNotDecryptedError | DependencyError):
        return "it is encrypted: save it without a password"
    if isinstance(error, MemoryError):
        return "it takes too much memory: split it"
    return "it is damaged or no PDF"


def _main() -> int:
    logging.disable()  # it warns of every object of a damaged file
    try:
        text = text_of_pdf(sys.stdin.buffer.read())
    except Exception as error:
        sys.stderr.write(trouble_with(error))
        return 1
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
