"""Brings an index up to date with a corpus: reads what is new or changed, and says what became of everything.

Articles are committed in batches; a run that is stopped keeps the batches it finished, and the same command
finishes the rest. Every record ends in the Tally as an article or a reject.

Of several articles with one id the last in the last file, by path, is the one in the index: what an index holds
follows from its files, and not from the order in which they came.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Reject, Remark, SourceFile, digest, find_files
from index.building import announcing
from index.entry import is_gone
from index.folder import opened_for
from index.ledger import DELETED, NO_DIGEST
from index.plan import Plan, Progress
from index.reading import End, Reading
from index.rejects import deleted, given_twice, superseded, write_rejects
from index.report import report_of, write_report
from index.tally import Found, Tally
from index.trial import forgetting
from index.turn import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from index.cluster import Cluster
    from index.document import Document
    from index.engine import Writer
    from index.ledger import Ledger
    from index.reading import Outcome, Taken

BATCH = 12_000_000
"""Characters of text in one commit: what a kill can cost, against the cost of many small segments."""
ON_CLUSTER = 4
"""How many times as large one is on a cluster: every shard gets a part of it, and merging many small ones costs it more."""
FIRST_BATCH = 2_000_000
"""Characters of the first commit; each may be twice as large as the one before, so that a short run loses little."""
OVERHEAD = 2000
"""What an article weighs beside its text."""
_INPUT = "~standard-input"
_NO_FAULT_OF_ITS = {"missing-library", "unreadable", "crashed"}
READING = 2
"""Raised when the same file would give other articles than before; then unchanged files are read again."""

IN_PROCESS = 4_000_000
"""A corpus of so many bytes or fewer is read in this process, if all of it is plain text: workers take a second
to start."""
_UNREADABLE = f"{READING}:"
_PLAIN = (".txt", ".jsonl", ".ndjson", ".json", ".csv", ".tsv")


def commit_size(cluster: Cluster | None) -> int:
    """Characters of text in one commit, in a folder or on a cluster."""
    return BATCH * (ON_CLUSTER if cluster else 1)


def update(
    paths: Sequence[Path], folder: Path, plan: Plan | None = None, *, reading: Reading | None = None
) -> Tally:
    """Bring the index in `folder` up to date with the corpora at `paths`; it is made if there is none.

    `reading` is used where it is given, and else made for this run. Raises CorpusError for a path that is not
    there, IndexLocked while another run is writing, IndexMismatch, IndexDamaged, or IndexTrouble where the
    index cannot be written.
    """
    plan = plan or Plan()
    found: list[SourceFile | Reject] = list(plan.files)
    if paths or not found:
        # The index may lie in the folder of the corpus; and to prune may mean that all files are gone.
        found += find_files(paths, skip=folder, may_be_empty=plan.prune or plan.may_be_empty)
    with opened_for(plan, folder) as (engine, ledger), ExitStack() as stack:
        files = [_arrived(item, ledger) for item in found if isinstance(item, SourceFile)]
        files.sort(key=lambda file: os.fsencode(file.key))
        if engine:
            plan = replace(plan, report=stack.enter_context(announcing(folder, plan.report)))
        readers = reading or stack.enter_context(_reading(files, plan))
        run = _Run(partial(engine.writing, PATIENCE) if engine else forgetting, ledger, plan)
        refused = [item for item in found if isinstance(item, Reject)]
        for reject in refused:
            run.tally.refuse(reject)
        if plan.prune:
            run.prune([path.resolve() for path in paths])
        rejects: Counter[str] = Counter()
        try:
            run.read(files, readers)
        finally:
            if engine:
                names = {file.key: file.name for file in files}
                rejects = write_rejects(folder, (*refused, *ledger.rejects(), *superseded(ledger, names)))
        if engine:
            if reading is None:
                readers.rest()
            engine.tidy()
            if plan.weave:
                plan.weave(engine, ledger)  # which asks much of the index, and leaves it with a segment more
                engine.tidy()
            engine.publish()
            write_report(folder, report_of(run.tally, ledger, engine, rejects))
    return run.tally


def _reading(files: Sequence[SourceFile], plan: Plan) -> Reading:
    """Reading with as many processes as the work is worth."""
    plain = all(file.name.lower().endswith(_PLAIN) for file in files)
    few = plain and sum(file.size for file in files) <= IN_PROCESS
    return Reading(plan.jobs or (1 if few else None))


def _arrived(file: SourceFile, ledger: Ledger) -> SourceFile:
    """What came in by standard input, known by the order in which it first came: so that the last is kept.

    It goes before all files on disk, since somebody gave it on purpose: "~" sorts behind "/".
    """
    if file.known_as is None:
        return file
    before = [path for path in ledger.paths() if path.parts[0] == _INPUT]
    known = next((path for path in before if path.name.endswith(file.known_as.name)), None)
    return replace(file, known_as=known or Path(_INPUT) / f"{len(before):09d}-{file.known_as.name}")


class _Run:
    """One bringing up to date: the batch being filled, and the tally."""

    def __init__(
        self, writing: Callable[[], AbstractContextManager[Writer]], ledger: Ledger, plan: Plan
    ) -> None:
        self.tally = Tally()
        self._writing = writing
        self._ledger = ledger
        self._plan = plan
        self._progress = Progress(0, 0, 0)
        self._batch: dict[str, Document] = {}
        self._orphans: set[str] = set()
        self._unsure = {one for one in ledger.intended() if not ledger.doubt(one)}
        self._size = 0
        self._digests: dict[Path, str] = {}
        """The digests of files that are being read."""
        self._limit = min(BATCH, FIRST_BATCH)
        ledger.commit()  # what was doubted stays so, should this run be killed as well

    def prune(self, roots: list[Path]) -> None:
        """Drop the files that are gone from under these roots."""
        for path in self._ledger.paths():
            if any(path.is_relative_to(root) for root in roots) and is_gone(path):
                self._remove(self._ledger.forget(path))

    def read(self, files: Sequence[SourceFile], readers: Reading) -> None:
        """Read the files that are new or changed, and see that the index holds nothing else of them."""
        self._progress = replace(self._progress, total=sum(file.size for file in files))
        self._take(readers.read(self._changed(files)))
        self._read_again([file for file in files if self._ledger.file(file.key).digest is None], readers)
        self._orphans.update(one for one in self._unsure if not self._ledger.givers(one))
        self._commit()
        self._ledger.intend(())
        self._progress = replace(self._progress, done=self._progress.total)
        self._plan.report(self._progress)

    def _changed(self, files: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, Mapping[str, str]]]:
        """The files that are to be read, with the names of their columns; the others are counted."""
        for file in files:
            known = self._ledger.file(file.key)
            columns = self._plan.columns or known.columns
            if known.digest is not None and self._is_left_out(file):
                self._confirm(file)
                continue
            now = f"{READING}:{digest(file)}"
            if (known.digest, known.columns) == (now, columns):
                self._confirm(file)
                continue
            self.tally.files += 1
            self._digests[file.key] = now
            yield file, columns

    def _is_left_out(self, file: SourceFile) -> bool:
        return self._plan.only is not None and not self._plan.only & {file.path, *file.path.parents}

    def _confirm(self, file: SourceFile) -> None:
        """Count a file that is left as it is."""
        self.tally.files_unchanged += 1
        self.tally.unchanged += self._ledger.confirm(file.key)
        self._advance(file)

    def _read_again(self, files: Sequence[SourceFile], readers: Reading) -> None:
        """Read the files that an article was taken from after they were read; all in them is counted already."""
        counted, self.tally = self.tally, Tally()
        self._digests |= {file.key: f"{READING}:{digest(file)}" for file in files}
        self._take(readers.read((file, self._ledger.file(file.key).columns) for file in files))
        self.tally = counted

    def _take(self, outcomes: Iterable[tuple[SourceFile, Outcome]]) -> None:
        """Take what the files give, one after the other."""
        begun: Path | None = None
        found, size, silent = Found(), 0, False
        for file, outcome in outcomes:
            if file.key != begun:
                begun, found, size, silent = file.key, Found(), file.size, False
                self._ledger.begin(file.key, self._plan.columns or self._ledger.file(file.key).columns)
            if isinstance(outcome, End):
                self._finish(file, found, changed=outcome.changed, silent=silent)
            elif isinstance(outcome, Reject):
                self._refuse(file, outcome)
                silent = silent or (outcome.line is None and outcome.kind in _NO_FAULT_OF_ITS)
            elif isinstance(outcome, Remark):
                self.tally.remark(outcome)
            else:
                found.count(outcome.document.article)
                self._article(file, outcome)
                self._show(min(found.characters, size))

    def _refuse(self, file: SourceFile, reject: Reject) -> None:
        self.tally.refuse(reject)
        self._ledger.refuse(file.key, reject)

    def _finish(self, file: SourceFile, found: Found, *, changed: bool, silent: bool) -> None:
        """Note that a file was read to its end.

        One that `changed` meanwhile, or whose reading was `silent` on what is in it, is read again by the next
        run; of the latter it is not known what is gone from it.
        """
        digest_of = self._digests.pop(file.key)
        silent = silent or digest_of == _UNREADABLE
        if changed:
            reason = "the file changed while it was being read; run the same command again to read it anew"
            self._refuse(file, Reject(file.name, None, "changing", reason))
        if not silent:
            self._remove(self._ledger.release(file.key))
        self._ledger.finish(file.key, NO_DIGEST if silent or changed else digest_of, found.as_dict())
        self._advance(file)

    def _advance(self, file: SourceFile) -> None:
        self._progress = replace(self._progress, done=self._progress.done + file.size)

    def _show(self, read: int) -> None:
        """Report how far the run is, so many bytes into a file."""
        self._plan.report(replace(self._progress, done=self._progress.done + read))

    def _article(self, file: SourceFile, taken: Taken) -> None:
        article, ledger = taken.document.article, self._ledger
        known, given = ledger.known(file.key, article.id)
        again = ledger.seen(article.id)
        if again:
            self.tally.refuse(given_twice(article))
        if given:
            ledger.refuse(file.key, given_twice(article))
        givers = ledger.givers(article.id)
        ledger.claim(file.key, article.id, taken.mark)
        if not again:
            self._progress = replace(self._progress, articles=self._progress.articles + 1)
            self._plan.show(article)
        if DELETED in givers and not again:
            self.tally.refuse(deleted(article))
            return
        if known == taken.mark and article.id not in self._batch:
            self.tally.unchanged += not again
            return
        self.tally.updated += bool(givers) and not again
        self.tally.added += not givers and not again
        if not any(os.fsencode(giver) > os.fsencode(file.key) for giver in givers):
            self._put(taken.document)

    def _put(self, document: Document) -> None:
        self._orphans.discard(document.article.id)
        self._batch[document.article.id] = document
        self._size += len(document.article.body) + OVERHEAD
        if self._size >= self._limit:
            self._commit()
            self._limit = min(commit_size(self._plan.cluster), 2 * self._limit)

    def _remove(self, orphans: list[str]) -> None:
        self._orphans.update(orphans)
        self.tally.removed += len(orphans)
        for article_id in orphans:
            self._batch.pop(article_id, None)

    def _commit(self) -> None:
        if self._batch or self._orphans:
            self._plan.report(replace(self._progress, writing=True))
            self._ledger.intend(self._unsure | self._orphans | self._batch.keys())
            with self._writing() as writer:
                for article_id in self._orphans:
                    writer.remove(article_id)
                for document in self._batch.values():
                    writer.put(document)
            self._ledger.unwoven.add(self._orphans | self._batch.keys())
        self._ledger.commit()
        self._ledger.intend(self._unsure)
        self._batch, self._orphans, self._size = {}, set(), 0
