"""XML inside of office files, walked without a tree, so that its size is no matter of memory.

Neither a document type nor an entity is accepted, so nothing expands and nothing is fetched; depth and size are
bounded. Names come without their namespaces, whose addresses have changed over the years where their words did not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol
from xml.parsers import expat  # no entity gets past _refuse

from corpus.records import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

_BYTES = 40_000_000
_CHUNK = 1 << 16
_DEEPEST = 500


class Walker(Protocol):
    """What is told of a document, piece by piece."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some text, which may be a part of what stands there."""


def walk(stream: BinaryIO, walker: Walker) -> None:
    """Tell a walker of a document. Raises RefusedError (bad-xml, too-large)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise RefusedError("bad-xml", f"its elements are nested more than {_DEEPEST} deep")
        walker.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        walker.end(_local(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = _refuse
    _feed(parser, stream)


def _feed(parser: expat.XMLParserType, stream: BinaryIO) -> None:
    fed = 0
    try:
        while data := stream.read(_CHUNK):
            fed += len(data)
            if fed > _BYTES:
                raise RefusedError("too-large", f"its text unpacks to over {_BYTES / 1e6:.0f} MB")
            parser.Parse(data, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise RefusedError("bad-xml", f"its markup is broken: {error}") from error


def _refuse(*_: object) -> None:
    raise RefusedError("bad-xml", "it declares a document type, which no such file needs and bombs do")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
