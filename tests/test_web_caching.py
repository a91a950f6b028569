"""What need not be sent again, and what is sent compressed."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from newsroom import ARTICLES, open_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

TAGGED = ["/", "/search?q=tram", "/articles/wharf-1?q=tram", "/api/v1/search?q=tram", "/api/v1/sources"]
TAGGED += ["/search.atom?q=tram", "/similar/wharf-1", "/search/facets/source?q=tram"]
UNTAGGED = ["/health", "/metrics", "/about", "/nowhere", "/search?page=none", "/api/v1/search?page=none"]


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return open_app(tmp_path, ARTICLES).test_client()


def again(client: FlaskClient, path: str, tag: str, **more: str):
    return client.get(path, headers={"If-None-Match": tag, **more})


@pytest.mark.parametrize("path", TAGGED)
def test_who_has_the_answer_is_told_so_until_the_corpus_changes(
    client: FlaskClient, tmp_path: Path, path: str
):
    first = client.get(path)
    tag = first.headers["ETag"]
    assert (tag[:3], first.headers["Cache-Control"]) == ('W/"', "private, no-cache")
    same = again(client, path, f'"other", {tag}')
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", tag)
    assert same.headers["Content-Security-Policy"]
    open_app(tmp_path, [*ARTICLES, {"id": "new", "body": "Another tram."}])
    fresh = again(client, path, tag)
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != tag


def test_every_question_has_a_tag_of_its_own(client: FlaskClient):
    paths = [*TAGGED, "/search?q=goats", "/search?q=tram&page=2", "/api/v1/search?q=tram&page=2"]
    assert len({client.get(path).headers["ETag"] for path in paths}) == len(paths)


@pytest.mark.parametrize("path", UNTAGGED)
def test_errors_and_what_changes_by_itself_have_no_tag(client: FlaskClient, path: str):
    assert "ETag" not in again(client, path, "*").headers


def test_what_is_known_is_answered_without_a_search(client: FlaskClient, tmp_path: Path, monkeypatch):
    tag = client.get("/api/v1/search?q=tram").headers["ETag"]
    monkeypatch.setattr("search.searcher.Searcher.search", lambda *_, **__: pytest.fail("it searched"))
    assert again(client, "/api/v1/search?q=tram", tag).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=tram",
        "/api/v1/search?q=tram",
        "/static/cuttings.css",
        "/static/cuttings.js",
        "/nowhere",
    ],
)
def test_long_answers_are_compressed_for_those_who_take_them_so(client: FlaskClient, path: str):
    plain = client.get(path)
    assert ("Content-Encoding" in plain.headers, "Accept-Encoding" in plain.vary) == (False, True)
    small = client.get(path, headers={"Accept-Encoding": "gzip"})
    if path == "/nowhere":  # errors are sent as they are
        assert small.data == plain.data
        return
    assert (small.headers["Content-Encoding"], "Accept-Encoding" in small.vary) == ("gzip", True)
    assert len(small.data) < len(plain.data)
    if "api" not in path and "search" not in path:  # which say how long they took
        assert gzip.decompress(small.data) == plain.data
    tag = small.headers["ETag"]
    assert again(client, path, tag, **{"Accept-Encoding": "gzip"}).status_code == 304


def test_what_is_short_and_what_is_written_as_it_is_found_is_sent_as_it_is(client: FlaskClient):
    gzipped = {"Accept-Encoding": "gzip, br"}
    batch = client.post("/api/v1/batch", json={"queries": ["tram"] * 20}, headers=gzipped)
    assert len(batch.data) > 5000
    assert "Content-Encoding" not in batch.headers
    assert "Content-Encoding" not in client.get("/health", headers=gzipped).headers
