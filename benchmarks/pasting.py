"""How well a pasted text finds what has it: through an index, from asking to passages.

    python -m benchmarks.pasting PAN_FOLDER [--corpus ARTICLES] [--asked N] [--write FILE]

PAN_FOLDER is pan13-train: its sources are indexed, and N of its suspicious texts are asked for, each as whoever pastes it. Of the
sources listed for each it is told how many were found, by class, and of passages how many were covered by more than half. A
suspicious text has more sources than are listed, so what else is found is counted, and not called wrong; pairs of the class
without plagiarism are wrong where they are found.

Of ARTICLES, sentences are drawn, and it is told how often one of so many words finds an article that has it.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.articles import articles
from benchmarks.reuse import rows
from benchmarks.workplace import machine
from corpus import sentence_ends
from index import Analyzer, open_engine, update
from stories import reusers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index import Engine
    from stories import Reuser

SEED = 3
DRAWN = 60
WORDS = ((8, 12), (12, 20), (20, 40))
ANALYZER = Analyzer()


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pan", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--asked", type=int, default=150)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    made: dict[str, Any] = {"machine": machine()}
    with tempfile.TemporaryDirectory() as folder:
        made["pan13"] = pan(asked.pan, Path(folder), asked.asked)
        if asked.corpus:
            update([asked.corpus], Path(folder) / "corpus")
            made["sentences"] = drawn(open_engine(Path(folder) / "corpus"), asked.corpus)
    print(json.dumps(made, ensure_ascii=False, indent=2))
    if asked.write:
        asked.write.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def pan(folder: Path, work: Path, asked: int) -> dict[str, Any]:
    """Suspicious texts of PAN-13 among its sources."""
    texts = {row["id"]: row["text"] for row in rows(folder / "docs.jsonl")}
    pairs = list(rows(folder / "pairs.jsonl"))
    lines = (
        {"id": one, "source": f"source {one}", "headline": one, "body": texts[one]}
        for one in sorted({pair["src"] for pair in pairs})
    )
    (work / "sources.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    update([work / "sources.jsonl"], work / "sources")
    engine, listed = open_engine(work / "sources"), defaultdict(list)
    for pair in pairs:
        listed[pair["susp"]].append(pair)
    counts, others, times = Counter[str](), 0, []
    for one in random.Random(SEED).sample(sorted(listed), asked):  # noqa: S311 - the same ones each time
        begun = time.perf_counter()
        found = {each.article.id: each for each in reusers(engine, ANALYZER, texts[one], "en").found}
        times.append(time.perf_counter() - begun)
        others += len(found.keys() - {pair["src"] for pair in listed[one]})
        for pair in listed[one]:
            counts.update(_told(pair, found.get(pair["src"])))
    return {"texts": asked, "seconds": _spread(times), "also_found": others, **dict(sorted(counts.items()))}


def _told(pair: Mapping[str, Any], found: Reuser | None) -> Iterator[str]:
    kind = pair["category"] if pair["passages"] else "none"
    yield f"{kind} {'found' if found else 'missed'}"
    for passage in pair["passages"] if found else ():
        low, high = passage["susp_offset"], passage["susp_offset"] + passage["susp_length"]
        covered = max((min(high, one.one[1]) - max(low, one.one[0]) for one in found.passages), default=0)
        yield f"{kind} passages {'covered' if 2 * covered > high - low else 'not covered'}"


def drawn(engine: Engine, corpus: Path) -> dict[str, Any]:
    """Sentences of a corpus: how many find an article that has them."""
    choice = random.Random(SEED)  # noqa: S311 - as above
    bodies = [one["body"] for one in choice.sample(list(articles(corpus)), 20 * DRAWN)]
    made = {}
    for least, most in WORDS:
        some = [one for body in bodies for one in _sentences(body) if least <= len(one.split()) < most]
        found, times = 0, []
        for text in choice.sample(some, DRAWN):
            begun = time.perf_counter()
            told = reusers(engine, ANALYZER, text, "en").found
            times.append(time.perf_counter() - begun)
            found += any(text in one.article.body for one in told)
        made[f"{least} to {most - 1} words"] = {"found": found / DRAWN, "seconds": _spread(times)}
    return made


def _sentences(body: str) -> Iterator[str]:
    start = 0
    for end in sentence_ends(body):
        yield body[start:end].strip()
        start = end


def _spread(times: Sequence[float]) -> list[float]:
    """p50, p95 and the most."""
    return [round(float(one), 3) for one in np.percentile(times, [50, 95, 100])]


if __name__ == "__main__":
    main()
