"""Who prints whom: counted by the order of print, and every number with the articles behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.newsroom import Elements, open_app, words
from tests.test_stories_weave import FERRY, OTHER, REWORDED

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

MILL, POST = "Mill & Sons", "<b>Post</b>"
FURTHER = (
    f"{OTHER} A second meeting is planned for the week after Easter, in the hall beside the harbour office."
)
NEWS = [
    {"id": "a", "source": MILL, "headline": "Ferry", "body": FERRY, "date": "2024-03-02"},
    {"id": "b", "source": POST, "headline": "Ferry again", "body": FERRY, "date": "2024-03-03"},
    {"id": "c", "source": POST, "headline": "<i>Boat</i>", "body": REWORDED, "date": "2024-03-05"},
    {"id": "d", "source": MILL, "headline": "Fares", "body": OTHER, "date": "2024-03-01"},
    {"id": "e", "source": "Dales", "headline": "Fares rise", "body": FURTHER, "date": "2024-03-01"},
    {"id": "f", "source": "Dales", "headline": "Fares fall", "body": FURTHER},
    {"id": "g", "source": MILL, "headline": "Ferry in brief", "body": FERRY, "date": "2024-04-01"},
    {"id": "h", "source": "Dales", "headline": "Snow", "body": "Snow will fall above the quarry by Friday night."},
]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("sources")
    return open_app(folder, NEWS).test_client()


def test_each_article_counts_once_by_the_earliest_before_it(client: FlaskClient):
    told = client.get("/api/v1/sources/reuse").json
    pairs = {(one["later"], one["earlier"]): one for one in told["pairs"]}
    assert pairs.keys() == {(POST, MILL), (MILL, MILL)}
    post = pairs[POST, MILL]
    assert [post[name] for name in ("count", "identical", "reprint", "reworded", "excerpt")] == [
        2,
        1,
        0,
        1,
        0,
    ]
    assert told["pairs"][0] == post
    assert (told["linked"], told["first"], told["later"], told["untold"]) == (7, 1, 3, 3)


def test_pairs_are_kept_by_either_source(client: FlaskClient):
    later = client.get("/api/v1/sources/reuse", query_string={"later": POST}).json["pairs"]
    earlier = client.get("/api/v1/sources/reuse", query_string={"earlier": POST}).json["pairs"]
    assert ([one["earlier"] for one in later], earlier) == ([MILL], [])


def test_every_number_has_its_articles(client: FlaskClient):
    for pair in client.get("/api/v1/sources/reuse").json["pairs"]:
        asked = {"later": pair["later"], "earlier": pair["earlier"]}
        told = client.get("/api/v1/sources/reuse/articles", query_string=asked).json
        assert told["total"] == pair["count"] == len(told["articles"])
    asked = {"later": POST, "earlier": MILL}
    told = client.get("/api/v1/sources/reuse/articles", query_string=asked).json
    assert [(one["later"], one["earlier"], one["kind"]) for one in told["articles"]] == [
        ("c", "a", "reworded"),
        ("b", "a", "identical"),
    ]
    beyond = client.get("/api/v1/sources/reuse/articles", query_string={**asked, "page": 2}).json
    assert (beyond["total"], beyond["pages"], beyond["articles"]) == (2, 1, [])
    assert client.get("/api/v1/sources/reuse/articles?later=x").status_code == 400


def test_the_matrix_links_to_the_articles(client: FlaskClient):
    page = client.get("/sources/reuse")
    text = words(page.text)
    assert "7 articles of this corpus share text with another" in text
    assert "1 was the first, 3 came on a later day, and of 3 the order cannot be told" in text
    assert "<b>Post" not in page.text
    links = [one.replace("&amp;", "&") for one in Elements(page.text).links()]
    asked = urlencode({"later": POST, "earlier": MILL})
    assert (
        links.count(f"/sources/reuse/articles?{asked}") == 2
    )  # in the matrix, and in the table of all pairs
    listed = client.get(f"/sources/reuse/articles?{asked}")
    assert "2 articles" in words(listed.text)
    assert "<i>Boat" not in listed.text
    assert "/compare?a=a&b=c" in [one.replace("&amp;", "&") for one in Elements(listed.text).links()]


def test_sources_that_never_met_have_an_empty_list(client: FlaskClient):
    page = client.get("/sources/reuse/articles?later=Nobody&earlier=Nowhere")
    assert (page.status_code, "There is no such article." in words(page.text)) == (200, True)


def test_a_corpus_without_copies_says_so(tmp_path: Path):
    client = open_app(tmp_path, NEWS[-1:]).test_client()
    assert "No two articles of this corpus share text." in words(client.get("/sources/reuse").text)
    assert client.get("/api/v1/sources/reuse").json["pairs"] == []
