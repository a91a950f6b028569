"""Stories on the page and on the wire: one row for copies, every copy on request, and who printed what when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.newsroom import Elements, open_app, words
from tests.test_stories_weave import FERRY, OTHER, REWORDED

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

NEWS = [
    {"id": "a/1", "source": "Mill", "headline": "<b>Ferry</b>", "body": FERRY, "date": "2024-03-02"},
    {"id": "b", "source": "Post", "headline": "Ferry again", "body": FERRY, "date": "2024-03-02"},
    {"id": "c", "source": "Post", "headline": "Boat", "body": REWORDED, "date": "2024-03-05"},
    {"id": "d", "source": "Mill", "headline": "Fares", "body": f"{OTHER} The ferry.", "date": "2023-01-01"},
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("stories")
    return open_app(folder, NEWS).test_client()


def test_copies_are_one_row_on_the_page_and_every_copy_on_request(client: FlaskClient):
    together = client.get("/search?q=ferry").text
    assert "2 stories in" in words(together)
    assert "2 copies in 2 sources" in words(together)
    every = client.get("/search?q=ferry&count=articles").text
    assert "4 articles in" in words(every)
    assert "copies in" not in words(every)
    assert "count=stories" not in "".join(Elements(every).links()).replace("/api/v1/search", "")


def test_the_interface_counts_articles_unless_it_is_asked_for_stories(client: FlaskClient):
    articles = client.get("/api/v1/search?q=ferry").json
    stories = client.get("/api/v1/search?q=ferry&count=stories&sort=oldest&per_page=1").json
    assert (articles["total"], stories["total"], stories["pages"]) == (4, 2, 2)
    sources = {one["value"]: one["count"] for one in stories["facets"]["source"]["values"]}
    assert sources == {"Mill": 2, "Post": 1}
    assert [one["id"] for one in stories["results"]] == ["d"]
    second = client.get(stories["next"]).json
    assert [one["id"] for one in second["results"]] == ["a/1"]
    assert client.get("/api/v1/search?count=sheep").status_code == 400


def test_a_story_has_a_page_in_the_order_of_print(client: FlaskClient):
    page = client.get("/stories/c")
    text = words(page.text)
    assert page.status_code == 200
    assert "One story, 3 articles in 2 sources" in text
    assert text.index("Earliest in this corpus") < text.index("The same day") < text.index("3 days later")
    assert "the same text as number 1" in text
    assert "<b>Ferry</b>" not in page.text
    assert any(link.startswith("/compare?a=") for link in Elements(page.text).links())


def test_an_article_alone_is_told_so_and_one_that_is_not_there_is_missing(client: FlaskClient):
    assert "Nobody else in this corpus printed it." in words(client.get("/stories/d").text)
    assert client.get("/stories/nobody").status_code == 404
    assert client.get("/api/v1/stories/nobody").status_code == 404


def test_a_story_is_told_on_the_wire(client: FlaskClient):
    told = client.get("/api/v1/stories/a%2F1").json
    assert (told["total"], [one["id"] for one in told["articles"]]) == (3, ["a/1", "b", "c"])
    assert [one["days_after"] for one in told["articles"]] == [0, 0, 3]
    assert told["articles"][2]["closest"]["id"] == "a/1"  # of two that are alike the first
    assert [one["closest"] and one["closest"]["kind"] for one in told["articles"]] == [
        None,
        "identical",
        "reworded",
    ]


def test_a_story_tells_what_each_changed(client: FlaskClient):
    text = words(client.get("/stories/c").text)
    assert "Not a word was changed." in text
    assert "Of its words" in text
    assert " replaced by " in text
    told = client.get("/api/v1/stories/c").json["articles"]
    assert told[0]["changed"] is None
    assert (told[1]["changed"]["replaced"], told[1]["changed"]["added"]) == (0, 0)
    compared = client.get("/api/v1/compare?a=a/1&b=c").json
    assert told[2]["changed"] == compared["words"]
    links = client.get("/api/v1/stories/c").json["links"]
    assert [(one["id"], one["other"]) for one in links] == [("b", "a/1"), ("c", "a/1"), ("c", "b")]
    assert links[0] == {"id": "b", "other": "a/1", "kind": "identical", "share": 1.0, "other_share": 1.0}


def test_the_page_of_an_article_says_who_else_printed_it(client: FlaskClient):
    page = client.get("/articles/c").text
    text = words(page)
    assert "Who else printed this" in text
    assert "3 days before; it has" in text
    assert "The whole story: 3 articles in 2 sources" in text
    assert "/stories/c" in Elements(page).links()
    assert "The same day; the same text." in words(client.get("/articles/b").text)
    assert "Who else printed this" not in client.get("/articles/d").text
