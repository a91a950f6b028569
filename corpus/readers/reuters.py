"""The SGML of Reuters-21578: many stories of the wire of 1987 in a file, the test bed of a generation of researchers.

It is no XML: tags are not nested by rule, and control characters stand in it. So its items are found by their own
tags, one after another, and an item that is broken costs no other. Ids are the collection's NEWID, behind
"reuters-", since bare numbers are not unique among corpora. Other SGML is not read.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

from corpus.encoding import decode
from corpus.names import split_names
from corpus.readers.prose import plain_prose
from corpus.records import Item, Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 18
_ITEM_BYTES = 5_000_000
_START = re.compile(rb"<REUTERS\b", re.IGNORECASE)
_END = re.compile(rb"</REUTERS>", re.IGNORECASE)
_CONTROLS = re.compile(r"&#(?:\d|[12]\d|3[01]|127);|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAY = re.compile(r"\d{1,2}-[A-Z]{3}-\d{4}")
_TAG = re.compile(r"<[^<>]{1,200}>")
_SIGNED_OFF = re.compile(r"\n\s*(reuters?)\s*\Z", re.IGNORECASE)
_RULE = re.compile(r"^[ *_=-]+$", re.MULTILINE)


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A Record or a Reject for every item; `line` is its number in the file, from 1."""
    number = 0
    try:
        for number, data in enumerate(_pieces(stream), start=1):
            try:
                yield _record(data, place, number)
            except RefusedError as refusal:
                yield place.reject(refusal.kind, refusal.reason, number)
    except _TooLargeError as refusal:
        yield place.reject(refusal.kind, refusal.reason, number + 1)
    else:
        if not number:
            yield place.reject("bad-xml", "no <REUTERS> is in it, and of SGML only Reuters-21578 is read")


class _TooLargeError(RefusedError):
    pass


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes from one start of an item to the next. What stands before the first is no item."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        rest += chunk
        starts = [found.start() for found in _START.finditer(rest)]
        yield from (rest[start:end] for start, end in pairwise(starts))
        rest = rest[starts[-1] :] if starts else rest[-len("<REUTERS") :]
        if len(rest) > _ITEM_BYTES:
            raise _TooLargeError("too-large", f"an item is over the limit of {_ITEM_BYTES / 1e6:.0f} MB")
    if _START.match(rest):
        yield rest


def _record(data: bytes, place: Place, number: int) -> Record:
    if not _END.search(data):
        raise RefusedError("bad-xml", "the item breaks off before its </REUTERS>")
    item = _CONTROLS.sub("", decode(data, "latin-1"))
    text = _inside("TEXT", item)
    if text is None:
        raise RefusedError("bad-xml", "the item has no <TEXT>")
    kind = _attribute("TYPE", re.match(r".*?<TEXT([^>]*)>", item, re.DOTALL)[1])  # type: ignore[index]
    title, body, notes = _told(text, kind)
    name = _attribute("NEWID", item[: item.find(">")])
    day = _DAY.search(_inside("DATE", item) or "")
    return Record(
        path=place.path,
        body=body,
        line=number,
        folder=place.folder,
        id=f"reuters-{name}" if name else None,
        source="Reuters",
        headline=title,
        published=day[0] if day else None,
        section=_listed("TOPICS", item),
        authors=tuple(one for one in split_names(_line("AUTHOR", text)) if one.lower() != "reuters"),
        language="en",
        notes=notes,
    )


def _told(text: str, kind: str) -> tuple[str | None, str, tuple[str, ...]]:
    """Headline, body and notes of an item's text, by its type."""
    title, body = _line("TITLE", text) or None, _inside("BODY", text)
    if body is not None:
        dateline = _line("DATELINE", text)
        body = _SIGNED_OFF.sub(r"\n\n\1", body)  # a paragraph of its own, even behind a full line
        return title, plain_prose(html.unescape(f"{dateline} {body.lstrip()}" if dateline else body)), ()
    if title:
        return None, title, ("a flash: its headline is all there is",)
    story = plain_prose(html.unescape(_RULE.sub("", _TAG.sub("", text))))
    if not story:
        raise RefusedError("no-text", "the item has no text")
    return None, story, (f"its text has no parts marked{f' ({kind})' if kind else ''}",)


def _inside(name: str, text: str) -> str | None:
    """What stands in the first element of a name."""
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", text, re.DOTALL | re.IGNORECASE)
    return found[1] if found else None


def _line(name: str, text: str) -> str:
    return " ".join(html.unescape(_inside(name, text) or "").split())


def _listed(name: str, item: str) -> str | None:
    """The first entry of a list."""
    return _line("D", _inside(name, item) or "") or None


def _attribute(name: str, tag: str) -> str:
    found = re.search(rf'\b{name}\s*=\s*"([^"]*)"', tag)
    return found[1] if found else ""
