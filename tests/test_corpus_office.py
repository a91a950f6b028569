"""Documents of word processors: paragraphs, headings and tables in, notes and deleted words out."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus import Record, Reject
from corpus.readers import READERS
from corpus.readers.properties import plausible_author, plausible_title
from corpus.records import Item, Place

PLACE = Place("a.docx", "desk")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
</w:styles>"""
CORE = (
    '<p:p xmlns:p="p" xmlns:dc="dc"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>'
    "<p:created>2023-05-04T10:11:12Z</p:created><dc:language>en-GB</dc:language></p:p>"
)


def zipped(**parts: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", text)
    return file.getvalue()


def paragraph(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/><w:tabs><w:tab w:pos="9"/></w:tabs></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def docx(body: str, title: str = "", author: str = "") -> bytes:
    document = f'<w:document {W} xmlns:mc="mc"><w:body>{body}</w:body></w:document>'
    return zipped(word__document=document, word__styles=STYLES, docProps__core=CORE.format(title, author))


def found(data: bytes, suffix: str = ".docx") -> list[Item]:
    return list(READERS[suffix](io.BytesIO(data), PLACE))


def test_a_document_gives_what_it_holds():
    body = paragraph("Harbour desk") + paragraph("Ferry sinks", "Titel") + paragraph("It sank.")
    assert found(docx(body, "Some other title", "Jane Doe")) == [
        Record(
            path="a.docx",
            body="Harbour desk\n\nIt sank.",
            decoded=True,
            folder="desk",
            headline="Ferry sinks",
            authors=("Jane Doe",),
            language="en-GB",
            captured="2023-05-04",
        )
    ]


BODY = (
    (
        "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>swam</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>sank</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>twice</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>off A&amp;B,</w:t><w:br/><w:t>on Mon</w:t>"
        "<w:noBreakHyphen/><w:t>day.</w:t></w:r></w:p>"
    ),
    "<w:p><w:r><w:t>Around.</w:t><mc:AlternateContent><mc:Choice>" + paragraph("A box.") + "</mc:Choice>"
    "<mc:Fallback>" + paragraph("A box.") + "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    "<w:tbl>"
    + row(paragraph("Ship"), paragraph("Year"))
    + row(paragraph("Dover"), paragraph("1911"))
    + "</w:tbl>",
    "<w:tbl>"
    + row(paragraph("In its place.") + "<w:tbl>" + row(paragraph("1"), paragraph("2")) + "</w:tbl>", "")
    + "</w:tbl>",
)


def test_what_is_shown_is_text_and_what_is_not_is_none():
    (record,) = found(docx("".join(BODY)))
    assert record.body.split("\n\n") == [
        "It sank off A&B,\non Mon-day.",
        "A box.",
        "Around.",
        "Ship | Year",
        "Dover | 1911",
        "In its place.",
        "1 | 2",
    ]


@pytest.mark.parametrize(
    ("body", "title", "headline"),
    [
        (paragraph("Ferry", "berschrift2") + paragraph("It sank."), "Dover and more", "Ferry"),
        (paragraph("It sank.") + paragraph("Dog", "berschrift2"), "Dover and more", "Dover and more"),
        (paragraph("Ferry") + paragraph("It sank."), "Microsoft Word - ferry.doc", None),
    ],
)
def test_the_headline_is_that_of_the_document_before_that_of_its_properties(
    body: str, title: str, headline: str | None
):
    (record,) = found(docx(body, title))
    assert (record.headline, record.plain) == (headline, headline is None)


ODT = """<o:d xmlns:o="o" xmlns:text="text" xmlns:table="table" xmlns:style="style">
<style:style style:name="P1" style:parent-style-name="Title"/>
<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes>
<text:p text:style-name="P1">Ferry <text:span>sinks</text:span></text:p>
<text:h text:outline-level="2">Harbour</text:h>
<text:p>It<text:s/>sank
off Dover.<text:note><text:p>A note.</text:p></text:note></text:p>
<table:table-row><table:table-cell><text:p>Ship</text:p></table:table-cell>
<table:table-cell><text:p>Year</text:p></table:table-cell></table:table-row></o:d>"""


def test_the_open_format_is_read_alike():
    meta = '<o:m xmlns:o="o" xmlns:m="m"><m:creation-date>2023-05-04T10:11:12</m:creation-date></o:m>'
    assert found(zipped(content=ODT, meta=meta), ".odt") == [
        Record(
            path="a.docx",
            body="Harbour\n\nIt sank off Dover.\n\nShip | Year",
            decoded=True,
            folder="desk",
            headline="Ferry sinks",
            captured="2023-05-04",
        )
    ]


BOMB = '<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
WHOLE = docx(paragraph("It sank."))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"PK\3\4 and nothing more", "bad-file"),
        (b"\xd0\xcf\x11\xe0 an old one", "bad-file"),
        (WHOLE[:-40], "bad-file"),
        (WHOLE.replace(WHOLE[60:80], bytes(20)), "bad-file"),
        (zipped(content=ODT), "bad-file"),
        (docx(""), "no-text"),
        (zipped(word__document="<w:p"), "bad-xml"),
        (zipped(word__document=BOMB), "bad-xml"),
        (zipped(word__document="<a>" * 5000), "bad-xml"),
        (zipped(word__document=b"<a>" + b" " * 50_000_000), "too-large"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, kind: str):
    assert [item.kind for item in found(data) if isinstance(item, Reject)] == [kind]


def test_properties_that_are_broken_do_no_harm():
    text = f"<w:document {W}>{paragraph('It sank.')}</w:document>"
    (record,) = found(zipped(word__document=text, docProps__core=BOMB))
    assert record.body == "It sank."


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Ferry",
        "Microsoft Word - ferry.doc",
        "Document 1",
        "untitled",
        "seite_1_final",
        "2023-05-04 v2.indd",
        "Layout 1",
        "ferry-03.pdf",
    ],
)
def test_titles_that_programs_make_up_are_none(title: str):
    assert plausible_title(title) is None


def test_a_title_that_a_person_gave_is_one():
    assert plausible_title(" Ferry  sinks off Dover ") == "Ferry sinks off Dover"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "jdoe",
        "Microsoft Office User",
        "admin",
        "Desk 7",
        "Acrobat PDFMaker 9",
        "The Board of the Harbour",
    ],
)
def test_authors_that_are_no_person_are_none(name: str):
    assert plausible_author(name) == ()


@pytest.mark.parametrize("name", ["Jane Doe", "Anne-Marie O’Hara", "J. R. van Dam"])
def test_an_author_with_a_name_is_one(name: str):
    assert plausible_author(name) == (name,)
