"""Writes a commit: in pieces of bounded size, each again and again until the cluster has taken it.

While the cluster takes some, the next is made.

What is written is seen when the commit ends: all shards are asked then to show what they have. The cluster knows no
transaction over many articles, so of a commit that breaks off some may be there already, unseen until the next one ends.
The next run writes them again, since it was noted which they are.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from random import random
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec

from index.engines.opensearch import state
from index.engines.opensearch.client import IndexUnreachable, Refusal, refusal
from index.engines.opensearch.entry import entry, name_of
from index.trouble import IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.document import Document
    from index.engines.opensearch.client import Client

PIECE = 5_000_000
"""Bytes of a piece."""
AT_ONCE = 2
"""Pieces that the cluster is given at a time."""
PATIENCE = 120.0
"""Seconds for which a piece is sent again at most, before the commit is given up: a node that is lost is replaced sooner."""
PATIENT = 60.0
"""Seconds that the answer to a piece may take at most."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
BUSY = {429, 502, 503, 504}
"""Statuses of what may be taken a moment later."""
_NAMED = 3
"""Refused articles that a message names."""

Action = tuple[str, bytes]
"""The id of an article, and the lines that put it or take it out."""


class OpenSearchWriter:
    """Collects documents and removals; `commit` applies them all.

    With `patience` (seconds) it tries again what the cluster is too busy for: as long as whoever waits for it can wait.
    """

    def __init__(self, client: Client, index: str, patience: float) -> None:
        self._client = client
        self._index = index
        self._patience = patience
        self._changes: dict[str, Document | None] = {}
        self._given_up = Event()

    def put(self, document: Document) -> None:
        """Add an article; one with the same id is replaced."""
        self._changes[document.article.id] = document

    def remove(self, article_id: str) -> None:
        """Remove an article, wherever it came from."""
        self._changes[article_id] = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to commit."""
        return not self._changes

    def commit(self, name: str) -> None:
        """Send all changes, have them seen, and note the commit of the index, or alias, of a name.

        Raises IndexTrouble, with what became of whom, for any that is refused.
        """
        self._send_all()
        self._patiently(self._refresh)
        self._patiently(lambda: state.note(self._client, name, state.Commit.now(self._index)))

    def _refresh(self) -> None:
        self._client.ask("POST", [self._index, "_refresh"], timeout=min(PATIENT, self._patience))

    def _send_all(self) -> None:
        """Send the pieces, some at a time."""
        under_way: deque[Future[None]] = deque()
        with ThreadPoolExecutor(AT_ONCE) as senders:
            try:
                for piece in _pieces(self._actions()):
                    under_way.append(senders.submit(self._send, piece))
                    if len(under_way) > AT_ONCE:
                        under_way.popleft().result()
                while under_way:
                    under_way.popleft().result()
            except BaseException:
                self._given_up.set()  # what is sent already is waited for, and not sent again
                raise

    def _actions(self) -> Iterator[Action]:
        native = self._client.cluster.native
        while self._changes:
            article_id = next(iter(self._changes))
            document = self._changes.pop(article_id)
            name = {"_id": name_of(article_id)}
            if document is None:
                yield article_id, msgspec.json.encode({"delete": name}) + b"\n"
            else:
                lines = ({"index": name}, entry(document, native=native))
                yield article_id, b"".join(msgspec.json.encode(line) + b"\n" for line in lines)

    def _send(self, actions: list[Action]) -> None:
        """Send a piece until all of it is taken."""
        left = actions

        def once() -> IndexTrouble | None:
            nonlocal left
            left, trouble = self._once(left)
            return trouble

        self._patiently(once)

    def _patiently(self, once: Callable[[], IndexTrouble | None]) -> None:
        """Do something again while there is trouble that passes, with longer and longer pauses that no two writers have alike."""
        until, pause = monotonic() + min(PATIENCE, self._patience), FIRST_PAUSE
        while True:
            try:
                trouble = once()
            except IndexUnreachable as error:
                trouble = error
            except Refusal as error:
                if error.status not in BUSY:
                    raise
                trouble = error
            if trouble is None:
                return
            if monotonic() > until or self._given_up.wait(pause * (0.5 + random())):  # noqa: S311 - nothing secret
                raise IndexTrouble(
                    f"{trouble}; what was committed before is kept, and the same command goes on from there"
                )
            pause = min(2 * pause, LONGEST_PAUSE)

    def _once(self, actions: list[Action]) -> tuple[list[Action], IndexTrouble | None]:
        """Send some, once: those that are to be sent again, and why."""
        lines = b"".join(line for _, line in actions)
        answer = self._client.ask("POST", [self._index, "_bulk"], lines, timeout=min(PATIENT, self._patience))
        if not answer["errors"]:
            return [], None
        results = [next(iter(item.values())) for item in answer["items"]]
        failed = [
            (action, result)
            for action, result in zip(actions, results, strict=True)
            if result["status"] >= 300 and result["status"] != 404  # who is not there need not be removed
        ]
        last: Any = [
            result for _, result in failed if result["status"] not in BUSY or "disk usage" in str(result)
        ]
        if last:
            raise self._refused([(action[0], result) for action, result in failed if result in last])
        if not failed:
            return [], None
        return [action for action, _ in failed], refusal(
            self._client.cluster, failed[0][1]["status"], failed[0][1]
        )

    def _refused(self, failed: list[tuple[str, Any]]) -> IndexTrouble:
        why = refusal(self._client.cluster, failed[0][1]["status"], failed[0][1])
        if failed[0][1]["status"] in {403, 429}:
            return why
        names = ", ".join(repr(name) for name, _ in failed[:_NAMED]) + (" …" if len(failed) > _NAMED else "")
        return IndexTrouble(f"{len(failed)} of the articles were refused ({names}): {why}")


def _pieces(actions: Iterable[Action]) -> Iterator[list[Action]]:
    piece: list[Action] = []
    size = 0
    for action in actions:
        if piece and size + len(action[1]) > PIECE:
            yield piece
            piece, size = [], 0
        piece.append(action)
        size += len(action[1])
    if piece:
        yield piece
