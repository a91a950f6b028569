"""A parameter out of range is a 400 that names it; a query text never is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from newsroom import ARTICLES, open_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

BAD = [
    ("page", "0"),
    ("page", "-1"),
    ("page", "two"),
    ("page", "1.5"),
    ("page", "٣٤x"),
    ("page", "9" * 400),
    ("per_page", "0"),
    ("per_page", "101"),
    ("per_page", "many"),
    ("sort", "upwards"),
    ("since", "yesterday"),
    ("since", "2024-13"),
    ("since", "2024-02-30"),
    ("since", "24-01-01"),
    ("until", "2024-1-1x"),
    ("until", "0000"),
    ("facet_size", "0"),
    ("facet_size", "x"),
]
STRANGE = [
    '"',
    "“unbalanced",
    "(((",
    ")",
    "a" * 10_000,
    "tram " * 2_000,
    "OR OR AND NOT",
    "NOT",
    "-",
    "- -- ---",
    "~ ^ : \\",
    "*",
    "?*?",
    "**********",
    "headline:",
    "nofield:tram",
    "date:..",
    "date:9999..0001",
    "tram~99",
    "tram^99999999999999999999",
    "\x00\x01\x7f\n\r\t",
    "\u200f\u202etram\u202c",
    "🚋",
    "%00%zz",
    "<script>",
    "' OR 1=1 --",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), ARTICLES).test_client()


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_parameter_is_a_400_that_names_it(client: FlaskClient, name: str, value: str) -> None:
    answer = client.get("/api/v1/search", query_string={name: value})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["parameter"] == name
    page = client.get("/search", query_string={name: value})
    label = {"since": "The field “From”: ", "until": "The field “to”: "}.get(name, name)
    assert (page.status_code, label in page.text) == (400, True)


def test_a_facet_that_is_none_is_a_400_on_the_wire(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?facet=weather")
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, "facet")


@pytest.mark.parametrize("size", ["0", "51", "x", "-1", "9" * 5000])
def test_a_bad_size_of_suggestions_is_a_400(client: FlaskClient, size: str) -> None:
    answer = client.get("/api/v1/suggest", query_string={"q": "tr", "size": size})
    assert (answer.status_code, answer.get_json()["parameter"]) == (400, "size")


@pytest.mark.parametrize("query", STRANGE, ids=[ascii(query[:20]) for query in STRANGE])
def test_no_query_text_is_an_error(client: FlaskClient, query: str) -> None:
    given = {"q": query}
    for path in ("/search", "/api/v1/search", "/api/v1/suggest", "/articles/wharf-1"):
        assert (path, client.get(path, query_string=given).status_code) == (path, 200)


@pytest.mark.parametrize("raw", ["q=%ff%fe", "q=%", "&&&", "q", "q=a&q=b", "=x", quote("q=ü")])
def test_no_query_string_is_too_broken(client: FlaskClient, raw: str) -> None:
    for path in ("/search", "/api/v1/search"):
        assert client.get(path, query_string=raw).status_code == 200
