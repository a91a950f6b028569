"""Every request has an id, and a line in the log where one is wanted; the line keeps queries to itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from newsroom import ARTICLES, open_app

from web import Settings

if TYPE_CHECKING:
    from pathlib import Path


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/cuttings.css", "/api/v1/search?page=none"])
def test_an_id_that_is_sane_is_kept_and_every_other_answer_gets_a_new_one(tmp_path: Path, path: str):
    client = open_app(tmp_path, ARTICLES).test_client()
    given = ["a.B-9_", "x" * 64, "x" * 65, "a b", "", "é"]
    told = [client.get(path, headers={"X-Request-ID": one}).headers["X-Request-ID"] for one in given]
    assert told[:2] == given[:2]
    assert [len(one) for one in told[2:]] == [32] * 4
    assert len({*told}) == 6


def test_a_line_says_what_was_asked_for_and_not_the_query(tmp_path: Path, capsys):
    client = open_app(tmp_path, ARTICLES, Settings(log="json")).test_client()
    answer = client.get("/search?q=secret", headers={"X-Request-ID": "one"})
    client.get("/articles/a%0Ab")
    first, second = lines(capsys)
    assert {name: value for name, value in first.items() if name not in {"time", "milliseconds"}} == {
        "id": "one",
        "method": "GET",
        "path": "/search",
        "status": 200,
        "bytes": len(answer.data),
        "address": "127.0.0.1",
    }
    assert {"time", "milliseconds"} <= first.keys()
    assert (second["path"], second["status"]) == ("/articles/a\nb", 404)


def test_the_query_is_in_the_line_if_that_is_asked_for(tmp_path: Path, capsys):
    open_app(tmp_path, ARTICLES, Settings(log="json+query")).test_client().get("/search?q=tram")
    assert [line["query"] for line in lines(capsys)] == ["q=tram"]


def test_nothing_is_logged_unless_it_is_wanted(tmp_path: Path, capsys):
    open_app(tmp_path, ARTICLES).test_client().get("/search?q=tram")
    assert lines(capsys) == []


def break_down() -> str:
    raise RuntimeError("a bug")


def test_what_broke_is_logged_with_the_id_of_its_request(tmp_path: Path, capsys, caplog):
    for log in ("", "json"):
        app = open_app(tmp_path, ARTICLES, Settings(log=log))
        app.add_url_rule("/broken", view_func=break_down)
        assert app.test_client().get("/broken", headers={"X-Request-ID": "bad-1"}).status_code == 500
    assert [record.getMessage() for record in caplog.records] == [
        "Exception on '/broken' [GET], request bad-1"
    ]
    broken, request = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line[0] == "{"]
    assert (broken["id"], request["id"], request["status"]) == ("bad-1", "bad-1", 500)
    assert "RuntimeError: a bug" in broken["trace"]
