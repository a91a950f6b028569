"""What is timed of one peer, in a process of its own; `benchmarks/trial.py` starts it.

    python -m benchmarks.peers build NAME FOLDER CORPUS
    python -m benchmarks.peers ask NAME FOLDER QUERIES.json

`ask` prints JSON: `open_ms` is from nothing open to the first answer, `prepare_ms` what a server would read ahead,
`rounds` are three times through all queries, in milliseconds, `totals` what each query found.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.peers import peer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.peers import Peer

ROUNDS = 3
FIRST = "news"
"""The query that opens the index; no round asks it."""


def main() -> None:
    """Do what the command line says."""
    what, name, folder, given = sys.argv[1:]
    made = peer(name, Path(folder))
    if what == "build":
        made.build(Path(given))
    else:
        queries = [one["q"] for one in json.loads(Path(given).read_text(encoding="utf-8"))]
        json.dump(_asked(made, queries), sys.stdout)


def _asked(made: Peer, queries: Sequence[str]) -> dict[str, Any]:
    opened, _ = _timed(lambda: made.ask(FIRST))
    prepared, _ = _timed(made.prepare)
    rounds = [[_timed(lambda q=query: made.ask(q)) for query in queries] for _ in range(ROUNDS)]
    return {
        "title": made.title,
        "version": made.version(),
        "open_ms": opened,
        "prepare_ms": prepared,
        "rounds": [[took for took, _ in answered] for answered in rounds],
        "totals": [answer.total for _, answer in rounds[0]],
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    done = work()
    return round((time.perf_counter() - start) * 1000, 3), done


if __name__ == "__main__":
    main()
