"""The embedded engine: a Whoosh index in a folder."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from heapq import merge, nsmallest
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from index.document import is_missing
from index.engine import Counts, Match, Matches
from index.engines.whoosh.evaluate import Evaluation
from index.engines.whoosh.schema import SEPARATOR, whoosh_schema
from index.engines.whoosh.seal import broken, resized, seal
from index.engines.whoosh.snapshot import Kept, Snapshot
from index.engines.whoosh.stored import from_text
from index.engines.whoosh.writer import WhooshWriter
from index.trouble import IndexDamaged, IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from corpus import Article
    from index.engine import Request
    from index.engines.whoosh.evaluate import Scores


class WhooshEngine:
    """An index in a folder; implements `index.Engine`. Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self._local = threading.local()
        self._kept: tuple[int, Kept] = (-1, Kept())
        with self._naming_damage():
            self._files = FileIndex(self._storage, schema=whoosh_schema())
            if damaged := resized(folder):
                raise self._damage(damaged)
            self._snapshot()

    @classmethod
    def create(cls, folder: Path) -> WhooshEngine:
        """An empty index in a folder, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        FileIndex.create(FileStorage(str(folder)), whoosh_schema())
        return cls(folder)

    def search(self, request: Request) -> Matches:
        """Answer a question (see index.Engine)."""
        with self._naming_damage():
            snapshot = self._snapshot()
            ask = Evaluation(snapshot, request.weights)
            found = ask.scores(request.query)
            if request.bonus is not None:
                extra = ask.scores(request.bonus, found)
                found = {doc: score + extra.get(doc, 0.0) for doc, score in found.items()}
            allowed = {name: ask.scores(query) for name, query in request.filters.items()}
            chosen = _within(found, allowed.values())
            facets = {
                name: _count(snapshot, name, _within(found, (s for f, s in allowed.items() if f != name)))
                for name in request.facets
            }
            return Matches(len(chosen), _top(snapshot, chosen, request), facets)

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order."""
        with self._naming_damage():
            snapshot = self._snapshot()
            docs = [doc for article_id in ids for doc, _ in snapshot.postings("id", article_id)]
            return [from_text(snapshot.stored(doc)) for doc in docs]

    def terms(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The whole words that begin so, with how many articles have them."""
        with self._naming_damage():
            words = [self._snapshot().words(field) for field in ("headline", "body")]
        pairs = (
            ((word, count) for word, count in known.items() if word.startswith(prefix)) for known in words
        )
        last: tuple[str, int] | None = None
        for word, count in merge(*pairs):
            if last and last[0] != word:
                yield last
            last = (word, count)  # of two with the same word, the larger comes second
        if last:
            yield last

    def scan(self) -> Iterator[Article]:
        """Every article."""
        snapshot = self._snapshot()
        for doc in snapshot.alive:
            yield from_text(snapshot.stored(doc))

    def count(self) -> int:
        """How many articles there are."""
        with self._naming_damage():
            return len(self._snapshot().alive)

    @contextmanager
    def writing(self) -> Iterator[WhooshWriter]:
        """A writer that commits when its context ends well."""
        writer = WhooshWriter(self._files)
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        seal(self._folder)

    def damaged_files(self) -> list[str]:
        """The names of files that are not what was written; reads all of them."""
        return broken(self._folder)

    def _snapshot(self) -> Snapshot:
        """The last finished commit, for this thread."""
        mine: Snapshot | None = getattr(self._local, "snapshot", None)
        if mine is None or mine.generation != self._files.latest_generation():
            reader = self._files.reader()
            if self._kept[0] != reader.generation():
                self._kept = (reader.generation(), Kept())
            self._local.snapshot = mine = Snapshot(reader, self._kept[1])
        return mine

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """Turn what reading a broken file raises, whatever it is, into IndexDamaged; leave our own bugs be."""
        try:
            yield
        except IndexTrouble:
            raise
        except Exception as error:
            if damaged := broken(self._folder) or self._unreadable_contents():
                raise self._damage(damaged) from error
            raise

    def _unreadable_contents(self) -> list[str]:
        """The table of contents is no sealed file (every commit writes a new one), so it is tried instead."""
        try:
            FileIndex(self._storage, schema=whoosh_schema()).reader().close()
        except Exception:  # noqa: BLE001 - a broken file can raise anything
            return [
                f"_MAIN_{self._files.latest_generation()}.toc"
                if hasattr(self, "_files")
                else "the table of contents"
            ]
        return []

    def _damage(self, names: list[str]) -> IndexDamaged:
        return IndexDamaged(
            f"the index in {self._folder.parent} is damaged ({', '.join(names)}); "
            f"delete that folder and make it again with: python app.py index PATH"
        )


def _within(found: Scores, allowed: Collection[Scores] | Iterator[Scores]) -> Scores:
    for docs in allowed:
        found = {doc: score for doc, score in found.items() if doc in docs}
    return found


def _count(snapshot: Snapshot, name: str, docs: Scores) -> Counts:
    column = snapshot.column(name)
    values: Counter[str] = Counter()
    missing = 0
    for joined, count in Counter(map(column.__getitem__, docs)).items():
        each = tuple(joined.split(SEPARATOR)) if joined else ()
        if is_missing(name, each):
            missing += count
        else:
            values.update(dict.fromkeys(each, count))
    return Counts(values, missing)


def _top(snapshot: Snapshot, found: Scores, request: Request) -> tuple[Match, ...]:
    ids, dates = snapshot.column("id"), _ordinals(snapshot.column("published"), found)
    keys: dict[str, Callable[[int], Any]] = {
        "relevance": lambda doc: (-found[doc], -dates[doc], ids[doc]),
        "newest": lambda doc: (-dates[doc], ids[doc]),
        "oldest": lambda doc: (dates[doc] or _NEVER, ids[doc]),
    }
    best = nsmallest(request.offset + request.limit, found, key=keys[request.sort])
    return tuple(Match(ids[doc], found[doc]) for doc in best[request.offset :])


_NEVER = 99_999_999


def _ordinals(column: list[str], docs: Scores) -> dict[int, int]:
    """Dates as numbers that sort like them: 2023-05-04 as 20230504, none as 0."""
    return {doc: int(column[doc].replace("-", "") or 0) for doc in docs}
