"""An article may hold anything; a page shows it as text and as nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from newsroom import Elements, open_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SCRIPT = "<script>alert('kremlin')</script>"
BREAKOUT = '"><img src=x onerror=alert(1)> kremlin'
EVIL_ID = "a/../<b>?x=1&y=2#z%2e\"'//end/"
HOSTILE = [
    {
        "id": EVIL_ID,
        "source": f"Gazette {BREAKOUT}",
        "headline": f"Kremlin {SCRIPT} &lt;script&gt;alert(2)&lt;/script&gt; </title></mark>",
        "body": f"The kremlin {BREAKOUT} spoke.\n\n{SCRIPT} {{{{ 7*7 }}}} {{% raw %}} \u202egnp.\u202c kremlin &#60;iframe&#62;",
        "date": "2024-01-01",
        "url": "javascript:alert(1)//https://x.example",
        "section": "<svg onload=alert(1)>",
        "authors": ["<b>Robert</b>'); DROP TABLE"],
        "language": 'en" onload="alert(1)',
    },
    {"id": "plain", "source": "Plain Paper", "headline": "Kremlin again", "body": "The kremlin again."},
]
PAGES = [
    "/",
    "/search?q=kremlin",
    f"/search?q={quote(SCRIPT)}",
    f"/search?source={quote(BREAKOUT)}&exclude_source={quote(SCRIPT)}",
    f"/search?since={quote(BREAKOUT)}",
    f"/articles/{quote(EVIL_ID, safe='')}?q=kremlin",
    f"/articles/{quote(BREAKOUT, safe='')}",
    f"/similar/{quote(EVIL_ID, safe='')}",
    f"/stories/{quote(EVIL_ID, safe='')}",
    f"/stories/{quote(BREAKOUT, safe='')}",
    "/reuse",
    "/sources/reuse",
    f"/sources/reuse/articles?later={quote(BREAKOUT)}&earlier={quote(SCRIPT)}",
    f"/{quote(SCRIPT)}",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("hostile"), HOSTILE).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_hostile_text_adds_no_element_and_no_attribute(client: FlaskClient, path: str) -> None:
    elements = Elements(client.get(path).text).found
    scripts = [attributes for tag, attributes in elements if tag == "script"]
    own = {
        name: {"type": "module", "src": f"/static/{name}.js"}
        for name in ("cuttings", "suggesting", "reading")
    }
    assert scripts in ([own["cuttings"], own["suggesting"]], [*own.values()])
    assert {tag for tag, _ in elements} & {"img", "svg", "iframe", "b", "object", "style"} == set()
    assert [name for _, attributes in elements for name in attributes if name.startswith("on")] == []


@pytest.mark.parametrize("path", PAGES)
def test_no_link_leaves_for_anything_but_the_web(client: FlaskClient, path: str) -> None:
    links = Elements(client.get(path).text).links()
    assert [link for link in links if not link.startswith(("/", "#", "http://", "https://"))] == []


def test_hostile_text_is_shown_as_it_is(client: FlaskClient) -> None:
    text = Elements(client.get(PAGES[5]).text).text
    assert "<script>alert('kremlin')</script>" in text
    assert "<iframe>" in text
    assert "{{ 7*7 }}" in text


def test_every_link_of_the_results_leads_somewhere(client: FlaskClient) -> None:
    links = Elements(client.get("/search?q=kremlin").text).links()
    asked = {link: client.get(link).status_code for link in links if link.startswith("/")}
    assert asked == dict.fromkeys(asked, 200)
    assert f"/articles/{quote(EVIL_ID, safe='')}?q=kremlin" in asked


def test_the_wire_gives_the_same_article_by_its_odd_id(client: FlaskClient) -> None:
    article = client.get(f"/api/v1/articles/{quote(EVIL_ID, safe='')}").json
    assert article is not None
    assert article["id"] == EVIL_ID
