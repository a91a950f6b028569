from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from newsroom import ARTICLES, Elements, open_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), ARTICLES).test_client()


def words(client: FlaskClient, path: str) -> str:
    return " ".join(Elements(client.get(path).text).text.split())


def links(client: FlaskClient, path: str) -> list[str]:
    return Elements(client.get(path).text).links()


def test_every_bar_narrows_the_dates_and_says_what_it_stands_for(client: FlaskClient) -> None:
    page = client.get("/search?q=tram")
    assert "4 March 2024: 1 of 1 article" in page.text
    assert {
        "/search?q=tram&since=2024-02-20&until=2024-02-20",
        "/search?q=tram&since=2024-03-04&until=2024-03-04",
    } <= set(Elements(page.text).links())
    assert "1 without a date" in page.text
    assert "/search?q=tram&date=unknown" in Elements(page.text).links()


def test_a_search_within_one_day_has_no_timeline(client: FlaskClient) -> None:
    assert "<svg" not in client.get("/search?q=tram&since=2024-03-04&until=2024-03-04").text


def test_the_way_of_looking_stays_in_every_address_of_the_page(client: FlaskClient) -> None:
    page = client.get("/search?q=tram&bars=share&view=lines&side=left&source=Wharf+Courier")
    assert "2024: 1 of 1 article, 100%" in page.text
    searches = [link for link in Elements(page.text).links() if link.startswith("/search?")]
    assert [link for link in searches if "side=" not in link and "view=lines" in link] == [
        "/search?q=tram&source=Wharf+Courier&view=lines&bars=share"
    ]
    fields = {(a["name"], a["value"]) for _, a in Elements(page.text).found if a.get("type") == "hidden"}
    assert fields == {("source", "Wharf Courier"), ("view", "lines"), ("side", "left"), ("bars", "share")}


def test_an_unknown_way_of_looking_is_named(client: FlaskClient) -> None:
    page = client.get("/search?q=tram&view=upside")
    assert page.status_code == 400
    assert "it is one of results, lines" in Elements(page.text).text


def test_every_match_stands_in_its_line(client: FlaskClient) -> None:
    page = words(client, "/search?q=tram+bell&view=lines&side=right")
    assert "3 lines. Sorted by the words after the match." not in page
    assert "Before Match After ↓ Source" in page
    assert "Councillors asked on Tuesday what a tram bell costs." in page
    assert "/articles/wharf-2?q=tram+bell&view=lines" in links(client, "/search?q=tram+bell&view=lines")


def test_lines_without_words_lines_in_headlines_alone_and_lines_past_the_end_are_explained(
    client: FlaskClient,
) -> None:
    assert "Nothing to line up" in words(client, "/search?view=lines")
    assert "No lines 1 article matches" in words(client, "/search?q=headline:goats&view=lines")
    assert "There is no page 7 These lines fill 1 page." in words(client, "/search?q=goats&view=lines&page=7")
    assert "Nothing found" in words(client, "/search?q=zyzzyva&view=lines")


def test_a_word_that_no_article_has_is_named_with_what_the_others_find(client: FlaskClient) -> None:
    page = client.get("/search?q=goats+zyzzyva")
    said = " ".join(Elements(page.text).text.split())
    assert "“ zyzzyva” is in no article. Without “ zyzzyva”: 1 article." in said
    assert "/search?q=goats" in Elements(page.text).links()


def test_without_its_filters_an_empty_search_says_what_it_would_find(client: FlaskClient) -> None:
    assert "Search without the filters; that finds 4 articles." in words(
        client, "/search?q=tram&source=Nobody"
    )


def test_months_are_offered_of_the_one_year_a_search_is_about(client: FlaskClient) -> None:
    assert "Months" not in words(client, "/search?q=tram")
    page = client.get("/search?q=tram&date=2024")
    assert "Months February 2024 1 exclude March 2024 2 exclude" in " ".join(Elements(page.text).text.split())
    assert "/search?q=tram&date=2024-03" in Elements(page.text).links()


def test_a_facet_that_no_article_found_has_is_not_shown(client: FlaskClient) -> None:
    assert "Sections" in words(client, "/search?q=lantern")
    assert "Sections" not in words(client, "/search?q=goats")


def test_a_facet_has_a_page_of_its_own_that_is_narrowed_by_how_a_name_begins(client: FlaskClient) -> None:
    path = "/search/facets/author?q=tram&sort=newest"
    assert "Ada Penrose 1 exclude Lew Okafor 1 exclude" in words(client, path)
    assert "Lew Okafor" not in words(client, f"{path}&prefix=ada")
    assert "None begins with “ zy”." in words(client, f"{path}&prefix=zy")
    assert "/search?q=tram&author=Ada+Penrose&sort=newest" in links(client, path)
    assert client.get("/search/facets/colour").status_code == 404


def test_a_long_facet_leads_to_all_its_values(tmp_path: Path) -> None:
    many = [{"id": f"{n}", "source": f"Paper {n}", "body": "Tram."} for n in range(9)]
    client = open_app(tmp_path, many).test_client()
    assert "/search/facets/source?q=tram" in links(client, "/search?q=tram")
    assert "Paper 8 1 exclude" not in words(client, "/search?q=tram")
    assert "Paper 8 1 exclude" in words(client, "/search/facets/source?q=tram")
