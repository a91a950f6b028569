"""What other sites' scripts may read, and how often an address may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from newsroom import ARTICLES, open_app

from search import BadParameter
from web import Settings, read_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_the_settings_are_read_by_their_names():
    assert read_settings({}) == Settings()
    assert read_settings(
        {
            "CUTTINGS_CORS": "https://a.example, http://localhost:3000",
            "CUTTINGS_LIMIT": "60/minute",
            "CUTTINGS_LOG": "json+query",
            "CUTTINGS_PROXIES": "1",
        }
    ) == Settings(("https://a.example", "http://localhost:3000"), "60/minute", "json+query", 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CUTTINGS_CORS", "a.example"),
        ("CUTTINGS_CORS", "https://.*"),
        ("CUTTINGS_LOG", "yes"),
        ("CUTTINGS_PROXIES", "nginx"),
        ("CUTTINGS_LIMIT", "many"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_its_name(tmp_path: Path, name: str, value: str):
    with pytest.raises(BadParameter, match=name):
        open_app(tmp_path, ARTICLES, read_settings({name: value}))


def allowed(client, path: str, origin: str) -> str | None:
    return client.get(path, headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin")


def test_only_sites_that_were_named_may_read_the_interface_and_no_page(tmp_path: Path):
    client = open_app(tmp_path, ARTICLES, Settings(cors=("https://a.example",))).test_client()
    paths = ("/api/v1/sources", "/openapi.json", "/api/v1/search?page=none", "/", "/search", "/metrics")
    assert [allowed(client, path, "https://a.example") for path in paths] == ["https://a.example"] * 3 + [
        None
    ] * 3
    assert [allowed(client, path, "https://b.example") for path in paths] == [None] * 6
    assert "Origin" in client.get("/api/v1/sources", headers={"Origin": "https://a.example"}).vary
    assert "Origin" in client.get("/api/v1/sources").vary


def test_no_other_site_may_read_anything_unless_that_is_set_and_any_may_if_so(tmp_path: Path):
    client = open_app(tmp_path, ARTICLES).test_client()
    assert allowed(client, "/api/v1/sources", "https://a.example") is None
    client = open_app(tmp_path, ARTICLES, Settings(cors=("*",))).test_client()
    assert allowed(client, "/api/v1/sources", "https://a.example") == "*"


def test_above_the_limit_a_request_is_a_problem_that_says_when_to_ask_again(tmp_path: Path):
    client = open_app(tmp_path, ARTICLES, Settings(limit="2/hour")).test_client()
    assert [client.get(path).status_code for path in ("/", "/api/v1/sources", "/search")] == [200, 200, 429]
    refused = client.get("/api/v1/sources")
    wait = refused.headers["Retry-After"]
    assert 3500 < int(wait) <= 3600
    assert refused.json == {
        "type": "/problems/too-many-requests",
        "title": "Too many requests",
        "status": 429,
        "detail": f"No more than 2 per 1 hour are answered to one address; ask again in {wait} s.",
    }
    free = ("/health", "/metrics", "/static/cuttings.css", "/favicon.ico")
    assert [client.get(path).status_code for path in free] == [200] * 4
    other = client.get("/", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200


@pytest.mark.parametrize(("proxies", "expected"), [(0, [200, 429]), (1, [200, 200])])
def test_a_proxy_is_believed_only_where_there_is_one(tmp_path: Path, proxies: int, expected: list[int]):
    client = open_app(tmp_path, ARTICLES, Settings(limit="1/hour", proxies=proxies)).test_client()
    answers = [client.get("/", headers={"X-Forwarded-For": f"192.0.2.{one}"}) for one in (1, 2)]
    assert [answer.status_code for answer in answers] == expected
