"""What can be wrong with an index. Each is a sentence that says what is the matter and what to type."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "ledger.sqlite"
_OUTSIDE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
"""What can keep SQLite from writing that is no fault of the file."""


class IndexTrouble(Exception):  # noqa: N818 - the family name of four troubles, not one error
    """Something is wrong with an index; the message is a sentence for the person who asked."""


class IndexMissing(IndexTrouble):
    """There is no index in this folder."""


class IndexMismatch(IndexTrouble):
    """The index was made in another way than this program reads."""


class IndexLocked(IndexTrouble):
    """Another writer is at work on the index."""


class IndexDamaged(IndexTrouble):
    """The index's files cannot be read as what they should be."""


def sqlite_trouble(folder: Path, error: sqlite3.Error) -> IndexTrouble:
    """What an error of the ledger in a folder means."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return IndexLocked(f"another run is writing to the index at {folder}; wait for it, or stop it")
    if code in _OUTSIDE:
        return IndexTrouble(
            f"the index at {folder} cannot be written ({error}); what was committed is kept, and the same command "
            f"goes on from there"
        )
    return IndexDamaged(
        f"{folder / LEDGER} is damaged ({error}); delete {folder} and make it again with: python app.py index PATH"
    )
