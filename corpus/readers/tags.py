"""The text of a piece of HTML, where that is all there is to know of it. Pure.

For HTML inside of other things: a page of its own is read by `html`, which tells the story from the rest.
"""

from __future__ import annotations

import re
from html import unescape

_HIDDEN = (("<style", "</style>"), ("<script", "</script>"), ("<!--", "-->"))
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li"
    r"|main|ol|p|pre|section|summary|table|tbody|td|th|thead|tr|ul)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


def without_tags(html: str) -> str:
    """What a browser would show of it, about a line for every block."""
    for opening, closing in _HIDDEN:
        html = _without(html, opening, closing)
    return unescape(_TAG.sub("", _BLOCK.sub("\n", html)))


def _without(html: str, opening: str, closing: str) -> str:
    """The text outside of such a pair, or from the first that is never closed on."""
    lowered = html.lower()
    if len(lowered) != len(html):  # a few letters of other scripts are two in lower case
        lowered = html
    kept, at = [], 0
    while (start := lowered.find(opening, at)) >= 0:
        kept.append(html[at:start])
        end = lowered.find(closing, start)
        at = end + len(closing) if end >= 0 else len(html)
    return "".join(kept) + html[at:]
