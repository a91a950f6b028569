from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from newsroom import ARTICLES, open_app, serve

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

PATHS = [
    "/",
    "/search?q=tram",
    "/search?page=none",
    "/articles/wharf-1?q=tram",
    "/articles/nowhere",
    "/nowhere",
    "/favicon.ico",
    "/health",
    "/api/v1/search",
    "/api/v1/search?page=none",
    "/api/v1/articles/wharf-1",
    "/api/v1/suggest?q=tr",
    "/api/v1/sources",
    "/api/v1/nowhere",
    "/static/cuttings.css",
    "/static/cuttings.js",
    "/static/nowhere.js",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), ARTICLES).test_client()


def guards(client: FlaskClient, path: str) -> dict[str, str]:
    headers = client.get(path).headers
    return {name: headers.get(name, "") for name in (
        "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
    )}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_guards(client: FlaskClient, path: str) -> None:
    assert guards(client, path) == {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_as_get_does_without_a_body(client: FlaskClient, path: str) -> None:
    head = client.head(path)
    assert (head.status_code, head.data) == (client.get(path).status_code, b"")


@pytest.mark.parametrize(
    "path", ["/", "/search?q=tram", "/search?page=none", "/articles/wharf-1", "/similar/wharf-1", "/nowhere"]
)
def test_no_page_holds_an_inline_script_or_style(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == len(
        re.findall(r'<script type="module" src="/static/\w+\.js"></script>', page)
    )


def test_an_unforeseen_error_is_told_without_its_trace(tmp_path: Path) -> None:
    app = open_app(tmp_path, ARTICLES)

    def break_down() -> str:
        raise RuntimeError("a secret")

    app.add_url_rule("/api/v1/broken", view_func=break_down)
    response = app.test_client().get("/api/v1/broken")
    assert (response.status_code, response.json) == (
        500,
        {
            "type": "/problems/internal-error",
            "title": "Something broke here",
            "status": 500,
            "detail": "An error on our side, not in your question. The server's log has the details.",
        },
    )


def test_without_an_index_every_address_says_what_to_type_and_works_once_there_is_one(tmp_path: Path) -> None:
    client = serve(tmp_path / "index").test_client()
    for path in ("/", "/search", "/articles/wharf-1", "/health", "/api/v1/search"):
        response = client.get(path)
        assert response.status_code == 503
        assert "python app.py index PATH" in response.text
    assert client.get("/api/v1/search").json["type"] == "/problems/index-not-ready"  # type: ignore[index]
    open_app(tmp_path, ARTICLES)
    assert client.get("/health").json["articles"] == 5  # type: ignore[index]
