"""One commit of an index, to be read: OpenSearch keeps it as a point in time, whatever is written meanwhile.

It costs the shards a little, so there is one a process and commit, and it goes when nobody has asked for it in a while.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from index.engines.opensearch.client import Refusal
from index.trouble import IndexMissing

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engines.opensearch.client import Client
    from index.engines.opensearch.state import Commit

T = TypeVar("T")

KEPT = "5m"
"""How long a commit can be read on after the last question to it."""


class Snapshot:
    """A commit of an index. `point` is None where the cluster holds too many already, or lacks a part: then the newest is read."""

    def __init__(self, client: Client, commit: Commit) -> None:
        self.client = client
        self.commit = commit
        self.point: str | None = _point(client, commit.index)
        self._made: dict[tuple[str, ...], object] = {}
        self._turn = Lock()

    @property
    def where(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a search needs to be of this commit: in its header, and in its body."""
        if self.point is None:
            return {"index": self.commit.index}, {}
        return {}, at(self.point)

    def search(self, body: dict[str, Any]) -> Any:
        """The answer to one search of this commit."""
        header, more = self.where
        path = [header["index"], "_search"] if header else ["_search"]
        return self.client.ask("POST", path, {**body, **more})

    def once(self, what: tuple[str, ...], make: Callable[[], T]) -> T:
        """What is asked for once a commit."""
        with self._turn:
            if what in self._made:
                return cast("T", self._made[what])
        made = make()
        with self._turn:
            self._made[what] = made
        return made


def at(point: str) -> dict[str, Any]:
    """What a search needs to be of a point in time."""
    return {"pit": {"id": point, "keep_alive": KEPT}}


def _point(client: Client, index: str) -> str | None:
    try:
        # One that lacks a part would not say so in any answer.
        answer = client.ask(
            "POST",
            [index, "_search", "point_in_time"],
            keep_alive=KEPT,
            allow_partial_pit_creation="false",
        )
    except IndexMissing:
        raise
    except Refusal as refusal:
        if refusal.status in {429, 500, 503}:
            return None
        raise
    return str(answer["pit_id"])
