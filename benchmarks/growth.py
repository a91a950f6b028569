"""How building and asking grow with the corpus: the same measurements on several times as many articles.

    python -m benchmarks.growth [CORPUS] [--queries QUERIES.json] [--sizes 1,3,10] [--peers NAME ...]
                                [--write FILE] [--picture FILE.svg]

What is added is no plain copy (see benchmarks/copies.py); how the distinct words grow, and how Heaps' law expects them
to, is printed with every size. Textbook Whoosh is measured at the first size alone. The articles are streamed into one
temporary file and each index is removed once it is measured: ten times 220 MB of text wants some 20 GB of disk.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import table
from benchmarks.articles import ROOT, items, size
from benchmarks.bench import parser, with_peers
from benchmarks.copies import append, copy, renamed, vocabulary
from benchmarks.material import gathered
from benchmarks.picture import draw
from benchmarks.trial import tried
from benchmarks.workplace import installed, machine, workplace, write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from benchmarks.copies import Vocabulary
    from benchmarks.material import Material

    Grown = tuple[int, Material, int]

PICTURE = ROOT / "benchmarks" / "growth.svg"
ONCE = "textbook_whoosh"
HEADS = (
    "articles",
    "",
    "build MB/s",
    "peak MB",
    "index bytes a byte of text",
    "first time p50 / p95 ms",
    "best of three",
)


def main() -> None:
    """Measure, print, write down and draw."""
    asked = arguments()
    with workplace(asked.folder) as folder:
        material, here = gathered(asked.corpus, asked.queries, folder), machine()
        names, words = installed(asked.peers, folder), vocabulary(material.corpus)
        print(
            f"{material.corpus.name}: {material}; b of Heaps' law {words.exponent:.3f}\n\n{table.heading(HEADS)}"
        )
        sizes = []
        for times, larger, distinct in grown(material, words, asked.sizes, folder):
            peers = measured(names, larger, folder, whole=times == asked.sizes[0])
            told = {"distinct_words": distinct, "distinct_by_heaps": words.expected(times)}
            sizes.append({"times": times, "articles": larger.articles, **told, "peers": peers})
    print("", *map(_vocabulary, sizes), sep="\n")
    run = here | {"corpus": material.corpus.name, "heaps_b": round(words.exponent, 3), "sizes": sizes}
    write(run, asked.write, "growth-")
    draw(run, asked.picture)


def grown(material: Material, words: Vocabulary, sizes: Sequence[int], folder: Path) -> Iterator[Grown]:
    """So many times the corpus, one size after the other in one file, with the number of its distinct words."""
    path, seen = folder / "grown.jsonl", set(words.distinct)
    for before, times in pairwise([0, *sizes]):
        for number in range(before, times):
            append(path, copy(material.corpus, words, number) if number else items(material.corpus))
            seen |= {word.lower() for word in renamed(words, number).values()} if number else set()
        articles, text_mb = size(path)
        yield times, replace(material, corpus=path, articles=articles, text_mb=text_mb), len(seen)


def measured(names: Sequence[str], material: Material, folder: Path, *, whole: bool) -> dict[str, Any]:
    """The figures of each peer at one size, printed as they come; the slow one only where it is the whole field."""
    found = {}
    for name in names:
        if whole or name != ONCE:
            found[name] = tried(name, material, folder / name)
            shutil.rmtree(folder / name)
            print(_row(found[name]), flush=True)
    return found


def arguments() -> argparse.Namespace:
    """Those of a comparison, and the sizes and the picture."""
    made = with_peers(parser(__doc__))
    made.add_argument("--sizes", type=_sizes, default=[1, 3, 10], help="how many times the corpus: 1,3,10")
    made.add_argument("--picture", type=Path, default=PICTURE)
    return made.parse_args()


def _sizes(text: str) -> list[int]:
    sizes = sorted({int(size) for size in text.split(",")})
    if sizes[0] < 1:
        raise ValueError(text)
    return sizes


def _row(figures: table.Figures) -> str:
    times = (
        " / ".join(f"{figures[turn]['all'][name]:,.1f}" for name in ("p50", "p95")) for turn in table.TURNS
    )
    size = f"{figures['index_per_text']:.2f}"
    speed, peak = f"{figures['build_mb_per_s']:.2f}", f"{figures['build_peak_mb']:,}"
    return table.line([f"{figures['articles']:,}", figures["title"], speed, peak, size, *times])


def _vocabulary(size: dict[str, Any]) -> str:
    return (
        f"{size['articles']:,} articles: {size['distinct_words']:,} distinct words, "
        f"where Heaps' law expects {size['distinct_by_heaps']:,}"
    )


if __name__ == "__main__":
    main()
