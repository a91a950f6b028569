"""The one place where a page is parsed: text in, tree out, within bounds that hold for hostile pages too.

A cheap pass without a tree counts first, since the parser takes the square of a tag's attributes, and all that
comes after the square of the tags. The parser itself stops where elements nest too deep, and what follows would
be lost without a word; so such a page is refused.
"""

from __future__ import annotations

from typing import Any

from corpus.records import RefusedError

MOST_TAGS = 40_000
"""Elements of one page. The longest of 602 news pages has 5,145."""
_MOST_ATTRIBUTES = 100_000  # of a page, and a hundredth of it on one tag; of those pages, 12,599 and 64


class _Counter:
    """A target for the parser that keeps nothing. The parser turns anything that it raises into its own end."""

    def __init__(self) -> None:
        self.tags = 0
        self.attributes = 0

    def start(self, _tag: str, attributes: Any) -> None:
        self.tags += 1
        self.attributes += len(attributes)
        if self.tags > MOST_TAGS:
            raise RefusedError("too-large", f"the page holds over {MOST_TAGS} tags, too many for one article")
        if max(100 * len(attributes), self.attributes) > _MOST_ATTRIBUTES:
            raise RefusedError("too-large", f"the tags of the page hold over {_MOST_ATTRIBUTES} attributes")

    def close(self) -> None:
        """Called by the parser when all is read."""


def parse(text: str) -> Any:
    """The lxml tree of a page, its root `html`. Raises RefusedError where it is none, or over a limit."""
    # Late, as most corpora hold no page; so a missing library is met where a page is read.
    from lxml import etree, html  # noqa: PLC0415

    data = text.encode("utf-8", "replace")
    parser = html.HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        etree.fromstring(data, etree.HTMLParser(encoding="utf-8", target=_Counter()))
        tree = html.document_fromstring(data, parser=parser)
    except etree.LxmlError as error:
        raise RefusedError("no-text", "the page holds no markup that can be read") from error
    fatal = parser.error_log.filter_from_fatals()
    if len(fatal):
        reason = "the page cannot be read to its end, as it nests too deep or holds too long a text: "
        raise RefusedError("too-large", reason + fatal[-1].message.strip())
    return tree


def strip_notes(tree: Any) -> None:
    """Take out of a tree what is not for people: its scripts, styles and meta elements."""
    from lxml import etree  # noqa: PLC0415

    etree.strip_elements(tree, "script", "style", "meta", with_tail=False)
