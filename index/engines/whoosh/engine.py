"""The embedded engine: a Whoosh index in a folder."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from heapq import nlargest, nsmallest
from itertools import islice
from typing import TYPE_CHECKING

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from index.document import is_missing
from index.engine import Counts, Match, Matches
from index.engines.whoosh import place
from index.engines.whoosh.contents import damaged_files, folder_size, last_commit, open_files, open_reader
from index.engines.whoosh.evaluate import Evaluation
from index.engines.whoosh.schema import SEPARATOR, whoosh_schema
from index.engines.whoosh.seal import altered, seal, settle, unseal
from index.engines.whoosh.snapshot import Kept, Snapshot
from index.engines.whoosh.stored import from_text
from index.engines.whoosh.writer import WhooshWriter
from index.spelling import nearest
from index.trouble import IndexDamaged, IndexMissing, IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from corpus import Article
    from index.engine import Reason, Request
    from index.engines.whoosh.contents import Commit
    from index.engines.whoosh.evaluate import Scores


_NEVER = 99_999_999
"""Later than any date as Snapshot.dates gives them: where articles without one come when the oldest are first."""

MOST_FREE = 16
"""How many snapshots are kept for later questions: more than a server's process has threads."""

BONUS_FOR = 1000
"""How many of the best articles a bonus is looked for in: more than anyone pages through."""


class WhooshEngine:
    """An index in a folder; implements `index.Engine`. Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._free: list[tuple[Commit, Snapshot]] = []
        self._kept: tuple[Commit | None, Kept] = (None, Kept())
        self._turn = threading.Lock()
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
        FileIndex.create(FileStorage(str(folder)), whoosh_schema())
        seal(folder)
        return cls(folder)

    def search(self, request: Request) -> Matches:
        """Answer a question (see index.Engine)."""
        before, statistics = (None, None) if request.after is None else place.read(request.after)
        with self._reading() as snapshot:
            ask = Evaluation(snapshot, request.weights, statistics)
            found = ask.scores(request.query)
            select = Evaluation(snapshot, {})  # apart, since what only selects is no part of the statistics
            allowed = {name: select.scores(query) for name, query in request.filters.items()}
            chosen = _with_bonus(ask, request, _within(found, allowed.values()))
            facets = {
                name: _count(snapshot, name, _within(found, (s for f, s in allowed.items() if f != name)))
                for name in request.facets
            }
            top, last = _stretch(snapshot, chosen, request, before)
            end = place.written(last, ask.statistics) if last else None
            return Matches(len(chosen), tuple(Match(one, chosen[doc]) for one, doc in top), facets, end)

    def explain(self, request: Request, ids: Collection[str]) -> dict[str, tuple[Reason, ...]]:
        """Why these articles score as they do."""
        with self._reading() as snapshot:
            ask = Evaluation(snapshot, request.weights)
            found = ask.scores(request.query)
            allowed = [ask.scores(query) for query in request.filters.values()]
            chosen = _with_bonus(ask, request, _within(found, allowed))
            docs = {one: doc for one in ids for doc, _ in snapshot.postings("id", one) if doc in chosen}
            return {one: tuple(_reasons(ask, request, doc)) for one, doc in docs.items()}

    def holders(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many articles each of these stems is."""
        with self._reading() as snapshot:
            return [snapshot.holders(field, term) for term in terms]

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order."""
        with self._reading() as snapshot:
            docs = [doc for article_id in ids for doc, _ in snapshot.postings("id", article_id)]
            return [from_text(snapshot.stored(doc)) for doc in docs]

    def terms(self, prefix: str = "") -> list[tuple[str, int]]:
        """The whole words that begin so, with how many articles have them."""
        with self._reading() as snapshot:
            counts = snapshot.counts("headline", prefix) | snapshot.counts("body", prefix)
            return sorted(counts.items())

    def commonest(self, prefix: str, size: int) -> list[tuple[str, int]]:
        """Of the whole words that begin so those that most articles have."""
        with self._reading() as snapshot:
            ranked = sorted(snapshot.frequent(prefix), key=lambda pair: (-pair[1], pair[0]))
            return list(islice((pair for pair in ranked if snapshot.has(pair[0])), size))

    def near(self, word: str, distance: int) -> list[tuple[str, int]]:
        """The whole words that are spelt nearly so, with how many articles have them."""
        with self._reading() as snapshot:
            near = nearest(word, snapshot.vocabulary(), distance)
            counts = [(other, snapshot.articles_with(other)) for other in near]
            return [(other, count) for other, count in counts if count]

    def values(self, field: str) -> list[str]:
        """The different values of a KEYWORD field, in order."""
        with self._reading() as snapshot:
            return snapshot.values(field)

    def scan(self) -> Iterator[Article]:
        """Every article."""
        with self._reading() as snapshot:
            for doc in snapshot.alive:
                yield from_text(snapshot.stored(doc))

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
    def writing(self) -> Iterator[WhooshWriter]:
        """A writer that commits when its context ends well."""
        with self._naming_damage():
            writer = WhooshWriter(self._files)
            try:
                yield writer
            except BaseException:
                writer.cancel()
                raise
            writer.commit()
            settle(self._folder)
        seal(self._folder)

    def damaged_files(self) -> list[str]:
        """The names of files that are not what was written; reads all of them."""
        return damaged_files(self._folder)

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """A snapshot of the last finished commit, for one question at a time: opening one takes longer than most."""
        with self._naming_damage():
            commit, snapshot = self._borrowed()
            yield snapshot
            with self._turn:
                if len(self._free) < MOST_FREE:
                    self._free.append((commit, snapshot))

    def _borrowed(self) -> tuple[Commit, Snapshot]:
        newest = last_commit(self._folder)
        with self._turn:
            self._free = [(commit, snapshot) for commit, snapshot in self._free if commit == newest]
            if self._free:
                return self._free.pop()
        commit, reader = open_reader(self._folder, self._files)
        return commit, Snapshot(reader, self._kept_of(commit))

    def _kept_of(self, commit: Commit) -> Kept:
        with self._turn:
            if self._kept[0] != commit:
                self._kept = (commit, Kept())
            return self._kept[1]

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


def _with_bonus(ask: Evaluation, request: Request, chosen: Scores) -> Scores:
    """The scores with what the bonus adds to the best of them."""
    if request.bonus is None or request.sort != "relevance" or not chosen:
        return chosen
    if ask.statistics.least is None:
        ask.statistics.least = nlargest(BONUS_FOR, chosen.values())[-1]
    best = {doc: score for doc, score in chosen.items() if score >= ask.statistics.least}
    extra = ask.scores(request.bonus, best)
    return chosen | {doc: score + extra.get(doc, 0.0) for doc, score in best.items()}


def _reasons(ask: Evaluation, request: Request, doc: int) -> list[Reason]:
    reasons = ask.reasons(request.query, doc)
    least = ask.statistics.least
    if request.bonus is None or least is None or sum(one.score for one in reasons) < least - 1e-9:
        return reasons
    return reasons + (ask.reasons(request.bonus, doc) if doc in ask.scores(request.bonus, {doc}) else [])


def _stretch(
    snapshot: Snapshot, found: Scores, request: Request, before: place.Key | None
) -> tuple[list[tuple[str, int]], place.Key | None]:
    """The stretch of the ranking that is asked for, as ids with numbers; the key of its last where more follow."""
    ids, dates = snapshot.column("id"), snapshot.dates()
    keys: dict[str, Callable[[int], place.Key]] = {
        "relevance": lambda doc: (-found[doc], -dates[doc], ids[doc]),
        "newest": lambda doc: (0, -dates[doc], ids[doc]),
        "oldest": lambda doc: (0, dates[doc] or _NEVER, ids[doc]),
    }
    key = keys[request.sort]
    left = found if before is None else [doc for doc in found if key(doc) > before]
    best = nsmallest(request.offset + request.limit, left, key=key)
    top = [(ids[doc], doc) for doc in best[request.offset :]]
    return top, key(best[-1]) if top and len(left) > len(best) else None
