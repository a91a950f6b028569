"""Whether two articles are of one outlet: by their source, or by the site that they were read at."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus import UNKNOWN

if TYPE_CHECKING:
    from corpus import Article


def same_outlet(one: Article, other: Article) -> bool:
    """Whether one outlet printed both, under whatever names; not known of articles without a source and an address."""
    if one.source == other.source != UNKNOWN:
        return True
    site = _site(one)
    return bool(site) and site == _site(other)


def _site(article: Article) -> str:
    try:
        return (urlsplit(article.url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
