"""A file of a corpus as the ledger knows it from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What is known of a file.

    `digest` is None of a file that has to be read, and NO_DIGEST (see ledger) of one whose reading did not say what is in it.
    `columns` are the foreign names that its fields were read by, `counts` what was found in it (see tally).
    """

    digest: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)


def is_gone(path: Path) -> bool:
    """Whether there is no such file; one that cannot be looked at may be there."""
    try:
        path.stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError | NotADirectoryError)
    return False
