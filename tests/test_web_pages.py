from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from newsroom import ARTICLES, Elements, open_app, words

from corpus import language_name

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), ARTICLES).test_client()


def links(client: FlaskClient, path: str) -> list[str]:
    return Elements(client.get(path).text).links()


def test_the_first_page_counts_articles_and_sources(client: FlaskClient) -> None:
    page = words(client.get("/").text)
    assert (
        "5 articles from 2 sources, printed from 30 December 2023 to 5 March 2024; 1 without a date." in page
    )
    assert "Hilltop Radio 2 Wharf Courier 2 source not known 1" in page


def test_a_headline_leads_to_its_article_and_carries_the_search(client: FlaskClient) -> None:
    assert "/articles/wharf-1?q=lantern&sort=newest" in links(client, "/search?q=lantern&sort=newest")


def test_the_article_leads_back_to_the_page_it_was_found_on(client: FlaskClient) -> None:
    back = "/search?q=tram&source=Wharf+Courier&page=2&per_page=1"
    assert back in links(client, back.replace("/search", "/articles/wharf-1"))


def test_a_source_can_be_chosen_excluded_and_let_go(client: FlaskClient) -> None:
    assert {"/search?q=tram&source=Hilltop+Radio", "/search?q=tram&exclude_source=Hilltop+Radio"} <= set(
        links(client, "/search?q=tram&page=1")
    )
    chosen = links(client, "/search?q=tram&source=Hilltop+Radio")
    assert "/search?q=tram" in chosen
    assert "/search?q=tram&source=Hilltop+Radio&source=Wharf+Courier" in chosen
    assert "/search?q=tram&exclude_source=Hilltop+Radio" in chosen


def test_an_unknown_source_is_offered_by_a_name_for_people(client: FlaskClient) -> None:
    page = client.get("/search?q=tram")
    assert "source not known 1" in words(page.text)
    assert "/search?q=tram&source=unknown" in Elements(page.text).links()
    chosen = words(client.get("/search?q=ticket&source=unknown").text)
    assert "1 story in" in chosen
    assert "source not known , chosen; undo 1" in chosen


def test_every_filter_in_force_has_a_chip_that_takes_it_away(client: FlaskClient) -> None:
    path = "/search?q=tram&source=Wharf+Courier&exclude_source=unknown&since=2024&until=2024-03"
    page = client.get(path).text
    assert "Remove the filter until 2024-03 ×" in words(page)
    assert {
        "/search?q=tram&exclude_source=unknown&since=2024&until=2024-03",
        "/search?q=tram&source=Wharf+Courier&since=2024&until=2024-03",
        "/search?q=tram&source=Wharf+Courier&exclude_source=unknown&until=2024-03",
        "/search?q=tram&source=Wharf+Courier&exclude_source=unknown&since=2024",
        "/search?q=tram",
    } <= set(Elements(page).links())


def test_languages_are_offered_by_name_where_a_corpus_has_several(tmp_path: Path) -> None:
    both = [{**ARTICLES[0], "language": "en"}, {**ARTICLES[2], "language": "de"}]
    page = open_app(tmp_path, both).test_client().get("/search?q=tram&language=de").text
    assert "Languages German , chosen; undo 1" in words(page)
    assert "English 1" in words(page)
    assert "Remove the filter German ×" in words(page)
    assert {
        "/search?q=tram",
        "/search?q=tram&language=de&language=en",
        "/search?q=tram&exclude_language=de",
    } <= set(Elements(page).links())
    assert ("input", {"type": "hidden", "name": "language", "value": "de"}) in Elements(page).found


def test_languages_are_not_offered_where_a_corpus_has_one(tmp_path: Path) -> None:
    one = [{**article, "language": "en"} for article in ARTICLES]
    assert "Languages" not in open_app(tmp_path, one).test_client().get("/search?q=tram").text


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("pt-BR", "Portuguese (Brazil)"), ("xx", "xx"), ("a/b", "a/b"), ("", "")],
)
def test_a_language_is_named_in_english_and_an_unknown_one_by_its_code(code: str, name: str) -> None:
    assert language_name(code) == name


def test_matches_are_marked_in_headline_and_text(client: FlaskClient) -> None:
    page = client.get("/search?q=bells").text
    assert "Council weighs the cost of tram <mark>bells</mark>" in page
    assert "what a tram <mark>bell</mark> costs" in client.get("/articles/wharf-2?q=bells").text


def test_the_empty_fields_of_the_form_are_no_filters(client: FlaskClient) -> None:
    page = client.get("/search?q=tram&since=&until=+&sort=relevance&per_page=10")
    assert page.status_code == 200
    assert "Filters in force" not in page.text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/search?q=zyzzyva", "Nothing found"),
        ("/search?q=tram&page=9", "There is no page 9 This search fills 1 page."),
        ("/search?q=tram&since=soon", "A parameter cannot be used"),
        ("/articles/nowhere", "There is no article with the id 'nowhere'."),
        ("/nowhere", "There is nothing at /nowhere."),
        ("/articles/loose%20leaf%2F7", "no date"),
    ],
)
def test_every_state_is_said_in_words(client: FlaskClient, path: str, sentence: str) -> None:
    assert sentence in words(client.get(path).text)


def test_a_bad_parameter_is_named_and_can_be_dropped(client: FlaskClient) -> None:
    page = client.get("/search?q=tram&sort=upwards&source=Wharf+Courier")
    assert page.status_code == 400
    assert "upwards" in words(page.text)
    assert "/search?q=tram&source=Wharf+Courier" in Elements(page.text).links()


def test_an_index_without_articles_says_how_to_add_some(tmp_path: Path) -> None:
    client = open_app(tmp_path, []).test_client()
    assert "There are no articles yet." in words(client.get("/").text)
    assert "No articles yet" in words(client.get("/search?q=tram").text)


def test_the_article_page_shows_what_was_removed_and_where_it_came_from(client: FlaskClient) -> None:
    page = client.get("/articles/wharf-1").text
    assert "By Ada Penrose, Lew Okafor 4 March 2024 Original at courier.example" in words(page)
    assert "What cleaning took out: 1 piece" in words(page)
    assert "MORE ON TRAMS" in words(page)
    assert 'href="https://courier.example/tram" rel="noopener noreferrer nofollow"' in page


def test_an_article_lists_the_paragraphs_that_match(client: FlaskClient) -> None:
    path = "/articles/wharf-1?q=lantern+OR+riders"
    assert [link for link in links(client, path) if link.startswith("#p")] == ["#p1", "#p1", "#p2"]
    assert "Where it matches" not in client.get("/articles/wharf-1").text


def test_an_article_leads_to_similar_ones_and_they_back_to_it(tmp_path: Path) -> None:
    tram = "The lantern tram stopped at the quay and the driver rang its bell."
    twins = [
        {"id": one, "headline": f"Tram {one}", "body": tram}
        for one in ("a", "b/similar", "similar/b/similar")
    ]
    client = open_app(tmp_path, [*ARTICLES, *twins]).test_client()
    near = [f"/articles/{one}" for one in ("b%2Fsimilar", "similar%2Fb%2Fsimilar")]
    assert {*near, "/similar/a"} <= set(links(client, "/articles/a"))
    page = client.get("/similar/b%2Fsimilar").text
    assert "Articles similar to Tram b/similar" in words(page)
    assert {"/articles/b%2Fsimilar", "/articles/a", "/similar/a"} <= set(Elements(page).links())
    assert client.get("/similar/b").status_code == 404


def test_the_first_page_draws_the_corpus_over_time_and_leads_into_it(client: FlaskClient) -> None:
    assert "Articles by week" in words(client.get("/").text)
    assert {"/search?since=2024-03-04&until=2024-03-10", "/search?date=unknown"} <= set(links(client, "/"))


def test_the_first_page_counts_languages_where_there_are_several(tmp_path: Path) -> None:
    codes = ["de", "de", "fr"]
    articles = [{"id": str(n), "body": f"Tram {n}.", "language": code} for n, code in enumerate(codes)]
    client = open_app(tmp_path, articles).test_client()
    assert "Languages German 2 French 1" in words(client.get("/").text)
    assert "/search?language=de" in links(client, "/")


def test_an_article_can_be_cited_in_three_formats(client: FlaskClient) -> None:
    page = client.get("/articles/wharf-1").text
    assert "@article{" in words(page)
    assert "TY - NEWS" in words(page)
    assert '"container-title": "Wharf Courier"' in words(page)
    downloads = [link for link in Elements(page).links() if "/cite/" in link]
    assert [link.partition("=")[2] for link in downloads] == ["bibtex", "ris", "csl-json"]
    assert [client.get(link).status_code for link in downloads] == [200, 200, 200]


def test_the_page_about_the_corpus_says_what_became_of_it(client: FlaskClient) -> None:
    page = words(client.get("/about").text)
    assert "it read 1 file, left 0 as they were, added 5 articles, updated 0 and removed 0." in page
    assert "Articles 5 Files 1 Sources 2, and 1 article without one" in page
    assert "Rule Pieces more-on 1" in page
    assert "Everything that was found became an article." in page
    assert "/about" in links(client, "/")


def test_without_a_report_the_page_about_the_corpus_says_what_makes_one(tmp_path: Path) -> None:
    app = open_app(tmp_path, ARTICLES)
    (tmp_path / "index" / "report.json").write_text("[]")
    assert "There is no report on this index." in words(app.test_client().get("/about").text)


def test_languages_beyond_the_first_and_unknown_ones_are_counted(tmp_path: Path) -> None:
    codes = ["da", "nl", "fi", "fr", "de", "hu", "it", "no", "pt", "ro", "sv", "pl"]
    articles = [
        {"id": code, "body": f"Tram {number}.", "language": code} for number, code in enumerate(codes)
    ]
    client = open_app(tmp_path, [*articles, {"id": "unknown", "body": "Tram."}]).test_client()
    page = client.get("/search?q=tram")
    assert "language not known 1" in words(page.text)
    assert "/search/facets/language?q=tram" in Elements(page.text).links()
    every = words(client.get("/search/facets/language?q=tram").text)
    assert [name for name in map(language_name, codes) if f"{name} 1" not in every] == []
