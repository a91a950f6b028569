"""Archives of the web, `.warc` and `.arc`, packed or not: the pages in them. The one door of warcio.

A page is a response with status 200, or a resource, that is HTML. What else there is (requests, images, pages that
moved) is counted, and said in one Remark. Pages are handed on as bytes. Where records begin is found by `frames`,
since warcio stops at the first broken one; what is in a record, warcio reads. Unpacking a page is done here,
since warcio has no limit for it; of the ways to pack one, `br` and `zstd` are not read.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.names import site_of
from corpus.readers.carried import in_utf8
from corpus.readers.frames import ARC, MOST, WARC, Fault, Form, Frame, Source, frames
from corpus.readers.members import MAGIC, Members
from corpus.records import Enclosed, Item, Place, Record, RefusedError, Remark
from corpus.streams import rejoined

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE_BYTES = 20_000_000
_HTML = ("text/html", "application/xhtml+xml")
_TYPE = re.compile(rb"(?mi)^WARC-Type[ \t]*:[ \t]*([\w-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_KINDS_SHOWN = 12
_KINDS_COUNTED = 200
_GZIP, _ZLIB, _RAW = 31, 15, -15  # what zlib calls them


def read_warc(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """An Enclosed page or a Reject for every record that holds one; `line` is the number of the record.

    Raises RefusedError at the end, where the file as a whole is refused.
    """
    return _read(_source(stream), WARC, place)


def read_arc(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """The same, of the older format."""
    return _read(_source(stream), ARC, place)


def _source(stream: BinaryIO) -> Source:
    """What the records are read from. Whether they are packed is seen, as many that are do not say so."""
    head = stream.read(len(MAGIC))
    whole = rejoined(head, stream)
    return Members(whole) if head == MAGIC else whole


def _read(source: Source, form: Form, place: Place) -> Iterator[Item]:
    others: Counter[str] = Counter()
    number, refusal = 0, None
    found = frames(source, form)
    while True:
        try:
            frame = next(found, None)
        except RefusedError as error:
            refusal, frame = error, None
        if frame is None:
            break
        number = frame.number
        item = _item(frame, form, place)
        if isinstance(item, str):
            others[item if item in others or len(others) < _KINDS_COUNTED else "of other kinds"] += 1
        else:
            yield item
    if others:
        yield Remark(place.path, _sentence(others))
    if refusal:
        raise refusal
    if not number:
        yield place.reject("empty", "the file holds no record")


def _sentence(others: Counter[str]) -> str:
    shown = others.most_common(_KINDS_SHOWN)
    total, rest = others.total(), others.total() - sum(count for _, count in shown)
    counts = [f"{count} {kind}" for kind, count in shown] + ([f"{rest} of other kinds"] if rest else [])
    verb = "record is no page" if total == 1 else "records are no pages"
    return f"{total} {verb}: {', '.join(counts)}"


def _item(frame: Frame | Fault, form: Form, place: Place) -> Item | str:
    """What becomes of a record; of one that is no page, its kind."""
    if isinstance(frame, Fault):
        reason = f"record {frame.number} is broken and was left out: {frame.reason}"
        return place.reject("bad-record", reason, frame.number)
    try:
        return _other_kind(frame, form) or _page(frame, form, place)
    except RefusedError as refusal:
        return place.reject(refusal.kind, refusal.reason, frame.number)


def _other_kind(frame: Frame, form: Form) -> str | None:
    """The kind of a record that cannot hold a page."""
    if form is ARC:
        return "filedesc" if frame.head.startswith(b"filedesc:") else None
    found = _TYPE.search(frame.head)
    kind = found[1].decode().lower() if found else "without a type"
    return None if kind in ("response", "resource") else kind


def _page(frame: Frame, form: Form, place: Place) -> Enclosed | str:
    record = _parsed(frame, form)
    http = record.http_headers
    declared = (http.get_header("Content-Type") if http else record.content_type) or ""
    kind = declared.partition(";")[0].strip().lower()
    if http and http.get_statuscode() != "200":
        return f"status {http.get_statuscode()[:20] or 'unknown'}"
    if kind not in _HTML:
        return kind[:60] or "of no content type"
    if frame.size > MOST:
        raise RefusedError("too-large", f"the page is over the limit of {MOST / 1e6:.0f} MB")
    charset = _CHARSET.search(declared)
    data = in_utf8(_payload(record), charset[1] if charset else None)
    return Enclosed(place, ".html", data, _known(record, frame, place))


def _parsed(frame: Frame, form: Form) -> Any:
    """A record as warcio sees it. Raises RefusedError."""
    from warcio import recordloader  # noqa: PLC0415 - optional

    logging.getLogger("warcio").addHandler(logging.NullHandler())  # or it speaks on standard error
    loader = recordloader.ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    try:
        return loader.parse_record_stream(io.BytesIO(frame.head + frame.block), known_format=form.name)
    except Exception as error:  # what broken headers raise is in no list
        raise RefusedError(
            "bad-record", f"the headers cannot be read: {type(error).__name__}: {error}"
        ) from error


def _payload(record: Any) -> bytes:
    """The page of a record, as it was before it was packed for the way. Raises RefusedError."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415 - optional

    http, stream = record.http_headers, record.raw_stream
    if http and (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    data: bytes = stream.read()
    packing = ((http.get_header("Content-Encoding") if http else None) or "").strip().lower()
    if packing in ("", "identity", "none"):
        return data
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise RefusedError(
            "unsupported", f"the page is packed as {packing[:40]!r}, which is not unpacked here"
        )
    return _unpacked(data, is_cut=bool(record.rec_headers.get_header("WARC-Truncated")))


def _unpacked(data: bytes, *, is_cut: bool) -> bytes:
    """Bytes unpacked; those that were unpacked already, though the headers do not say so, as they are."""
    windows = (_GZIP,) if data.startswith(b"\x1f\x8b") else (_ZLIB, _RAW)
    for window in windows:
        inflate = zlib.decompressobj(window)
        try:
            found = inflate.decompress(data, _PAGE_BYTES)
        except zlib.error:
            continue
        if inflate.unconsumed_tail:
            raise RefusedError("too-large", f"the page unpacks to over {_PAGE_BYTES / 1e6:.0f} MB")
        if found and not inflate.eof and not is_cut:
            raise RefusedError("bad-record", "the page is packed, and cut off")
        return found
    if data.startswith(b"\x1f\x8b"):
        raise RefusedError("bad-record", "the page is packed, and what is packed is damaged")
    return data


def _known(record: Any, frame: Frame, place: Place) -> Record:
    """What the archive knows of a page."""
    headers = record.rec_headers
    url = headers.get_header("WARC-Target-URI") or headers.get_header("uri")
    day = headers.get_header("WARC-Date") or _day(headers.get_header("archive-date") or "")
    cut = headers.get_header("WARC-Truncated")
    notes = (f"the archive holds only the beginning of the page ({cut[:40]})",) if cut else ()
    return Record(
        place.path,
        "",
        line=frame.number,
        folder=place.folder,
        source=site_of(url or ""),
        url=url,
        captured=day,
        notes=notes,
    )


def _day(digits: str) -> str:
    """20140216050221 becomes 2014-02-16."""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
