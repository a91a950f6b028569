"""Front matter: the lines at the head of a plain text that say what it is, such as `Source: The Gazette`. Pure.

Only known words count, only at the head, and only with a value of the kind they promise: a headline such as
"Date: a film about waiting that is never dull" stays a headline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.dates import is_date

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "source": "source",
    "byline": "authors",
    "by": "authors",
    "author": "authors",
    "authors": "authors",
    "date": "published",
    "published": "published",
    "section": "section",
    "url": "url",
    "language": "language",
    "headline": "headline",
    "title": "headline",
}
_LINE = re.compile(rf"({'|'.join(FIELDS)})\s?:\s?(\S.*)", re.IGNORECASE)
_LONGEST = {"source": 60, "authors": 120, "section": 60, "language": 20, "url": 2000, "headline": 300}
_NAME = r"[^\W\d_a-z][\w.’'-]*(?: (?:de|van|von|der|al|la|bin|[^\W\d_a-z][\w.’'-]*)){1,4}"
_BYLINE = re.compile(
    rf"(?:By|BY|by) {_NAME}(?:(?:, | and | & |, and ){_NAME})*(?:,? (?:in|for) [^.!?]{{2,40}})?"
)


def field_of(line: str) -> tuple[str, str] | None:
    """The field and value of a front-matter line; None for any other line."""
    found = _LINE.fullmatch(line)
    if not found:
        return None
    name, value = FIELDS[found[1].lower()], found[2]
    return (name, value) if _fits(name, value) else None


def is_byline(line: str) -> bool:
    """Whether a line below a headline is nothing but "By Jane Doe"."""
    return len(line) <= _LONGEST["authors"] and _BYLINE.fullmatch(line) is not None


def _fits(name: str, value: str) -> bool:
    if name == "published":
        return is_date(value)
    if name == "url":
        return value.startswith(("http://", "https://"))
    return len(value) <= _LONGEST[name] and not (name == "source" and value.endswith((".", "!", "?", ":")))
