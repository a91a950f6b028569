"""How fast the Analyzer turns news into terms on one core, and what it holds in memory: a table.

    python benchmarks/analysis.py [ARTICLES]

ARTICLES is a file of JSON lines (.jsonl, or .jsonl.xz) with headline, body and perhaps language; by default the
37,554 articles beside a checkout, where they are. Each is analysed twice: the first pass meets every word for the
first time, the second is what a long corpus costs. Seconds are of the processor, so that what else a machine does
counts little; MB are millions of characters. Memory is what the process grew by from before the Analyzer was made.
"""

from __future__ import annotations

import argparse
import json
import lzma
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index import Analyzer

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT.parent / "shared" / "data" / "news-37k" / "articles.jsonl.xz"

Text = tuple[str, str | None]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="?", type=Path, default=BESIDE)
    path = parser.parse_args().articles
    if not path.exists():
        sys.exit(f"there is no file {path}; name one of JSON lines")
    texts = _texts(path)
    size = sum(len(text) for text, _ in texts) / 1e6
    print(f"{len(texts):,} texts, {size:,.1f} MB, Python {sys.version.split()[0]}\n")
    print("pass     seconds   MB/s   memory")
    before, analyzer = _peak(), Analyzer()
    for name in ("first", "second"):
        seconds = _seconds(analyzer, texts)
        print(f"{name:<8}{seconds:>8.1f}{size / seconds:>7.1f}{_peak() - before:>6.0f} MB")
    words: set[str] = set()
    for text, language in texts:
        words.update(analyzer.terms(text, language).words)
    print(f"\n{len(words):,} different words")


def _seconds(analyzer: Analyzer, texts: list[Text]) -> float:
    start = time.process_time()
    for text, language in texts:
        analyzer.terms(text, language)
    return time.process_time() - start


def _texts(path: Path) -> list[Text]:
    """Headlines and bodies, each a text."""
    texts: list[Text] = []
    with (
        lzma.open(path, "rt", encoding="utf-8")
        if path.suffix == ".xz"
        else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            item = json.loads(line)
            texts += [(item.get(name) or "", item.get("language")) for name in ("headline", "body")]
    return texts


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
