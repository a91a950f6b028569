"""Engines by name: the one place that knows which there are. Each is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from index import manifest
from index.analysis import Analyzer
from index.ledger import is_sound
from index.trouble import LEDGER, IndexMismatch

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import Engine

ENGINES = {"whoosh": ("index.engines.whoosh", "WhooshEngine")}


def open_engine(folder: Path) -> Engine:
    """The index in this folder. Raises IndexMissing, IndexMismatch or IndexDamaged."""
    name = manifest.check(folder, Analyzer())
    return cast("Engine", _engine(name)(folder / name))


def fitting(folder: Path, opened: Engine | None) -> Engine:
    """The index in this folder by an engine that is `opened` already, if there is one. Raises what `open_engine` raises.

    Opening a large index takes a quarter of a second.
    """
    if opened is None:
        return open_engine(folder)
    manifest.check(folder, Analyzer())
    return opened


def has_index(folder: Path) -> bool:
    """Whether there is an index in this folder, whole or not."""
    return (folder / manifest.MANIFEST).exists()


def damaged_files(folder: Path) -> list[str]:
    """The names of files of the index in this folder that are not what was written; reads all of them.

    Raises what `open_engine` raises.
    """
    damaged = open_engine(folder).damaged_files()
    return damaged if is_sound(folder) else [*damaged, LEDGER]


def create_engine(folder: Path, name: str = "whoosh") -> Engine:
    """The index in this folder, a new and empty one if there is none yet."""
    if has_index(folder):
        return open_engine(folder)
    made = _engine(name).create(folder / name)
    manifest.write(folder, manifest.describe(name, Analyzer()))
    return cast("Engine", made)


def _engine(name: str) -> Any:
    if name not in ENGINES:
        raise IndexMismatch(f"there is no engine {name!r}; there is: {', '.join(ENGINES)}")
    module, classname = ENGINES[name]
    return getattr(import_module(module), classname)
