"""A real browser over the sample corpus, for whichever test asks for one."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsroom import serve
from nodes import fresh_cluster
from werkzeug.serving import make_server

from index import Plan, update
from stories import weave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module", params=["whoosh", "opensearch"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    cluster = fresh_cluster() if request.param == "opensearch" else None
    folder = tmp_path_factory.mktemp("samples") / "index"
    update([SAMPLES], folder, Plan(weave=weave, cluster=cluster))
    server = make_server("127.0.0.1", 0, serve(folder, cluster=cluster), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A visit in a browser of its own; what it complained about, and the hosts it spoke to, are kept."""

    def __init__(self, browser: Browser, address: str, **look: Any) -> None:
        self.complaints: list[str] = []
        self._context = browser.new_context(base_url=address, **look)
        self.page = self._context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", lambda message: self._said(message.text, message.location["url"]))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda asked: self._stranger(asked.url, address))

    def _said(self, text: str, about: str) -> None:
        if about != self.page.url:  # else a page that is an error, which the browser remarks by itself
            self.complaints.append(text)

    def _stranger(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.complaints.append(f"went to {url}")

    def __enter__(self) -> Page:
        return self.page

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        self._context.close()
        assert failure or self.complaints == []


@pytest.fixture(scope="module")
def story(browser: Browser, address: str) -> str:
    """The address of an article, with a query that it matches."""
    with Visit(browser, address) as page:
        page.goto("/search?q=barrage")
        return page.locator(".hit h2 a").first.get_attribute("href") or ""
