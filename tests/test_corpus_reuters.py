"""The SGML of Reuters-21578."""

from __future__ import annotations

import pytest
from wires import items, only, outline, reason

from corpus import Article, Record
from corpus.pipeline import outcomes

HEAD = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'


def reuters(text: str, number: int = 1, kind: str = "NORM") -> str:
    return (
        f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="5544" NEWID="{number}">\n'
        "<DATE>26-FEB-1987 15:01:01.79</DATE>\n<TOPICS><D>ship</D><D>grain</D></TOPICS>\n<PLACES></PLACES>\n"
        f'<UNKNOWN>&#5;&#5;&#5;C T\nf0704 reute</UNKNOWN>\n<TEXT TYPE="{kind}">&#2;\n{text}\n&#3;</TEXT>\n</REUTERS>\n'
    )


STORY = """<TITLE>FERRY SINKS, M&amp;A HALTED</TITLE>
<AUTHOR>    By Jane Doe, Reuters</AUTHOR>
<DATELINE>    QUELL, Feb 26 - </DATELINE><BODY>The ferry sank in the harbour on Monday, and nobody drowned,
said the &lt;Quell Corp> office.
    The café on board is lost.
 Reuter
\x03</BODY>"""


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_an_item_gives_every_field(encoding: str):
    assert items(".sgm", (HEAD + reuters(STORY)).encode(encoding)) == [
        Record(
            path="f",
            body="QUELL, Feb 26 - The ferry sank in the harbour on Monday, and nobody drowned, said the <Quell Corp> "
            "office.\n\nThe café on board is lost.\n\nReuter",
            line=1,
            folder="wire",
            id="reuters-1",
            source="Reuters",
            headline="FERRY SINKS, M&A HALTED",
            published="26-FEB-1987",
            section="ship",
            authors=("Jane Doe",),
            language="en",
        )
    ]


def test_a_flash_is_an_article_of_its_headline():
    record = only(items(".sgml", reuters("******<TITLE>FERRY SINKS</TITLE>", kind="BRIEF")))
    (article,) = outcomes(record)
    assert isinstance(article, Article)
    assert (article.headline, article.body, article.notes) == (
        "FERRY SINKS",
        "FERRY SINKS",
        ("a flash: its headline is all there is",),
    )


def test_text_without_marked_parts_is_read_and_says_so():
    record = only(items(".sgm", reuters("SHIP RATES\n======\n   Quell 2\n   Marrin 3", kind="UNPROC")))
    assert (record.headline, record.body, record.notes) == (
        None,
        "SHIP RATES\n\nQuell 2\n\nMarrin 3",
        ("its text has no parts marked (UNPROC)",),
    )


def test_an_item_that_is_broken_costs_no_other():
    whole = reuters("<TITLE>T</TITLE><BODY>Ay.</BODY>")
    broken = [whole[:200], "<REUTERS NEWID='2'></REUTERS>", reuters("", kind="UNPROC")]
    assert outline(items(".sgm", HEAD + whole.join(["", *broken, ""]))) == [
        *((1, "Ay."), (2, "bad-xml"), (3, "Ay."), (4, "bad-xml"), (5, "Ay."), (6, "no-text"), (7, "Ay."))
    ]


def test_a_file_that_is_cut_off_gives_the_items_before():
    text = "".join(reuters("<TITLE>T</TITLE><BODY>Ay.</BODY>", number) for number in range(2000))
    found = outline(items(".sgm", text[:-50]))
    assert (found[:-1], found[-1]) == ([(number, "Ay.") for number in range(1, 2000)], (2000, "bad-xml"))


@pytest.mark.parametrize("text", ["", "<nitf></nitf>", "x" * 1_000_000, "<REUTER"])
def test_other_sgml_is_refused(text: str):
    assert reason(items(".sgm", text)) == "no <REUTERS> is in it, and of SGML only Reuters-21578 is read"


def test_an_item_without_end_is_refused_before_it_fills_the_memory():
    assert outline(items(".sgm", reuters("") + "<REUTERS>" + "x" * 6_000_000)) == [
        (1, "no-text"),
        (2, "too-large"),
    ]
