"""Sizes and checksums of the index's files, so that damage is named instead of guessed at.

A segment's files never change once they are written, so each is summed up once, after the commit that made
it. Opening compares sizes, which is quick; `broken` compares everything.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path

SEAL = "seal.json"
_BLOCK = 1 << 20


def seal(folder: Path) -> None:
    """Record the files that came with a commit, and forget those that went."""
    known = _read(folder)
    sums = {
        path.name: known.get(path.name) or [path.stat().st_size, _checksum(path)]
        for path in _segments(folder)
    }
    fresh = folder / f"{SEAL}.new"
    fresh.write_text(json.dumps(sums), encoding="ascii")
    fresh.replace(folder / SEAL)


def resized(folder: Path) -> list[str]:
    """The sealed files that are there with another size than they were written with."""
    known = _read(folder)
    return [
        path.name
        for path in _segments(folder)
        if path.name in known and path.stat().st_size != known[path.name][0]
    ]


def broken(folder: Path) -> list[str]:
    """The sealed files that are gone, or whose content is not what was written. Reads everything."""
    known = _read(folder)
    there = {path.name: path for path in _segments(folder)}
    gone = sorted(known.keys() - there.keys())
    return gone + [
        name for name, path in there.items() if name in known and _checksum(path) != known[name][1]
    ]


def _segments(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("MAIN_*") if path.is_file())


def _read(folder: Path) -> dict[str, list[int]]:
    try:
        sums = json.loads((folder / SEAL).read_text(encoding="ascii"))
    except (OSError, ValueError):  # no seal, no claim: the files then speak for themselves
        return {}
    return sums if isinstance(sums, dict) else {}


def _checksum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total = crc32(block, total)
    return total
