"""Puts what came over HTTP into an index, and into its ledger: the same two commits, in the same order, as a build.

What was posted or deleted has the last word on its article, whatever the files say, until it is posted or deleted
anew. So neither a later run nor the order of runs changes it. An id that was deleted stays in the ledger, or the next
reading of a file that gives it would bring back what somebody took down.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Reject
from index.ledger import DELETED, POSTED
from index.recovery import begin
from index.trouble import IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from index.document import Document
    from index.engine import Engine, Writer
    from index.ledger import Ledger
    from index.plan import Weaver
    from index.reading import Taken


WOVEN_AT_ONCE = 20
"""Articles whose stories are found within the request that posts them; of more, after it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one line that was posted: `status` is added, updated, unchanged or refused.

    `id` is None where nothing of the line could be read; `reason` says why it was refused, or whose place it took.
    """

    line: int
    status: str
    id: str | None = None
    reason: str | None = None


def refused(number: int, reject: Reject) -> Line:
    """The Line of what was refused."""
    return Line(number, "refused", None, reject.reason)


class Desk:
    """Takes what one request brings; to be used while the ledger is open. A `weaver` finds the stories of a few articles."""

    def __init__(self, engine: Engine, ledger: Ledger, weaver: Weaver | None = None) -> None:
        self._engine = engine
        self._weaver = weaver
        self._ledger = ledger
        # Left by a run that was killed, and known to no file yet: for the next run to judge.
        self._unsure = {one for one in ledger.intended() if not ledger.doubt(one)}
        self._lines: dict[str, int] = {}
        begin(ledger)
        ledger.commit()

    def put(self, some: Sequence[tuple[int, Taken | Reject]]) -> list[Line]:
        """Put articles into the index, each with the number of its line. Returns what became of each."""
        batch: dict[str, Document] = {}
        lines = [
            refused(number, one) if isinstance(one, Reject) else self._take(number, one, batch)
            for number, one in some
        ]
        if batch:
            self._write(batch)
        return lines

    def _write(self, batch: dict[str, Document]) -> None:
        """Put some articles, and those whose stories they change."""
        with self._changing(batch.keys()) as writer:
            placed = self._placed(batch)
            for document in placed or batch.values():
                writer.put(document)
            self._ledger.unwoven.add(() if placed else batch)

    def _placed(self, batch: dict[str, Document]) -> list[Document]:
        """The documents of a small batch with their stories, and those that this changes; none where it is left for later."""
        if not self._weaver or len(batch) > WOVEN_AT_ONCE:
            return []
        try:
            return self._weaver.place(self._engine, list(batch.values()))
        except (IndexTrouble, OSError):  # what is posted has to be there; its story can be found later
            return []

    def remove(self, article_id: str) -> bool:
        """Take an article out of the index, for good. Returns whether it was there."""
        givers = self._ledger.givers(article_id)
        if DELETED in givers or not (givers or article_id in self._unsure):
            return False
        self._ledger.withdraw(POSTED, article_id)
        self._ledger.claim(DELETED, article_id, "")
        with self._changing({article_id}) as writer:
            writer.remove(article_id)
            self._ledger.unwoven.add((article_id,))
        return True

    def _take(self, number: int, taken: Taken, batch: dict[str, Document]) -> Line:
        one, ledger = taken.document.article.id, self._ledger
        before, self._lines[one] = self._lines.get(one), number
        reason = f"line {before} has the same id; the last one stands" if before else None
        if ledger.known(POSTED, one)[0] == taken.mark:
            return Line(number, "unchanged", one, reason)
        givers = ledger.givers(one)
        ledger.withdraw(DELETED, one)
        ledger.claim(POSTED, one, taken.mark)
        batch[one] = taken.document
        return Line(number, "added" if not givers or DELETED in givers else "updated", one, reason)

    @contextmanager
    def _changing(self, ids: AbstractSet[str]) -> Iterator[Writer]:
        """A writer for some articles, and for others that are told anew with them; the ledger follows what it commits."""
        self._ledger.intend(self._unsure | ids)
        with self._engine.writing() as writer:
            yield writer
        self._ledger.commit()
        self._ledger.intend(self._unsure)
