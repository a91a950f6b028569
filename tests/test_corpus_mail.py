"""Mails: the subject is the headline, the better of text and page is taken, what is left out is said."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import pytest

from corpus import Article, Enclosed, Record, Reject, SourceFile, read
from corpus.readers import READERS, mbox
from corpus.records import Item, Place

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Place("a.eml", "letters")
HEAD = """\
From: "Jane Doe" <jane@gazette.example>
Subject: =?utf-8?q?Ferry_sinks_=E2=80=93?= nobody drowned
Date: Thu, 04 May 2023 23:11:12 +0200
Message-ID: <17@gazette.example>
List-Id: "The Gazette, mornings" <mornings.gazette.example>
Archived-At: <https://gazette.example/17>
Content-Language: en
"""
RECORD = Record(
    path="a.eml",
    body="It sank.\n",
    folder="letters",
    id="17@gazette.example",
    source="The Gazette, mornings",
    headline="Ferry sinks – nobody drowned",
    published="2023-05-04",
    authors=("Jane Doe",),
    url="https://gazette.example/17",
    language="en",
)


def found(data: bytes | str, suffix: str = ".eml") -> list[Item]:
    return list(READERS[suffix](io.BytesIO(data.encode() if isinstance(data, str) else data), PLACE))


def parts(kind: str, *inner: str) -> str:
    body = "".join(f"--cut\n{part}\n" for part in inner)
    return f'Content-Type: multipart/{kind}; boundary="cut"\n\n{body}--cut--\n'


def part(text: str, kind: str = "text/plain", *headers: str) -> str:
    return "\n".join((f"Content-Type: {kind}", *headers, "", text))


def test_a_mail_gives_every_field():
    assert found(HEAD + "\nIt sank.\n") == [RECORD]


@pytest.mark.parametrize(
    ("headers", "source", "authors"),
    [
        ("From: Gazette <a@gazette.example>", "Gazette", ()),
        ("From: a@gazette.example", "gazette.example", ()),
        ("From: Gazette <a@b.example>\nList-Id: Gazette <g.example>", "Gazette", ()),
        ("From: Gazette <a@b.example>\nList-Id: <g.example>", "Gazette", ()),
        ("Subject: none", None, ()),
    ],
)
def test_the_source_is_the_list_or_the_sender(headers: str, source: str | None, authors: tuple[str, ...]):
    (record,) = found(f"{headers}\n\nIt sank.\n")
    assert (record.source, record.authors) == (source, authors)


def test_the_text_is_taken_where_it_says_as_much_as_the_page():
    both = parts(
        "alternative",
        part("It sank on Monday, all in all."),
        part("<p>It <b>sank</b> on Monday, all in all.", "text/html"),
    )
    assert [item.body for item in found(HEAD + both)] == ["It sank on Monday, all in all."]


def test_the_page_is_taken_where_the_text_only_points_to_it():
    page = f"<style>{'p {} ' * 500}</style><p>{'It sank. ' * 50}</p>"
    (enclosed,) = found(HEAD + parts("alternative", part("See it in a browser."), part(page, "text/html")))
    assert (enclosed.suffix, enclosed.data.decode(), enclosed.known.headline) == (
        ".html",
        page,
        RECORD.headline,
    )


def test_a_page_alone_is_given_in_utf_8():
    data = base64.b64encode("<p>Zelenský".encode("iso-8859-2")).decode()
    (enclosed,) = found(part(data, "text/html; charset=iso-8859-2", "Content-Transfer-Encoding: base64"))
    assert enclosed.data.decode() == "<p>Zelenský"


def test_what_is_attached_is_left_out_and_that_is_noted():
    inner = parts("mixed", part("It sank."), part("%PDF", "application/pdf"), part("x", "image/png"))
    attached = part("log", "text/plain", "Content-Disposition: attachment")
    (record,) = found(HEAD + inner.replace("--cut--", f"--cut\n{attached}\n--cut--"))
    assert (record.body, record.notes) == (
        "It sank.",
        ("left out of the mail: 1 application/pdf, 1 image/png, 1 text/plain",),
    )


@pytest.mark.parametrize(
    ("text", "charset"),
    [("フェリーが沈んだ", "iso-2022-jp"), ("Zelenský řekl", "iso-8859-2"), ("Паром затонул", "koi8-r")],
)
def test_encodings_are_those_the_mail_names(text: str, charset: str):
    data = part("", f"text/plain; charset={charset}").encode() + b"\n" + text.encode(charset)
    assert [item.body.strip() for item in found(data)] == [text]


def test_lines_that_flow_are_joined():
    flowed = part("It sank \non Monday.\n \nAll \nwell.\n-- \nJane", "text/plain; format=flowed")
    assert [item.body for item in found(flowed)] == ["It sank on Monday.\n\nAll well.\n-- \nJane"]


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (b"F\xe4hre gesunken \xfcberall", "Fähre gesunken überall"),
        (b"=?utf-8?b?a?= x", "=?utf-8?b?a?= x"),
        (b"=?nonsense?q?ferry?=", "ferry"),
        (b"folded\n over lines", "folded over lines"),
    ],
)
def test_subjects_are_read_as_they_were_meant(raw: bytes, meant: str):
    (record,) = found(b"Subject: " + raw + b"\n\nIt sank.\n")
    assert record.headline == meant


def test_a_header_without_end_harms_nothing():
    (record,) = found(f"Content-Type: text/plain; {'a*0=b; ' * 200_000}\nSubject: Ferry\n\nIt sank.\n")
    assert (record.headline, record.body) == ("Ferry", "It sank.\n")


NESTED = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(60)) + part(
    "deep"
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("", "empty"),
        ("no headers here\nat all\n", "bad-file"),
        (HEAD + "\n\n", "no-text"),
        (HEAD + part("%PDF", "application/pdf"), "no-text"),
        (HEAD + parts("mixed", *[part("x")] * 2000), "bad-file"),
        (NESTED, "bad-file"),
        (NESTED * 20, "bad-file"),
        (b"Subject: x\n\n\0\0\0", "binary"),
    ],
)
def test_bad_mails_are_refused(data: bytes | str, kind: str):
    assert [item.kind for item in found(data) if isinstance(item, Reject)] == [kind]


FROM = "From jane@gazette.example Thu May  4 10:11:12 2023\n"


def mails(data: str) -> list[tuple[int | None, str]]:
    return [
        (item.known.line, item.data.decode()) if isinstance(item, Enclosed) else (item.line, item.kind)
        for item in found(data, ".mbox")
    ]


def test_a_mailbox_is_cut_at_the_lines_between_its_mails():
    assert mails(f"{FROM}Subject: 1\n\nOne.\n\n{FROM}Subject: 2\n\nTwo.\n") == [
        (1, "Subject: 1\n\nOne.\n\n"),
        (2, "Subject: 2\n\nTwo.\n"),
    ]


def test_text_that_begins_with_from_parts_nothing():
    text = f"Subject: 1\n\nOne.\n\nFrom Monday on, ferries sink.\n>{FROM}{FROM}\n"
    unquoted = text.replace(f">{FROM}", FROM)
    assert mails(FROM + text) == [(1, unquoted)]


def test_a_mail_too_large_is_left_out_and_the_next_one_is_read(monkeypatch):
    monkeypatch.setattr(mbox, "MOST", 1000)
    assert mails(f"{FROM}Subject: 1\n\n{'x' * 5000}\n\n{FROM}Subject: 2\n\nTwo.\n") == [
        (1, "too-large"),
        (2, "Subject: 2\n\nTwo.\n"),
    ]


def test_an_empty_mailbox_is_refused():
    assert mails("\n\n") == [(None, "empty")]


def test_a_mailbox_becomes_articles_with_the_numbers_of_its_mails(tmp_path: Path):
    page = f"<html><body><article>{'<p>The ferry sank on Monday, its owner said.</p>' * 9}</article></body>"
    html = HEAD.replace("17", "18") + part(page, "text/html")
    path = tmp_path / "a.mbox"
    path.write_text(f"{FROM}{HEAD}\nIt sank.\n\n{FROM}broken\n\n{FROM}{html}\n", encoding="utf-8")
    one, bad, two = read(SourceFile(path, "a.mbox"))
    assert (bad.kind, bad.line) == ("bad-file", 2)
    assert [(a.id, a.headline, a.source, a.origin) for a in (one, two) if isinstance(a, Article)] == [
        ("17@gazette.example", RECORD.headline, RECORD.source, "a.mbox:1"),
        ("18@gazette.example", RECORD.headline, RECORD.source, "a.mbox:3"),
    ]
