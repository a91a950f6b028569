"""What the scripts add, by keyboard and by touch, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browsing import Visit, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = needs_chromium


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search the articles")


def offered(page: Page, typed: str) -> list[str]:
    """What is suggested once this is typed, in order."""
    with page.expect_response(lambda answer: answer.url.endswith(f"suggest?q={typed}")):
        box(page).press_sequentially(typed)
    page.get_by_role("option").first.wait_for()
    return page.get_by_role("option").all_inner_texts()


def active(page: Page) -> str:
    """The option that a screen reader is told of."""
    return str(
        page.evaluate("document.getElementById(q.getAttribute('aria-activedescendant'))?.innerText ?? ''")
    )


def pressed(page: Page, *keys: str) -> list[str]:
    """The active option after each key."""
    found = []
    for key in keys:
        page.keyboard.press(key)
        found.append(active(page))
    return found


def test_the_keys_go_through_the_suggestions_and_round(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        page.goto("/")
        found = offered(page, "ba")
        assert all(text.startswith("ba") for text in found[:2])
        assert page.locator(".typed").first.inner_text() == "ba"
        assert pressed(page, "ArrowDown", "ArrowDown", "Home", "End", "ArrowDown", "ArrowUp") == [
            *(found[0], found[1], found[0], found[-1], "", found[-1])
        ]
        assert box(page).get_attribute("aria-expanded") == "true"
        assert re.match(r"\d+ suggestions", page.locator(".box [role=status]").inner_text())
        page.keyboard.press("Escape")
        assert box(page).get_attribute("aria-expanded") == "false"
        assert (box(page).input_value(), page.get_by_role("option").count()) == ("ba", 0)


def test_enter_searches_for_the_suggestion_and_tab_only_closes(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        page.goto("/")
        first = offered(page, "ba")[0]
        page.keyboard.press("Tab")
        assert page.get_by_role("listbox").count() == 0
        box(page).focus()
        page.keyboard.press("ArrowDown")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == f"{address}/search?q={first}"


def test_a_headline_goes_to_its_article_by_touch(browser: Browser, address: str) -> None:
    with Visit(browser, address, has_touch=True, viewport={"width": 360, "height": 700}) as page:
        page.goto("/")
        offered(page, "ferry")
        headline = page.locator(".headlines [role=option]").first
        title = headline.inner_text()
        with page.expect_navigation():
            headline.tap()
        assert page.get_by_role("heading", level=1).inner_text() == title


def test_the_last_eight_searches_are_offered_and_can_be_forgotten(browser: Browser, address: str) -> None:
    with Visit(browser, address) as page:
        for number in range(9):
            page.goto("/")
            box(page).fill(f"drone {number}")
            with page.expect_navigation():
                page.get_by_role("button", name="Search").click()
        page.goto("/")
        box(page).focus()
        assert page.get_by_role("option").all_inner_texts() == [
            *(f"drone {number}" for number in range(8, 0, -1)),
            "Forget them",
        ]
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        assert page.evaluate("localStorage.getItem('cuttings.recent')") is None
        page.reload()
        box(page).focus()
        assert box(page).get_attribute("aria-expanded") == "false"


def test_nothing_is_shown_where_suggestions_fail(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    with visit as page:
        page.route("**/api/v1/suggest*", lambda route: route.fulfill(status=503, body="{}"))
        page.goto("/")
        with page.expect_response("**/api/v1/suggest*"):
            box(page).press_sequentially("dro")
        assert box(page).get_attribute("aria-expanded") == "false"
        assert [text for text in visit.complaints if "503" not in text] == []
        visit.complaints.clear()  # the browser notes a failed request by itself


def test_n_and_p_go_from_match_to_match_and_can_be_turned_off(
    browser: Browser,
    address: str,
    story: str,
) -> None:
    with Visit(browser, address) as page:
        page.goto(story)
        every = page.locator(".story mark").count()
        where = page.locator(".where")

        def after(key: str) -> tuple[str, int]:
            page.keyboard.press(key)
            shown = page.evaluate(
                "[...document.querySelectorAll('.story mark')].findIndex(m => m.matches('.current'))"
            )
            return where.inner_text(), shown

        assert [after("n"), after("p"), after("n")] == [
            (f"1 of {every}", 0),
            (f"{every} of {every}", every - 1),
            (f"1 of {every}", 0),
        ]
        page.get_by_role("button", name="Previous match").click()
        assert where.inner_text() == f"{every} of {every}"
        page.keyboard.press("?")
        page.get_by_role("checkbox").uncheck()
        page.get_by_role("button", name="Close").click()
        assert after("n") == (f"{every} of {every}", every - 1)


@pytest.mark.parametrize("secure", [True, False], ids=["by the clipboard", "the old way"])
def test_the_address_of_an_article_is_copied_without_the_search(
    browser: Browser,
    address: str,
    story: str,
    secure: bool,  # noqa: FBT001
) -> None:
    with Visit(browser, address, permissions=["clipboard-read", "clipboard-write"]) as page:
        if not secure:
            page.add_init_script(
                "navigator.clipboard.writeText = () => Promise.reject(new Error('not here'))"
            )
        page.goto(story)
        page.get_by_role("button", name="Copy link").click()
        page.get_by_text("Copied", exact=True).wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == address + story.partition("?")[0]
