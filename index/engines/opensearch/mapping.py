"""Our schema as a mapping of OpenSearch: strict, and with what it was made with in its `_meta`.

Stems come as they are, parted by line ends, so that the index holds the terms of our Analyzer and no other. Of the text that
is indexed nothing is stored; what is stored is the article, readable, with its story and links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index import manifest
from index.document import SCHEMA, Kind
from index.trouble import IndexMismatch

if TYPE_CHECKING:
    from index.analysis import Analyzer
    from index.cluster import Cluster

FORMAT = 1
"""Raised with every change of what the mapping holds and how."""
WINDOW = 1_000_000
"""How deep a page may lie that is asked for by its number."""
STORED = ("article", "story", "links")


def words_field(name: str) -> str:
    """The field that holds the whole words of a TEXT field; another is its own."""
    return f"{name}_as_words" if SCHEMA.get(name) is Kind.TEXT else name


def describe(analyzer: Analyzer) -> dict[str, Any]:
    """What an index made now is made with."""
    return {**manifest.describe("opensearch", analyzer), "format": FORMAT}


def body(cluster: Cluster, analyzer: Analyzer, made: str) -> dict[str, Any]:
    """What an index is created with; `made` names this one and no other."""
    lines = {"type": "char_group", "tokenize_on_chars": ["\n"], "max_token_length": 100_000}
    return {
        "settings": {
            "index": {
                "number_of_shards": cluster.shards,
                "number_of_replicas": cluster.replicas,
                "refresh_interval": "-1",  # what is written is seen when it is committed
                "max_result_window": WINDOW,
                "store.stats_refresh_interval": "0s",  # the size that is told is that of now
            },
            "analysis": {
                "tokenizer": {"lines": lines},
                "analyzer": {"lines": {"type": "custom", "tokenizer": "lines"}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"cuttings": {**describe(analyzer), "made": made}},
            "_source": {"includes": [f"{STORED[0]}.*", *STORED[1:]]},
            "properties": {
                "article": {"type": "object", "enabled": False},
                **_fields(),
                **(_native() if cluster.native else {}),
            },
        },
    }


def _fields() -> dict[str, Any]:
    fields: dict[str, Any] = {
        "day": {"type": "integer", "index": False},
        "solo": {"type": "boolean"},
    }
    for name, kind in SCHEMA.items():
        if kind is Kind.TEXT:
            fields[name] = {"type": "text", "analyzer": "lines"}
            fields[words_field(name)] = {"type": "keyword"}
            fields[f"{name}_length"] = {"type": "integer", "index": False}
        else:
            fields[name] = {"type": "keyword", "doc_values": kind is not Kind.CODE}
    return fields


def _native() -> dict[str, Any]:
    return {
        "native": {
            "properties": {
                "headline": {"type": "text"},
                "body": {"type": "text"},
                "published": {"type": "date"},
            }
        }
    }


def check(found: dict[str, Any], cluster: Cluster, analyzer: Analyzer) -> str:
    """The name of an index that was made as this program makes one, from its mapping. Raises IndexMismatch."""
    meta = found.get("_meta", {}).get("cuttings")
    if not isinstance(meta, dict):
        raise IndexMismatch(
            f"the index {cluster} was not made by Cuttings; name another in CUTTINGS_OPENSEARCH_INDEX"
        )
    differing = [key for key, value in describe(analyzer).items() if meta.get(key) != value]
    if differing:
        differ = f"its {' and '.join(differing)} {'differ' if len(differing) > 1 else 'differs'}"
        raise IndexMismatch(
            f"the index {cluster} was made by another version of Cuttings ({differ}); make it anew, while the old one "
            f"still answers whoever can read it, with: python app.py index PATH --engine opensearch --rebuild"
        )
    return str(meta["made"])
