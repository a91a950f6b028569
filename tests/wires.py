"""Agencies' items and feeds: read from bytes, as a file or by their reader, and told in short."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Article, Enclosed, Item, Record, Reject, SourceFile, read
from corpus.readers import READERS
from corpus.records import Place

if TYPE_CHECKING:
    from corpus import Remark

FORMATS = Path(__file__).parent.parent / "../shared/data/formats"

G2 = "http://iptc.org/std/nar/2006-10-01/"


def items(suffix: str, data: str | bytes) -> list[Item]:
    """What the reader of a suffix finds; what it hands over is read as well."""
    raw = data.encode() if isinstance(data, str) else data
    found: list[Item] = []
    for item in READERS[suffix](io.BytesIO(raw), Place("f", "wire")):
        found += opened(item) if isinstance(item, Enclosed) else [item]
    return found


def opened(enclosed: Enclosed) -> list[Item]:
    """What is read from what was handed over."""
    known = enclosed.known
    return [
        one if known is None else replace(one, line=known.line)
        for one in items(enclosed.suffix, enclosed.data)
    ]


def outline(found: list[Item]) -> list[tuple[int | None, str]]:
    """The line of each item, and its body or the kind of its Reject."""
    return [(one.line, one.body if isinstance(one, Record) else one.kind) for one in found]


def only(found: list[Item]) -> Record:
    """The one Record that there is."""
    (record,) = found
    assert isinstance(record, Record), record
    return record


def reason(found: list[Item]) -> str:
    """The reason of the one Reject that there is."""
    (reject,) = found
    assert isinstance(reject, Reject), reject
    return reject.reason


def read_folder(folder: Path) -> list[tuple[str, Article | Reject | Remark]]:
    """All that the files of a folder give, by the name of the file."""
    return [
        (path.name.removeprefix("tests_io_fixtures_"), outcome)
        for path in sorted(folder.iterdir())
        for outcome in read(SourceFile(path, path.name))
    ]
