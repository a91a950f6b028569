"""What came over HTTP, when an index is built anew: nobody has it but the index that is to be replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.analysis import Analyzer
from index.document import analyse_all
from index.ledger import DELETED, POSTED
from index.opening import stored_on
from index.reading import mark
from index.recovery import begin
from index.turn import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus import Article
    from index.cluster import Cluster
    from index.engine import Engine
    from index.ledger import Ledger

Carried = tuple["Sequence[Article]", "Sequence[str]"]


def carried(ledger: Ledger, cluster: Cluster) -> Carried:
    """The articles that were posted, as the index has them that readers have now, and the ids that were deleted."""
    return stored_on(cluster, sorted(ledger.articles(POSTED))), sorted(ledger.articles(DELETED))


def carry(some: Carried, ledger: Ledger, engine: Engine) -> None:
    """Have a new index, and its ledger, know of them."""
    articles, deleted = some
    begin(ledger)
    with engine.writing(PATIENCE) as writer:
        for document in analyse_all(articles, Analyzer()):
            writer.put(document)
    for article in articles:
        ledger.claim(POSTED, article.id, mark(article))
    for one in deleted:
        ledger.claim(DELETED, one, "")
    ledger.unwoven.add(article.id for article in articles)
    ledger.commit()
