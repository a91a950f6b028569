"""Which commit is read: the last, as all readers are told of it; or one that is pinned for as long as a page is made."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING

from index.engines.opensearch import state
from index.engines.opensearch.snapshot import Snapshot
from index.trouble import IndexMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines.opensearch.client import Client

_PINNED: ContextVar[tuple[object, Snapshot | None]] = ContextVar("pinned", default=(None, None))


class Commits:
    """The commits of the index, or alias, of a `name`. Safe to use from many threads."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self.name = name
        self._turn = Lock()
        self._current: Snapshot | None = None

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """A context in which this thread is answered from one commit."""
        token = _PINNED.set((self, self.fresh()))
        try:
            yield
        finally:
            _PINNED.reset(token)

    def pin(self) -> Snapshot | None:
        """The commit that is pinned here, if one is."""
        owner, snapshot = _PINNED.get()
        return snapshot if owner is self else None

    def snapshot(self) -> Snapshot:
        """The last commit that this process knows of, or that is pinned."""
        pinned = self.pin()
        if pinned is not None:
            return pinned
        with self._turn:
            if self._current is None:
                self._current = Snapshot(self._client, self.last())
            return self._current

    def fresh(self) -> Snapshot:
        """The last commit."""
        snapshot, commit = self.snapshot(), self.last()
        if commit.name != snapshot.commit.name:
            self.renew(snapshot, commit)
        return self.snapshot()

    def renew(self, before: Snapshot, commit: state.Commit | None) -> None:
        """Open a commit anew; the last one, where none is named."""
        commit = commit or self._newest()
        with self._turn:
            if self._current in {before, None}:
                self._current = Snapshot(self._client, commit)
        if self.pin() is not None:
            _PINNED.set((self, self._current))

    def last(self) -> state.Commit:
        """The last commit, or that which is pinned. Raises IndexMissing."""
        pinned = self.pin()
        return pinned.commit if pinned is not None else self._newest()

    def _newest(self) -> state.Commit:
        commit = state.last_commit(self._client, self.name)
        if commit is None:
            raise IndexMissing(
                f"no index {self._client.cluster}; make one with: python app.py index PATH --engine opensearch"
            )
        return commit
