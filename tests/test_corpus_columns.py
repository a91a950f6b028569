"""Foreign names: given ones come first, our own next, usual ones last, and of those it is said."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from corpus import Record, Reject, Remark
from corpus.readers import READERS
from corpus.records import Place

PLACE = Place("dump.jsonl")


def read(items: list[dict[str, object]], **columns: str) -> list[object]:
    data = "\n".join(map(json.dumps, items)).encode()
    return list(READERS[".jsonl"](io.BytesIO(data), replace(PLACE, columns=columns)))


def test_usual_names_are_taken_and_it_is_said_once():
    items = [{"article_title": "Ferry", "maintext": "It sank.", "outlet": "Courier"}] * 2
    record = Record("dump.jsonl", "It sank.", source="Courier", headline="Ferry")
    assert read(items) == [
        Remark("dump.jsonl", "fields read as source = outlet, headline = article_title, body = maintext"),
        replace(record, line=1),
        replace(record, line=2),
    ]


def test_a_name_that_turns_up_later_is_said_when_it_does():
    items = [{"body": "One.", "byline": "Ada"}, {"body": "Two.", "link": "https://a.example/"}]
    said = [item.text for item in read(items) if isinstance(item, Remark)]
    assert said == ["fields read as authors = byline", "fields read as url = link"]


def test_given_names_come_before_all_others():
    items = [{"title": "Kicker", "Lead Line": "Ferry", "text": "Short.", "long": {"text": "It sank."}}]
    assert read(items, headline="lead line", body="long.text") == [
        Record("dump.jsonl", "It sank.", line=1, headline="Ferry")
    ]


def test_our_own_names_stand_in_where_the_given_one_is_not_there():
    assert read([{"title": "Ferry", "body": "It sank."}], headline="lead") == [
        Remark("dump.jsonl", "its first item has no field lead, as --map has it"),
        Record("dump.jsonl", "It sank.", line=1, headline="Ferry"),
    ]


def test_without_a_body_it_is_said_how_to_name_one():
    remark, reject = read([{"lijf": "Het zonk."}])
    assert remark == Remark("dump.jsonl", "fields left out: lijf")
    assert isinstance(reject, Reject)
    assert reject.reason == (
        "a body is needed, under a name such as body, text, content: this item's has none; "
        "say which field holds it with: --map body=NAME"
    )


def test_a_key_that_is_there_twice_refuses_the_line():
    data = b'{"body": "one", "body": "two"}\n{"body": "three"}'
    refused, kept = READERS[".jsonl"](io.BytesIO(data), PLACE)
    assert refused == Reject(
        "dump.jsonl", 1, "bad-json", "the key 'body' is there twice, and either may be meant"
    )
    assert kept == Record("dump.jsonl", "three", line=2)


def test_half_of_a_character_refuses_the_line_and_a_whole_one_does_not():
    lines = [r'{"body": "a \ud83d\ude00"}', r'{"body": "b \ud83d"}', r'{"body": "c \\ud83d"}']
    first, second, third = READERS[".jsonl"](io.BytesIO("\n".join(lines).encode()), PLACE)
    assert first == Record("dump.jsonl", "a 😀", line=1)
    reason = r"it holds half of a character (\ud83d); write the text anew from its source"
    assert second == Reject("dump.jsonl", 2, "bad-encoding", reason)
    assert third == Record("dump.jsonl", r"c \ud83d", line=3)


def test_names_are_the_same_whatever_parts_their_words():
    items = [
        {"Publication Date": "2023-05-04", "Media-Outlet": "Courier", "Author(s)": "Ada", "Text": "It sank."}
    ]
    *_, record = read(items)
    assert record == Record(
        "dump.jsonl", "It sank.", line=1, source="Courier", published="2023-05-04", authors=("Ada",)
    )


def test_the_markup_of_a_page_is_read_as_such():
    items = [
        {
            "title": "Ferry <b>sinks</b> &amp; more",
            "body": "<p>It sank.</p><p>Nobody <i>drowned</i>.<script>x()</script></p>",
        }
    ]
    assert read(items) == [
        Record("dump.jsonl", "It sank.\n\nNobody drowned.", line=1, headline="Ferry sinks &amp; more")
    ]
    told = "Is 3 < 5? The page said <p> and <script>alert(1)</script>."
    assert read([{"body": told}]) == [Record("dump.jsonl", told, line=1)]


def test_a_column_without_a_name_holds_no_body_and_is_no_news():
    """As programs write tables that number their rows."""
    tables = (b",title\n0,Ferry\n", b",title,text,rank\n0,Ferry,It sank.,7\n")
    (refused,), (remark, record) = (READERS[".csv"](io.BytesIO(data), PLACE) for data in tables)
    assert refused == PLACE.reject(
        "bad-row",
        "no column is called body, text or content; the first row holds: , title; "
        "say which one holds the text with: --map body=NAME",
        1,
    )
    assert remark == Remark("dump.jsonl", "fields left out: rank")
    assert record == Record("dump.jsonl", "It sank.", line=2, headline="Ferry")
