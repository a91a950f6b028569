"""Read, clean and analyse a corpus, with no index: how fast, and in how much memory.

    python benchmarks/intake.py CORPUS.jsonl[.xz] [--times N] [--jobs 1 2]

What is timed is what a build does before it writes: every article arrives in this process, in order, with its
analysed terms. MB/s counts the UTF-8 text of the cleaned bodies. With `--times` the corpus is written N times
into one file of JSON lines first (the ids are varied), which is then read. Memory is that of all processes
together: the sum of their proportional shares (PSS), looked at twice a second. The first row is read with cold
workers, as every run of the command line is.
"""

from __future__ import annotations

import argparse
import json
import lzma
import platform
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import Reject, SourceFile
from index import Reading, Taken

if TYPE_CHECKING:
    from collections.abc import Iterator


class Memory:
    """The largest memory of this process and its children, in MB, while its context lasts."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._over = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self.peak = max(self.peak, sum(map(_megabytes, _family())))


def _family() -> Iterator[Path]:
    """Our own process and its children."""
    own = Path("/proc/self").resolve()
    yield own
    for child in (own / "task").glob("*/children"):
        yield from (Path("/proc") / pid for pid in child.read_text().split())


def _megabytes(process: Path) -> float:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except (OSError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    """Measure, and print a table."""
    asked = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.corpus if asked.times == 1 else _repeated(asked.corpus, asked.times, Path(folder))
        print(
            f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, Python {platform.python_version()}; "
            f"{path.name}, {path.stat().st_size / 1e6:,.0f} MB\n"
        )
        print("| processes that analyse | articles | rejects | MB of text | s | MB/s | peak MB |")
        print("|---|---|---|---|---|---|---|", flush=True)
        for jobs in asked.jobs:
            print(_row(path, jobs), flush=True)


def _row(path: Path, jobs: int) -> str:
    articles = rejects = size = 0
    start = time.perf_counter()
    with Memory() as memory, Reading(jobs) as reading:
        for _, outcome in reading.read([(SourceFile(path, path.name), {})]):
            if isinstance(outcome, Taken):
                articles += 1
                size += len(outcome.document.article.body.encode())
            rejects += isinstance(outcome, Reject)
    seconds = time.perf_counter() - start
    text = size / 1e6
    return (
        f"| {jobs} | {articles:,} | {rejects:,} | {text:,.1f} | {seconds:,.1f} | {text / seconds:.1f} "
        f"| {memory.peak:,.0f} |"
    )


def _repeated(path: Path, times: int, folder: Path) -> Path:
    """The corpus so many times in one file, each time under other ids."""
    made = folder / f"{path.name.partition('.')[0]}-{times}-times.jsonl"
    with made.open("w", encoding="utf-8") as out:
        for number in range(times):
            with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
                for line in lines:
                    item = json.loads(line)
                    item["id"] = f"{number}-{item.get('id')}"
                    out.write(json.dumps(item, ensure_ascii=False) + "\n")
    return made


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    return parser


if __name__ == "__main__":
    main()
