"""The JSON of the contract, compared whole with tests/golden; a golden file that is missing is written anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsroom import ARTICLES, open_app
from nodes import fresh_cluster

if TYPE_CHECKING:
    from flask.testing import FlaskClient

GOLDEN = Path(__file__).with_name("golden")
REQUESTS = {
    "search": "/api/v1/search?q=tram&per_page=2",
    "search_last_page": "/api/v1/search?q=tram&per_page=2&page=2&utm_source=ignored",
    "search_filtered": "/api/v1/search?q=bells&source=Wharf+Courier&since=2024&until=2024-03-04&facet=section",
    "search_excluding": "/api/v1/search?exclude_source=Wharf+Courier&sort=oldest&facet_size=1&facet=source",
    "search_language": "/api/v1/search?q=tram&language=en&exclude_language=de&facet=language",
    "search_nothing": "/api/v1/search?q=lanterm+%22bell",
    "search_past_the_end": "/api/v1/search?q=goats&page=3",
    "search_fields": "/api/v1/search?q=tram&fields=id&fields=headline_highlight&highlight_pre=[&highlight_post=]&per_page=1",
    "search_explained": "/api/v1/search?q=quell+tram&explain=1&fields=id&fields=score&per_page=1",
    "search_dates": "/api/v1/search?facet=year&facet=month&date=2024&exclude_date=unknown&per_page=1&fields=id",
    "search_fewer": "/api/v1/search?q=tram+zzz&fields=id",
    "facet": "/api/v1/facets/source?q=tram&prefix=w",
    "facet_missing": "/api/v1/facets/weather",
    "timeline": "/api/v1/timeline?q=tram&interval=month",
    "concordance": "/api/v1/concordance?q=tram&side=right&context=20&page=1",
    "similar": "/api/v1/articles/wharf-1/similar?size=1",
    "article": "/api/v1/articles/wharf-1",
    "article_bare": "/api/v1/articles/loose%20leaf%2F7",
    "article_missing": "/api/v1/articles/nowhere",
    "suggest": "/api/v1/suggest?q=tr&size=3",
    "sources": "/api/v1/sources",
    "health": "/health",
    "bad_parameter": "/api/v1/search?per_page=1000",
    "nowhere": "/api/v1/nowhere",
}


@pytest.fixture(scope="module", params=["whoosh", "opensearch"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def client(engine: str, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    cluster = fresh_cluster() if engine == "opensearch" else None
    return open_app(tmp_path_factory.mktemp("news"), ARTICLES, cluster=cluster).test_client()


def settled(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without what may differ from run to run: times and versions; and scores and cursors, the engine's own."""
    for result in answer.get("results", ()):
        result.update({"score": 0} if "score" in result else {})
        for reason in result.get("explanation", ()):
            reason["score"] = 0
    own = {"took_ms": 0, "version": "…", "cursor": answer.get("cursor") and "…"}
    return answer | {name: value for name, value in own.items() if name in answer}


RANKED = {"search", "search_language", "search_fields", "search_fewer"}
"""Answers in the order of scores, which is the engine's own: another engine has to give as many results, of the same shape."""


def unranked(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what its results say."""
    return answer | {"results": [sorted(result) for result in answer["results"]]}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_answer_is_the_golden_one(client: FlaskClient, engine: str, name: str) -> None:
    response = client.get(REQUESTS[name])
    fresh = {
        "status": response.status_code,
        "type": response.content_type,
        "body": settled(response.get_json()),
    }
    golden = GOLDEN / f"{name}.json"
    if not golden.exists():
        golden.write_text(json.dumps(fresh, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        pytest.fail(f"{golden.name} was missing and has been written; read it, then run the tests again")
    expected = json.loads(golden.read_text(encoding="utf-8"))
    if engine == "opensearch" and name in RANKED:
        fresh["body"], expected["body"] = unranked(fresh["body"]), unranked(expected["body"])
    assert fresh == expected


def test_every_golden_file_has_its_request() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == sorted(REQUESTS)


def test_scores_fall_from_rank_to_rank(client: FlaskClient) -> None:
    results = client.get("/api/v1/search?q=tram").get_json()["results"]
    scores = [result["score"] for result in results]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_next_and_previous_walk_through_all_results_once(client: FlaskClient) -> None:
    seen, address = [], "/api/v1/search?q=tram&per_page=1"
    while address:
        page = client.get(address).get_json()
        seen += [result["id"] for result in page["results"]]
        address = page["next"]
    assert sorted(seen) == ["hill-1", "loose leaf/7", "wharf-1", "wharf-2"]
    assert page["previous"] == "/api/v1/search?q=tram&page=3&per_page=1"


def test_another_method_is_refused_and_told_what_is_possible(client: FlaskClient) -> None:
    response = client.post("/api/v1/search")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.get_json() == {
        "type": "/problems/method-not-allowed",
        "title": "Method not allowed",
        "status": 405,
        "detail": "POST is not possible here; use GET.",
    }
