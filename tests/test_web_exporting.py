"""Everything that a search finds as one file: whole, told what it is, and safe to open."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from newsroom import ARTICLES, open_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

MANY: list[dict[str, Any]] = [
    {"id": f"m{n:03}", "source": "Mill", "headline": f"Goose {n}", "body": f"A goose, the {n}th."}
    for n in range(230)
]
FORMULAS = {
    "id": "sum",
    "source": "@Post",
    "headline": "=cmd|' /C calc'!A0",
    "body": '+1 walrus\n\nsaid "so", twice',
    "authors": ["-2", "＝3"],
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), [*ARTICLES, *MANY, FORMULAS]).test_client()


def export(client: FlaskClient, form: str, query: str) -> TestResponse:
    response = client.get(f"/api/v1/export.{form}?{query}")
    assert response.status_code == 200
    return response


def test_json_lines_hold_every_article_between_a_head_and_an_end(client: FlaskClient) -> None:
    response = export(client, "jsonl", "q=goose&source=Mill&sort=oldest")
    head, *articles, end = [json.loads(line) for line in response.text.splitlines()]
    told = head["export"]
    assert [told[name] for name in ("query", "filters", "sort", "total", "notes")] == [
        "goose",
        {"source": ["Mill"]},
        "oldest",
        230,
        [],
    ]
    assert told["corpus_version"] == client.get("/health").get_json()["version"]
    assert [article["id"] for article in articles] == [one["id"] for one in MANY]
    assert end == {"end": {"articles": 230, "total": 230}}
    assert response.headers["X-Total-Count"] == "230"
    assert response.headers["Content-Disposition"] == "attachment; filename=cuttings-goose.jsonl"


def test_without_its_head_a_file_is_articles_alone(client: FlaskClient) -> None:
    lines = export(client, "jsonl", "q=tram&head=0").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["wharf-1", "wharf-2", "loose leaf/7", "hill-1"]


def rows(client: FlaskClient, query: str) -> list[list[str]]:
    text = export(client, "csv", query).data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_csv_has_a_row_an_article_whatever_is_in_it(client: FlaskClient) -> None:
    columns, *articles = rows(client, "q=walrus&head=0")
    assert dict(zip(columns, articles[0], strict=True)) == {
        "id": "sum",
        "source": "'@Post",
        "headline": "'=cmd|' /C calc'!A0",
        "body": '\'+1 walrus\n\nsaid "so", twice',
        "published": "",
        "section": "",
        "authors": "'-2; ＝3",
        "url": "",
        "language": articles[0][8],
        "origin": articles[0][9],
    }
    assert len(rows(client, "q=goose&head=0")) == 231


def test_the_head_of_a_csv_says_what_was_asked(client: FlaskClient) -> None:
    told = dict(row for row in rows(client, "q=walrus") if row[0].startswith("# "))
    assert [told[name] for name in ("# query", "# articles", "# end")] == ["walrus", "1", "1 articles"]


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_references_are_as_many_as_there_are_articles(client: FlaskClient, form: str) -> None:
    text = export(client, form, "q=goose").text
    begin = "\n@" if form == "bib" else "TY  - "
    assert text.count(begin) == 230
    assert "goose" in text[:200]


def test_a_search_that_finds_nothing_is_a_file_that_says_so(client: FlaskClient) -> None:
    head, end = export(client, "jsonl", "q=zyzzyva").text.splitlines()
    assert (json.loads(head)["export"]["total"], json.loads(end)) == (0, {"end": {"articles": 0, "total": 0}})


def test_a_wrong_parameter_or_form_is_a_problem(client: FlaskClient) -> None:
    assert client.get("/api/v1/export.jsonl?since=May").get_json()["parameter"] == "since"
    assert client.get("/api/v1/export.exe").status_code == 404


def test_one_article_is_a_reference_in_three_formats(client: FlaskClient) -> None:
    found = {
        form: client.get(f"/api/v1/cite/wharf-1?format={form}") for form in ("bibtex", "ris", "csl-json")
    }
    assert "Lantern tram returns" in found["bibtex"].text
    assert "TI  - Lantern tram returns to Quell Street" in found["ris"].text
    assert json.loads(found["csl-json"].text)[0]["container-title"] == "Wharf Courier"
    assert client.get("/api/v1/cite/nowhere").status_code == 404
    assert client.get("/api/v1/cite/wharf-1?format=apa").get_json()["parameter"] == "format"


def test_the_page_of_results_leads_to_its_files(client: FlaskClient) -> None:
    page = client.get("/search?q=goose&source=Mill&per_page=25&page=2").text
    assert 'href="/api/v1/export.csv?q=goose&amp;source=Mill&amp;count=stories"' in page
