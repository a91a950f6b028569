"""Facets and totals as aggregations: exact, also where values are counted rather than articles.

OpenSearch counts different values by estimate; so they are gathered by a small script. Of stories that is done for those
articles alone that share one (`solo` is false): any other is a story of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus import UNKNOWN
from index.engine import Counts
from index.engines.opensearch.queries import all_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Json = dict[str, Any]

MOST = 10_000
"""Values of a facet that come with the first answer; of more the rest is asked for."""
PAGE = 5_000


def total(allowed: list[Json], distinct: str | None) -> Json:
    """The aggregation that counts what is found."""
    return {"filter": all_of(allowed), "aggs": _numbers(distinct)}


def facet(field: str, allowed: list[Json], distinct: str | None) -> Json:
    """The aggregation of a facet, among what some filters allow."""
    terms: Json = {"field": field, "size": MOST}
    if field == "source":
        terms["exclude"] = [UNKNOWN]
    more = {"aggs": _numbers(distinct)} if distinct else {}
    values = {"terms": terms, **more}
    missing = {"filter": _missing(field), **more}
    return {"filter": all_of(allowed), "aggs": {"values": values, "missing": missing}}


def counts(
    field: str, answer: Json, distinct: str | None, rest: Callable[[Json], Json], allowed: list[Json]
) -> Counts:
    """The answer to `facet`. `rest` asks for an aggregation of the same articles."""
    values = answer["values"]
    buckets = values["buckets"]
    found = {bucket["key"]: number(bucket, distinct) for bucket in buckets}
    if values["sum_other_doc_count"]:
        found = _every(field, distinct, rest, allowed)
    return Counts(found, number(answer["missing"], distinct))


def number(bucket: Json, distinct: str | None) -> int:
    """How many articles, or values of a field, a bucket has."""
    if not distinct:
        return int(bucket["doc_count"])
    if distinct == "story":
        return int(bucket["solo"]["doc_count"]) + int(bucket["shared"]["different"]["value"] or 0)
    return int(bucket["different"]["value"] or 0)


def _missing(field: str) -> Json:
    there = {"exists": {"field": field}}
    unknown = [{"term": {field: UNKNOWN}}] if field == "source" else []
    return {"bool": {"should": [{"bool": {"must_not": there}}, *unknown], "minimum_should_match": 1}}


def _numbers(distinct: str | None) -> Json:
    if not distinct:
        return {}
    different = {
        "different": {
            "scripted_metric": {
                "params": {"field": distinct},
                "init_script": "state.values = new HashSet()",
                "map_script": "def held = doc[params.field]; if (held.size() > 0) { state.values.add(held.value) }",
                "combine_script": "return new ArrayList(state.values)",
                "reduce_script": "Set all = new HashSet(); for (some in states) { if (some != null) { all.addAll(some) } } "
                "return all.size()",
            }
        }
    }
    if distinct != "story":
        return different
    return {
        "solo": {"filter": {"term": {"solo": True}}},
        "shared": {"filter": {"term": {"solo": False}}, "aggs": different},
    }


def _every(
    field: str, distinct: str | None, rest: Callable[[Json], Json], allowed: list[Json]
) -> dict[str, int]:
    """All values of a facet, in as many answers as it takes."""
    found: dict[str, int] = {}
    after: Json = {}
    while True:
        pages = {"composite": {"size": PAGE, "sources": [{"value": {"terms": {"field": field}}}], **after}}
        if distinct:
            pages["aggs"] = _numbers(distinct)
        answer = rest({"filter": all_of(allowed), "aggs": {"pages": pages}})["pages"]
        found |= {bucket["key"]["value"]: number(bucket, distinct) for bucket in answer["buckets"]}
        if "after_key" not in answer:
            break
        after = {"after": answer["after_key"]}
    if field == "source":
        found.pop(UNKNOWN, None)
    return found
