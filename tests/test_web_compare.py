"""Two articles side by side, on the page and on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from newsroom import Elements, open_app, words

if TYPE_CHECKING:
    from flask.testing import FlaskClient

LINES = [
    f"In ward {number} the {name} of the town were counted by hand."
    for number, name in enumerate(
        ("goats", "lanterns", "bells", "trams", "riders", "quarries", "hymns", "ferries")
    )
]
TEXT = " ".join(LINES)
EVIL = "a/../<b>?x=1&b=2#\"'//"
ARTICLES = [
    {"id": "first", "source": "Courier", "headline": "The count", "body": TEXT + " It ended on <i>Monday</i> at noon, they said.", "date": "2024-03-04"},
    {"id": "second", "source": "Radio", "headline": "Count over", "body": TEXT + " It ended on Monday at night, they told us.", "date": "2024-03-05"},
    {"id": "other", "source": "Radio", "headline": "Snow", "body": "Snow will fall above the quarry by Friday.", "date": "2024-03-05"},
    {"id": EVIL, "source": "<script>alert(1)</script>", "headline": "<img src=x onerror=alert(1)>", "body": TEXT + " <svg onload=alert(1)> spoke here today."},
    {"id": "huge", "source": "Radio", "headline": "Long", "body": "Snow will fall above the quarry. " * 4000},
]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("pair"), ARTICLES).test_client()


def test_the_page_says_how_they_share_text_and_marks_what_differs(client: FlaskClient) -> None:
    page = client.get("/compare?a=first&b=second").text
    assert "A reprint: the words of one stand in the other" in words(page)
    assert "First Courier 4 March 2024 earlier" in words(page)
    assert "sentences the same in both" in words(page)
    assert "[replaced: noon" in words(page)
    assert "[instead: night" in words(page)
    assert {"/compare?a=second&b=first", "/articles/first", "/articles/second"} <= set(Elements(page).links())
    assert all(words(page).count(line) == 2 for line in LINES)


def test_unlike_articles_are_said_to_be_so(client: FlaskClient) -> None:
    assert "Too short to tell" in client.get("/compare?a=first&b=other").text
    page = client.get("/compare?a=first&b=huge").text
    assert "These two share no more than any two articles on one event." in page
    assert "the first 100,000 characters" in page or "characters are compared" in page


def test_one_article_beside_itself_is_said_to_be_so(client: FlaskClient) -> None:
    page = client.get("/compare?a=first&b=first")
    assert (page.status_code, "This is one article beside itself." in page.text) == (200, True)
    assert client.get("/api/v1/compare?a=first&b=first").get_json()["kind"] == "identical"


@pytest.mark.parametrize("path", ["/compare", "/api/v1/compare"])
def test_a_wrong_question_gets_a_sentence(client: FlaskClient, path: str) -> None:
    missing = client.get(f"{path}?a=first&b=nowhere")
    assert (missing.status_code, "nowhere" in missing.text) == (404, True)
    for query in ("", "?a=first", "?b=first", "?a=&b=first", "?a=first&b=+"):
        assert client.get(path + query).status_code == 400
        assert "has to be given" in client.get(path + query).text


def test_hostile_articles_add_no_element(client: FlaskClient) -> None:
    for pair in (f"a=first&b={quote(EVIL, safe='')}", f"a={quote(EVIL, safe='')}&b=first"):
        page = client.get(f"/compare?{pair}")
        assert page.status_code == 200
        tags = [tag for tag, _ in Elements(page.text).found]
        assert {*tags} & {"img", "svg", "i", "b", "style"} == set()
        assert tags.count("script") == 2
        assert [
            name for _, found in Elements(page.text).found for name in found if name.startswith("on")
        ] == []


def test_the_wire_gives_both_texts_back_by_their_offsets(client: FlaskClient) -> None:
    made = client.get("/api/v1/compare?a=first&b=second").get_json()
    assert (made["kind"], made["earlier"], made["a"]["id"], made["b"]["id"]) == (
        "reprint",
        "first",
        "first",
        "second",
    )
    for name in ("a", "b"):
        body = client.get(f"/api/v1/articles/{made[name]['id']}").get_json()["body"]
        found = [piece[name] for row in made["rows"] for piece in row["pieces"] if piece[name]]
        assert all(body[one["start"] : one["end"]] == one["text"] for one in found)
        assert "".join(one["text"] for one in sorted(found, key=lambda one: one["start"])) == body
