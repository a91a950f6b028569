"""ninjs, told by its shape wherever JSON may hold an article."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from wires import items, only, outline, reason

from corpus import Record, Remark
from corpus.readers import READERS
from corpus.records import Place

FIRST: dict[str, Any] = {
    "uri": "https://a.example/1",
    "type": "text",
    "versioncreated": "2023-06-01T10:00:00Z",
    "firstcreated": "2023-05-04T10:00:00Z",
    "pubstatus": "usable",
    "language": "en-GB",
    "copyrightholder": "Harbour Wire",
    "subject": [{"code": "medtop:1", "name": "ferries"}],
    "byline": "By Jane Doe, Harbour Wire",
    "headline": "Ferry sinks",
    "description_text": "The lead.",
    "body_text": "It sank. Ay.",
    "body_html": "<p>It <b>sank</b>.</p><p>Ay.</p>",
    "associations": {"main": {"type": "picture", "uri": "x", "body_text": "A ferry."}},
}
THIRD: dict[str, Any] = {
    "uri": "https://a.example/1",
    "standard": {"name": "ninjs", "version": "3.0"},
    "type": "text",
    "versionCreated": "2023-06-01T10:00:00Z",
    "contentCreated": "2023-05-04T10:00:00Z",
    "firstCreated": "2023-05-05T10:00:00Z",
    "language": "en-GB",
    "copyrightHolder": "Harbour Wire",
    "subjects": [{"uri": "https://a.example/", "name": "ferries"}],
    "by": "Jane Doe",
    "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry sinks"}],
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "It sank. Ay."},
        {"role": "richtext", "contentType": "application/xhtml+xml", "value": "<p>It sank.</p><p>Ay.</p>"},
    ],
}


def told(published: str, line: int | None = None) -> Record:
    return Record(
        path="f",
        body="It sank.\n\nAy.",
        line=line,
        folder="wire",
        id="https://a.example/1",
        source="Harbour Wire",
        headline="Ferry sinks",
        published=published,
        section="ferries",
        authors=("Jane Doe",),
        url="https://a.example/1",
        language="en-GB",
    )


@pytest.mark.parametrize("item", [FIRST, THIRD])
def test_an_item_of_any_version_gives_every_field(item: dict[str, Any]):
    published = item.get("contentCreated", "2023-05-04T10:00:00Z")
    assert items(".json", json.dumps(item)) == [told(published)]
    assert items(".json", json.dumps({"articles": [item, item]})) == [told(published, 1), told(published, 2)]
    assert items(".jsonl", f"\n{json.dumps(item)}\n") == [told(published, 2)]


def test_an_item_may_stand_among_other_objects():
    lines = [json.dumps(item) for item in ({"body": "Ay."}, FIRST, {"body": "So."})]
    assert outline(items(".jsonl", "\n".join(lines))) == [(1, "Ay."), (2, "It sank.\n\nAy."), (3, "So.")]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "picture"}, "a picture item, not a story"),
        ({"type": "planning"}, "a planning item, not a story"),
        ({"body_text": " ", "body_html": "<p></p>"}, "the ninjs item (text) holds no text"),
        (
            {"body_text": 7, "body_html": None, "bodies": "x", "type": ["x"]},
            "the ninjs item (of no stated type) holds no text",
        ),
    ],
)
def test_what_tells_no_story_is_refused_by_name(change: dict[str, Any], why: str):
    assert reason(items(".json", json.dumps(FIRST | change))) == why


@pytest.mark.parametrize("junk", [7, None, [], {}, [[]], [{}], [{"value": 7}], "", True])
@pytest.mark.parametrize(
    "name", ["headlines", "bodies", "subjects", "subject", "genre", "byline", "pubstatus", "infosource"]
)
def test_a_field_of_the_wrong_kind_is_taken_for_a_missing_one(name: str, junk: Any):
    assert only(items(".json", json.dumps(FIRST | {name: junk}))).body == "It sank.\n\nAy."


def test_a_withdrawn_item_says_so():
    assert only(items(".json", json.dumps(FIRST | {"pubstatus": "canceled"}))).notes == (
        "its publisher marks it as canceled",
    )


@pytest.mark.parametrize(
    "item",
    [
        {"uri": "u", "title": "Ferry", "body": "Ay.", "date": "2023-05-04"},
        {"uri": "u", "headline": "Ferry", "body_text": "Ay."},
        {"headlines": "Ferry", "body_text": "Ay.", "profile": "x"},
    ],
)
def test_other_objects_are_read_by_their_fields(item: dict[str, Any]):
    found = [one for one in items(".json", json.dumps(item)) if not isinstance(one, Remark)]
    assert [one.body for one in found] == ["Ay."]


def test_what_a_person_says_of_the_fields_goes_first():
    place = Place("f", columns={"body": "description_text"})
    (record,) = (
        one
        for one in READERS[".json"](io.BytesIO(json.dumps(FIRST).encode()), place)
        if isinstance(one, Record)
    )
    assert record.body == "The lead."
