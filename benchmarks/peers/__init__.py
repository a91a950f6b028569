"""The engines that are held against each other, all behind one small interface.

A peer is given a folder for its index. It builds from a file of JSON lines, and then answers queries in our
syntax with what a page of results needs. Each is used as its own manual shows, with no cache of results.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PEERS = {
    "cuttings": "Cuttings",
    "textbook_whoosh": "TextbookWhoosh",
    "sqlite_fts5": "SqliteFts5",
    "tantivy": "Tantivy",
}
"""The classes by the names of their modules."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of results: the exact total, the ids of the ten best, counts by source, a marked snippet a hit."""

    total: int
    top: tuple[str, ...]
    counts: Mapping[str, int]
    snippets: tuple[str, ...]


class Peer(Protocol):
    """An engine with its index in a folder. It opens that index at the first question."""

    title: str
    """What it is called in a table."""

    def __init__(self, folder: Path) -> None: ...

    def version(self) -> str:
        """The version of what does the work."""
        ...

    def build(self, corpus: Path) -> None:
        """Read a file of JSON lines and index all of it."""
        ...

    def ask(self, query: str) -> Answer:
        """One page of results."""
        ...

    def prepare(self) -> None:
        """What a server of it does before the first visitor comes, beyond the first answer."""
        ...


def peer(name: str, folder: Path) -> Peer:
    """The peer of this name. Raises ModuleNotFoundError where its library is not installed."""
    made: Peer = getattr(import_module(f"benchmarks.peers.{name}"), PEERS[name])(folder)
    return made
