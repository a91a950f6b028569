"""The folder of an index, opened for writing by one run at a time."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.ledger import open_ledger
from index.opening import ENGINES, create_engine, fitting, goes_on
from index.recovery import settle
from index.rejects import REJECTS
from index.report import REPORT
from index.trouble import LEDGER, IndexTrouble
from index.wire import carried, carry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from index.cluster import Cluster
    from index.engine import Engine
    from index.ledger import Ledger
    from index.plan import Plan


@contextmanager
def writing_to(
    folder: Path,
    *,
    trial: bool = False,
    opened: Engine | None = None,
    cluster: Cluster | None = None,
    rebuild: bool = False,
) -> Iterator[tuple[Engine | None, Ledger]]:
    """The index in a folder and its ledger, for one run. The ledger of an index that is gone counts for nothing.

    In a `trial` nothing is written, no folder is made, and there is no engine. An engine that is `opened` already
    is used as long as the index fits it. To `rebuild` is to begin a new index on the cluster beside the one that is
    there. Raises IndexTrouble.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise IndexTrouble(f"{folder} is a file and cannot hold an index; name a folder with --index")
        if goes_on(folder, cluster, rebuild=rebuild):
            opened = fitting(
                folder, opened, cluster
            )  # one that does not fit is told before anything is touched
        elif others := _others_in(folder):
            raise IndexTrouble(
                f"{folder} holds {others[0]} and no index; name an empty folder, or a new one, with --index"
            )
        if not trial:
            folder.mkdir(parents=True, exist_ok=True)
        posted = None
        with open_ledger(folder, trial=trial) as ledger:
            if not goes_on(folder, cluster, rebuild=rebuild):
                posted = carried(ledger, cluster) if rebuild and cluster else None
                ledger.clear()
                opened = None
            engine = None if trial else opened or create_engine(folder, cluster=cluster, beside=rebuild)
            if engine and posted:
                carry(posted, ledger, engine)
            if engine:
                settle(ledger, engine)
            yield engine, ledger
    except OSError as error:
        raise IndexTrouble(
            f"the index at {folder} cannot be written ({error.strerror or error}); what was committed is kept. "
            f"Make room or name another folder with --index, and run the same command again"
        ) from error


def opened_for(plan: Plan, folder: Path) -> AbstractContextManager[tuple[Engine | None, Ledger]]:
    """The index in a folder, opened as a plan says."""
    return writing_to(folder, trial=plan.trial, cluster=plan.cluster, rebuild=plan.rebuild)


def _others_in(folder: Path) -> list[str]:
    """What lies in a folder that is no part of an index; files that systems put everywhere do not count."""
    if not folder.exists():
        return []
    ours = re.compile(
        rf"\..*|{LEDGER}.*|{REJECTS}.*|{REPORT}.*|manifest\.json.*|writing\..*|building\..*|{'|'.join(ENGINES)}"
    )
    return sorted(path.name for path in folder.iterdir() if not ours.fullmatch(path.name))
