"""What became of a corpus, as a table: the run first, then everything the index was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index import REJECTS
from terminal.words import amount, ranked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from index import Tally

MOST_REMARKS = 10


def print_tally(tally: Tally) -> None:
    """What a run did, with the first reject of each kind and what was to be remarked about files."""
    print(f"{amount(tally.files, 'file')} read, {tally.files_unchanged:,} unchanged.")
    print(
        f"Articles: {tally.added:,} added, {tally.updated:,} updated, {tally.unchanged:,} unchanged, "
        f"{tally.removed:,} removed; {tally.rejects.total():,} rejected."
    )
    for kind, count in tally.rejects.most_common():
        first = tally.first_rejects[kind]
        place = f"{first.path}:{first.line}" if first.line else first.path
        print(f"  {count:,} {kind}, first {place}: {first.reason}")
    for remark in tally.remarks[:MOST_REMARKS]:
        print(f"  {remark.path}: {remark.text}")
    if (more := len(tally.remarks) + tally.remarks_left - MOST_REMARKS) > 0:
        print(f"  and {amount(more, 'remark')} more on files, in the report")


def print_report(report: Mapping[str, Any], folder: Path) -> None:
    """The corpus as it is in the index now."""
    print("\nThe corpus in the index:")
    for name, value in _rows(report["corpus"]):
        print(f"  {name:<18} {value}")
    if report["corpus"]["rejects"]:
        print(f"All rejects, those of unchanged files too: {folder / REJECTS}")


def _rows(corpus: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    sources, languages, notes = corpus["sources"], corpus["languages"], corpus["notes"]
    posted = f", {corpus['posted']:,} posted over HTTP" if corpus.get("posted") else ""
    yield "articles", f"{corpus['articles']:,} from {amount(corpus['files'], 'file')}{posted}"
    yield "sources", _values(sources, f"{len(sources['values']):,}: ")
    yield "languages", _values(languages)
    yield "without a date", f"{corpus['undated']:,}"
    yield "without a headline", f"{corpus['without_headline']:,}"
    yield "duplicates by id", f"{corpus['duplicates_by_id']:,}"
    yield "rejects", _counts(corpus["rejects"])
    yield "furniture out", _counts(corpus["furniture"])
    first = f", first {notes['first'][0][0]}: {notes['first'][0][1]}" if notes["first"] else ""
    yield "with a note", f"{notes['articles']:,}{first}"


def _values(facet: Mapping[str, Any], head: str = "") -> str:
    counts = dict(facet["values"]) | ({"not known": facet["missing"]} if facet["missing"] else {})
    return head + ranked(counts) if counts else "none"


def _counts(counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values()):,}" + (f": {ranked(counts)}" if counts else "")
