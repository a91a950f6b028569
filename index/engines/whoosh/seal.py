"""Sizes and checksums of the index's files, so that damage is named instead of guessed at.

A file of the index never changes once it is written, so each is summed up once. A segment is sealed before
the table of contents that names it is written: what can be read is sealed, whenever a writer is killed.
Opening compares all sizes, and the content of small files, which is quick; `broken` compares everything.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SEAL = "seal.json"
SMALL = 16_000_000
"""The largest file, in bytes, whose content is compared at every opening: a hundredth of a second."""

_SEALED = re.compile(r"_MAIN_\d+\.toc|MAIN_[0-9a-z]+\.\w+")
_BLOCK = 1 << 20

_Sums = dict[str, list[int]]


def seal(folder: Path) -> None:
    """Record the files that are new, and forget those that are gone; the disk has them, and the seal, when this ends."""
    known = _read(folder) or {}
    there = _there(folder)
    new = [path for path in there if path.name not in known]
    sums = known | {path.name: [path.stat().st_size, _checksum(path)] for path in new}
    sums = {path.name: sums[path.name] for path in there}
    fresh = folder / f"{SEAL}.new"
    fresh.write_text(json.dumps({"files": sums, "sum": _sum_of(sums)}), encoding="ascii")
    for path in (*new, fresh):
        _settle(path)
    fresh.replace(folder / SEAL)
    _settle(folder)


def unseal(folder: Path) -> None:
    """Forget all files."""
    (folder / SEAL).unlink(missing_ok=True)


def altered(folder: Path) -> list[str]:
    """The files that are not what was written, as far as that is seen at once; none where the seal is broken."""
    known = _read(folder) or {}
    there = [path for path in _there(folder) if path.name in known]
    return [
        path.name for path in there if not _is_as_sealed(path, known, thoroughly=known[path.name][0] <= SMALL)
    ]


def broken(folder: Path, needed: Iterable[str]) -> list[str]:
    """Those of the needed files that are gone, or not what was written; a broken seal. Reads everything."""
    known = _read(folder)
    paths = [folder / name for name in needed]
    wrong = [
        path.name
        for path in paths
        if not path.exists() or (known and not _is_as_sealed(path, known, thoroughly=True))
    ]
    return wrong if known is not None else [SEAL, *wrong]


def _is_as_sealed(path: Path, known: _Sums, *, thoroughly: bool) -> bool:
    """Whether a file is what was written; one that was never sealed, or went with a commit just now, is."""
    try:
        return path.name not in known or (
            path.stat().st_size == known[path.name][0]
            and (not thoroughly or _checksum(path) == known[path.name][1])
        )
    except FileNotFoundError:
        return True


def _there(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*MAIN_*") if _SEALED.fullmatch(path.name))


def _read(folder: Path) -> _Sums | None:
    """The seal; None where there is none that can be believed."""
    try:
        kept = json.loads((folder / SEAL).read_text(encoding="ascii"))
        sums: _Sums = kept["files"]
        return sums if kept["sum"] == _sum_of(sums) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _sum_of(sums: _Sums) -> int:
    return crc32(json.dumps(sums, sort_keys=True).encode("ascii"))


def _settle(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total = crc32(block, total)
    return total
