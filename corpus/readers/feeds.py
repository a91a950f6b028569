"""RSS, RDF and Atom, and the exports of WordPress, which are RSS: the one door of feedparser.

feedparser knows the dialects, and reads what is not well-formed; it wants the whole feed at once. So a larger one
is cut into its items, each handed over as a small feed of its own with what the channel says of all of them.
Its sanitising and resolving of addresses are off: bodies become text, and keep no markup. An item without text but
its headline is refused; one whose text looks like the beginning of a story says so in a note.
"""

from __future__ import annotations

import copy
import io
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from corpus.names import split_names
from corpus.readers import wordpress, xml_tree
from corpus.readers.prose import html_prose
from corpus.readers.whole import read_whole
from corpus.records import Enclosed, Item, Place, Record, RefusedError, Remark
from corpus.streams import rejoined

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOTS = frozenset({"rss", "RDF", "feed", "channel"})
"""The first elements of feeds, by local name."""

_AT_ONCE = 4_000_000
_TAGS = 100_000  # what is not well-formed takes feedparser long; a full feed of this size has 30,000
_LARGEST = 90_000_000
_ITEMS = frozenset({"item", "entry"})
_OF_ALL = frozenset({"title", "link", "language", "id", "publisher", "author", "creator"})
_SHORT = 600
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue reading|learn|find out)(?: \w+){0,5}(?: more)?[ .…»→>]*)\s*\Z",
    re.IGNORECASE,
)
_TOO_LARGE = f"the item is over the limit of {_AT_ONCE / 1e6:.0f} MB or {_TAGS} tags for one of a feed"
_LENIENT = "the feed is not well-formed ({}), and was read as well as that can be done"
_OPENED = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_CLOSED = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A Record or Reject for every item of a feed; `line` is its number, from 1."""
    try:
        data = read_whole(stream, _LARGEST, "; name it .xml, which is read item by item")
        data = xml_tree.rightly_declared(data[: xml_tree.HEAD]) + data[xml_tree.HEAD :]
        _check(data)
        feed = _parsed(data.lstrip()) if _is_small(data) else None
        yield from _entries(feed, data, place) if feed else _cut(io.BytesIO(data), place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def unread(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A feed of any size, handed on to be read: whole where it is small, else item by item."""
    data = stream.read(_AT_ONCE + 1)
    if _is_small(data):
        yield Enclosed(place, ".rss", data)
    else:
        yield from _cut(rejoined(data, stream), place)


def _is_small(data: bytes) -> bool:
    return len(data) <= _AT_ONCE and data.count(b"<") <= _TAGS


def _cut(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """The items of a feed that is well-formed, each as a feed of its own."""
    number, frame = 0, (b"", b"")
    try:
        for number, item in enumerate(xml_tree.elements(stream, _ITEMS), start=1):
            frame = frame if number > 1 else _frame(item)
            piece = frame[0] + etree.tostring(item, with_tail=False) + frame[1]
            known = Record(place.path, "", line=number, folder=place.folder)
            if _is_small(piece):
                yield Enclosed(place, ".rss", piece, known)
            else:
                yield place.reject("too-large", _TOO_LARGE, number)
    except xml_tree.BrokenError as fault:
        before = f"; the {number} items before it are read" if number else ""
        yield place.reject(fault.kind, fault.reason + before, number + 1)
    else:
        if not number:
            yield place.reject("empty", "no item is in the feed")


def _check(data: bytes) -> None:
    """Refuse what is no feed, or declares entities, which could swell."""
    root = xml_tree.root_of(data[: xml_tree.HEAD])
    if xml_tree.local(root) not in ROOTS:
        raise RefusedError("bad-xml", f"its first element is <{xml_tree.local(root)[:80]}>, so it is no feed")
    if xml_tree.declares_entities(root):
        raise RefusedError("bad-xml", "the feed declares entities of its own, which are not expanded")


def _frame(item: Any) -> tuple[bytes, bytes]:
    """What stands before and behind an item in its feed, without other items and what belongs to none."""
    item.addprevious(etree.Element("cut-here"))
    root = copy.deepcopy(item.getroottree().getroot())
    item.getparent().remove(item.getprevious())
    for parent in (root, *(one for one in root if xml_tree.local(one) == "channel")):
        for child in list(parent):
            if xml_tree.local(child) not in {*_OF_ALL, "channel", "cut-here"}:
                parent.remove(child)
    before, _, behind = etree.tostring(root).partition(b"<cut-here/>")
    return before, behind


def _parsed(data: bytes) -> Any:
    """What feedparser makes of a feed; None where it fails at one of several items, which then are to be cut."""
    import feedparser  # noqa: PLC0415 - optional

    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # in ways that no list names, for odd numbers, addresses or tags in an item
        if len(_OPENED.findall(data)) > 1:
            return None
        raise RefusedError("bad-xml", f"the item cannot be read: {type(error).__name__}: {error}") from error


def _entries(feed: Any, data: bytes, place: Place) -> Iterator[Item]:
    """The items that feedparser found."""
    entries, breaks_off = feed.entries, _breaks_off(data)
    if not entries:
        raise RefusedError("empty", "no item is in the feed")
    if type(fault := feed.get("bozo_exception")).__name__ == "SAXParseException":
        yield Remark(place.path, _LENIENT.format(fault.getMessage()))
    for number, entry in enumerate(entries[:-1] if breaks_off else entries, start=1):
        try:
            yield _record(entry, feed.feed, place, number)
        except RefusedError as refusal:
            yield place.reject(refusal.kind, refusal.reason, number)
    if breaks_off:
        reason = f"the feed breaks off within item {len(entries)}; those before it are read"
        yield place.reject("bad-xml", reason, len(entries))


def _breaks_off(data: bytes) -> bool:
    """Whether the last item of a feed has a beginning and no end."""
    opened = max((found.start() for found in _OPENED.finditer(data)), default=-1)
    closed = max((found.start() for found in _CLOSED.finditer(data)), default=-1)
    return opened > closed


def _record(entry: Any, feed: Any, place: Place, number: int) -> Record:
    wordpress.check(entry)
    full = max((one.get("value") or "" for one in entry.get("content", ())), key=len, default="")
    summary = entry.get("summary") or ""
    body = _body(full, entry) or _body(summary, entry)
    if not body:
        raise RefusedError("no-text", "the item holds no text but its headline")
    source = (entry.get("source") or {}).get("title") or entry.get("publisher") or feed.get("title")
    return Record(
        path=place.path,
        body=body,
        line=number,
        folder=place.folder,
        id=entry.get("id"),
        source=source,
        headline=html_prose(entry.get("title") or "").replace("\n\n", " ") or None,
        published=_published(entry),
        section=_section(entry),
        authors=_authors(entry),
        url=entry.get("link"),
        language=_language(entry, feed),
        notes=(*wordpress.notes(entry), *_teaser(body, is_summary=not full.strip())),
    )


def _body(markup: str, entry: Any) -> str:
    if wordpress.is_export(entry):
        return html_prose(wordpress.without_shortcodes(markup), blank_lines_part=True)
    return html_prose(markup)


def _teaser(body: str, *, is_summary: bool) -> tuple[str, ...]:
    if _BREAKS_OFF.search(body[-100:]) or (is_summary and len(body) < _SHORT):
        return ("the feed holds only a teaser of it",)
    return ()


def _published(entry: Any) -> str | None:
    """When it was published, else when it was last changed; years before all news are what WordPress has for none."""
    dates = (dict.get(entry, name) for name in ("published", "created", "updated"))  # its own get warns
    return next((date for date in dates if date and "-0001" not in date and "0000-00" not in date), None)


def _section(entry: Any) -> str | None:
    """Its first category; a tag is one only where there is nothing else."""
    tags = sorted(entry.get("tags") or (), key=lambda tag: tag.get("scheme") == "post_tag")
    return next((name for tag in tags if (name := tag.get("label") or tag.get("term"))), None)


def _authors(entry: Any) -> tuple[str, ...]:
    names = [one.get("name") for one in entry.get("authors") or () if one.get("name")]
    return tuple(dict.fromkeys(name for text in names for name in split_names(text)))


def _language(entry: Any, feed: Any) -> str | None:
    told = [one.get("language") for one in entry.get("content", ())]
    told.append((entry.get("summary_detail") or {}).get("language"))
    return next(filter(None, (*told, feed.get("language"))), None)
