"""Brings an index up to date with a corpus: reads what is new or changed, and says what became of everything.

Articles are committed in batches; a run that is stopped keeps the batches it finished, and the same command
finishes the rest. Every record ends in the Tally as an article or a reject.

Of several articles with one id the last in the last file, by path, is the one in the index: what an index holds
follows from its files, and not from the order in which they came.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from corpus import Article, Reject, Remark, SourceFile, digest, find_files, read
from index.analysis import Analyzer
from index.document import analyse
from index.ledger import LEDGER, open_ledger
from index.opening import ENGINES, create_engine, has_index, open_engine
from index.trouble import IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from index.document import Document
    from index.engine import Engine
    from index.ledger import Ledger

REJECTS = "rejects.jsonl"
BATCH = 32_000_000
"""Characters of text in one commit: what a kill can cost, against the cost of many small segments."""

READING = 1
"""Raised when the same file would give other articles than before; then unchanged files are read again."""


@dataclass(slots=True)
class Tally:
    """What became of a corpus. Records = added + updated + unchanged + rejects."""

    files: int = 0
    files_unchanged: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    first_rejects: dict[str, Reject] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, reject: Reject) -> None:
        """Count a reject, and keep the first of its kind."""
        self.rejects[reject.kind] += 1
        self.first_rejects.setdefault(reject.kind, reject)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: bytes of files done of those there are, articles read, whether a batch is being written."""

    done: int
    total: int
    articles: int
    writing: bool = False


def update(
    paths: Sequence[Path],
    folder: Path,
    *,
    prune: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
) -> Tally:
    """Bring the index in `folder` up to date with the corpora at `paths`; it is made if there is none.

    With `prune`, articles whose files are gone from under `paths` are removed. Raises CorpusError for a path
    that is not there, IndexLocked while another run is writing, IndexMismatch, IndexDamaged, or IndexTrouble
    where the index cannot be written.
    """
    found = list(find_files(paths, skip=folder))  # the index may lie in the folder of the corpus
    with _writing_to(folder) as (engine, ledger):
        run = _Run(engine, ledger, report)
        refused = [item for item in found if isinstance(item, Reject)]
        for reject in refused:
            run.tally.refuse(reject)
        if prune:
            run.prune([path.resolve() for path in paths])
        try:
            files = (item for item in found if isinstance(item, SourceFile))
            run.read(sorted(files, key=lambda file: file.path))
        finally:
            names = {item.path: item.name for item in found if isinstance(item, SourceFile)}
            _write_rejects(folder, (*refused, *ledger.rejects(), *_superseded(ledger, names)))
    return run.tally


@contextmanager
def _writing_to(folder: Path) -> Iterator[tuple[Engine, Ledger]]:
    """The index in a folder and its ledger, for one run. The ledger of an index that is gone counts for nothing."""
    try:
        if folder.exists() and not folder.is_dir():
            raise IndexTrouble(f"{folder} is a file and cannot hold an index; name a folder with --index")
        if has_index(folder):
            open_engine(folder)  # one that does not fit is told before anything is touched
        elif others := _others_in(folder):
            raise IndexTrouble(
                f"{folder} holds {others[0]} and no index; name an empty folder, or a new one, with --index"
            )
        folder.mkdir(parents=True, exist_ok=True)
        with open_ledger(folder) as ledger:
            if not has_index(folder):
                ledger.clear()
            yield create_engine(folder), ledger
    except OSError as error:
        raise IndexTrouble(
            f"the index at {folder} cannot be written ({error.strerror or error}); what was committed is kept. "
            f"Make room or name another folder with --index, and run the same command again"
        ) from error


class _Run:
    """One bringing up to date: the batch being filled, and the tally."""

    def __init__(self, engine: Engine, ledger: Ledger, report: Callable[[Progress], None]) -> None:
        self.tally = Tally()
        self._engine = engine
        self._ledger = ledger
        self._report = report
        self._progress = Progress(0, 0, 0)
        self._analyzer = Analyzer()
        self._batch: dict[str, Document] = {}
        self._orphans: set[str] = set()
        self._unsure = {one for one in ledger.intended() if not ledger.doubt(one)}
        self._size = 0
        self._seen: dict[str, Path] = {}
        """The file that first gave each id in this run."""

    def prune(self, roots: list[Path]) -> None:
        """Drop the files that are gone from under these roots."""
        for path in self._ledger.paths():
            if any(path.is_relative_to(root) for root in roots) and not path.exists():
                self._remove(self._ledger.forget(path))

    def read(self, files: list[SourceFile]) -> None:
        """Read the files that are new or changed, and see that the index holds nothing else of them."""
        sizes = [_size(file) for file in files]
        total, done = sum(sizes), 0
        for file, size in zip(files, sizes, strict=True):
            self._file(file, partial(self._show, done, size, total))
            done += size
        self._read_again([file for file in files if self._ledger.digest(file.path) is None])
        self._orphans.update(one for one in self._unsure if not self._ledger.givers(one))
        self._commit()
        self._ledger.intend(())
        self._report(Progress(total, total, len(self._seen)))

    def _read_again(self, files: list[SourceFile]) -> None:
        """Read the files that an article was taken from after they were read; all in them is counted already."""
        counted, self.tally = self.tally, Tally()
        for file in files:
            self._seen = {one: path for one, path in self._seen.items() if path != file.path}
            self._file(file, lambda _: None)
        self.tally = counted

    def _file(self, file: SourceFile, show: Callable[[int], None]) -> None:
        path, content = file.path, digest(file)
        now = f"{READING}:{content}"
        known = self._ledger.articles(path)
        if self._ledger.digest(path) == now:
            self.tally.files_unchanged += 1
            self.tally.unchanged += len(known)
            for article_id in known:
                self._seen.setdefault(article_id, path)
            return
        self.tally.files += 1
        self._ledger.begin(path)
        given = self._outcomes(file, known, show)
        if content:  # what is in a file that cannot be read just now is not known to be gone
            self._remove(self._ledger.release(path, known.keys() - given))
            self._ledger.finish(path, now)

    def _outcomes(self, file: SourceFile, known: dict[str, str], show: Callable[[int], None]) -> set[str]:
        """Take what a file gives. Returns the ids of its articles."""
        given: set[str] = set()
        characters = 0
        for outcome in read(file):
            if isinstance(outcome, Reject):
                self.tally.refuse(outcome)
                self._ledger.refuse(file.path, outcome)
            elif isinstance(outcome, Remark):
                self.tally.remarks.append(outcome)
            else:
                if outcome.id in given:
                    self._ledger.refuse(file.path, _given_twice(outcome))
                self._article(outcome, file.path, known)
                given.add(outcome.id)
                characters += len(outcome.body)
                show(characters)
        return given

    def _show(self, done: int, size: int, total: int, characters: int) -> None:
        self._progress = Progress(done + min(characters, size), total, len(self._seen))
        self._report(self._progress)

    def _article(self, article: Article, path: Path, known: dict[str, str]) -> None:
        mark = _mark(article)
        again = article.id in self._seen
        self._seen.setdefault(article.id, path)
        if again:
            self.tally.refuse(_given_twice(article))
        if known.get(article.id) == mark and article.id not in self._batch:
            self.tally.unchanged += not again
            return
        givers = self._ledger.givers(article.id)
        known[article.id] = mark
        self._ledger.claim(path, article.id, mark)
        self.tally.updated += bool(givers) and not again
        self.tally.added += not givers and not again
        if any(giver > path for giver in givers):
            return
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
            self._report(replace(self._progress, writing=True))
            self._ledger.intend(self._unsure | self._orphans | self._batch.keys())
            with self._engine.writing() as writer:
                for article_id in self._orphans:
                    writer.remove(article_id)
                for document in self._batch.values():
                    writer.put(document)
        self._ledger.commit()
        self._ledger.intend(self._unsure)
        self._batch, self._orphans, self._size = {}, set(), 0


def _mark(article: Article) -> str:
    """A digest of all that an article says; where it was read from is not part of that."""
    return blake2b(repr(replace(article, origin="")).encode(errors="replace"), digest_size=12).hexdigest()


def _given_twice(article: Article) -> Reject:
    reason = f"the id {article.id!r} was given before; of the articles with one id the last is kept"
    return Reject(article.origin, None, "duplicate-id", reason)


def _superseded(ledger: Ledger, names: Mapping[Path, str]) -> Iterator[Reject]:
    """A Reject for each article that another file's stands in place of; files have names for people in `names`."""
    for path, article_id, other in ledger.superseded():
        reason = f"its article {article_id!r} gives way to the one with that id in {names.get(other, other)}"
        yield Reject(names.get(path, str(path)), None, "duplicate-id", reason)


def _others_in(folder: Path) -> list[str]:
    """What lies in a folder that is no part of an index; files that systems put everywhere do not count."""
    if not folder.exists():
        return []
    ours = re.compile(rf"\..*|{LEDGER}.*|{REJECTS}.*|manifest\.json.*|writing\..*|{'|'.join(ENGINES)}")
    return sorted(path.name for path in folder.iterdir() if not ours.fullmatch(path.name))


def _size(file: SourceFile) -> int:
    """The bytes of a file; 0 for one that went away meanwhile, which reading it will report."""
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _write_rejects(folder: Path, rejects: Iterable[Reject]) -> None:
    fresh = folder / f"{REJECTS}.new"
    with fresh.open("w", encoding="utf-8") as out:
        for reject in rejects:
            out.write(json.dumps(asdict(reject), ensure_ascii=False) + "\n")
    fresh.replace(folder / REJECTS)
