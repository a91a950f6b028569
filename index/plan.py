"""How a corpus is to be read, and how far that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from corpus import Article, SourceFile
    from index.cluster import Cluster
    from index.document import Document
    from index.engine import Engine
    from index.ledger import Ledger

Weave = Callable[["Engine", "Ledger"], None]
"""Brings the stories of an index up to date with its articles (see Ledger.unwoven); called while it is locked."""


class Weaver(Protocol):
    """Who finds the stories of articles that are posted; called while the index is locked."""

    def weave(self, engine: Engine, ledger: Ledger) -> None:
        """Bring the stories of an index up to date with its articles."""

    def place(self, engine: Engine, documents: Sequence[Document]) -> list[Document]:
        """Documents that are to be put into the index, with their stories; and those there that this changes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: bytes of files done of those there are, articles read, whether a batch is being written."""

    done: int
    total: int
    articles: int
    writing: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How a corpus is to be read.

    With `prune`, articles whose files are gone from under the paths are removed. `trial` changes nothing, and
    gives the first articles as they would be read to `show`. `columns` are foreign names of fields; those given
    once are remembered with a file. `jobs` is the number of processes that read (default: one a core); `only`
    leaves known files as they are unless they, or a folder they are in, are among these; with `may_be_empty` it is no
    error that there is no file at all. `files` are read beside those under the paths. `report` hears how far
    the run is, and `weave` is called when all is in the index, to find who shares text with whom. The index is on a
    `cluster` where one is named; to `rebuild` is to read all into a new one there, which takes the place of the other
    at the end.
    """

    prune: bool = False
    trial: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    jobs: int | None = None
    only: frozenset[Path] | None = None
    may_be_empty: bool = False
    files: tuple[SourceFile, ...] = ()
    report: Callable[[Progress], None] = lambda _: None
    show: Callable[[Article], None] = lambda _: None
    weave: Weave | None = None
    cluster: Cluster | None = None
    rebuild: bool = False
