"""Writing over HTTP: who may, what a body may be, and that what is answered can be searched in every process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from newsroom import ARTICLES, open_app, serve

from index import posting
from index.ledger import open_ledger
from web import Settings, writing
from web.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TOKEN = "a sëcret"  # noqa: S105 - of no server but this one
ON = Settings(token=TOKEN)
ALLOWED = {"Authorization": f"Bearer {TOKEN}".encode().decode("latin-1")}
LINES = "application/x-ndjson"
FERRY = {"id": "ferry/1", "headline": "Ferry late", "body": "The ferry was late.", "source": "Wharf Courier"}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return open_app(tmp_path, ARTICLES, ON).test_client()


def send(client: FlaskClient, body: bytes | str, kind: str = LINES, **more: Any) -> TestResponse:
    return client.post("/api/v1/articles", data=body, content_type=kind, headers=ALLOWED, **more)


def told(response: TestResponse) -> list[dict[str, Any]]:
    assert (response.status_code, response.content_type) == (200, LINES)
    return [json.loads(line) for line in response.text.splitlines()]


def sums(**counts: int) -> dict[str, int]:
    return {"added": 0, "updated": 0, "unchanged": 0, "refused": 0} | counts


def trouble(response: TestResponse) -> tuple[int, str]:
    assert response.content_type == "application/problem+json"
    return response.status_code, response.get_json()["type"]


def total(client: FlaskClient, q: str) -> int:
    return int(client.get("/api/v1/search", query_string={"q": q}).get_json()["total"])


def test_what_is_answered_is_found_in_every_process(client: FlaskClient, tmp_path: Path):
    other = serve(tmp_path / "index", ON).test_client()
    assert (total(client, "ferry"), total(other, "ferry")) == (0, 0)
    assert told(send(client, json.dumps(FERRY))) == [
        {"line": 1, "status": "added", "id": "ferry/1"},
        sums(added=1),
    ]
    assert (total(client, "ferry"), total(other, "ferry")) == (1, 1)
    address = f"/api/v1/articles/{quote('ferry/1', safe='')}"
    assert other.delete(address, headers=ALLOWED).status_code == 204
    assert (total(client, "ferry"), total(other, "ferry")) == (0, 0)
    assert trouble(client.delete(address, headers=ALLOWED)) == (404, "/problems/not-found")
    assert trouble(client.get(address)) == (404, "/problems/not-found")


def test_each_line_has_its_own_answer(client: FlaskClient):
    body = [json.dumps(FERRY), "{broken", "", json.dumps({**FERRY, "id": "wharf-1"}), json.dumps(FERRY)]
    answer = told(send(client, "\n".join(body)))
    assert answer[1].pop("reason").startswith("this is no JSON: ")
    assert answer == [
        {"line": 1, "status": "added", "id": "ferry/1"},
        {"line": 2, "status": "refused"},
        {"line": 4, "status": "updated", "id": "wharf-1"},
        {
            "line": 5,
            "status": "unchanged",
            "id": "ferry/1",
            "reason": "line 1 has the same id; the last one stands",
        },
        sums(added=1, updated=1, unchanged=1, refused=1),
    ]


@pytest.mark.parametrize(
    ("kind", "body", "ids"),
    [
        ("application/jsonl", json.dumps(FERRY), ["ferry/1"]),
        ("application/json; charset=utf-8", json.dumps(FERRY), ["ferry/1"]),
        ("application/json", json.dumps([FERRY, {**FERRY, "id": "2"}]), ["ferry/1", "2"]),
        ("application/json", json.dumps({"articles": [FERRY]}), ["ferry/1"]),
    ],
)
def test_a_body_is_lines_or_one_object_or_an_array(client: FlaskClient, kind: str, body: str, ids: list[str]):
    *lines, last = told(send(client, body, kind))
    assert [(one["line"], one["id"]) for one in lines] == list(enumerate(ids, start=1))
    assert last == sums(added=len(ids))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Bearer {'☃'.encode().decode('latin-1')}"},
        {"Authorization": ALLOWED["Authorization"].replace("Bearer", "Basic")},
        {"Authorization": ALLOWED["Authorization"] + "x"},
    ],
)
def test_without_the_token_nothing_is_written(client: FlaskClient, headers: dict[str, str]):
    for response in (
        client.post("/api/v1/articles", data=json.dumps(FERRY), content_type=LINES, headers=headers),
        client.delete("/api/v1/articles/wharf-1", headers=headers),
    ):
        assert trouble(response) == (401, "/problems/no-token")
        assert response.headers["WWW-Authenticate"] == "Bearer"
    assert client.get("/health").get_json()["articles"] == len(ARTICLES)


def test_where_no_token_is_set_it_says_what_to_set(tmp_path: Path):
    client = open_app(tmp_path, ARTICLES).test_client()
    for response in (
        send(client, json.dumps(FERRY)),
        client.delete("/api/v1/articles/wharf-1", headers=ALLOWED),
    ):
        assert trouble(response) == (403, "/problems/writing-is-off")
        assert "set CUTTINGS_TOKEN" in response.get_json()["detail"]
    assert client.get("/health").get_json()["articles"] == len(ARTICLES)


def test_a_blank_token_is_none():
    assert read_settings({"CUTTINGS_TOKEN": " "}).token is None
    settings = read_settings({"CUTTINGS_TOKEN": f" {TOKEN}\n"})
    assert (settings.token, TOKEN in repr(settings)) == (TOKEN, False)


HOSTILE = {
    "binary": b"\x00\xff\xfe\x89PNG\r\n\x1a\n\x00",
    "a half of a character": b'{"id": "a", "body": "\\ud800"}',
    "deep": b"[" * 100_000,
    "deep in an object": b'{"body": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "numbers": b"1\n2\n3",
    "a huge line": b'{"body": "' + b"a b " * 8_000_000 + b'"}',
    "a huge number": b'{"body": ' + b"9" * 10_000 + b"}",
    "no body": b'{"id": "a"}',
    "an array on a line": b'[{"id": "a", "body": "Ay."}]',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_refused_line_by_line(client: FlaskClient, body: bytes):
    *lines, last = told(send(client, body))
    assert {one["status"] for one in lines} == {"refused"}
    assert all(one["reason"] for one in lines)
    assert last == sums(refused=len(lines))
    assert client.get("/health").get_json()["articles"] == len(ARTICLES)


def test_hostile_ids_and_markup_come_back_as_text(client: FlaskClient):
    evil = {**FERRY, "id": "a/../<b>\u202e\n?#", "headline": "<script>alert(1)</script>"}
    one = told(send(client, json.dumps(evil)))[0]["id"]
    assert client.get(f"/api/v1/articles/{quote(one, safe='')}").get_json()["headline"] == evil["headline"]
    assert "<script>alert" not in client.get(f"/articles/{quote(one, safe='')}").text


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_another_kind_of_body_is_not_read(client: FlaskClient, kind: str):
    assert trouble(send(client, json.dumps(FERRY), kind)) == (415, "/problems/wrong-type")


def test_a_packed_body_is_not_read(client: FlaskClient):
    headers = {**ALLOWED, "Content-Encoding": "gzip"}
    response = client.post("/api/v1/articles", data=b"\x1f\x8b", content_type=LINES, headers=headers)
    assert trouble(response) == (415, "/problems/wrong-type")


@pytest.mark.parametrize(("kind", "body"), [(LINES, b""), (LINES, b"\n \n\n"), ("application/json", b"")])
def test_a_body_without_a_line_is_a_bad_request(client: FlaskClient, kind: str, body: bytes):
    assert trouble(send(client, body, kind)) == (400, "/problems/bad-request")


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("kind", [LINES, "application/json"])
def test_a_body_over_the_limit_is_not_read(
    client: FlaskClient, kind: str, *, chunked: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(writing.TYPES, kind, (writing.TYPES[kind][0], 100))
    body = json.dumps(FERRY) + "\n" + json.dumps({**FERRY, "id": "2"})
    more: dict[str, Any] = {"environ_overrides": {"wsgi.input_terminated": True}} if chunked else {}
    assert trouble(send(client, body, kind, **more)) == (413, "/problems/too-large")
    assert total(client, "ferry") == 0


def test_too_many_lines_are_none(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(posting, "MOST_LINES", 1)
    body = json.dumps(FERRY) + "\n" + json.dumps({**FERRY, "id": "2"})
    assert trouble(send(client, body)) == (413, "/problems/too-large")
    assert total(client, "ferry") == 0


def test_while_a_run_is_writing_nothing_is_done(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(posting, "PATIENCE", 0.0)
    with open_ledger(tmp_path / "index"):
        for response in (
            send(client, json.dumps(FERRY)),
            client.delete("/api/v1/articles/wharf-1", headers=ALLOWED),
        ):
            assert trouble(response) == (503, "/problems/index-is-written")
            assert response.headers["Retry-After"] == "5"
            assert response.get_json()["detail"].startswith("Nothing was done: another run is writing")
    assert client.get("/health").get_json()["articles"] == len(ARTICLES)


def test_other_methods_are_told_what_is_possible(client: FlaskClient):
    response = client.put("/api/v1/articles/wharf-1", headers=ALLOWED)
    assert response.get_json()["detail"] == "PUT is not possible here; use DELETE or GET."
    assert client.get("/api/v1/articles").get_json()["detail"] == "GET is not possible here; use POST."
