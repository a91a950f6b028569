"""What an index was made with, in a file beside it: an index that does not fit is refused with a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from index.document import SCHEMA
from index.trouble import IndexDamaged, IndexMismatch, IndexMissing

if TYPE_CHECKING:
    from pathlib import Path

    from index.analysis import Analyzer

MANIFEST = "manifest.json"
FORMAT = 3
"""Raised with every change of what an index folder holds and how."""


def describe(engine: str, analyzer: Analyzer) -> dict[str, Any]:
    """What an index made now is made with."""
    return {
        "format": FORMAT,
        "engine": engine,
        "schema": {name: kind.value for name, kind in SCHEMA.items()},
        "analyzer": analyzer.describe(),
    }


def write(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest, whole or not at all."""
    fresh = folder / f"{MANIFEST}.new"
    fresh.write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    fresh.replace(folder / MANIFEST)


def read(folder: Path) -> dict[str, Any]:
    """The manifest of an index. Raises IndexMissing or IndexDamaged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"no index at {folder}; make one with: python app.py index PATH") from None
    except OSError as error:
        raise IndexDamaged(f"the index at {folder} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict):
        raise IndexDamaged(
            f"{folder / MANIFEST} is not readable; delete {folder} and make it again with: python app.py index PATH"
        )
    if "format" not in manifest or "engine" not in manifest:
        raise IndexMismatch(f"{folder} is no index of Cuttings; name another folder with --index")
    return manifest


def check(folder: Path, analyzer: Analyzer) -> str:
    """The name of the engine that made this index, if it was made as this program makes one.

    Raises IndexMismatch, which says in what they differ.
    """
    manifest = read(folder)
    engine = str(manifest.get("engine"))
    ours = describe(engine, analyzer)
    differing = [key for key, value in ours.items() if manifest.get(key) != value]
    if differing:
        differ = f"its {' and '.join(differing)} {'differ' if len(differing) > 1 else 'differs'}"
        raise IndexMismatch(
            f"the index at {folder} was made by another version of Cuttings ({differ}); "
            f"delete that folder and make it again with: python app.py index PATH"
        )
    return engine
