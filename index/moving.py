"""Moves an index to another engine: its articles, with their stories, and the ledger of the files that they came from.

No file is read again. Texts are analysed anew, as an engine keeps no text that another could take. The index that is moved
stays as it is; both are locked meanwhile.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from index.analysis import Analyzer
from index.build import OVERHEAD, commit_size
from index.document import analyse_all
from index.folder import writing_to
from index.rejects import REJECTS
from index.report import REPORT
from index.trouble import IndexMissing, IndexTrouble
from index.turn import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from corpus import Article
    from index.cluster import Cluster

AT_ONCE = 200
"""Articles that are analysed together."""


def move(
    old: Path,
    new: Path,
    clusters: tuple[Cluster | None, Cluster | None],
    report: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Move the index of one folder to another, each on its cluster if it is on one. Returns the number of articles.

    `report` hears how many are done, of how many. A run that is stopped is begun again by the same command. Raises
    IndexTrouble where there is nothing to move, or the new folder has an index of other files.
    """
    if not old.is_dir():
        raise IndexMissing(f"there is no index at {old} to be moved")
    with (
        writing_to(old, cluster=clusters[0]) as (source, known),
        writing_to(new, cluster=clusters[1]) as (engine, ledger),
    ):
        if source is None or engine is None:
            raise IndexTrouble(f"the index at {old} cannot be moved")
        if ledger.paths():
            raise IndexTrouble(
                f"the index of {new} has articles of its own; name an empty folder with --index, or another index"
            )
        stories = {one: (story, links) for one, story, links in source.woven()}
        total, done, analyzer = source.count(), 0, Analyzer()
        for batch in _batches(source.scan(), commit_size(clusters[1])):
            with engine.writing(PATIENCE) as writer:
                for some in _pieces(batch):
                    for document in analyse_all(some, analyzer):
                        story, links = stories.get(document.article.id, ("", ()))
                        writer.put(replace(document, story=story, links=links))
            done += len(batch)
            report(done, total)
        engine.tidy()
        ledger.take_over(known)
        ledger.commit()
    for name in (REJECTS, REPORT):
        with suppress(FileNotFoundError):
            shutil.copyfile(old / name, new / name)
    return done


def _batches(articles: Iterable[Article], most: int) -> Iterator[list[Article]]:
    """So many articles at a time as are committed at once: about `most` characters."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.body) + OVERHEAD
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pieces(articles: Iterable[Article]) -> Iterator[list[Article]]:
    left = iter(articles)
    while piece := list(islice(left, AT_ONCE)):
        yield piece
