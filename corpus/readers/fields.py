"""From the names that dumps give their fields to those of a Record.

Names are compared without case. Numbers count as text, lists of text as paragraphs (in a body) or names (of
authors), and an object stands for its `name`, as in the dumps of news services. Any other value of an optional
field is taken for a missing one; without a body there is no item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.names import split_names
from corpus.records import Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {
    "id": ("id",),
    "source": ("source",),
    "headline": ("headline", "title"),
    "body": ("body", "text", "content"),
    "published": ("published", "date"),
    "section": ("section",),
    "authors": ("authors", "author"),
    "url": ("url",),
    "language": ("language",),
}
"""Field of a Record -> the names it goes by, the first that has a value counting."""


def record(item: Mapping[str, Any], place: Place, line: int | None) -> Record:
    """The Record of an object with named fields. Raises RefusedError where it has no body."""
    lowered = {str(name).strip().lower(): value for name, value in item.items()}
    found = {field: _first(lowered, names) for field, names in NAMES.items()}
    return Record(
        path=place.path,
        body=_body(found["body"]),
        line=line,
        folder=place.folder,
        id=_text(found["id"]),
        source=_text(found["source"]),
        headline=_text(found["headline"]),
        published=_text(found["published"]),
        section=_text(found["section"]),
        authors=_authors(found["authors"]),
        url=_text(found["url"]),
        language=_text(found["language"]),
    )


def _first(item: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The first value that is there and not blank."""
    for name in names:
        value = item.get(name)
        if value is not None and value != "":
            return value
    return None


def _body(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(part for part in map(_text, value) if part)
    body = _text(value)
    if body is None:
        seen = "has none" if value is None else f"is {type(value).__name__}, not text"
        raise RefusedError(
            "no-text", f"a body is needed, under one of the names body, text, content: this item's {seen}"
        )
    if not body.strip():
        raise RefusedError("empty", "its body is blank")
    return body


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(name.strip() for name in map(_text, value) if name and name.strip())
    return split_names(_text(value) or "")
