"""Engines by name: the one place that knows which there are. Each is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from index import manifest
from index.analysis import Analyzer
from index.ledger import is_sound
from index.trouble import LEDGER, IndexMismatch, IndexMissing, IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from corpus import Article
    from index.cluster import Cluster
    from index.engine import Engine

MADE = "made"
"""In the manifest of a folder that goes with a cluster: which index there its ledger is of."""
ENGINES = {
    "whoosh": ("index.engines.whoosh", "WhooshEngine"),
    "opensearch": ("index.engines.opensearch", "OpenSearchEngine"),
}


def open_engine(folder: Path, cluster: Cluster | None = None) -> Engine:
    """The index in this folder, or on a cluster. Raises IndexMissing, IndexMismatch, IndexDamaged or other IndexTrouble."""
    if cluster:
        return cast("Engine", _engine("opensearch")(cluster))
    name = manifest.check(folder, Analyzer())
    if name == "opensearch":
        raise IndexMismatch(
            f"the index of {folder} is on an OpenSearch cluster; set CUTTINGS_ENGINE to opensearch, "
            f"and CUTTINGS_OPENSEARCH_URL to the address of a node"
        )
    return cast("Engine", _engine(name)(folder / name))


def fitting(folder: Path, opened: Engine | None, cluster: Cluster | None = None) -> Engine:
    """The index of this folder by an engine that is `opened` already, if there is one. Raises what `open_engine` raises.

    Opening a large index takes a quarter of a second. On a cluster it is the one that the folder's ledger is of.
    """
    if cluster:
        return cast("Engine", opened or _engine("opensearch")(cluster, _made(folder)))
    if opened is None:
        return open_engine(folder)
    manifest.check(folder, Analyzer())
    return opened


def has_index(folder: Path, cluster: Cluster | None = None) -> bool:
    """Whether there is an index in this folder, whole or not; or the one on a cluster that the folder's ledger is of."""
    if not cluster:
        return (folder / manifest.MANIFEST).exists()
    made = _made(folder)
    try:
        return made is not None and bool(_engine("opensearch")(cluster, made))
    except IndexMissing:
        return False


def is_on_cluster(folder: Path) -> bool:
    """Whether this folder goes with an index on a cluster. Raises IndexMissing, IndexMismatch or IndexDamaged."""
    return bool(manifest.read(folder)["engine"] == "opensearch")


def stored_on(cluster: Cluster, ids: Sequence[str]) -> list[Article]:
    """Articles as they are stored on a cluster, by whichever version of Cuttings. Raises IndexTrouble."""
    return list(_engine("opensearch").stored(cluster, ids))


def goes_on(folder: Path, cluster: Cluster | None, *, rebuild: bool) -> bool:
    """Whether a run goes on with the index that there is; to `rebuild` is to go on with one that nobody reads yet."""
    try:
        there = has_index(folder, cluster)
        return there and not (
            rebuild and cluster and _engine("opensearch")(cluster, _made(folder)).is_published
        )
    except IndexMismatch:
        if not rebuild:
            raise
        return False


def damaged_files(folder: Path, cluster: Cluster | None = None) -> list[str]:
    """The names of files of the index in this folder that are not what was written; reads all of them.

    Of an index on a cluster it is the parts that cannot be read. Raises what `open_engine` raises.
    """
    damaged = open_engine(folder, cluster).damaged_files()
    sound = is_sound(folder) if not cluster or (folder / LEDGER).exists() else True
    return damaged if sound else [*damaged, LEDGER]


def create_engine(
    folder: Path, name: str = "whoosh", cluster: Cluster | None = None, *, beside: bool = False
) -> Engine:
    """The index in this folder, or on a cluster; a new and empty one if there is none yet.

    One that is made `beside` another on the cluster is new in any case, and read when it is published.
    """
    if cluster:
        return _on_cluster(folder, cluster, beside=beside)
    if has_index(folder):
        return open_engine(folder)
    made = _engine(name).create(folder / name)
    manifest.write(folder, manifest.describe(name, Analyzer()))
    return cast("Engine", made)


def _on_cluster(folder: Path, cluster: Cluster, *, beside: bool) -> Engine:
    engine = _engine("opensearch")
    try:
        found = engine.create(cluster, beside=True) if beside else engine(cluster)
    except IndexMissing:
        found = engine.create(cluster)
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write(folder, {**manifest.describe("opensearch", Analyzer()), MADE: found.made})
    return cast("Engine", found)


def _made(folder: Path) -> str | None:
    """Which index of a cluster the ledger in this folder is of. Raises IndexMismatch for a folder with an index in it."""
    if not (folder / manifest.MANIFEST).exists():
        return None
    found = manifest.read(folder)
    if found["engine"] != "opensearch":
        raise IndexMismatch(
            f"{folder} holds an index of its own; name another folder with --index, and have the articles moved "
            f"with --from-index {folder}"
        )
    return str(found.get(MADE))


def _engine(name: str) -> Any:
    if name not in ENGINES:
        raise IndexMismatch(f"there is no engine {name!r}; there is: {', '.join(ENGINES)}")
    module, classname = ENGINES[name]
    try:
        return getattr(import_module(module), classname)
    except ModuleNotFoundError as error:
        raise IndexTrouble(
            f"the engine {name} needs a library that is not installed ({error.name}); install it with: "
            f"pip install -r requirements-{name}.txt"
        ) from None
