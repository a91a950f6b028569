"""The embedded engine: a Whoosh index in a folder."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from index.engines.whoosh import vocabulary
from index.engines.whoosh.codec import SegmentFiles
from index.engines.whoosh.contents import (
    Watch,
    create_files,
    damaged_files,
    folder_size,
    last_commit,
    open_files,
    read_commit,
)
from index.engines.whoosh.merging import tidy
from index.engines.whoosh.question import Question
from index.engines.whoosh.seal import altered, seal, unseal
from index.engines.whoosh.snapshot import Snapshot
from index.engines.whoosh.writer import WhooshWriter
from index.stored import from_stored
from index.trouble import IndexDamaged, IndexMissing, IndexTrouble
from index.turn import in_turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from corpus import Article
    from index.engine import Matches, Reason, Request
    from index.engines.whoosh.contents import Commit


class WhooshEngine:
    """An index in a folder; implements `index.Engine`. Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._watch = Watch(folder)
        self._current: tuple[Commit | None, Snapshot] = (
            None,
            Snapshot((), lambda _: SegmentFiles(folder, "")),
        )
        with self._naming_damage():
            if damaged := altered(folder):
                raise self._damage(damaged)
            self._files = open_files(folder)
        with self._reading():
            pass  # what cannot be read is said here, and not at the first question

    @classmethod
    def create(cls, folder: Path) -> WhooshEngine:
        """An empty index in a folder, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        unseal(folder)
        create_files(folder)
        seal(folder)
        return cls(folder)

    def search(self, request: Request) -> Matches:
        """Answer a question (see index.Engine)."""
        with self._reading() as snapshot:
            return Question(snapshot, request).matches()

    def searches(self, requests: Sequence[Request]) -> Iterator[Matches]:
        """Answer several questions, each as it is come to."""
        return map(self.search, requests)

    def pinned(self) -> AbstractContextManager[None]:
        """Nothing is gained by it here."""
        return nullcontext()

    def explain(self, request: Request, ids: Collection[str]) -> dict[str, tuple[Reason, ...]]:
        """Why these articles score as they do."""
        with self._reading() as snapshot:
            return Question(snapshot, request).reasons(ids)

    def holders(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many articles each of these stems is."""
        with self._reading() as snapshot:
            return vocabulary.holders(snapshot, field, terms)

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order."""
        with self._reading() as snapshot:
            docs = map(snapshot.doc, ids)
            return [from_stored(snapshot.stored(doc)) for doc in docs if doc is not None]

    def terms(self, prefix: str = "") -> list[tuple[str, int]]:
        """The whole words that begin so, with how many articles have them."""
        with self._reading() as snapshot:
            return sorted(vocabulary.starting(snapshot, prefix).items())

    def commonest(self, prefix: str, size: int) -> list[tuple[str, int]]:
        """Of the whole words that begin so those that most articles have."""
        with self._reading() as snapshot:
            return vocabulary.commonest(snapshot, prefix, size)

    def near(self, words: Sequence[str], distance: int) -> list[list[tuple[str, int]]]:
        """For each word those that are spelt nearly so, with how many articles have them."""
        with self._reading() as snapshot:
            return [vocabulary.near(snapshot, word, distance) for word in words]

    def values(self, field: str) -> list[str]:
        """The different values of a KEYWORD field, in order."""
        with self._reading() as snapshot:
            return vocabulary.values(snapshot, field)

    def scan(self) -> Iterator[Article]:
        """Every article."""
        with self._reading() as snapshot:
            yield from map(from_stored, snapshot.every_stored())

    def woven(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The id, the story and the links of every article that is not alone."""
        with self._reading() as snapshot:
            yield from vocabulary.woven(snapshot)

    def count(self) -> int:
        """How many articles there are."""
        with self._reading() as snapshot:
            return len(snapshot.alive)

    def version(self) -> str:
        """A short text for the last finished commit."""
        with self._naming_damage():
            return blake2b(repr(last_commit(self._folder)).encode(), digest_size=6).hexdigest()

    def committed(self) -> datetime:
        """When the last commit was."""
        with self._naming_damage():
            return datetime.fromtimestamp(last_commit(self._folder)[2] / 1e9, UTC)

    def size(self) -> int:
        """How many bytes the files of the index take."""
        with self._naming_damage():
            return folder_size(self._folder)

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[WhooshWriter]:
        """A writer that commits when its context ends well."""
        with self._naming_damage():
            writer = in_turn(lambda: WhooshWriter(self._files), patience)
            try:
                yield writer
            except BaseException:
                writer.cancel()
                raise
            if writer.is_empty:
                writer.cancel()
            else:
                writer.commit(self._snapshot())

    def tidy(self) -> None:
        """Merge segments, so that few are left; readers and writers go on meanwhile."""
        with self._naming_damage():
            tidy(self._files)

    def publish(self) -> None:
        """Nothing: there is one index in a folder."""

    def damaged_files(self) -> list[str]:
        """The names of files that are not what was written; reads all of them."""
        return damaged_files(self._folder)

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The last finished commit."""
        with self._naming_damage():
            yield self._snapshot()

    def _snapshot(self) -> Snapshot:
        commit, snapshot = self._current
        if commit == self._watch.last_commit():
            return snapshot
        with self._turn:
            before = self._current[1].segments
            opened = lambda name: before.get(name) or SegmentFiles(self._folder, name).opened()  # noqa: E731 - said once
            self._current = read_commit(self._folder, self._files, lambda found: Snapshot(found, opened))
            return self._current[1]

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """Turn what reading a broken file raises, whatever it is, into IndexDamaged; leave our own bugs be."""
        try:
            yield
        except IndexTrouble:
            raise
        except Exception as error:
            if not self._folder.is_dir():
                home = self._folder.parent
                raise IndexMissing(
                    f"no index at {home} any more; make one with: python app.py index PATH"
                ) from error
            if damaged := damaged_files(self._folder):
                raise self._damage(damaged) from error
            raise

    def _damage(self, names: list[str]) -> IndexDamaged:
        return IndexDamaged(
            f"the index in {self._folder.parent} is damaged ({', '.join(names)}); "
            f"delete that folder and make it again with: python app.py index PATH"
        )
