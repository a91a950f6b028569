"""Readers: every item of a file is one Record or one Reject."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Record, Reject, Remark
from corpus.readers import READERS, json_array, jsonl, rows
from corpus.records import KINDS, Place

FULL = {
    "ID": 7,
    "Source": {"name": "The Gazette"},
    "title": "Ferry sinks",
    "content": ["It sank.", "Nobody drowned."],
    "date": "2023-05-04",
    "url": "https://a.example/1",
    "section": "News",
    "author": "By Jane Doe and John Roe",
    "language": "en",
}
FULL_RECORD = Record(
    path="f",
    body="It sank.\n\nNobody drowned.",
    line=1,
    folder="harbour",
    id="7",
    source="The Gazette",
    headline="Ferry sinks",
    published="2023-05-04",
    section="News",
    authors=("Jane Doe", "John Roe"),
    url="https://a.example/1",
    language="en",
)


def read(suffix: str, data: bytes | str) -> list[Record | Reject]:
    raw = data.encode() if isinstance(data, str) else data
    return list(READERS[suffix](io.BytesIO(raw), Place("f", "harbour")))


def outline(items: list[Record | Reject]) -> list[tuple[int | None, str]]:
    told = [item for item in items if not isinstance(item, Remark)]
    return [(item.line, item.body if isinstance(item, Record) else item.kind) for item in told]


def test_a_line_of_jsonl_gives_every_field():
    assert read(".jsonl", json.dumps(FULL)) == [FULL_RECORD]


def test_jsonl_goes_on_after_a_bad_line():
    lines = [
        '{"body": "one"}',
        "",
        "{broken",
        "[1]",
        '{"title": "no body"}',
        '{"body": " "}',
        '{"body": {"a": 1}}',
        '{"body": true}',
        '{"body": 5, "body": 6}',
        "[" * 100_000,
        '{"text": null, "content": "last"}',
    ]
    assert outline(read(".jsonl", "\n".join(lines))) == [
        *(
            (1, "one"),
            (3, "bad-json"),
            (4, "bad-json"),
            (5, "no-text"),
            (6, "empty"),
            (7, "no-text"),
            (8, "no-text"),
        ),
        *((9, "bad-json"), (10, "bad-json"), (11, "last")),
    ]


def test_a_broken_line_says_where_it_breaks():
    assert read(".jsonl", '{"body": oops}') == [
        Reject("f", 1, "bad-json", "this is no JSON: Expecting value at character 10")
    ]


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jsonl, "_LONGEST_LINE", 100)
    data = '{"body": "a"}\n{"body": "%s"}\n{"body": "b"}' % ("x" * 500)
    assert outline(read(".jsonl", data)) == [(1, "a"), (2, "too-large"), (3, "b")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".txt", ".csv"])
def test_a_byte_order_mark_is_no_part_of_the_text(suffix: str, encoding: str):
    text = {".csv": "body\ncafé", ".txt": "café"}.get(suffix, '{"body": "café"}')
    assert [item.body for item in read(suffix, text.encode(encoding)) if isinstance(item, Record)] == ["café"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("It’s a £5 fee", "cp1252"),
        ("Der Präsident sagte am Donnerstag, die Flüge würden gestrichen.", "cp1252"),
        ("Путин обвинил США в нападении на Кремль", "cp1251"),
        ("Minister rolnictwa powiedział w piątek, że żniwa będą opóźnione.", "cp1250"),
        ("首相は木曜日に東京で会見した。", "shift_jis"),
    ],
)
def test_other_encodings_are_found_out(text: str, encoding: str):
    assert outline(read(".txt", text.encode(encoding))) == [(None, text)]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"text\0with zero", "binary"),
        (bytes(range(1, 32)) * 9, "binary"),
        (bytes(range(128, 256)) * 3 + b"\x81\x8d\xff\xfe", "bad-encoding"),
        (b"\xff\xfe\x00", "bad-encoding"),
        (b"x" * 20_000_001, "too-large"),
    ],
)
def test_a_text_that_is_none_is_refused(data: bytes, kind: str):
    assert outline(read(".txt", data)) == [(None, kind)]


def test_a_plain_text_is_marked_as_such():
    assert read(".txt", "Ferry sinks") == [Record(path="f", body="Ferry sinks", plain=True, folder="harbour")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"body": "a"}', [(None, "a")]),
        (
            '[{"body": "a"}, 5, {"x": 1}, {"text": "b"}]',
            [(1, "a"), (2, "bad-json"), (3, "no-text"), (4, "b")],
        ),
        ('{"status": "ok", "articles": [{"content": "a"}]}', [(1, "a")]),
        ('{"body": "a"}\n{"body": "b"}', [(1, "a"), (2, "b")]),
        ("[]", [(None, "empty")]),
        ("5", [(None, "bad-json")]),
        ("{broken", [(None, "bad-json")]),
        ("[" * 100_000, [(None, "bad-json")]),
        ("1" * 5000, [(None, "bad-json")]),
        ("", [(None, "empty")]),
    ],
)
def test_json_holds_one_article_or_many(text: str, found: list[tuple[int | None, str]]):
    assert outline(read(".json", text)) == found


def test_a_row_gives_every_field_by_its_header():
    table = "id,source,headline,text,published,section,authors,URL,language\n"
    row = '7,The Gazette,Ferry sinks,"It sank.\n\nNobody drowned.",2023-05-04,News,Jane Doe and John Roe,https://a.example/1,en\n'
    assert read(".csv", table + row) == [Record(**{**_fields(FULL_RECORD), "line": 2})]


def _fields(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in Record.__slots__}


@pytest.mark.parametrize(
    ("suffix", "text", "found"),
    [
        (".csv", "title;body\nA;one, two\n", [(2, "one, two")]),
        (".tsv", 'title\tbody\nA\tone\n\nB\t"two\n"\nC\tthree', [(2, "one"), (4, "two\n"), (6, "three")]),
        (
            ".csv",
            "title,body,url\nA,one\nB\nC,two,u,x\nD,three,u,,\n",
            [(2, "one"), (3, "no-text"), (4, "bad-row"), (5, "three")],
        ),
        (".csv", "body\no\0ne\n", [(2, "one")]),
        (".csv", 'body\na "stray" quote\n"b" c\n', [(2, 'a "stray" quote'), (3, "b c")]),
        (".csv", "title,words\nA,one\n", [(1, "bad-row")]),
        (".csv", "", [(None, "empty")]),
        (".csv", b"body\nfine\n\x01\x02\x03\x04\x05\nagain\n", [(2, "fine"), (3, "binary"), (4, "again")]),
        (".csv", b"\x01\x02\x03", [(None, "binary")]),
    ],
)
def test_tables_are_read_row_by_row(suffix: str, text: str | bytes, found: list[tuple[int | None, str]]):
    assert outline(read(suffix, text)) == found


def test_a_quote_left_open_loses_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "TEXT_LIMIT", 50)
    text = 'body\n"open\n' + "line of text\n" * 6 + "last\n"
    assert outline(read(".csv", text))[0] == (2, "too-large")
    assert outline(read(".csv", text))[-1] == (9, "last")


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ('1,"open\n2,two\n3,three\n', [(2, "bad-row"), (3, "two"), (4, "three")]),
        ('1,"open\n2,"two"\n3,"three"\n', [(2, "bad-row"), (3, "two"), (4, "three")]),
        ('1,"open\n2,two"\n3,three\n', [(2, "open\n2,two"), (4, "three")]),
        ('1,"open\nand on\n\n2,"two"\n3,"also', [(2, "bad-row"), (5, "two"), (6, "bad-row")]),
        ('"1,open\n2,two\n3,"three"\n', [(2, "bad-row"), (3, "two"), (4, "three")]),
        ('1,"open\n2,tw\1\2o\n3,three\n', [(2, "binary"), (4, "three")]),
        ('1,"one" two\n2,"a ""quote"""\n', [(2, "one two"), (3, 'a "quote"')]),
    ],
)
def test_a_quote_left_open_costs_its_own_row(table: str, found: list[tuple[int, str]]):
    assert outline(read(".csv", "id,body\n" + table)) == found


def test_a_quote_left_open_says_how_much_it_took():
    assert read(".csv", 'id,body\n1,"open\nand on\n\n2,two\n')[0] == Reject(
        "f",
        2,
        "bad-row",
        "the row over 4 lines cannot be read: unexpected end of data; is a quote left open? (3 lines are lost with it)",
    )


def test_a_body_over_the_limit_in_a_table_is_too_large():
    data = f'id,body\n1,"{"x" * 5_000_001}"\n2,two\n'
    assert outline(read(".csv", data)) == [(2, "too-large"), (3, "two")]


def test_a_list_over_the_limit_points_to_lines(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(json_array, "_BYTES", 2_000_000)
    reason = "it is over the limit of 2 MB for a file of this kind; write it as .jsonl, one article a line, which has no limit"
    assert read(".json", " " * 2_000_001) == [Reject("f", None, "too-large", reason)]


PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Ferry sinks | The Gazette</title>
<meta property="og:site_name" content="The Gazette"><meta name="author" content="Jane Doe">
<meta property="og:url" content="https://gazette.example/ferry"><meta property="article:published_time" content="2023-05-04T09:00:00Z">
</head><body><nav>Home News Sport</nav><article><h1>Ferry sinks</h1>
<p>The ferry Northern Star sank off the harbour on Monday morning after a fire broke out, the coast guard said.</p>
<p>All of the sixty-two passengers were saved by fishing boats &amp; a lifeboat, and nobody was badly hurt.</p>
</article><footer>Copyright 2023 The Gazette</footer></body></html>"""


def test_a_page_gives_its_text_and_what_it_says_of_itself():
    (found,) = read(".html", PAGE)
    assert isinstance(found, Record)
    assert found.body.splitlines()[-2:] == [
        "The ferry Northern Star sank off the harbour on Monday morning after a fire broke out, the coast guard said.",
        "All of the sixty-two passengers were saved by fishing boats & a lifeboat, and nobody was badly hurt.",
    ]
    assert _fields(found) == {
        **_fields(Record(path="f", body=found.body, decoded=True, folder="harbour")),
        "source": "The Gazette",
        "headline": "Ferry sinks",
        "published": "2023-05-04T09:00:00Z",
        "authors": ("Jane Doe",),
        "url": "https://gazette.example/ferry",
        "language": "en-GB",
    }


def test_the_charset_a_page_declares_is_believed():
    (found,) = read(
        ".htm", PAGE.replace("utf-8", "iso-8859-2").replace("Northern", "Północ").encode("iso-8859-2")
    )
    assert isinstance(found, Record)
    assert "Północ Star" in found.body


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<html><body></body></html>", "no-text"),
        (b"\n", "empty"),
        (b"\0", "binary"),
        (b"<p>" + b"x" * 20_000_000, "too-large"),
        (b"<p>a" * 100_001, "too-large"),
    ],
)
def test_a_page_without_a_story_is_refused(data: bytes, kind: str):
    assert outline(read(".html", data)) == [(None, kind)]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(READERS)),
    st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))),
)
def test_no_bytes_make_a_reader_raise(suffix: str, data: bytes):
    assert {item.kind for item in read(suffix, data) if isinstance(item, Reject)} <= set(KINDS)
