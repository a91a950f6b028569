"""Stories and comparisons in a real browser: looked at by axe-core, and none wider than its screen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from browsing import Visit, needs_chromium
from newsroom import open_app
from werkzeug.serving import make_server

from tests.test_accessibility import LOOKS, violations
from tests.test_stories_weave import REWORDED
from tests.test_web_stories import NEWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

PAGES = {
    "together": "/search?q=ferry",
    "every copy": "/search?q=ferry&count=articles",
    "a story": "/stories/c",
    "an article alone": "/stories/d",
    "reworded": "/compare?a=a%2F1&b=c",
    "the same": "/compare?a=a%2F1&b=b",
    "nothing in common": "/compare?a=a%2F1&b=d",
    "an article with its copies": "/articles/c",
    "who prints whom": "/sources/reuse",
    "one source after another": "/sources/reuse/articles?later=Post&earlier=Mill",
    "a text to be pasted": "/reuse",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, open_app(tmp_path_factory.mktemp("stories"), NEWS), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its screen."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_about_stories_and_comparisons(
    browser: Browser, address: str, name: str, look: dict[str, Any]
) -> None:
    with Visit(browser, address, **look) as page:
        page.goto(PAGES[name])
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert (violations(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("look", LOOKS)
def test_a_text_that_is_pasted_finds_who_has_it(browser: Browser, address: str, look: dict[str, Any]) -> None:
    with Visit(browser, address, **look) as page:
        page.goto("/reuse")
        page.get_by_label("The text").fill(f"Nobody knew of it. {REWORDED}")
        page.get_by_role("button", name="Find it").click()
        page.wait_for_load_state()
        assert page.locator("#found").inner_text() == "3 articles have something of it"
        assert "in other words" in page.locator(".hits").inner_text()
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert (violations(page), overflow(page)) == ([], 0)


def test_from_one_row_to_the_words_that_were_changed(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        page.goto("/search?q=ferry")
        page.get_by_role("link", name="2 copies in 2 sources").click()
        page.get_by_role("link", name="Compare them").last.click()
        assert "stop" in page.locator(".rows mark.replaced").first.inner_text()
