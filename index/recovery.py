"""What came over HTTP, after a request that was killed: the ledger is made to say what the index holds.

A file is read again where it is doubted; a request is gone. Of one that was killed between the commit of the engine
and that of the ledger nobody was told that it was done, so what the index holds is taken as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.ledger import DELETED, NO_DIGEST, POSTED
from index.reading import mark

if TYPE_CHECKING:
    from index.engine import Engine
    from index.ledger import Ledger


def settle(ledger: Ledger, engine: Engine) -> None:
    """Settle those articles of the last intention that were posted or deleted before; kept with the next commit."""
    doubted = [one for one in ledger.intended() if {POSTED, DELETED}.intersection(ledger.givers(one))]
    if not doubted:
        return
    there = {article.id: mark(article) for article in engine.fetch(doubted)}
    begin(ledger)
    ledger.unwoven.add(doubted)
    for one in doubted:
        state, other = (POSTED, DELETED) if one in there else (DELETED, POSTED)
        ledger.withdraw(other, one)
        ledger.claim(state, one, there.get(one, ""))


def begin(ledger: Ledger) -> None:
    """Have the ledger know of what comes over HTTP."""
    for state in (POSTED, DELETED):
        ledger.begin(state)
        ledger.finish(state, NO_DIGEST)
