"""Which commit is read: the last, as all readers are told of it; or one that is pinned for as long as a page is made."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from index.engines.opensearch import state
from index.engines.opensearch.snapshot import Snapshot
from index.trouble import IndexMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines.opensearch.client import Client


@dataclass(slots=True)
class _Pin:
    """The commit that a thread is answered from: that of its first question, none before it."""

    owner: Commits
    snapshot: Snapshot | None = None


_PINNED: ContextVar[_Pin | None] = ContextVar("pinned", default=None)


class Commits:
    """The commits of the index, or alias, of a `name`. Safe to use from many threads."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self.name = name
        self._turn = Lock()
        self._current: Snapshot | None = None

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """A context in which this thread is answered from one commit: the last at its first question."""
        if self._pin():
            yield
            return
        token = _PINNED.set(_Pin(self))
        try:
            yield
        finally:
            _PINNED.reset(token)

    @property
    def is_pinned(self) -> bool:
        """Whether this thread has had its first question."""
        pin = self._pin()
        return pin is not None and pin.snapshot is not None

    def snapshot(self) -> Snapshot:
        """The last commit that this process knows of, or that is pinned."""
        pin = self._pin()
        if pin and pin.snapshot:
            return pin.snapshot
        with self._turn:
            if self._current is None:
                self._current = Snapshot(self._client, self._newest())
            return self._current

    def fresh(self) -> Snapshot:
        """The last commit, or that which is pinned."""
        snapshot = self.snapshot()
        if not self.is_pinned:
            commit = self._newest()
            if commit.name != snapshot.commit.name:
                self.renew(snapshot, commit)
            self.pin(self.snapshot())
        return self.snapshot()

    def renew(self, before: Snapshot, commit: state.Commit | None) -> None:
        """Open a commit anew; the last one, where none is named."""
        commit = commit or self._newest()
        with self._turn:
            if self._current in {before, None}:
                self._current = Snapshot(self._client, commit)
            current = self._current
        self.pin(current)

    def pin(self, snapshot: Snapshot | None) -> None:
        """Answer this thread from here on from this commit, if it wants to be answered from one."""
        pin = self._pin()
        if pin:
            pin.snapshot = snapshot

    def last(self) -> state.Commit:
        """The last commit, or that which is pinned. Raises IndexMissing."""
        return self.fresh().commit if self._pin() else self._newest()

    def _pin(self) -> _Pin | None:
        pin = _PINNED.get()
        return pin if pin and pin.owner is self else None

    def _newest(self) -> state.Commit:
        commit = state.last_commit(self._client, self.name)
        if commit is None:
            raise IndexMissing(
                f"no index {self._client.cluster}; make one with: python app.py index PATH --engine opensearch"
            )
        return commit
