"""docs/api.md and the page /docs leave out no address and no parameter, and name none that there is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsroom import ARTICLES, Elements, open_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

TEXT = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
APP = (Path(__file__).parent.parent / "app.py").read_text(encoding="utf-8")
SETTINGS = (Path(__file__).parent.parent / "web" / "settings.py").read_text(encoding="utf-8")
SHARED, *SECTIONS = re.split(r"^## (?=`)", TEXT, flags=re.MULTILINE)
TOLD = {section.split("\n", 1)[0].strip("`"): section for section in SECTIONS}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return open_app(tmp_path_factory.mktemp("news"), ARTICLES).test_client()


def operations(client: FlaskClient) -> dict[str, dict[str, Any]]:
    paths = client.get("/openapi.json").get_json()["paths"]
    return {
        f"{method.upper()} {path}": told
        for path, item in paths.items()
        for method, told in item.items()
        if method != "parameters"
    }


def test_every_address_has_its_section_and_no_section_is_of_an_address_that_is_gone(
    client: FlaskClient,
) -> None:
    assert sorted(TOLD) == sorted(operations(client))


def test_every_parameter_is_explained_where_it_can_be_given(client: FlaskClient) -> None:
    missing = [
        f"{name}: {one['name']}"
        for name, told in operations(client).items()
        for one in told.get("parameters", ())
        if f"`{one['name']}`" not in TOLD[name] + SHARED
    ]
    assert missing == []


def test_every_route_of_the_interface_is_described(client: FlaskClient) -> None:
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith("/api/")]
    routes = {
        method + " " + re.sub(r"<(?:[^:>]*:)?([^>]*)>", r"{\1}", rule.rule)
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes <= {*operations(client)}


def test_every_other_address_is_explained_as_well(client: FlaskClient) -> None:
    """All that is no page for people and no file of one."""
    people = {
        "/",
        "/search",
        "/search/facets/<name>",
        "/about",
        "/favicon.ico",
        "/compare",
        "/reuse",
        "/sources/reuse",
        "/sources/reuse/articles",
        "/stories/<anything:article_id>",
    }
    rules = {rule.rule for rule in client.application.url_map.iter_rules()} - people
    others = {rule for rule in rules if not rule.startswith(("/api/", "/static/", "/articles/", "/similar/"))}
    assert others >= {"/search.atom", "/opensearch.xml", "/suggestions.json", "/metrics", "/health"}
    assert {rule for rule in others if f"`{rule}`" not in TEXT and f"`GET {rule}`" not in TEXT} == set()


def test_the_page_shows_what_the_description_says(client: FlaskClient) -> None:
    page = Elements(client.get("/docs").text)
    shown = " ".join(page.text.split())
    for name, told in operations(client).items():
        assert name in shown
        for one in told.get("parameters", ()):
            assert one["name"] in shown
            assert one.get("description", "") in shown
    anchors = {attributes.get("id") for _, attributes in page.found}
    assert {link[1:] for link in page.links() if link.startswith("#")} <= anchors


def test_problems_have_a_stable_type_for_every_way_to_fail(client: FlaskClient) -> None:
    statuses = {
        status for told in operations(client).values() for status in told["responses"] if status >= "400"
    }
    assert statuses >= {"400", "404", "413", "415", "429", "503"}


def test_every_setting_is_explained_and_every_metric_is_named_as_it_is(client: FlaskClient) -> None:
    settings = set(re.findall(r"CUTTINGS_[A-Z_]+", APP + SETTINGS))
    assert settings == set(re.findall(r"CUTTINGS_[A-Z_]+", TEXT)) >= {"CUTTINGS_INDEX", "CUTTINGS_LIMIT"}
    names = re.findall(
        r'get(?:\.\w+)?\("([A-Z_]+)"',
        (Path(__file__).parent.parent / "index" / "cluster.py").read_text(encoding="utf-8"),
    )
    scale = (Path(__file__).parent.parent / "docs" / "scale.md").read_text(encoding="utf-8")
    assert len(names) > 8
    assert all(f"`CUTTINGS_OPENSEARCH_{name}`" in scale for name in names)
    client.get("/health")
    told = set(re.findall(r"^# TYPE (cuttings_\w+)", client.get("/metrics").text, re.MULTILINE))
    assert {name for name in told if not name.endswith("_created")} == set(
        re.findall(r"`(cuttings_\w+)`", TEXT)
    )
