"""The pages in a real browser, over the sample corpus. Skipped where there is no Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from browsing import PHONE, Visit, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = needs_chromium

LOOKS = [
    pytest.param({}, id="wide"),
    pytest.param({"viewport": PHONE}, id="phone"),
    pytest.param({"color_scheme": "dark"}, id="dark"),
    pytest.param({"java_script_enabled": False}, id="no script"),
]


def follow(page: Page, target: Locator) -> None:
    """Click, and wait until the next page is there."""
    with page.expect_navigation():
        target.click()


def total(page: Page) -> int:
    return int(page.locator(".tally strong").inner_text().split()[0].replace(",", ""))


def ask(page: Page, query: str) -> None:
    page.goto("/")
    page.get_by_label("Search the articles").fill(query)
    follow(page, page.get_by_role("button", name="Search"))


@pytest.mark.parametrize("look", LOOKS)
def test_from_the_box_to_an_article_and_back(browser: Browser, address: str, look: dict[str, Any]) -> None:
    with Visit(browser, address, **look) as page:
        ask(page, "barrage")
        found = page.url
        headline = page.locator(".hit h2").first
        title = headline.inner_text()
        follow(page, headline.get_by_role("link"))
        assert page.get_by_role("heading", level=1).inner_text() == title
        assert "barrage" in page.locator("mark").first.inner_text().lower()
        follow(page, page.get_by_role("link", name="Back to the results"))
        assert page.url.split("&")[0] == found.split("&")[0]


@pytest.mark.parametrize("look", LOOKS)
def test_sources_are_chosen_let_go_and_left_out(browser: Browser, address: str, look: dict[str, Any]) -> None:
    with Visit(browser, address, **look) as page:
        # Of stories the counts do not add up: one may have articles in two sources.
        page.goto("/search?count=articles")
        everything = total(page)
        first = page.locator(".choices li").first
        name = first.locator("bdi").inner_text()
        count = int(first.locator(".count").inner_text())
        follow(page, first.locator(".pick"))
        assert (total(page), page.locator(".choices .chosen bdi").all_inner_texts()) == (count, [name])
        follow(page, page.locator(".choices .chosen .pick"))
        assert total(page) == everything
        follow(page, page.get_by_role("link", name=f"Exclude {name}"))
        assert (total(page), page.locator(".choices .excluded bdi").all_inner_texts()) == (
            everything - count,
            [name],
        )
        follow(page, page.locator(".chips a"))
        assert total(page) == everything


def test_a_second_source_adds_to_the_first(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        page.goto("/search?count=articles")
        counts = [int(text) for text in page.locator("#source + .choices .count").all_inner_texts()]
        follow(page, page.locator(".pick").nth(0))
        follow(page, page.locator(".choices li:not([class]) .pick").nth(0))
        assert total(page) == counts[0] + counts[1]


def test_pages_never_overlap(browser: Browser, address: str) -> None:
    with Visit(browser, address, java_script_enabled=False) as page:
        page.goto("/search?sort=newest")
        seen = page.locator(".hit h2 a").evaluate_all("links => links.map(a => a.pathname)")
        while page.get_by_role("link", name="Next").count():
            follow(page, page.get_by_role("link", name="Next"))
            seen += page.locator(".hit h2 a").evaluate_all("links => links.map(a => a.pathname)")
        assert len(seen) == len(set(seen)) == total(page)


def test_dates_and_order_are_applied_and_stay_in_the_form(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        page.goto("/search")
        page.get_by_label("From").fill("2023")
        page.get_by_label("Order").select_option("oldest")
        follow(page, page.get_by_role("button", name="Apply"))
        assert page.url == f"{address}/search?q=&since=2023&sort=oldest"
        assert page.get_by_label("From").input_value() == "2023"
        days = page.locator(".hit time").evaluate_all("times => times.map(t => t.dateTime)")
        assert days == sorted(days)


def test_the_slash_key_goes_to_the_box(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        page.goto("/search?q=barrage")
        page.keyboard.press("/")
        page.keyboard.type("and/or")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"q=and"))
        assert page.url == f"{address}/search?q=and%2For"


def test_the_first_tab_offers_to_skip_to_the_content(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        page.goto("/search?q=barrage")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize(
    "path", ["/", "/search", "/search?q=%22barrage", "/search?source=x&exclude_source=y", "story"]
)
def test_a_small_phone_never_scrolls_sideways(browser: Browser, address: str, story: str, path: str) -> None:
    with Visit(browser, address, viewport=PHONE) as page:
        page.goto(story if path == "story" else path)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


SMALL = """() => [...document.querySelectorAll(".choices a, .chips a, .paging a, .shelf a, input, select, button")]
  .filter(e => e.checkVisibility())
  .map(e => [e.textContent.trim() || e.id, e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""


@pytest.mark.parametrize("path", ["/", "/search?q=the&per_page=10", "/search?source=unknown"])
def test_no_control_is_too_small_to_hit(browser: Browser, address: str, path: str) -> None:
    with Visit(browser, address, viewport=PHONE) as page:
        page.goto(path)
        assert page.evaluate(SMALL) == []


CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const light = (colour, ground) => {
    for (const paint of [ground, colour]) { canvas.fillStyle = paint; canvas.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const paint = getComputedStyle(e).backgroundColor;
      if (paint !== "rgba(0, 0, 0, 0)") return paint;
    }
    return "white";
  };
  const faint = new Set();
  for (const e of document.body.querySelectorAll("*")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const back = ground(e), pair = [light(getComputedStyle(e).color, back), light(back, back)].sort((a, b) => b - a);
    if ((pair[0] + .05) / (pair[1] + .05) < 4.5) faint.add(e.className || e.tagName);
  }
  return [...faint];
}"""


@pytest.mark.parametrize("path", ["/", "/search?q=barrage+%22&exclude_source=unknown", "story"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(
    browser: Browser, address: str, story: str, path: str, scheme: str
) -> None:
    with Visit(browser, address, color_scheme=scheme) as page:
        page.goto(story if path == "story" else path)
        assert page.evaluate(CONTRAST) == []
