"""Every page in every state, looked at by axe-core in a real browser: in light, in dark, and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import PHONE, Visit, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
pytestmark = needs_chromium

SCRIPT = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [
    pytest.param({}, id="light"),
    pytest.param({"color_scheme": "dark"}, id="dark"),
    pytest.param({"viewport": PHONE, "has_touch": True}, id="phone"),
]
PAGES = {
    "home": "/",
    "results": "/search?q=barrage",
    "filtered": "/search?q=the&since=2023&exclude_source=unknown&sort=newest",
    "lines": "/search?q=barrage&view=lines",
    "misread": "/search?q=%22barrage+~",
    "nothing found": "/search?q=xyzzyq",
    "past the end": "/search?q=barrage&page=900",
    "about": "/about",
    "not found": "/nowhere",
    "bad parameter": "/search?since=yesterday",
    "docs": "/docs",
}


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: each rule, with the elements that break it. Scripts that are evaluated pass by the CSP."""
    page.evaluate(SCRIPT)
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, address: str, name: str, look: dict[str, Any]
) -> None:
    with Visit(browser, address, **look) as page:
        page.goto(PAGES[name])
        assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_about_an_article(
    browser: Browser,
    address: str,
    story: str,
    look: dict[str, Any],
) -> None:
    with Visit(browser, address, **look) as page:
        page.goto(story)
        page.keyboard.press("n")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert violations(page) == []
        page.goto(story.replace("/articles/", "/similar/"))
        assert violations(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_about_suggestions_and_keys(
    browser: Browser,
    address: str,
    look: dict[str, Any],
) -> None:
    with Visit(browser, address, **look) as page:
        page.goto("/")
        page.get_by_label("Search the articles").press_sequentially("ferry")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Keys").click()
        assert violations(page) == []
