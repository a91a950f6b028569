"""What an export of WordPress (WXR) says beyond a feed: what an item is, in what state, and its shortcodes. Pure."""

from __future__ import annotations

import re
from typing import Any

from corpus.records import RefusedError

_STORIES = {"post", "page", ""}
_KNOWN = {"gallery", "embed", "caption", "audio", "video", "playlist", "more"}
_CODE = re.compile(r"\[(/?)([A-Za-z][\w-]{0,40})(\s[^\[\]\n]{0,500})?/?\]")


def is_export(entry: Any) -> bool:
    """Whether an entry comes from an export rather than a feed."""
    return "wp_post_type" in entry


def check(entry: Any) -> None:
    """Raises RefusedError (no-text) for pictures, menus and whatever else is no story."""
    kind = entry.get("wp_post_type") or ""
    if is_export(entry) and kind in ("attachment", "nav_menu_item", "revision", "custom_css"):
        raise RefusedError("no-text", f"an item of the kind {kind}, not a story")


def notes(entry: Any) -> tuple[str, ...]:
    """What people should know of a story: that it was not published, or is of an unusual kind."""
    state, kind = entry.get("wp_status") or "publish", entry.get("wp_post_type") or ""
    said = () if state == "publish" else (f"in WordPress its state was {state}, not published",)
    return said if kind in _STORIES else (*said, f"in WordPress its kind was {kind}")


def without_shortcodes(text: str) -> str:
    """A text without the names in brackets for which WordPress puts something else.

    A word in brackets may be the editor's ("[sic]"): only what is closed again, has settings, an underscore or
    a well-known name is taken for a shortcode. What stands between two of them stays.
    """
    closed = {found[2] for found in _CODE.finditer(text) if found[1]}

    def is_code(found: re.Match[str]) -> bool:
        name = found[2]
        return name in closed or name in _KNOWN or "_" in name or "=" in (found[3] or "")

    return _CODE.sub(lambda found: "" if is_code(found) else found[0], text)
