"""How many JSON pages of results a second two servers give: ours, and Datasette on SQLite FTS5, in one run.

    python -m benchmarks.json_rate [CORPUS] [--queries QUERIES.json] [--seconds 30] [--connections 8]
                                   [--folder DIR] [--write FILE]

Both indexes are built first. Ours is the command line's own server, gunicorn with two workers; Datasette is one process
with its default threads. Each query is asked once alone, which also shows that it is answered; then `wrk`
(https://github.com/wg/wrk) asks all of them in turn. Ours gives ten ranked hits with marked snippets, the total and the
counts by source; Datasette's search of a table gives ten rows, the total and the facet, neither ranked nor marked.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks import table
from benchmarks.bench import parser
from benchmarks.http import HOST, HTTPConnection, free_port, get, loaded, quote_plus, serving, times
from benchmarks.material import gathered
from benchmarks.peers import peer
from benchmarks.peers.sqlite_fts5 import FILE, match
from benchmarks.workplace import machine, workplace, write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ROWS = "/articles/articles.json?_searchmode=raw&_facet=source&_size=10&_col=source&_col=headline&_search="
SETTINGS = {"sql_time_limit_ms": "60000", "facet_time_limit_ms": "60000", "suggest_facets": "off"}
"""No query is cut short, and nothing is looked for that was not asked for."""
HEADS = ("", "requests a second", "errors", "alone p50 / p95 / max ms", "loaded p50 / p95 ms")


def main() -> None:
    """Build, serve, measure, print, and write down."""
    asked = arguments()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed; it is what asks (apt-get install wrk)")
    with workplace(asked.folder) as folder:
        material, here = gathered(asked.corpus, asked.queries, folder), machine()
        for name in ("cuttings", "sqlite_fts5"):
            peer(name, folder / name).build(material.corpus)
        print(
            f"{material.corpus.name}: {material}; {asked.connections} connections\n\n{table.heading(HEADS)}"
        )
        queries = [one["q"] for one in material.queries]
        ours = [f"/api/v1/search?q={quote_plus(q)}" for q in queries]
        theirs = [ROWS + quote_plus(match(q)) for q in queries]
        with serving(folder / "cuttings") as port:
            rates = {"cuttings": measured("Cuttings", port, ours, asked)}
        with datasette(folder / "sqlite_fts5" / FILE, theirs[0]) as port:
            rates["datasette"] = measured("Datasette", port, theirs, asked)
    ratio = round(rates["cuttings"]["per_second"] / rates["datasette"]["per_second"], 2)
    print(f"\nrequests a second, ours / Datasette: {ratio}")
    run = here | {
        "corpus": material.corpus.name,
        "articles": material.articles,
        "rates": rates,
        "ratio": ratio,
    }
    write(run, asked.write, "json-rate-")


def measured(title: str, port: int, paths: Sequence[str], asked: argparse.Namespace) -> dict[str, Any]:
    """Each path once alone, and then all of them over many connections; printed as it is known."""
    alone = times(HTTPConnection(HOST, port, timeout=120), paths)
    load = loaded(port, paths, asked.seconds, asked.connections)
    figures = (
        f"{load['per_second']:,.1f}",
        str(load["errors"]),
        " / ".join(str(alone[f"{name}_ms"]) for name in table.MEASURES),
        f"{load['p50_ms']} / {load['p95_ms']}",
    )
    print(table.line([title, *figures]), flush=True)
    return {"title": title, "alone": alone} | load


@contextmanager
def datasette(file: Path, path: str) -> Iterator[int]:
    """Datasette over a database that nobody writes, and its port; stopped at the end."""
    port = free_port()
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    place = ["--immutable", str(file), "--host", HOST, "--port", str(port)]
    command = [sys.executable, "-m", "datasette", "serve", *place, *settings]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            answers(port, path)
            yield port
        finally:
            server.terminate()


def answers(port: int, path: str, patience: float = 60) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            get(HTTPConnection(HOST, port, timeout=patience), path)
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"nothing answered at {HOST}:{port} within {patience:.0f} s")


def arguments() -> argparse.Namespace:
    """Those of a comparison, and how long and how many ask at once."""
    made = parser(__doc__)
    made.add_argument("--seconds", type=int, default=30)
    made.add_argument("--connections", type=int, default=8)
    return made.parse_args()


if __name__ == "__main__":
    main()
