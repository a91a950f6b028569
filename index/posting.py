"""Articles that come, and go, one request at a time: searchable when `post` returns.

A body is read and analysed before the index is locked, so that requests keep each other waiting for no longer than
writing takes; one that is larger than a batch keeps the lock from its first batch on, so that it is refused whole or
not at all. The engine is kept open from one request to the next, as opening it takes longer than writing one article.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from corpus import Reject, Remark, items
from index.build import BATCH, OVERHEAD
from index.desk import WOVEN_AT_ONCE, Desk, Line, refused
from index.folder import writing_to
from index.reading import End, Taken, work
from index.trouble import IndexLocked, IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from corpus import SourceFile
    from index.cluster import Cluster
    from index.engine import Engine
    from index.ledger import Ledger
    from index.plan import Weaver

MOST_LINES = 100_000
"""The articles of one request: what became of each is held in memory."""
PATIENCE = 5.0
"""Seconds to wait for another writer: several times what a request takes that posts a few articles."""
_PAUSE = 0.05

_Numbered = tuple[int, Taken | Reject]


class TooManyLinesError(Exception):
    """A body has more articles than one request may; nothing of it was done."""


class Posting:
    """Writes to the index in a folder, which is made if there is none. Safe to use from many threads."""

    def __init__(self, folder: Path, weaver: Weaver | None = None, cluster: Cluster | None = None) -> None:
        self._folder = folder
        self._cluster = cluster
        self._weaver = weaver
        self._engine: Engine | None = None
        self._tidying: Thread | None = None

    def post(self, file: SourceFile) -> list[Line]:
        """Put every article of a file of JSON into the index. Returns what became of each, in order.

        Raises TooManyLinesError, IndexLocked while another writer is at work, or other IndexTrouble.
        """
        if sum(not isinstance(item, Remark) for item in items(file, {})) > MOST_LINES:
            raise TooManyLinesError(
                f"there are more than {MOST_LINES:,} articles; send them in several requests"
            )
        lines: list[Line] = []
        with ExitStack() as stack:
            desk: Desk | None = None
            for some in _batches(file):
                if desk is None and any(isinstance(one, Taken) for _, one in some):
                    desk = stack.enter_context(self._desk())
                lines += (
                    desk.put(some)
                    if desk
                    else [refused(n, one) for n, one in some if isinstance(one, Reject)]
                )
        return lines

    def delete(self, article_id: str) -> bool:
        """Take an article out of the index, and keep it out. Returns whether it was there. Raises IndexTrouble."""
        with self._desk() as desk:
            return desk.remove(article_id)

    @contextmanager
    def _desk(self) -> Iterator[Desk]:
        """The index, locked for this request."""
        until = monotonic() + PATIENCE
        with ExitStack() as stack:
            while True:
                try:
                    engine, ledger = stack.enter_context(self._opened(self._engine))
                    break
                except IndexLocked:
                    if monotonic() > until:
                        raise
                    sleep(_PAUSE)
                except IndexTrouble:
                    self._engine = None
                    raise
            if engine is None:
                raise IndexTrouble(f"the index at {self._folder} cannot be written")
            self._engine = engine
            yield Desk(engine, ledger, self._weaver)
            if self._weaver and len(ledger.unwoven) <= WOVEN_AT_ONCE:
                with suppress(
                    IndexTrouble, OSError
                ):  # what was posted is there; its story can be found later
                    self._weaver.weave(engine, ledger)
            left = self._weaver if len(ledger.unwoven) else None
        self._tidy_soon(engine, left)

    def _opened(self, engine: Engine | None) -> AbstractContextManager[tuple[Engine | None, Ledger]]:
        return writing_to(self._folder, opened=engine, cluster=self._cluster)

    def _tidy_soon(self, engine: Engine, weaver: Weaver | None) -> None:
        """Have what many small commits leave behind put together, while requests go on."""
        if self._tidying is None or not self._tidying.is_alive():
            self._tidying = Thread(target=self._tidy, args=(engine, weaver), daemon=True)
            self._tidying.start()

    def _tidy(self, engine: Engine, weaver: Weaver | None) -> None:
        with suppress(IndexTrouble, OSError):  # whoever reads or writes next says what is wrong
            if weaver:
                with self._opened(engine) as (own, ledger):
                    if own:
                        weaver.weave(own, ledger)
            engine.tidy()


def _batches(file: SourceFile) -> Iterator[list[_Numbered]]:
    """What is in a file, so much at a time as is committed at once."""
    some: list[_Numbered] = []
    size = 0
    for numbered in _outcomes(file):
        some.append(numbered)
        if isinstance(numbered[1], Taken):
            size += len(numbered[1].document.article.body) + OVERHEAD
        if size >= BATCH:
            yield some
            some, size = [], 0
    yield some


def _outcomes(file: SourceFile) -> Iterator[_Numbered]:
    """What became of each item of a file, with the number of its line; 1 where the file is one item."""
    for item in items(file, {}):
        for outcome in work([item])[0]:
            if not isinstance(outcome, Remark | End):
                yield getattr(item, "line", None) or 1, outcome
