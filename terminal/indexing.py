"""Indexing as one watches it on a terminal: a bar, what a trial would do, and what changes bring."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tqdm import tqdm

from index import Tally, follow, move, update
from stories import on_all_cores, weave
from terminal.articles import print_sketch
from terminal.reports import print_tally
from terminal.words import amount

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Article
    from index import Cluster, Engine, Ledger, Plan, Progress, Weave

SKETCHED = 10
"""How many articles a trial shows."""


def bring_up_to_date(paths: list[Path], folder: Path, plan: Plan) -> Tally:
    """Bring the index up to date with a bar on standard error; a trial prints its first articles."""
    first: list[Article] = []

    def keep(article: Article) -> None:
        if plan.trial and len(first) < SKETCHED:
            first.append(article)

    try:
        with tqdm(
            unit="B", unit_scale=True, disable=None, file=sys.stderr, dynamic_ncols=True, smoothing=0
        ) as bar:
            tally = update(paths, folder, replace(plan, report=partial(_show, bar), show=keep))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            "Stopped. What was committed is kept; the same command finishes the rest."
        ) from None
    if plan.trial:
        print(f"Nothing was written. The first {amount(len(first), 'article')} as they would be read:")
        for article in first:
            print_sketch(article)
        print("\nWhat would become of the corpus:")
    return tally


def watch(paths: list[Path], folder: Path, plan: Plan) -> None:
    """Bring the index up to date with every change, and print the tally of each run, until interrupted."""
    print("Watching; what changes is indexed at once. Ctrl-C stops.", flush=True)
    for tally in follow(paths, folder, plan):
        if isinstance(tally, Tally):
            print_tally(tally)
        else:
            print(tally, file=sys.stderr)
        sys.stdout.flush()


def moved(old: Path, new: Path, clusters: tuple[Cluster | None, Cluster | None]) -> int:
    """Move an index with a bar on standard error. Returns the number of articles."""
    with tqdm(desc="moving", unit=" articles", disable=None, file=sys.stderr, dynamic_ncols=True) as bar:
        return move(old, new, clusters, partial(_compared, bar))


def weaving(folder: Path, jobs: int | None = None, cluster: Cluster | None = None) -> Weave:
    """What finds the stories of an index on all cores, with a bar on standard error."""

    def woven(engine: Engine, ledger: Ledger) -> None:
        with tqdm(desc="stories", unit=" articles", disable=None, file=sys.stderr, dynamic_ncols=True) as bar:
            weave(engine, ledger, on_all_cores(folder, jobs, partial(_compared, bar), cluster))

    return woven


def _compared(bar: tqdm[None], done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _show(bar: tqdm[None], progress: Progress) -> None:
    bar.total = progress.total
    state = ", writing" if progress.writing else ""
    bar.set_postfix_str(amount(progress.articles, "article") + state, refresh=progress.writing)
    bar.update(progress.done - bar.n)
