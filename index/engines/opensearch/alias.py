"""Which index readers are given: the one that the alias stands for; and what is stored in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engines.opensearch.client import Refusal
from index.engines.opensearch.entry import name_of
from index.stored import from_fields
from index.trouble import IndexMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus import Article
    from index.engines.opensearch.client import Client

AT_ONCE = 500
"""Articles that are read at a time."""


def fetched(client: Client, index: str, ids: Sequence[str]) -> list[Article]:
    """The articles with these ids, in their order; those that are not there are left out."""
    found: list[Article] = []
    for start in range(0, len(ids), AT_ONCE):
        body = {"ids": list(map(name_of, ids[start : start + AT_ONCE]))}
        answer = client.ask("POST", [index, "_mget"], body, realtime="false", _source_includes="article")
        found += [from_fields(one["_source"]["article"]) for one in answer["docs"] if one.get("found")]
    return found


def read_now(client: Client) -> list[str]:
    """The indexes that readers are given: one, or none."""
    try:
        return list(client.ask("GET", ["_alias", client.cluster.name]))
    except (IndexMissing, Refusal) as refusal:
        if isinstance(refusal, IndexMissing) or refusal.status == 404:
            return []
        raise


def give(client: Client, index: str, before: Sequence[str]) -> None:
    """Have the alias stand for an index, and for those before no more: one change."""
    name = client.cluster.name
    changes = [{"remove": {"index": one, "alias": name}} for one in before]
    client.ask("POST", ["_aliases"], {"actions": [*changes, {"add": {"index": index, "alias": name}}]})
