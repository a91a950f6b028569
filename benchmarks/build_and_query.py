"""Build an index of a corpus and ask it queries: what it costs, as JSON.

    python benchmarks/build_and_query.py CORPUS [--queries QUERIES.json] [--index DIR]

Each query does one result page's work through the Searcher: the first ten hits, the exact total, the counts
by source, the snippets. There is no cache of results. QUERIES is a list of {"kind": ..., "q": ...}; without
it, words, pairs, phrases and prefixes are drawn from the corpus's own headlines. The index is built by the
command line in a process of its own, and the first round of queries is the one that counts: nothing is warm
but what opening reads. Figures of a noisy machine are noisy; compare only what was measured in one run.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from typing import TYPE_CHECKING

from index import open_engine
from search import PageRequest, Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus import Article

APP = Path(__file__).resolve().parent.parent / "app.py"


def main() -> None:
    """Measure, and print."""
    asked = _parser().parse_args()
    if asked.index and Path(asked.index).exists():
        sys.exit(f"{asked.index} is there already; what is built is a new index")
    folder = Path(asked.index or tempfile.mkdtemp(prefix="cuttings-"))
    try:
        print(json.dumps(_measured(Path(asked.corpus), folder, asked.queries), indent=2))
    finally:
        if not asked.index:
            shutil.rmtree(folder)


def _measured(corpus: Path, folder: Path, queries: Path | None) -> dict[str, object]:
    command = [sys.executable, str(APP), "index", str(corpus), "--index", str(folder)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=sys.stderr)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    searcher = Searcher(open_engine(folder))
    searcher.search(PageRequest("news"))
    opening = time.perf_counter() - start
    searcher.prepare()  # as a server does when it starts
    asked = json.loads(queries.read_text()) if queries else _drawn(open_engine(folder).scan())
    queried = _queried(searcher, asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text = sum(len(article.body.encode()) for article in open_engine(folder).scan()) / 1e6
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return {
        "date": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}",
        "articles": searcher.count(),
        "text_mb": round(text, 1),
        "build_s": round(seconds, 1),
        "build_mb_per_s": round(text / seconds, 2),
        "index_mb": round(size, 1),
        "build_peak_rss_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000),
        "search_peak_rss_mb": round(peak / 1000),
        "open_to_first_answer_ms": round(opening * 1000),
        "queries": queried,
    }


def _queried(searcher: Searcher, asked: list[dict[str, str]]) -> dict[str, dict[str, float]]:
    times: defaultdict[str, list[float]] = defaultdict(list)
    for query in asked:
        start = time.perf_counter()
        searcher.search(PageRequest(query["q"]))
        took = (time.perf_counter() - start) * 1000
        times[query["kind"]].append(took)
        times["all"].append(took)
    return {
        kind: {
            "n": len(values),
            "p50_ms": round(median(values), 1),
            "p95_ms": round(quantiles(values, n=20)[-1] if len(values) > 1 else values[0], 1),
            "max_ms": round(max(values), 1),
        }
        for kind, values in times.items()
    }


def _drawn(articles: Iterable[Article]) -> list[dict[str, str]]:
    pick = random.Random(1)  # noqa: S311 - a sample that is the same each time, not a secret
    headlines = [article.headline.split() for article in articles]
    drawn: list[dict[str, str]] = []
    long = [one for one in headlines if len(one) > 3]
    for words in pick.sample(long, k=min(30, len(long))):
        at = pick.randrange(len(words) - 1)
        one, two = words[at].strip('"()'), words[at + 1].strip('"()')
        drawn += [
            {"kind": "one", "q": one},
            {"kind": "two", "q": f"{one} {words[0]}"},
            {"kind": "phrase", "q": f'"{one} {two}"'},
            {"kind": "prefix", "q": f"{one[:4]}*"},
        ]
    return drawn


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--index", help="keep the index here (default: a temporary folder)")
    return parser


if __name__ == "__main__":
    main()
