"""A batch answers each of its queries; one that cannot be asked is a problem in its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from newsroom import ARTICLES, open_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), ARTICLES).test_client()


def told(response: TestResponse) -> list[tuple[Any, ...]]:
    """Of each answer the query, the total and the ids; or the type of its problem and the parameter."""
    return [
        (one["problem"]["type"], one["problem"].get("parameter"))
        if "problem" in one
        else (one["query"], one["total"], [hit["id"] for hit in one["results"]])
        for one in response.get_json()["results"]
    ]


def test_every_query_has_its_count_and_its_first_hits_in_order(client: FlaskClient):
    asked = {
        "queries": ["tram", {"q": "tram", "source": ["Hilltop Radio"]}, "zebra", {"since": "2024-03-05"}],
        "hits": 1,
    }
    assert told(client.post("/api/v1/batch", json=asked)) == [
        ("tram", 4, ["wharf-1"]),
        ("tram", 1, ["hill-1"]),
        ("zebra", 0, []),
        ("", 1, ["wharf-2"]),
    ]


def test_pasted_lines_are_queries_and_empty_ones_none(client: FlaskClient):
    response = client.post(
        "/api/v1/batch", data="“upper road”\r\n\n  \ngoats\n", content_type="text/plain; charset=utf-8"
    )
    assert told(response) == [("“upper road”", 1, ["hill-1"]), ("goats", 1, ["hill-1"])]


def test_a_bad_query_is_its_own_problem_and_not_the_end(client: FlaskClient):
    queries = [7, {"q": "tram", "since": "May"}, {"sources": "x"}, {"q": ["a", 1]}, None, {}, "goats"]
    assert told(client.post("/api/v1/batch", json={"queries": queries, "hits": 0})) == [
        ("/problems/bad-parameter", "queries"),
        ("/problems/bad-parameter", "since"),
        ("/problems/bad-parameter", "sources"),
        ("/problems/bad-parameter", "q"),
        ("/problems/bad-parameter", "queries"),
        ("", 5, []),
        ("goats", 1, []),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        ("{", "application/json", 400, "The body is no JSON"),
        ("[" * 99_999, "application/json", 400, "The body is no JSON"),
        ("[]", "application/json", 400, '{"queries": [...], "hits": 3}'),
        ('{"queries": "tram"}', "application/json", 400, '{"queries": [...], "hits": 3}'),
        ('{"queries": []}', "application/json", 400, "There are 0 queries"),
        (
            "tram\n" * 1001,
            "text/plain",
            400,
            "There are 1,001 queries; from 1 to 1,000 can be asked at once.",
        ),
        ('{"queries": ["a"], "hits": 11}', "application/json", 400, "hits='11' cannot be used"),
        ('{"queries": ["a"], "hits": true}', "application/json", 400, "hits='True' cannot be used"),
        ("tram", "text/html", 415, "Send the queries as application/json"),
        ("x" * 4_000_001, "text/plain", 413, ""),
    ],
    ids=range(10),
)
def test_a_body_that_holds_no_queries_is_told_what_it_should_be(client, body, kind, status, words):
    response = client.post("/api/v1/batch", data=body, content_type=kind)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert words in response.get_json()["detail"]
