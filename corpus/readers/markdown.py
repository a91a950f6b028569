"""A Markdown file is one article, with front matter or without. The one door of markdown-it.

The marks go and the words stay: links keep their text, images and HTML tags go, a row of a table is a line, code is
text. Where the front matter names no headline, the first heading of level 1 is it, or one that the text begins with. What Markdown's
dialects add beyond tables and strikethrough (footnotes, templates of a site) stays as it was written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.encoding import decode
from corpus.readers.fields import Columns
from corpus.readers.matter import parted
from corpus.readers.tags import without_tags
from corpus.readers.whole import read_whole
from corpus.records import Item, Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BYTES = 1_000_000  # taking it apart costs some 20 microseconds for every mark

_NAMES: Mapping[str, tuple[str, ...]] = {
    "headline": ("headline", "title"),
    "published": ("published", "date", "pubdate", "publishdate", "published_at", "date_published"),
    "authors": ("authors", "author", "byline"),
    "source": ("source", "publication", "publisher", "outlet"),
    "url": ("url", "canonical", "canonical_url", "canonicalurl", "source_url", "original_url", "link"),
    "section": ("section", "category", "categories", "topic", "tags"),
    "language": ("language", "lang", "locale"),
}
"""Field -> its names in front matter, as the generators of sites have them; the first with a value counts."""

_NOTHING = ("", "null", "~", "true", "false")


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """The one Record of a Markdown file."""
    try:
        yield from _items(decode(read_whole(stream, _BYTES)), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def _items(source: str, place: Place) -> Iterator[Item]:
    fields, text, note = parted(source)
    blocks = _blocks(text)
    known = _known(fields)
    if "headline" not in known:
        known["headline"] = _take_headline(blocks)
    body = "\n\n".join(text for _, text in blocks)
    if not body:
        raise RefusedError("empty", "there is no text in it beside front matter, headings, images and tags")
    notes = (note,) if note else ()
    columns = Columns(place)
    wanted = {
        name: value for name, value in fields.items() if columns.wants(name)
    }  # the rest is for a site's maker
    for item in columns.items({**wanted, **known, "body": body}, None):
        yield replace(item, decoded=True, notes=notes) if isinstance(item, Record) else item


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields by our names. `published: false` is how some sites keep a draft, and is no date."""
    values = {name: _plain(value) for name, value in fields.items()}
    found = {
        field: next((values[name] for name in names if values.get(name) not in (None, [])), None)
        for field, names in _NAMES.items()
    }
    for field in _NAMES:
        fields.pop(field, None)
    return {field: value for field, value in found.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool) or (isinstance(value, str) and value.strip().lower() in _NOTHING):
        return None
    return value


def _take_headline(blocks: list[tuple[int, str]]) -> str | None:
    """Take the first heading of level 1 out of the blocks, or one that all begins with."""
    for number, (level, text) in enumerate(blocks):
        if level == 1 or (level and not number):
            del blocks[number]
            return text
    return None


def _blocks(source: str) -> list[tuple[int, str]]:
    """The blocks of a text that are not empty, as the level of a heading, 0 for none, and the words."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - optional

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    return [(level, text) for level, text in _walked(tokens) if text]


def _walked(tokens: Sequence[Any]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    level = 0
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            found.append((0, " | ".join(cells)))
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(_inline(token.children))
        elif token.type == "inline":
            found.append((level, _inline(token.children)))
            level = 0
        elif token.type in ("fence", "code_block"):
            found.append((0, token.content.strip("\n")))
        elif token.type == "html_block":
            found.append((0, without_tags(token.content).strip()))
    return found


def _inline(tokens: Sequence[Any]) -> str:
    """The words of a paragraph; images and tags are none."""
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    words = {"text", "code_inline"}
    return "".join(
        token.content if token.type in words else breaks.get(token.type, "") for token in tokens
    ).strip()
