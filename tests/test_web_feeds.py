"""Any search is an Atom feed that a reader can follow, and a browser can add Cuttings as a search engine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from newsroom import ARTICLES, open_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
A = "{http://www.w3.org/2005/Atom}"
OPEN = "{http://a9.com/-/spec/opensearch/1.1/}"
HOSTILE = {
    "id": "x\u0001<>&\"'",
    "source": "A & <B>",
    "headline": "Bad \u0000\ufffe tram ]]> <script>",
    "body": "A tram & <b>no</b> \u0007bell.",
    "url": "javascript:alert(1)",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), [*ARTICLES, HOSTILE]).test_client()


def feed(client: FlaskClient, query: str) -> ET.Element:
    response = client.get(f"/search.atom?{query}")
    assert (response.status_code, response.content_type) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(response.data)  # noqa: S314 - our own


def links(of: ET.Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in of.findall(f"{A}link")}


def test_a_feed_holds_the_newest_results_with_their_counts(client: FlaskClient) -> None:
    root = feed(client, "q=tram&per_page=2")
    assert [entry.findtext(f"{A}id") for entry in root.findall(f"{A}entry")] == [
        "urn:cuttings:wharf-2",
        "urn:cuttings:wharf-1",
    ]
    assert [root.findtext(f"{OPEN}{name}") for name in ("totalResults", "startIndex", "itemsPerPage")] == [
        "5",
        "1",
        "2",
    ]
    assert root.findtext(f"{A}updated") == "2024-03-05T00:00:00Z"
    assert links(root) == {
        "self": "http://localhost/search.atom?q=tram&per_page=2&sort=newest",
        "first": "http://localhost/search.atom?q=tram&per_page=2&sort=newest",
        "next": "http://localhost/search.atom?q=tram&page=2&per_page=2&sort=newest",
        "alternate": "http://localhost/search?q=tram&sort=newest&per_page=2",
        "search": "http://localhost/opensearch.xml",
    }


def test_an_entry_says_what_the_page_does(client: FlaskClient) -> None:
    entry = next(
        one for one in feed(client, "q=tram").iter(f"{A}entry") if "wharf-1" in (one.findtext(f"{A}id") or "")
    )
    assert entry.findtext(f"{A}title") == "Lantern tram returns to Quell Street"
    assert [author.text for author in entry.iter(f"{A}name")] == ["Ada Penrose", "Lew Okafor"]
    assert links(entry) == {
        "alternate": "http://localhost/articles/wharf-1?q=tram",
        "via": "https://courier.example/tram",
    }
    assert "<mark>tram</mark>" in (entry.findtext(f"{A}summary") or "")


def test_hostile_text_is_text_and_no_address_of_a_script_is_a_link(client: FlaskClient) -> None:
    entry = next(one for one in feed(client, "q=tram+bad").iter(f"{A}entry"))
    assert "<script>" in (entry.findtext(f"{A}title") or "")
    assert "&lt;b&gt;" in (entry.findtext(f"{A}summary") or "") or "<b>" not in (
        entry.findtext(f"{A}summary") or ""
    )
    assert "via" not in links(entry)


def test_another_order_is_kept_and_a_wrong_parameter_is_told(client: FlaskClient) -> None:
    assert "sort=relevance" in links(feed(client, "q=tram&sort=relevance"))["self"]
    assert client.get("/search.atom?since=May").status_code == 400
    assert feed(client, "q=zyzzyva").findtext(f"{OPEN}totalResults") == "0"


def test_a_reader_of_feeds_finds_nothing_wrong(client: FlaskClient) -> None:
    for query in ("q=tram", "", "q=%00%01%ef%bf%be"):
        read = feedparser.parse(client.get(f"/search.atom?{query}").data)
        assert (read.bozo, read.version) == (False, "atom10")


def test_a_browser_is_told_how_to_search(client: FlaskClient) -> None:
    root = ET.fromstring(client.get("/opensearch.xml").data)  # noqa: S314 - our own
    assert len(root.findtext(f"{OPEN}ShortName") or "") <= 16
    assert {url.get("type"): url.get("template") for url in root.findall(f"{OPEN}Url")} == {
        "text/html": "http://localhost/search?q={searchTerms}",
        "application/atom+xml": "http://localhost/search.atom?q={searchTerms}",
        "application/x-suggestions+json": "http://localhost/suggestions.json?q={searchTerms}",
    }
    assert client.get("/suggestions.json?q=tr").get_json(force=True) == ["tr", ["tram"]]


def test_pages_name_them(client: FlaskClient) -> None:
    assert 'href="/opensearch.xml"' in client.get("/").text
    assert 'type="application/atom+xml"' in client.get("/search?q=tram").text
