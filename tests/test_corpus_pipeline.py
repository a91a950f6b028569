"""From a file to articles: every record ends as one Article or one Reject."""

from __future__ import annotations

import json
import sys
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus import KINDS, UNKNOWN, Article, CorpusError, Reject, Removal, SourceFile, find_files, read
from corpus.clean import printable
from corpus.files import SUFFIXES
from corpus.identity import article_id
from corpus.pipeline import article
from corpus.records import Record, RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, data: str | bytes, folder: str | None = None) -> list[Article | Reject]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read(SourceFile(path, path.name, folder)))


def made(**fields: object) -> Article:
    return article(Record(path="f", **{"body": "It sank.", **fields}))  # type: ignore[arg-type]


TEXT = """\
Ferry Sinks off Harbour

By Jane Doe
Date: 4 May 2023
URL: https://gazette.example/ferry

FERRY SINKS OFF HARBOUR

( – The ferry sank on Monday, Gen. Smith said.
Advertisement
Nobody drowned &amp; all was well.

Most read in The Gazette
Captain saved by dog[VIDEO]

It was 40 years old.
"""


def test_a_plain_text_becomes_an_article(tmp_path: Path):
    body = (
        "The ferry sank on Monday, Gen. Smith said.\n\nNobody drowned & all was well.\n\nIt was 40 years old."
    )
    assert written(tmp_path / "a.txt", TEXT, "harbour") == [
        Article(
            id=article_id(None, "The Gazette", "Ferry Sinks off Harbour", body),
            source="The Gazette",
            headline="Ferry Sinks off Harbour",
            body=body,
            published=date(2023, 5, 4),
            authors=("Jane Doe",),
            url="https://gazette.example/ferry",
            language="en",
            removed=(
                Removal(7, "repeated-headline", "FERRY SINKS OFF HARBOUR"),
                Removal(9, "dateline", "( –"),
                Removal(10, "advertisement", "Advertisement"),
                Removal(13, "most-read", "Most read in The Gazette"),
                Removal(14, "tagged-link", "Captain saved by dog[VIDEO]"),
            ),
            origin="a.txt",
        )
    ]


def test_a_record_becomes_an_article(tmp_path: Path):
    item = {
        "id": " 7 ",
        "source": "The Gazette",
        "title": "Ferry sinks &amp; is lost",
        "text": "Ferry sinks & is lost\nIt sank.\n",
        "date": "2023-05-04T09:00:00Z",
        "authors": ["Jane Doe"],
        "section": "News",
        "language": "en-GB",
        "url": "javascript:alert(1)",
    }
    assert written(tmp_path / "a.jsonl", json.dumps(item)) == [
        Article(
            id="7",
            source="The Gazette",
            headline="Ferry sinks & is lost",
            body="It sank.",
            published=date(2023, 5, 4),
            section="News",
            authors=("Jane Doe",),
            language="en",
            removed=(Removal(1, "repeated-headline", "Ferry sinks & is lost"),),
            origin="a.jsonl:1",
        )
    ]


def test_without_a_headline_the_lead_sentence_stands_in_and_stays():
    found = made(body="It sank. Nobody drowned.", plain=True)
    assert (found.headline, found.headline_derived, found.body) == (
        "It sank.",
        True,
        "It sank. Nobody drowned.",
    )
    assert made(body="It sank. Nobody drowned.").headline == "It sank."


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        (
            {"source": "Own", "body": "Source: Front\n\nIt sank.\n\nMost read in The Sun", "folder": "dir"},
            "Own",
        ),
        ({"body": "Source: Front\n\nIt sank.\n\nMost read in The Sun", "folder": "dir"}, "Front"),
        ({"body": "It sank.\n\nMost read in The Sun", "folder": "dir"}, "The Sun"),
        ({"body": "It sank.\n\nSource: Read Full Article", "folder": "dir"}, "dir"),
        ({"body": "Source: Read Full Article\n\nIt sank."}, UNKNOWN),
    ],
)
def test_the_source_comes_from_the_surest_witness(fields: dict[str, str], source: str):
    assert made(plain=True, **fields).source == source


def test_the_address_gives_the_date_where_the_record_does_not():
    url = "https://a.example/2023/05/04/ferry"
    assert [made(url=url).published, made(url=url, published="2022-01-01").published, made().published] == [
        date(2023, 5, 4),
        date(2022, 1, 1),
        None,
    ]


@pytest.mark.parametrize(
    ("suffix", "data", "kind"),
    [
        (".txt", b"", "empty"),
        (".txt", b"a\0b", "binary"),
        (".txt", b"x " * 2_600_000, "too-large"),
        (".txt", b"\xff\xfe\x00", "bad-encoding"),
        (".jsonl", b"{", "bad-json"),
        (".csv", b"a,b\n", "bad-row"),
        (".zip", b"no zip", "bad-archive"),
        (".txt", b"Advertisement\n\nREAD MORE", "no-text"),
        (".txt", "\u200b\u202e".encode(), "no-text"),
    ],
)
def test_what_is_no_article_is_a_reject(tmp_path: Path, suffix: str, data: bytes, kind: str):
    (found,) = written(tmp_path / f"a{suffix}", data)
    assert isinstance(found, Reject)
    assert (found.path, found.kind) == (f"a{suffix}", kind)


def test_a_file_that_is_gone_is_a_reject(tmp_path: Path):
    (found,) = read(SourceFile(tmp_path / "gone.txt", "gone.txt"))
    assert found == Reject(
        "gone.txt", None, "unreadable", "the file cannot be read: No such file or directory"
    )


def test_a_records_own_id_is_kept_without_control_characters():
    assert article_id(" a\x00b\ud800 ", "s", "h", "b") == "ab"


def test_without_a_usable_id_what_the_article_says_makes_one():
    ids = [article_id(own, "s", "h", "b") for own in (None, "", " ", "\x00")]
    assert ids == ["5ada720c7aeaf73a"] * 4


def test_ids_differ_where_parts_meet_elsewhere_and_stay_short():
    ids = {
        article_id(None, "s", "h", "b"),
        article_id(None, "s", "hb", ""),
        article_id("x" * 201, "s", "h", "b"),
    }
    assert [len(one) for one in ids] == [16, 16, 16]


def test_reading_the_same_corpus_twice_gives_the_same_articles(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    first, second = ([item for file in find_files([tmp_path]) for item in read(file)] for _ in range(2))
    assert first == second


def test_a_removal_has_the_line_of_the_raw_text():
    assert made(body="\r\n\r\nIt sank.\r\n&#10;\r\nAdvertisement\r\n").removed == (
        Removal(5, "advertisement", "Advertisement"),
    )


@pytest.mark.parametrize("url", ["https://e.com/\ud800x", "https://e.com/\x07", "https://e.com/\u200b"])
def test_an_address_with_what_cannot_be_printed_is_none(url: str):
    assert made(url=url).url is None


def test_a_reader_that_cannot_be_imported_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(CorpusError, match=r"^the module trafilatura .*: pip install -r requirements.txt$"):
        written(tmp_path / "a.html", "<p>It sank.")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.html", "<p>It sank.")
    with pytest.raises(CorpusError, match=r"^the module trafilatura "):
        list(read(SourceFile(tmp_path / "a.zip", "a.zip")))


def test_a_file_is_read_by_the_suffix_of_its_name_and_not_of_what_it_leads_to(tmp_path: Path):
    (tmp_path / "blob").write_text('{"body": "It sank."}', encoding="utf-8")
    (found,) = read(SourceFile(tmp_path / "blob", "z.JSON"))
    assert isinstance(found, Article)


HOSTILE = st.text(alphabet=st.characters(exclude_categories=())) | st.sampled_from(
    [
        "\ud800",
        "a\ud800b",
        "https://e.com/\ud800x",
        "https://e.com/\x9f",
        "&#xD800;",
        "en\ud800",
        "2023-05-04\ud800",
    ]
)
FIELDS = ("id", "source", "headline", "published", "section", "url", "language", "folder")


@example(fields={"body": "0", "path": "", "id": "\xad"}, author="", plain=False)
@given(
    st.fixed_dictionaries({"body": HOSTILE, "path": HOSTILE}, optional=dict.fromkeys(FIELDS, HOSTILE)),
    HOSTILE,
    st.booleans(),
)
def test_every_string_of_an_article_can_be_written_down(fields: dict[str, str], author: str, plain: bool):  # noqa: FBT001
    try:
        found = article(Record(**fields, authors=(author,), plain=plain))  # type: ignore[arg-type]
    except RefusedError:
        return  # nothing was left of the body
    names = [found.id, found.source, found.headline, found.section, found.url, found.language, found.origin]
    lines = [*found.body.split("\n"), *found.authors, *(removal.text for removal in found.removed)]
    strings = [text for text in (*names, *lines) if text is not None]
    assert [printable(text) for text in strings] == strings
    assert "".join(strings).encode("utf-8").decode("utf-8") == "".join(strings)


PIECES = st.lists(
    st.sampled_from(
        [
            TEXT,
            "Ferry sinks",
            "( – On Monday",
            "READ MORE",
            "It sank. ",
            "\n",
            "\n\n",
            "Source: x",
            "By Jane Doe",
            "\u200b",
        ]
    )
)


@given(PIECES.map("\n".join))
def test_cleaning_a_clean_body_changes_nothing(text: str):
    try:
        once = made(body=text, decoded=True, headline="Harbour news").body
    except RefusedError:
        return  # nothing but furniture
    assert made(body=once, decoded=True, headline="Harbour news").body == once


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=150,
)
@given(
    st.sampled_from(SUFFIXES),
    st.one_of(st.binary(max_size=300), st.text().map(lambda text: text.encode("utf-8", "replace"))),
)
def test_no_bytes_make_reading_raise(tmp_path: Path, suffix: str, data: bytes):
    found = written(tmp_path / f"a{suffix}", data)
    assert {item.kind for item in found if isinstance(item, Reject)} <= set(KINDS)
    assert all(item.headline and item.body for item in found if isinstance(item, Article))


def test_a_date_that_may_be_two_is_a_note_and_the_address_settles_it():
    record = Record("f", "The ferry sank on Monday, the harbour office said.", published="03/04/2023")
    doubted = article(record)
    assert doubted.published is None
    assert doubted.notes == ('"03/04/2023" may be 4 March 2023 or 3 April 2023; the article is left undated',)
    settled = article(replace(record, url="https://a.example/2023/04/03/ferry"))
    assert (settled.published, settled.notes) == (date(2023, 4, 3), ())


def test_the_day_of_archiving_is_the_last_resort_and_said():
    record = Record("f", "The ferry sank on Monday.", captured="2023-05-04T10:00:00Z")
    assert article(record).published == date(2023, 5, 4)
    assert article(record).notes == (
        "nothing names the day of publication; this is the day on which it was archived, or its file was made",
    )
    assert article(replace(record, published="2023-05-02")).published == date(2023, 5, 2)


def test_a_language_that_is_declared_and_not_written_is_overruled_with_a_note():
    body = (
        "Die Fähre ist am Montag vor der Küste gesunken, wie das Hafenamt mitteilte. Alle Menschen an Bord "
        "wurden gerettet, sagte ein Sprecher. Die Ursache ist noch nicht bekannt."
    )
    spoken = article(Record("f", body, language="en-US"))
    assert (spoken.language, spoken.notes) == ("de", ('declared as "en", but the text is in "de"',))
    assert article(Record("f", body)).language == "de"
