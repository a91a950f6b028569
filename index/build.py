"""Brings an index up to date with a corpus: reads what is new or changed, and says what became of everything.

Articles are committed in batches; a run that is stopped keeps the batches it finished, and the same command
finishes the rest. Every record ends in the Tally as an article or a reject.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Article, Reject, SourceFile, digest, find_files, read
from index.analysis import Analyzer
from index.document import analyse
from index.ledger import Ledger
from index.opening import create_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.document import Document
    from index.engine import Engine

REJECTS = "rejects.jsonl"
BATCH = 32_000_000
"""Characters of text in one commit: what a kill can cost, against the cost of many small segments."""

READING = 1
"""Raised when the same file would give other articles than before; then unchanged files are read again."""


@dataclass(slots=True)
class Tally:
    """What became of a corpus. Articles given = added + updated + unchanged + duplicates."""

    files: int = 0
    files_unchanged: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    removed: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    first_rejects: dict[str, Reject] = field(default_factory=dict)

    def refuse(self, reject: Reject) -> None:
        """Count a reject, and keep the first of its kind."""
        self.rejects[reject.kind] += 1
        self.first_rejects.setdefault(reject.kind, reject)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: bytes of files done of those there are, and articles read."""

    done: int
    total: int
    articles: int


def update(
    paths: Sequence[Path],
    folder: Path,
    *,
    prune: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
) -> Tally:
    """Bring the index in `folder` up to date with the corpora at `paths`; it is made if there is none.

    With `prune`, articles whose files are gone from under `paths` are removed. Raises CorpusError for a path
    that is not there, IndexLocked while another run is writing, IndexMismatch or IndexDamaged.
    """
    found = list(find_files(paths))
    engine = create_engine(folder)
    with closing(Ledger(folder)) as ledger:
        run = _Run(engine, ledger, report)
        refused = [item for item in found if isinstance(item, Reject)]
        for reject in refused:
            run.tally.refuse(reject)
        if prune:
            run.prune([path.resolve() for path in paths])
        try:
            run.read([item for item in found if isinstance(item, SourceFile)])
        finally:
            _write_rejects(folder, [*refused, *ledger.rejects()])
    return run.tally


class _Run:
    """One bringing up to date: the batch being filled, and the tally."""

    def __init__(self, engine: Engine, ledger: Ledger, report: Callable[[Progress], None]) -> None:
        self.tally = Tally()
        self._engine = engine
        self._ledger = ledger
        self._report = report
        self._analyzer = Analyzer()
        self._batch: dict[str, Document] = {}
        self._orphans: set[str] = set()
        self._size = 0
        self._seen: set[str] = set()

    def prune(self, roots: list[Path]) -> None:
        """Drop the files that are gone from under these roots."""
        for path in map(Path, self._ledger.paths()):
            if any(path.is_relative_to(root) for root in roots) and not path.exists():
                self._remove(self._ledger.forget(str(path)))

    def read(self, files: list[SourceFile]) -> None:
        """Read the files that are new or changed; a second time those that an article was taken from meanwhile."""
        total = sum(file.path.stat().st_size for file in files)
        done = 0
        for file in files:
            self._file(file, done, total)
            done += file.path.stat().st_size
        for file in files:
            if self._ledger.digest(str(file.path)) is None:
                self._file(file, done, total)
        self._commit()

    def _file(self, file: SourceFile, done: int, total: int) -> None:
        path, now = str(file.path), f"{READING}:{digest(file)}"
        known = self._ledger.articles(path)
        if self._ledger.digest(path) == now:
            self.tally.files_unchanged += 1
            self.tally.unchanged += len(known)
            self._seen |= known.keys()
            return
        self.tally.files += 1
        self._ledger.begin(path)
        given: set[str] = set()
        size = 0
        for outcome in read(file):
            if isinstance(outcome, Reject):
                self.tally.refuse(outcome)
                self._ledger.refuse(path, outcome)
            else:
                self._article(outcome, path, known)
                given.add(outcome.id)
                size += len(outcome.body)
                self._report(Progress(done + min(size, file.path.stat().st_size), total, len(self._seen)))
        self._remove(self._ledger.release(path, known.keys() - given))
        self._ledger.finish(path, now)

    def _article(self, article: Article, path: str, known: dict[str, str]) -> None:
        mark = _mark(article)
        again = article.id in self._seen
        self._seen.add(article.id)
        if known.get(article.id) == mark and article.id not in self._batch:
            self.tally.duplicates += again
            self.tally.unchanged += not again
            return
        old = self._ledger.knows(article.id)
        self.tally.duplicates += again
        self.tally.updated += old and not again
        self.tally.added += not old
        known[article.id] = mark
        self._ledger.claim(path, article.id, mark)
        self._orphans.discard(article.id)
        self._batch[article.id] = analyse(article, self._analyzer)
        self._size += len(article.body)
        if self._size >= BATCH:
            self._commit()

    def _remove(self, orphans: list[str]) -> None:
        self._orphans.update(orphans)
        self.tally.removed += len(orphans)
        for article_id in orphans:
            self._batch.pop(article_id, None)

    def _commit(self) -> None:
        if self._batch or self._orphans:
            with self._engine.writing() as writer:
                for article_id in self._orphans:
                    writer.remove(article_id)
                for document in self._batch.values():
                    writer.put(document)
        self._ledger.commit()
        self._batch, self._orphans, self._size = {}, set(), 0


def _mark(article: Article) -> str:
    """A digest of all that an article says; where it was read from is not part of that."""
    return blake2b(repr(replace(article, origin="")).encode(errors="replace"), digest_size=12).hexdigest()


def _write_rejects(folder: Path, rejects: Iterable[Reject]) -> None:
    fresh = folder / f"{REJECTS}.new"
    with fresh.open("w", encoding="utf-8") as out:
        for reject in rejects:
            out.write(json.dumps(asdict(reject), ensure_ascii=False) + "\n")
    fresh.replace(folder / REJECTS)
