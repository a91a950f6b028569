"""PDFs: columns in their order, lines made paragraphs again, and what cannot be read is said."""

from __future__ import annotations

import io
from typing import Any

import pytest

from corpus import Record, Reject
from corpus.readers import READERS, pdf
from corpus.readers.reflow import Line, reflowed, without_furniture
from corpus.records import Item, Place

pypdf = pytest.importorskip("pypdf")

PLACE = Place("a.pdf", "pages")
Set = tuple[str, float, float, float]
"""A line of print: its text, x, y, and the size of its type."""


def made(*pages: list[Set], **properties: str) -> bytes:
    """A PDF of lines set in Helvetica."""
    writer = pypdf.PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[pypdf.generic.NameObject("/Resources")] = resources()
        stream = pypdf.generic.StreamObject()
        stream.set_data(
            "\n".join(f"BT /F {s} Tf {x} {y} Td ({t}) Tj ET" for t, x, y, s in lines).encode("cp1252")
        )
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001 - the only way to add one
    writer.add_metadata({f"/{name}": value for name, value in properties.items()})
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def resources() -> Any:
    names = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica", "Encoding": "WinAnsiEncoding"}
    font = pypdf.generic.DictionaryObject(
        {pypdf.generic.NameObject(f"/{k}"): pypdf.generic.NameObject(f"/{v}") for k, v in names.items()}
    )
    fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F"): font})
    return pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/Font"): fonts})


def column(x: float, y: float, *texts: str, size: float = 9) -> list[Set]:
    """Lines below one another; one that begins with a space is set in."""
    return [
        (text.strip(), x + 8 * text.startswith(" "), y - 11 * number, size)
        for number, text in enumerate(texts)
    ]


def found(data: bytes) -> list[Item]:
    return list(READERS[".pdf"](io.BytesIO(data), PLACE))


FIRST = [
    ("The Harbour Gazette", 50, 810, 8),
    ("1", 295, 25, 8),
    ("Ferry sinks off", 50, 760, 20),
    ("Dover harbour", 50, 738, 20),
    *column(
        50, 700, " The ferry sank on Monday at the har-", "bour, its owner said. A well-", "known dog swam."
    ),
    *column(300, 700, " Nobody drowned, said the well-known", "owner, and the well-known", "dog was"),
]
SECOND = [
    ("The Harbour Gazette", 50, 810, 8),
    ("2", 295, 25, 8),
    *column(50, 700, "given a medal.", " It barked at the mayor, who had come", "to the harbour."),
]


def test_a_page_is_read_column_by_column():
    assert found(made(FIRST, SECOND, Author="Jane Doe", CreationDate="D:20230504101112")) == [
        Record(
            path="a.pdf",
            body="The ferry sank on Monday at the harbour, its owner said. A well-known dog swam.\n\n"
            "Nobody drowned, said the well-known owner, and the well-known dog was given a medal.\n\n"
            "It barked at the mayor, who had come to the harbour.",
            decoded=True,
            folder="pages",
            headline="Ferry sinks off Dover harbour",
            authors=("Jane Doe",),
            captured="2023-05-04",
        )
    ]


def test_a_title_in_the_properties_comes_first_if_a_person_gave_it():
    (one,) = found(made(FIRST, Title="Dover: ferry down"))
    (two,) = found(made(FIRST, Title="Microsoft Word - ferry.doc"))
    assert (one.headline, two.headline) == ("Dover: ferry down", "Ferry sinks off Dover harbour")


def test_without_larger_type_the_headline_is_looked_for_in_the_text():
    (record,) = found(made(column(50, 700, "Ferry sinks", "It sank on Monday, all of it.")))
    assert (record.headline, record.plain) == (None, True)


def lines(*texts: str, page: int = 0, drop: float = 11) -> list[Line]:
    return [
        Line(page, text.strip(), 50 + 8 * text.startswith(" "), 700 - drop * n, 9, 842)
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("texts", "paragraphs"),
    [
        (("One long line of the story", "and its end.", "Another long line which", "ends too."), 2),
        ((" One long line of the story", "goes on and on without an end", " Another one, set in, goes"), 2),
        (
            (
                "All of these lines are of one",
                "paragraph. They end in the middle",
                "of the line. Nowhere else at all.",
            ),
            1,
        ),
    ],
)
def test_paragraphs_begin_where_lines_are_set_in_or_end_early(texts: tuple[str, ...], paragraphs: int):
    assert len(reflowed(lines(*texts))) == paragraphs


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("The har-|bour is old", "The harbour is old"),
        ("The har\u00ad|bour is old", "The harbour is old"),
        ("Anne-|Marie is old", "Anne- Marie is old"),
        ("A so-called so-called so-|called dog", "A so-called so-called so-called dog"),
        ("In 1911-|12 it sank", "In 1911- 12 it sank"),
    ],
)
def test_words_that_the_end_of_a_line_cut_are_mended(text: str, joined: str):
    assert [one.text for one in reflowed(lines(*text.split("|")))] == [joined]


def test_what_stands_at_the_edge_of_one_page_alone_stays():
    top = [Line(page, text, 50, 820, 8, 842) for page, text in enumerate(("Page 1", "Page 2", "Late extra"))]
    assert without_furniture(top) == [top[2]]


def test_a_page_that_cannot_be_read_is_noted_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(pdf, "_LIMITS", {"stream_parsing_work_maximum_count": 1000})
    many = [("x", 50, 700, 9)] * 5000
    (record,) = found(made(FIRST, many))
    assert record.notes == ("pages that could not be read: 2",)


def test_pages_beyond_the_limit_are_noted(monkeypatch):
    monkeypatch.setattr(pdf, "_PAGES", 1)
    (record,) = found(made(FIRST, SECOND))
    assert record.notes == ("only the first 1 of its 2 pages were read",)


@pytest.mark.parametrize(("limit", "value"), [("_LETTERS", 200), ("_SET", 500)])
def test_a_file_too_long_for_an_article_is_refused(limit: str, value: int, monkeypatch):
    monkeypatch.setattr(pdf, limit, value)
    assert [item.kind for item in found(made(FIRST, SECOND))] == ["too-large"]


def test_a_file_with_many_broken_pages_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "_LIMITS", {"stream_parsing_work_maximum_count": 1000})
    monkeypatch.setattr(pdf, "_UNREAD", 2)
    many = [("x", 50, 700, 9)] * 5000
    (reject,) = found(made(FIRST, *[many] * 9))
    assert reject.reason == "of its 10 pages at least 3 cannot be read"


def encrypted(password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(made(FIRST)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_file_that_only_must_not_be_printed_is_read():
    (record,) = found(encrypted(""))
    assert record.headline == "Ferry sinks off Dover harbour"


WHOLE = made(FIRST)


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", "empty", "empty"),
        (b"not a pdf at all", "bad-file", "no PDF"),
        (b"%PDF-1.4\n" + b"\0" * 100, "bad-file", "no PDF"),
        (encrypted("secret"), "bad-file", "password"),
        (made([]), "no-text", "scanned"),
        (made([("\x01" * 40 + "abcdefghijklmnopqrstuvwxyz", 50, 700, 9)]), "no-text", "fonts"),
        (WHOLE[: len(WHOLE) // 3], "bad-file", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, kind: str, said: str):
    (reject,) = found(data)
    assert isinstance(reject, Reject)
    assert (reject.kind, said in reject.reason) == (kind, True)


def test_a_page_that_swells_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(pdf, "_LIMITS", {"zlib_maximum_output_length": 10_000})
    packed = pypdf.PdfWriter(io.BytesIO(made([("x" * 100_000, 50, 700, 9)])))
    packed.pages[0].compress_content_streams()
    file = io.BytesIO()
    packed.write(file)
    (reject,) = found(file.getvalue())
    assert (reject.kind, reject.reason) == ("bad-file", "of its 1 pages at least 1 cannot be read")
