"""A mail, `.eml`, is one article: newsletters and lists are how much of the news goes out.

The subject is the headline, the list or the sender the source. Of text and HTML that say the same, the text is taken
unless it says much less ("see this mail in your browser"); HTML is handed on as a page. What is attached is left
out, and that is noted. Headers are decoded one by one with the older of Python's two ways, which is the one that no
header makes slow.
"""

from __future__ import annotations

import email
import email.header
import email.policy
import email.utils
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus.encoding import decode
from corpus.readers.carried import in_utf8
from corpus.readers.tags import without_tags
from corpus.readers.whole import read_whole
from corpus.records import Enclosed, Item, Place, Record, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MOST = 32_000_000
"""The most bytes of one mail, with all that is attached to it."""

_LONGEST_RAW = 20_000
_LONGEST_HEADER = 2000
_DEEPEST = 20
_MOST_PARTS = 1000
_MUCH_LESS = 0.4
_LIST = re.compile(r"\s*\"?([^<\"]{0,200}?)\"?\s*<[^>]{1,300}>")
_ADDRESS = re.compile(r"https?://[^\s<>]{1,1000}")


class _Brief(email.policy.Compat32):
    """Headers are cut to a length that no honest one has: taking a long one apart costs the square of it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and the value of a header that was read as these lines."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_RAW]


@dataclass(slots=True)
class _Parts:
    """What is in a mail."""

    texts: list[str] = field(default_factory=list)
    pages: list[bytes] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    seen: int = 0


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """The one Record or Enclosed page of a mail, or a Reject."""
    try:
        data = read_whole(stream, MOST)
        yield _item(_parsed(data), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def _parsed(data: bytes) -> Message:
    try:
        mail = email.message_from_bytes(data, policy=_Brief())
    except Exception as error:  # parts within parts without end, and whatever else no list names
        raise RefusedError("bad-file", f"the mail cannot be taken apart: {type(error).__name__}") from error
    if not mail.keys():
        raise RefusedError("bad-file", "this is no mail: it does not begin with headers such as Subject:")
    return mail


def _item(mail: Message, place: Place) -> Item:
    parts = _Parts()
    _collect(mail, parts, 0)
    text = "\n\n".join(part for part in parts.texts if part.strip())
    if parts.pages and _words(text) < _MUCH_LESS * _words_of_page(b" ".join(parts.pages)):
        return Enclosed(place, ".html", b"\n".join(parts.pages), _record(mail, "", parts, place))
    if not text:
        what = ", ".join(parts.left_out) or "nothing"
        raise RefusedError("no-text", f"the mail holds no text that can be read, but {what}")
    return _record(mail, text, parts, place)


def _collect(part: Message, parts: _Parts, depth: int) -> None:
    """Sort a part, and those within it, into what is read and what is left out."""
    parts.seen += 1
    kind = part.get_content_type()
    if depth > _DEEPEST or parts.seen > _MOST_PARTS:
        raise RefusedError("bad-file", "the mail has parts within parts without end")
    if kind.startswith("multipart/") and part.is_multipart():
        for inner in cast("list[Message]", part.get_payload()):
            _collect(inner, parts, depth + 1)
    elif kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
        parts.left_out[kind] += 1
    elif kind == "text/html":
        parts.pages.append(in_utf8(_bytes(part), part.get_content_charset()))
    else:
        parts.texts.append(_text(part))


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message) -> str:
    text = decode(_bytes(part), part.get_content_charset()).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, gap="" if str(part.get_param("delsp", "")).lower() == "yes" else " ")
    return text


def _unflowed(text: str, gap: str) -> str:
    """Lines that end in a space go on in the next (RFC 3676); the sign of a signature, "-- ", does not."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        own = line.removeprefix(" ")  # stuffed, so as not to be taken for a quotation or "From "
        if goes_on:
            lines[-1] = lines[-1].rstrip(" ") + gap + own
        else:
            lines.append(own)
        goes_on = own.endswith(" ") and own != "-- "
    return "\n".join(lines)


def _words(text: str) -> int:
    return len(text.split())


def _words_of_page(page: bytes) -> int:
    """About how many words a page shows."""
    return _words(without_tags(page.decode("utf-8", "replace")))


def _record(mail: Message, body: str, parts: _Parts, place: Place) -> Record:
    name, address = email.utils.parseaddr(_header(mail, "From"))
    listed = _LIST.match(_header(mail, "List-Id"))
    named = listed[1].strip() if listed else ""
    left_out = ", ".join(f"{count} {kind}" for kind, count in parts.left_out.items())
    return Record(
        path=place.path,
        body=body,
        folder=place.folder,
        id=_header(mail, "Message-ID").strip("<> ") or None,
        source=named or name or address.rpartition("@")[2] or None,
        headline=_header(mail, "Subject") or None,
        published=_day(_header(mail, "Date")),
        authors=(name,) if name and named and name != named else (),
        url=_url(_header(mail, "Archived-At")),
        language=_header(mail, "Content-Language") or None,
        notes=(f"left out of the mail: {left_out[:500]}",) if left_out else (),
    )


def _header(mail: Message, name: str) -> str:
    """A header as it is meant; empty where there is none."""
    raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), "")
    text = " ".join(str(raw).split())[:_LONGEST_HEADER]
    if not text.isascii():
        return _guessed(text)
    try:
        pieces = email.header.decode_header(text)
        return "".join(one if isinstance(one, str) else decode(one, charset) for one, charset in pieces)
    except (email.errors.HeaderParseError, ValueError, RefusedError):
        return text


def _guessed(text: str) -> str:
    """A header that was sent as bytes, which no standard allows."""
    try:
        return decode(text.encode("utf-8", "surrogateescape"))
    except RefusedError:
        return text.encode("ascii", "ignore").decode()


def _day(text: str) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return text or None


def _url(text: str) -> str | None:
    found = _ADDRESS.search(text)
    return found[0] if found else None
