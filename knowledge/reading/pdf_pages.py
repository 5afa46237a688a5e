"""The text of a PDF, from standard input to standard output, as a process that may be stopped."""

import io
import re
import sys

_MOST_PAGES = 3_000
_HYPHEN = re.compile(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])")


def text_of_pdf(data: bytes) -> str:
    """The pages one after the other; words that were divided at the end of a line are whole."""
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(data)).pages[:_MOST_PAGES]
    return "\n\n".join(_HYPHEN.sub("", page.extract_text()) for page in pages)


if __name__ == "__main__":
    sys.stdout.buffer.write(text_of_pdf(sys.stdin.buffer.read()).encode("utf-8", "replace"))
