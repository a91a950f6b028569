"""From the names that dumps give their fields to those of a Record.

Names are compared without case, and with whatever parts their words counting as the same. Those that a person gave
come first, then our own names, then a table of usual ones. What was taken from the last, what a person named that
is not there, and what is left out is said in Remarks, once a file. A text with the markup of a page in it is read as
such. Numbers count as text, lists of text as paragraphs (in a body) or names (of authors), and an object stands for
its `name`, as in the dumps of news services. Any other value of an optional field is taken for a missing one; without
a body there is no item.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from corpus.names import split_names
from corpus.readers import ninjs
from corpus.readers.fieldnames import NAMES, USUAL
from corpus.readers.prose import html_prose
from corpus.records import Item, Place, Record, RefusedError, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_SHAPES = 1000
_BETWEEN = re.compile(r"\W+")
# Blocks of a page, two at least: a story may tell of a tag. In a headline, what only looks are made of.
_BLOCK = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|table|tr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LOOKS = re.compile(r"</?(?:b|i|em|strong|span|br|mark)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_Names = tuple[str, tuple[str, ...], tuple[str, ...]]
_KNOWN = frozenset(name for table in (NAMES, USUAL) for names in table.values() for name in names)


class Columns:
    """Finds the fields of the items of one file, and remembers what it said about their names."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._said: set[tuple[str, str]] = set()
        self._unread: list[str] = []
        self._left_out: set[str] = set()
        self._named: dict[tuple[str, ...], list[_Names]] = {}

    def items(self, item: Mapping[str, Any], line: int | None) -> Iterator[Item]:
        """The Record of an object with named fields, or why there is none; before it what had to be guessed."""
        if ninjs.fits(item, self._place):
            yield from ninjs.items(item, self._place, line)
            return
        yield from self._remarks(item)
        values, guessed = self._values(item)
        if new := [pair for pair in guessed if pair not in self._said]:
            self._said.update(new)
            yield Remark(self._place.path, f"fields read as {', '.join(f'{f} = {name}' for f, name in new)}")
        try:
            yield self._record(values, line)
        except RefusedError as refusal:
            yield self._place.reject(refusal.kind, refusal.reason, line)

    def _remarks(self, item: Mapping[str, Any]) -> Iterator[Remark]:
        """What a person named that the first item lacks, and names that nothing is known of."""
        keys = tuple(item)
        if keys in self._named:
            return
        absent = [
            name for name in self._place.columns.values() if not self._named and _at(item, name) is None
        ]
        if absent:
            yield Remark(
                self._place.path, f"its first item has no field {', '.join(absent)}, as --map has it"
            )
        names = dict.fromkeys([*self._unread, *map(str, keys)])
        new = [name for name in names if name.strip() and name not in self._left_out and not self.wants(name)]
        if new:
            self._left_out.update(new)
            yield Remark(self._place.path, f"fields left out: {', '.join(new)[:200]}")

    def of_table(self, names: Sequence[str], kind: str, place: str) -> list[str]:
        """Those columns of a table that may hold a field; the others are remarked.

        Raises RefusedError of a `kind` where none may hold a body; `place` says where the names stand.
        """
        bodies = {*NAMES["body"], *USUAL["body"]}
        mapped = self._place.columns.get("body", "").lower()
        mapped_to = {mapped, mapped.partition(".")[0]} - {""}
        if not any(_plain(name) in bodies or name.strip().lower() in mapped_to for name in names):
            raise RefusedError(
                kind,
                f"no column is called body, text or content; {place} holds: {', '.join(names)[:200]}; "
                "say which one holds the text with: --map body=NAME",
            )
        wanted = [name for name in names if self.wants(name)]
        self._unread = [name for name in names if name not in wanted]
        return wanted

    def wants(self, name: str) -> bool:
        """Whether a field may be found under this name, or under one that leads on from it with a dot."""
        lowered = name.strip().lower()
        mapped = (given.lower() for given in self._place.columns.values())
        return _plain(name) in _KNOWN or any(lowered in (given, given.partition(".")[0]) for given in mapped)

    def _values(self, item: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """The value of each field, and those fields whose names were guessed, with the names."""
        values: dict[str, Any] = {}
        guessed: list[tuple[str, str]] = []
        for field, own, usual in self._names(item):
            given = self._place.columns.get(field)
            value = _at(item, given) if given else None
            if _is_blank(value):
                value = _filled(item, own)[1]
            if usual and value is None:
                name, value = _filled(item, usual)
                if name:
                    guessed.append((field, name.strip()))
            values[field] = value
        return values, guessed

    def _names(self, item: Mapping[str, Any]) -> list[_Names]:
        """For each field those keys of an item that are its own names, and those that are usual ones."""
        keys = tuple(item)
        if keys not in self._named:
            lowered = {_plain(key): str(key) for key in keys}
            own, usual = (
                [tuple(lowered[name] for name in table[field] if name in lowered) for field in NAMES]
                for table in (NAMES, USUAL)
            )
            if len(self._named) >= _MOST_SHAPES:
                self._named.clear()
            self._named[keys] = list(zip(NAMES, own, usual, strict=True))
        return self._named[keys]

    def _record(self, found: Mapping[str, Any], line: int | None) -> Record:
        return Record(
            path=self._place.path,
            body=_prose(_body(found["body"])),
            line=line,
            folder=self._place.folder,
            id=_text(found["id"]),
            source=_text(found["source"]),
            headline=_LOOKS.sub("", _text(found["headline"]) or "") or None,
            published=_text(found["published"]),
            section=_text(_first(found["section"])),
            authors=_authors(found["authors"]),
            url=_text(found["url"]),
            language=_text(found["language"]),
        )


def _at(item: Mapping[str, Any], name: str) -> Any:
    """The value under a name, whatever its case; dots lead into objects where no key is called so."""
    value: Any = item
    for part in (name,) if any(str(key).lower() == name.lower() for key in item) else name.split("."):
        if not isinstance(value, dict):
            return None
        value = next((one for key, one in value.items() if str(key).strip().lower() == part.lower()), None)
    return value


def _plain(name: object) -> str:
    """A name as the tables have it: "Publication Date" is publication_date."""
    return _BETWEEN.sub("_", str(name).strip().lower()).strip("_")


def _prose(text: str) -> str:
    """A body without the markup that an export from a page may have left in it."""
    return html_prose(text) if "<" in text and len(_BLOCK.findall(text)) > 1 else text


def _filled(item: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, Any]:
    """The first of these names whose value is not blank, with the value."""
    for name in names:
        value = item[name]
        if not _is_blank(value):
            return name, value
    return "", None


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [])


def _first(value: Any) -> Any:
    """The first of a list, the value itself otherwise."""
    return next(iter(value), None) if isinstance(value, list) else value


def _body(value: Any) -> str:
    if isinstance(value, list):
        value = "\n\n".join(part for part in map(_text, value) if part)
    body = _text(value)
    if body is None:
        seen = "has none" if value is None else f"is {type(value).__name__}, not text"
        raise RefusedError(
            "no-text",
            f"a body is needed, under a name such as body, text, content: this item's {seen}; "
            "say which field holds it with: --map body=NAME",
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
