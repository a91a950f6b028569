"""Reads files on all cores, and gives what is in them in one order, whatever the number of cores.

One process finds the raw items of the files; others clean and analyse them, in chunks of about a megabyte, of
which only a few are under way at once. What reads hostile files can be broken by them: a worker that dies, or
that stops answering, is replaced, its chunk is read again item by item, and the item it fails on is a Reject.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, fields
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Self

from corpus import Article, Enclosed, Item, Reject, Remark, SourceFile, outcomes, sendable
from index.analysis import Analyzer
from index.document import Document, analyse_all
from index.finding import Finder, size_of
from index.rejects import of_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

CHUNK = 1_000_000
"""Characters or bytes of a chunk: enough to outweigh the way to a worker and back."""
MOST_ITEMS = 500
_SELDOM = (50_000, 20, 100)
"""When to look for garbage in cycles: articles hold none, and looking at every 700th object was a tenth of the work."""
AHEAD = 3
"""How many chunks a worker are under way beyond the one at work: enough for the time that a commit takes."""
PATIENCE = 300.0
"""Seconds that a chunk may take, and in a second try each of its items; far more than any story needs."""


@sendable
@dataclass(frozen=True, slots=True)
class Taken:
    """An article ready to be indexed, and a digest of all that it says; where it was read is not part of that."""

    document: Document
    mark: str


@dataclass(frozen=True, slots=True)
class End:
    """The end of a file; whether the file changed while it was read."""

    changed: bool


_SAID = attrgetter(*(one.name for one in fields(Article) if one.name not in {"body", "origin"}))

Outcome = Taken | Reject | Remark | End
_Entry = Item | End


@dataclass(slots=True)
class _Chunk:
    """Some items in their order, each with the file that it is from."""

    files: list[SourceFile] = field(default_factory=list)
    items: list[_Entry] = field(default_factory=list)
    size: int = 0

    def add(self, file: SourceFile, item: _Entry) -> None:
        self.files.append(file)
        self.items.append(item)
        self.size += size_of(item)

    @property
    def is_full(self) -> bool:
        return self.size >= CHUNK or len(self.items) >= MOST_ITEMS


def work(entries: list[_Entry]) -> list[list[Outcome]]:
    """What becomes of each of some items: the part that any process can do."""
    found = [[entry] if isinstance(entry, End) else list(outcomes(entry)) for entry in entries]
    taken = iter(_taken([one for some in found for one in some if isinstance(one, Article)]))
    return [[next(taken) if isinstance(one, Article) else one for one in some] for some in found]


class Reading:
    """Reads files with so many processes; none but this one for `jobs` of 1. Leave its context to end them."""

    _work = staticmethod(work)

    def __init__(self, jobs: int | None = None) -> None:
        self.jobs = jobs or len(os.sched_getaffinity(0))
        self._pool: ProcessPoolExecutor | None = None
        self._finder = Finder()

    def __enter__(self) -> Self:
        self._thresholds = gc.get_threshold()
        gc.set_threshold(*_SELDOM)
        return self

    def __exit__(self, *_error: object) -> None:
        gc.set_threshold(*self._thresholds)
        self._finder.stop()
        self._stop()

    def read(
        self, files: Iterable[tuple[SourceFile, Mapping[str, str]]]
    ) -> Iterator[tuple[SourceFile, Outcome]]:
        """Everything in the files, in their order; after what is in a file its End.

        Files come with the foreign names of our fields (see corpus.read), and are asked for a little ahead.
        """
        waiting: deque[tuple[_Chunk, _Answer]] = deque()
        for chunk in self._chunks(files):
            waiting.append((chunk, self._asked(chunk.items)))
            if len(waiting) > self.jobs * AHEAD:
                yield from self._answered(*waiting.popleft())
        while waiting:
            yield from self._answered(*waiting.popleft())

    def _chunks(self, files: Iterable[tuple[SourceFile, Mapping[str, str]]]) -> Iterator[_Chunk]:
        """The items of all files in chunks; small files share one."""
        chunk = _Chunk()
        for file, columns in files:
            before = _signature(file)
            for item in self._finder.items(file, columns):
                chunk.add(file, item)
                if chunk.is_full:
                    yield chunk
                    chunk = _Chunk()
            after = _signature(file)
            chunk.add(file, End(changed=after != before or not after))
        if chunk.items:
            yield chunk

    def _asked(self, entries: list[_Entry]) -> _Answer:
        """The answer to come for some items; it is found at once where there are no workers."""
        if self.jobs == 1:
            return _Answer(None, lambda: self._work(entries))
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork would keep our locks when we are killed
            self._pool = ProcessPoolExecutor(self.jobs, context, begin_work)
        try:
            future = self._pool.submit(self._work, entries)
        except BrokenProcessPool:  # a worker died meanwhile; whoever waits for this answer sees to it
            return _Answer(self._pool, _broken)
        return _Answer(self._pool, lambda: future.result(PATIENCE))

    def _answered(self, chunk: _Chunk, answer: _Answer) -> Iterator[tuple[SourceFile, Outcome]]:
        for file, found in zip(chunk.files, self._results(chunk.items, answer), strict=True):
            for outcome in found:
                yield file, outcome

    def _results(self, entries: list[_Entry], answer: _Answer) -> Iterable[list[Outcome]]:
        if answer.pool is not self._pool and answer.pool is not None:
            answer = self._asked(entries)  # the workers that were asked are gone
        try:
            return answer.wait()
        except (BrokenProcessPool, TimeoutError):
            self._stop()
        return (self._alone(entry) for entry in entries)

    def _alone(self, entry: _Entry) -> list[Outcome]:
        """What becomes of an item that was in a chunk on which a worker failed."""
        try:
            (found,) = self._asked([entry]).wait()
        except (BrokenProcessPool, TimeoutError):
            self._stop()
            return [_crashed(entry)]
        return found

    def rest(self) -> None:
        """Give back the memory of the other processes; they begin anew when there is work for them."""
        self._stop()

    def _stop(self) -> None:
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - there is no public way
                process.kill()
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _broken() -> list[list[Outcome]]:
    raise BrokenProcessPool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What some workers will say: `wait` gives it, or raises BrokenProcessPool or TimeoutError."""

    pool: ProcessPoolExecutor | None
    wait: Callable[[], list[list[Outcome]]]


def mark(article: Article) -> str:
    """A digest of all that an article says; where it was read from is not part of that."""
    sum_of = blake2b(repr(_SAID(article)).encode(errors="replace"), digest_size=12)
    sum_of.update(article.body.encode(errors="replace"))
    return sum_of.hexdigest()


def _taken(articles: list[Article]) -> list[Taken | Reject]:
    """The articles analysed together; one by one where that fails, since one article must not stop a corpus."""
    try:
        documents = analyse_all(articles, _analyzer())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said of the article
        if len(articles) == 1:
            reason = f"analysing it stopped: {type(error).__name__}: {error}"
            return [of_article(articles[0], "unreadable", reason)]
        return [one for article in articles for one in _taken([article])]
    return [Taken(document, mark(document.article)) for document in documents]


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


def begin_work() -> None:
    """Make this process a worker: Ctrl-C is the parent's to hear, and without it there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_SELDOM)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _signature(file: SourceFile) -> tuple[int, ...]:
    try:
        found = file.path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _crashed(entry: _Entry) -> Reject:
    reason = f"reading it broke the program that read it, or took more than {PATIENCE:.0f} seconds"
    if isinstance(entry, Enclosed):
        return entry.place.reject("crashed", reason, entry.known.line if entry.known else None)
    return Reject(getattr(entry, "path", ""), getattr(entry, "line", None), "crashed", reason)
