"""XML as trees, one item at a time: the one way by which readers take XML apart.

What comes from outside is not trusted: nothing is fetched, no document type is loaded, no entity is expanded,
and depth and size are bounded, by libxml2 and here. An item that uses an entity of the file's own is refused,
since its text would be lost; those of HTML are known. XML says itself in what encoding it is, and its parser
reads it so, which is why no text is decoded here; broken bytes are an error. What comes before an error is given.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from corpus.records import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 262_144
"""How many bytes from the beginning of a file tell what it is."""

_CHUNK = 65_536
_ITEM_BYTES = 20_000_000
_CODE_PAGE = re.compile(
    rb"""\s*<\?xml[^>]{1,100}encoding\s*=\s*["']((?:iso-8859|windows|cp|latin|us-ascii)[\w-]{0,20})["']""",
    re.IGNORECASE,
)


class BrokenError(RefusedError):
    """The markup goes no further here; what came before it was read."""


def root_of(head: bytes) -> Any:
    """The first element, of which only name and attributes are there. Raises BrokenError."""
    if not head.strip():
        raise BrokenError("empty", "the file is empty")
    parser = _parser()
    for root in _started(parser, head.lstrip()):
        return root
    raise BrokenError("bad-xml", "no element begins in it: this is no XML")


def elements(stream: BinaryIO, names: frozenset[str]) -> Iterator[Any]:
    """The outermost elements of these local names, each when it is complete, and gone when the next is asked for.

    Raises BrokenError where the markup breaks off, or one of them is over the limit.
    """
    parser, inside, size = _parser(), None, 0
    for chunk in _chunks(stream):
        size += len(chunk)
        fault = _feed(parser, chunk)
        for event, element in parser.read_events():
            if event == "start":
                inside = element if inside is None and local(element) in names else inside
            elif element is inside:
                yield element
                _forget(element)
                inside, size = None, 0
        if fault:
            raise fault
        if size > _ITEM_BYTES:
            raise BrokenError("too-large", f"one item is over the limit of {_ITEM_BYTES / 1e6:.0f} MB")


def rightly_declared(head: bytes) -> bytes:
    """The beginning of a file that says it is in a Western code page, and is in UTF-8, saying the latter.

    As everywhere in this house, UTF-8 is believed before what a file says: no text in a code page looks like it.
    """
    found = _CODE_PAGE.match(head)
    if not found or head.isascii():
        return head
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return head
    return head[: found.start(1)] + b"utf-8" + head[found.end(1) :]


def declares_entities(root: Any) -> bool:
    """Whether a file declares entities of its own."""
    internal = root.getroottree().docinfo.internalDTD
    return internal is not None and any(True for _ in internal.iterentities())


def check_entities(element: Any) -> None:
    """Raises RefusedError where the text of an element holds an entity that only the file itself knows."""
    for entity in element.iter(etree.Entity):
        if entity.name and f"{entity.name};" not in html5:
            raise RefusedError(
                "bad-xml",
                f"its text is in the entity &{entity.name[:80]};, and entities that a file declares are not expanded; "
                "write the text out",
            )


def local(element: Any) -> str:
    """The name of an element without its namespace; nothing for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def at(element: Any, *paths: str) -> str | None:
    """The text, on one line, of the first element on one of these paths that has any."""
    found = (words(one) for path in paths for one in element.iterfind(path))
    return next((text for text in found if text), None)


def attribute(element: Any, path: str, name: str) -> str | None:
    """The first value of an attribute of the elements on a path."""
    values = (one.get(name, "").strip() for one in element.iterfind(path))
    return next((value for value in values if value), None)


def words(element: Any) -> str:
    """All text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _parser() -> Any:
    return etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _started(parser: Any, head: bytes) -> Iterator[Any]:
    """The elements that begin in the head of a file, up to where it is broken."""
    for start in range(0, len(head), 4096):
        fault = _feed(parser, head[start : start + 4096])
        for event, element in parser.read_events():
            if event == "start":
                yield element
        if fault:
            raise fault


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """A stream in pieces, the last of them empty. Blank space before the declaration is no part of it."""
    chunk = stream.read(_CHUNK).lstrip()
    while chunk:
        yield chunk
        chunk = stream.read(_CHUNK)
    yield b""


def _feed(parser: Any, chunk: bytes) -> BrokenError | None:
    """Give the parser more, or, with nothing, the end: what is wrong, if anything is."""
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        return _fault(error)
    return None


def _fault(error: Any) -> BrokenError:
    said = " ".join(str(error.msg).split())[:150]
    if "not proper UTF-8" in said or "ncoding" in said or "invalid multibyte" in said.lower():
        return BrokenError(
            "bad-encoding", f"it is not in the encoding that it declares ({said}); write it as UTF-8"
        )
    return BrokenError("bad-xml", f"the markup is broken at line {error.lineno or 1}: {said}")


def _forget(element: Any) -> None:
    """Free an item that was read, and all before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
