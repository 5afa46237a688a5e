"""Documents that no office wrote: bombs, circles, depths and pieces, each of about a given size."""

import io
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Make = Callable[[int], bytes]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="{}"/></Relationships>'
)
_PARAGRAPH = "<w:p><w:r><w:t>SSH listens on port 22.</w:t></w:r></w:p>"


def _package(part: str, content: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _RELATIONS.format(part))
        file.writestr(part, content)
    return out.getvalue()


def word(body: str, before: str = "") -> bytes:
    """A Word document with this body; *before* stands above its XML."""
    return _package(
        "word/document.xml",
        f'{before}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
    )


def sound(size: int) -> bytes:
    """A Word document with nothing wrong but its length."""
    return word(_PARAGRAPH * max(1, size // len(_PARAGRAPH)))


def _deep(size: int) -> bytes:
    deep = size // 17
    return word("<w:tbl>" * deep + _PARAGRAPH + "</w:tbl>" * deep)


def _laughs(size: int) -> bytes:
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a" * 10}">'
        for n in range(max(6, size % 40))
    )
    body = "<w:p><w:r><w:t>&e5;</w:t></w:r></w:p>" * (size // 40)
    return word(body, f"<!DOCTYPE w:document [{entities}]>")


def _outside(size: int) -> bytes:
    secret = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>" * max(1, size // 40), secret)


def _bomb(size: int) -> bytes:
    """A thousand times as large once it is unpacked."""
    return word(_PARAGRAPH * (size * 100 // len(_PARAGRAPH)) + " " * (size * 400))


def _cells(size: int) -> bytes:
    row = "<w:tr>" + f"<w:tc>{_PARAGRAPH}</w:tc>" * 50 + "</w:tr>"
    return word(f"<w:tbl>{row * max(1, size // len(row))}</w:tbl>")


def pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj%b endobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    top = b"trailer<</Root 1 0 R/Size %d%b>>\nstartxref\n%d\n%%%%EOF"
    return bytes(out + top % (max(objects) + 1, trailer, start))


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_SHOWN = b"BT /F 12 Tf 9 9 Td (SSH listens on port 22.) Tj ET "


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), more, content)


def _page(parent: int, contents: int, more: bytes = b"") -> bytes:
    return (
        b"<</Type/Page/Parent %d 0 R/Contents %d 0 R/MediaBox[0 0 300 100]"
        b"/Resources<</Font<</F 5 0 R>>%b>>>>" % (parent, contents, more)
    )


def _pdf_of(content: bytes, more: bytes = b"", page: bytes = b"") -> bytes:
    return pdf({
        1: _CATALOGUE, 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: _page(2, 4, page),
        4: _stream(content, more), 5: _FONT,
        6: _stream(b"/X Do " + _SHOWN, b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>"
                                       b"/Font<</F 5 0 R>>>>"),
    })  # fmt: skip


def _many_pages(size: int) -> bytes:
    count = max(1, size // 6)
    kids = b"3 0 R " * count
    return pdf({
        1: _CATALOGUE, 2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count), 3: _page(2, 4),
        4: _stream(_SHOWN), 5: _FONT,
    })  # fmt: skip


def _tree_of(kids: bytes) -> Make:
    objects = {1: _CATALOGUE, 2: b"<</Type/Pages/Kids[%b]/Count 999999999>>" % kids}
    return lambda size: pdf(objects)


def _deep_pages(size: int) -> bytes:
    last = max(4, size // 60)
    tree = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, last)}
    return pdf({1: _CATALOGUE, **tree, last: b"<</Type/Page/MediaBox[0 0 9 9]>>"})


def _text_of(piece: str) -> Make:
    return lambda size: (piece * (size // len(piece))).encode()


DOCUMENTS: dict[str, Make] = {
    "sound.docx": sound,
    "bomb.docx": _bomb,
    "deep.docx": _deep,
    "entities.docx": _laughs,
    "an entity from outside.docx": _outside,
    "cells.docx": _cells,
    "not closed.docx": lambda size: word("<w:p>" * (size // 5)),
    "no Word in it.docx": lambda size: _package("a.txt", "a" * size),
    "random.docx": lambda size: Random(1).randbytes(size),
    "bomb.pptx": lambda size: _package("ppt/presentation.xml", b" " * (size * 400)),
    "random.pptx": lambda size: Random(2).randbytes(size),
    "text.pdf": lambda size: _pdf_of(_SHOWN * max(1, size // len(_SHOWN))),
    "bomb.pdf": lambda size: _pdf_of(
        zlib.compress(_SHOWN * (size * 200 // len(_SHOWN)), 9), b"/Filter/FlateDecode"
    ),
    "marks.pdf": lambda size: _pdf_of(b"q " * (size // 2)),
    "nested arrays.pdf": lambda size: _pdf_of(b"[" * size),
    "a form that shows itself.pdf": lambda size: _pdf_of(
        b"/X Do " * max(1, size // 6), page=b"/XObject<</X 6 0 R>>"
    ),
    "a page often.pdf": _many_pages,
    "pages in a circle.pdf": _tree_of(b"2 0 R"),
    "pages that are not there.pdf": _tree_of(b"9 0 R"),
    "deep pages.pdf": _deep_pages,
    "tables in a circle.pdf": lambda size: pdf({1: _CATALOGUE, 2: b"<<>>"}, b"/Prev 9"),
    "nested objects.pdf": lambda size: pdf({1: b"<</A" * (size // 4)}),
    "random.pdf": lambda size: b"%PDF-1.7\n" + Random(3).randbytes(size),
    "objects without end.pdf": lambda size: b"%PDF-1.4\n" + b"1 0 obj<<\n" * (size // 10),
    **{
        f"{kind}{suffix}": _text_of(piece)
        for suffix in (".rst", ".org", ".adoc")
        for kind, piece in (
            ("brackets", "["), ("stars", "*"), ("bold", "**a "), ("bullets", "- a\n"),
            ("deep bullets", "".join("  " * n + "- a\n\n" for n in range(40))), ("bars", "|a"),
            ("quotes", "`a "), ("rules", "====\n"), ("braces", "{{{"), ("colons", "a::b\n"),
            ("words", "word "), ("includes", ".. include:: /etc/passwd\n\n#+INCLUDE: /etc/passwd\n"
                              "\ninclude::/etc/passwd[]\n\n"),
        )
    },
}  # fmt: skip
