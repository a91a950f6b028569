"""The state of all indexes of a cluster, in a small index beside them: the last commit of each, and who is writing to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from index.engines.opensearch.client import Refusal
from index.trouble import IndexMissing

if TYPE_CHECKING:
    from index.engines.opensearch.client import Client

STATE = "cuttings-state"
_BODY = {
    "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-2"}},
    "mappings": {"dynamic": False, "properties": {}},
}


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its `name` is like no other; `index` holds it; `at` is when it was, as ISO text."""

    name: str
    index: str
    at: str

    @classmethod
    def now(cls, index: str) -> Commit:
        """A commit of this moment."""
        return cls(uuid4().hex[:12], index, datetime.now(UTC).isoformat())


def prepare(client: Client) -> None:
    """Make the index of states if there is none."""
    try:
        client.ask("PUT", [STATE], _BODY)
    except Refusal as refusal:
        if refusal.kind != "resource_already_exists_exception":
            raise


def last_commit(client: Client, name: str) -> Commit | None:
    """The last commit of the index, or alias, of this name; None where there was none."""
    try:
        return _commit(client.ask("GET", [STATE, "_doc", name]))
    except (Refusal, IndexMissing) as refusal:
        if isinstance(refusal, IndexMissing) or refusal.status == 404:
            return None
        raise


def note(client: Client, name: str, commit: Commit) -> None:
    """Have all who read under this name know of a commit, from now on."""
    client.ask("PUT", [STATE, "_doc", name], asdict(commit), refresh="true")


def search(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The search for the last commit, to be asked together with others."""
    return {"index": STATE}, {"query": {"ids": {"values": [name]}}, "size": 1}


def found(answer: Any) -> Commit | None:
    """The commit in the answer to `search`."""
    hits = answer.get("hits", {}).get("hits", ())
    return _commit(hits[0]) if hits else None


def _commit(hit: Any) -> Commit | None:
    source = hit.get("_source")
    return Commit(source["name"], source["index"], source["at"]) if source else None
