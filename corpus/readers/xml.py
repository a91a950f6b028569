"""An `.xml` file is what its first element says: NITF, NewsML, a feed. What is none of them is refused by name.

It is read item by item, so that its size does not matter; a message of many items gives what comes before a fault.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.readers import feeds, newsml_1, newsml_g2, nitf, xml_tree
from corpus.records import Item, Place, RefusedError
from corpus.streams import rejoined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from corpus.records import Record

ITEMS: Mapping[str, Callable[[Any, Place], Iterator[Record]]] = {
    "nitf": nitf.records,
    "newsItem": newsml_g2.records,
    **dict.fromkeys(newsml_g2.NO_STORIES, newsml_g2.records),
    "NewsItem": newsml_1.records,
}
"""The local name of an element that is one item -> what makes Records of it."""

_AROUND = {"newsMessage", "itemSet", "NewsML"}


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """The items of a file; `line` is an item's number where it stands among others."""
    head = xml_tree.rightly_declared(stream.read(xml_tree.HEAD))
    try:
        root = xml_tree.root_of(head)
        name = xml_tree.local(root)
        if name in feeds.ROOTS:
            yield from feeds.unread(rejoined(head, stream), place)
        elif name in ITEMS or name in _AROUND:
            yield from _items(rejoined(head, stream), place, name)
        else:
            yield place.reject("bad-xml", _unknown(name))
    except xml_tree.BrokenError as fault:
        yield place.reject(fault.kind, fault.reason)


def _items(stream: BinaryIO, place: Place, root: str) -> Iterator[Item]:
    number = 0
    try:
        for number, element in enumerate(xml_tree.elements(stream, frozenset(ITEMS)), start=1):
            yield from _records(element, place, None if root in ITEMS else number)
    except xml_tree.BrokenError as fault:
        before = f"; the {number} before it {'is' if number == 1 else 'are'} read" if number else ""
        yield place.reject(fault.kind, fault.reason + before, number + 1 if number else None)
    else:
        if not number:
            yield place.reject("no-text", f"there is no item in the <{root}>")


def _records(element: Any, place: Place, line: int | None) -> Iterator[Item]:
    try:
        xml_tree.check_entities(element)
        for record in ITEMS[xml_tree.local(element)](element, place):
            yield replace(record, line=line)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason, line)


def _unknown(name: str) -> str:
    return (
        f"its first element is <{name[:80]}>, of no news format that is read: those are NITF (nitf), "
        "NewsML (newsItem, newsMessage, NewsML) and feeds (rss, feed, RDF)"
    )
