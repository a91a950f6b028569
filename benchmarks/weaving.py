"""How long it takes to find the stories of a corpus, and to place one more article among them.

    python -m benchmarks.weaving CORPUS [--jobs N] [--write FILE]

The corpus is indexed without stories, and then woven on all cores: `weave_s` and the peak memory of all processes, added
up. Then articles that are in it are posted again under other ids and with a changed end, one a request, as over HTTP
without the network: `post_ms` is a request with finding its story, `plain_ms` one without.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.articles import ROOT, articles
from benchmarks.trial import built
from benchmarks.workplace import machine
from corpus import SourceFile
from index import Everything, Posting, Request, open_engine
from stories import Weaver, read_link

POSTED = 40
EVERY = 250


def main() -> None:
    """Measure, and print."""
    asked = _parser().parse_args()
    # What was posted last may still be put together when the folder goes.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = {"machine": machine(), **measured(asked.corpus, Path(folder), asked.jobs)}
    print(json.dumps(made, ensure_ascii=False, indent=2))
    if asked.write:
        asked.write.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measured(corpus: Path, folder: Path, jobs: int | None) -> dict[str, Any]:
    """The figures of a corpus, indexed in a folder."""
    index = folder / "index"
    command = [sys.executable, str(ROOT / "app.py"), "index", str(corpus), "--index", str(index)]
    command += ["--jobs", str(jobs)] if jobs else []
    built([*command, "--no-stories"])
    weave_s, peak_mb = built(command)  # nothing is new but the stories
    found = _found(index)
    with_story = _posting(index, folder, corpus, "woven", Weaver())
    plain = _posting(index, folder, corpus, "plain", None)  # last, as it leaves articles to be woven
    return {
        "weave_s": round(weave_s, 1),
        "peak_mb": round(peak_mb),
        **found,
        "plain_ms": plain,
        "post_ms": with_story,
    }


def _found(index: Path) -> dict[str, Any]:
    asked = Request(Everything(), facets=("story", "links"), limit=0)
    found = open_engine(index).search(asked)
    sizes = [count for count in found.facets["story"].values.values() if count > 1]
    kinds = Counter(read_link(text).kind for text in found.facets["links"].values)
    pairs = {kind: count // 2 for kind, count in kinds.items()}
    return {"articles": found.total, "stories": len(sizes), "in_stories": sum(sizes), "pairs": pairs}


def _posting(index: Path, folder: Path, corpus: Path, name: str, how: Weaver | None) -> float:
    posting, body, times = Posting(index, how), folder / "posted.jsonl", []
    for number, article in enumerate(islice(articles(corpus), 0, POSTED * EVERY, EVERY)):
        changed = article | {
            "id": f"{name}-{number}",
            "body": f"{article['body']}\n\nPosted as number {number}.",
        }
        body.write_text(json.dumps(changed) + "\n", encoding="utf-8")
        began = time.perf_counter()
        posting.post(SourceFile(body, "posted.jsonl"))
        times.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(times), 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--jobs", type=int, help="how many processes (default: one a core)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the figures there, as JSON")
    return parser


if __name__ == "__main__":
    main()
