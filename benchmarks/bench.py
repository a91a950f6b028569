"""Hold our engine against its peers on one corpus, in one run: building, size, memory, and pages of results.

    python -m benchmarks.bench [CORPUS] [--queries QUERIES.json] [--peers NAME ...] [--folder DIR] [--write FILE]

CORPUS is a file of JSON lines, plain or packed with xz; anything else that we can read is made into one first.
QUERIES is a list of {"kind": ..., "q": ...}; without it, some are drawn from the corpus's own headlines. Each
peer is built in a process of its own and asked in another. Each query does one result page's work: the ten best,
the exact total, the counts by source, a marked snippet a hit. benchmarks/README.md says what is fair and what is not.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import table
from benchmarks.material import gathered
from benchmarks.peers import PEERS
from benchmarks.trial import tried
from benchmarks.workplace import installed, machine, workplace, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.material import Material
    from benchmarks.table import Figures


def main() -> None:
    """Measure, print, and write down."""
    asked = with_peers(parser(__doc__)).parse_args()
    with workplace(asked.folder) as folder:
        material, here = gathered(asked.corpus, asked.queries, folder), machine()
        told = f"{here['date']}, {here['machine']}, {here['cores']} cores, {here['python']}"
        print(f"{material.corpus.name}: {material}; {told}\n\n{table.heading()}", flush=True)
        peers = compared(installed(asked.peers, folder), material, folder)
    print("", table.kinds(peers), "", *table.ratios(peers), sep="\n")
    run = here | {"corpus": material.corpus.name, "queries": material.queries, "peers": peers}
    write(run | {"ours_by": table.quotients(peers)}, asked.write)


def compared(names: Sequence[str], material: Material, folder: Path) -> dict[str, Figures]:
    """The figures of each peer, printed as they come."""
    found = {}
    for name in names:
        found[name] = tried(name, material, folder / name)
        print(table.row(found[name]), flush=True)
    return found


def parser(says: str | None) -> argparse.ArgumentParser:
    """What every run is told: the corpus, the queries, and where its indexes and figures are kept."""
    made = argparse.ArgumentParser(description=says, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("corpus", type=Path, nargs="?")
    made.add_argument("--queries", type=Path)
    made.add_argument("--folder", type=Path, help="keep the indexes here (default: a temporary folder)")
    made.add_argument("--write", type=Path, help="the file for all figures (default: by date in runs/)")
    return made


def with_peers(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The same, and which peers run."""
    made.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    return made


if __name__ == "__main__":
    main()
