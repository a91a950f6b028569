r"""Read the news pages whose true text is known, and print how much of it was found, as Markdown tables.

    python benchmarks/extraction.py [DATA]

DATA is a folder with `truth.jsonl` and `pages.tar.xz` of two benchmarks: article-extraction-dataset, on which the
reader's settings were chosen, and scrapinghub's article-extraction-benchmark, on which they were checked; as its
figures were seen while choosing, neither is wholly new to the reader.
Three ways are measured: trafilatura with its own settings, our reader, and our reader with the cleaning behind it.

The metric is that of scrapinghub/article-extraction-benchmark: a text is the multiset of its runs of four words
(of `\w+`, case counts). A page's precision is the share of the found runs that are true ones, its recall the share
of the true runs that were found; both are averaged over pages, and F1 is the harmonic mean of the two averages.
A page with nothing found counts in recall alone, as there. A title is right if its letters and digits are, without
case; a date if the day is. Both are known for the first benchmark only; some of its dates are wrong themselves.
Seconds are of processor time, of one process.
"""

from __future__ import annotations

import io
import json
import platform
import re
import sys
import tarfile
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import READERS, Article, Place, Record, SourceFile, parse_date, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DATA = Path(__file__).resolve().parent.parent / "../shared/data/extraction"
CHOSEN_ON, CHECKED_ON = "article-extraction-dataset", "scrapinghub"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was saved, and what is true of it; title and date are None where nobody knows."""

    data: bytes
    benchmark: str
    body: str
    title: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor found on a page."""

    body: str = ""
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Averages over pages, from 0 to 1; titles and dates are shares of those known, None where none is."""

    precision: float
    recall: float
    f1: float
    titles: float | None
    dates: float | None


def load(data: Path, step: int = 1) -> list[Page]:
    """Every `step`-th page of the benchmarks."""
    truths = [json.loads(line) for line in (data / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = {truth["page"]: truth for truth in truths[::step]}
    with tarfile.open(data / "pages.tar.xz") as archive:
        return [
            _page(wanted[member.name], stream.read())
            for member in archive
            if member.name in wanted and (stream := archive.extractfile(member))
        ]


def by_trafilatura(page: Page) -> Found:
    """Trafilatura with the settings it comes with."""
    import trafilatura  # noqa: PLC0415

    found = trafilatura.bare_extraction(page.data, with_metadata=True)
    return Found(found.text or "", found.title or "", found.date or "") if found else Found()


def by_reader(page: Page) -> Found:
    """Our reader of pages, before any cleaning."""
    (item,) = READERS[".html"](io.BytesIO(page.data), Place("page.html"))
    if not isinstance(item, Record):
        return Found()
    return Found(item.body, item.headline or "", str(parse_date(item.published or "")))


def by_pipeline(page: Page) -> Found:
    """What gets into an index: the page read and cleaned."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_bytes(page.data)
        (item,) = read(SourceFile(path, path.name))
    return Found(item.body, item.headline, str(item.published)) if isinstance(item, Article) else Found()


EXTRACTORS = {
    "trafilatura alone": by_trafilatura,
    "our reader": by_reader,
    "our reader, cleaned": by_pipeline,
}


def score(pages: Iterable[Page], found: Iterable[Found]) -> Score:
    """How near what was found is to the truth."""
    pairs = list(zip(pages, found, strict=True))
    shares = [_shares(page.body, item.body) for page, item in pairs]
    precision = mean(share for share, _ in shares if share is not None)
    recall = mean(share for _, share in shares)
    titles = [_fold(item.title) == _fold(page.title) for page, item in pairs if page.title]
    dates = [item.date == page.date for page, item in pairs if page.date]
    return Score(
        precision,
        recall,
        2 * precision * recall / (precision + recall),
        mean(titles) if titles else None,
        mean(dates) if dates else None,
    )


def main() -> None:
    """Measure, and print."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not (data / "truth.jsonl").exists():
        sys.exit(f"no benchmark at {data}; it holds truth.jsonl and pages.tar.xz")
    pages = load(data)
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, Python {platform.python_version()}\n")
    print("| pages | extractor | precision | recall | F1 | title | date | s/page |")
    print("|---|---|---|---|---|---|---|---|")
    measured = {name: _measured(extractor, pages) for name, extractor in EXTRACTORS.items()}
    for label, names in (
        (CHOSEN_ON, {CHOSEN_ON}),
        (CHECKED_ON, {CHECKED_ON}),
        ("both", {CHOSEN_ON, CHECKED_ON}),
    ):
        kept = [number for number, page in enumerate(pages) if page.benchmark in names]
        for name, (found, seconds) in measured.items():
            row = score([pages[number] for number in kept], [found[number] for number in kept])
            print(_row(f"{len(kept)} of {label}", name, row, sum(seconds[n] for n in kept) / len(kept)))


def _page(truth: dict[str, str | None], data: bytes) -> Page:
    day = parse_date(truth["date"] or "")
    body, benchmark = truth["body"] or "", truth["set"] or ""
    return Page(data, benchmark, body, truth["title"], str(day) if day else None)


def _measured(extractor: Callable[[Page], Found], pages: list[Page]) -> tuple[list[Found], list[float]]:
    extractor(pages[0])  # what is loaded late is loaded now
    found, seconds = [], []
    for page in pages:
        start = time.process_time()
        found.append(extractor(page))
        seconds.append(time.process_time() - start)
    return found, seconds


def _shares(true: str, found: str) -> tuple[float | None, float]:
    true_runs, found_runs = _runs(true), _runs(found)
    right = (true_runs & found_runs).total()
    return right / found_runs.total() if found_runs else None, right / max(1, true_runs.total())


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(min(1, len(words)), len(words) - 3)))


def _fold(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _row(label: str, name: str, row: Score, seconds: float) -> str:
    shares = (row.precision, row.recall, row.f1, row.titles, row.dates)
    cells = ["–" if share is None else f"{share:.3f}" for share in shares]
    return f"| {label} | {name} | {' | '.join(cells)} | {seconds:.3f} |"


if __name__ == "__main__":
    main()
