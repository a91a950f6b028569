"""What terms there are: the values of a field, and the whole words of headlines and bodies."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from index.document import SCHEMA, Kind
from index.engines.opensearch.entry import held
from index.engines.opensearch.mapping import words_field
from index.engines.opensearch.spelling import is_short, literal, neighbours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engines.opensearch.snapshot import Snapshot

    Json = dict[str, Any]

WORDS = tuple(words_field(name) for name in ("headline", "body"))
SAMPLE = 20_000
"""Articles of a shard among which the commonest words that begin so are looked for."""
PAGE = 10_000
NEAR = 1_000
"""Words of similar spelling that are looked at, at most; the likeliest."""


def values(snapshot: Snapshot, field: str) -> list[str]:
    """The different values of a KEYWORD field, in order; none of another."""
    if SCHEMA.get(field) is not Kind.KEYWORD:
        return []
    return snapshot.once(("values", field), lambda: [value for value, _ in _every(snapshot, field, "")])


def holders(snapshot: Snapshot, field: str, terms: Sequence[str]) -> list[int]:
    """In how many articles each of some terms is."""
    if field not in SCHEMA or not terms:
        return [0] * len(terms)
    filters = [{"term": {field: held(term)}} for term in terms]
    answer = _counted(snapshot, {"terms": {"filters": {"filters": filters}}})
    return [int(bucket["doc_count"]) for bucket in answer["terms"]["buckets"]]


def starting(snapshot: Snapshot, prefix: str) -> list[tuple[str, int]]:
    """The words that begin so, in order, with the larger number of articles of the two fields."""
    counts = [Counter(dict(_every(snapshot, field, prefix))) for field in WORDS]
    return sorted((counts[0] | counts[1]).items())


def commonest(snapshot: Snapshot, prefix: str, size: int) -> list[tuple[str, int]]:
    """Of the words that begin so those that most articles have: of a large shard, as a sample of it tells."""
    body: Json = {"size": max(4 * size, 100), "shard_size": max(40 * size, 1000)}
    if prefix:
        body["include"] = f"{literal(held(prefix))}.*"
    begins = {
        field: {"prefix": {field: held(prefix)}} if prefix else {"exists": {"field": field}}
        for field in WORDS
    }
    counted = {field: {"terms": {"field": field, **body}} for field in WORDS}
    any_of = {"bool": {"should": list(begins.values()), "minimum_should_match": 1}}
    sample = {"sample": {"sampler": {"shard_size": SAMPLE}, "aggs": counted}}
    answer = snapshot.search({"size": 0, "query": {"constant_score": {"filter": any_of}}, "aggs": sample})
    words: Counter[str] = Counter()
    for field in WORDS:
        words |= Counter(
            {one["key"]: one["doc_count"] for one in answer["aggregations"]["sample"][field]["buckets"]}
        )
    return sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:size]


def near(snapshot: Snapshot, words: Sequence[str], distance: int) -> list[list[tuple[str, int]]]:
    """For each word those that are at most `distance` edits away, a swap of neighbours being one."""
    short = [word for word in words if distance and is_short(word, distance)]
    fitting = {word: _fitting(snapshot, neighbours(word, distance, swaps=True)) for word in short}
    others = [word for word in words if word not in fitting]
    similar = _similar(snapshot, others, distance) if distance and others else {}
    numbers = _numbers(snapshot, sorted({*others}.union(*similar.values())))
    for word in others:
        known = sorted({word, *similar.get(word, ())} & numbers.keys())
        fitting[word] = [(other, numbers[other]) for other in known]
    return [fitting[word] for word in words]


def _similar(snapshot: Snapshot, words: Sequence[str], distance: int) -> dict[str, set[str]]:
    """Words that OpenSearch suggests for each; articles that are gone may be all that have them."""
    options = {
        "size": NEAR,
        "shard_size": NEAR,
        "suggest_mode": "always",
        "max_edits": distance,
        "prefix_length": 0,
        "min_word_length": 1,
        "max_inspections": 100,
        "max_term_freq": 2_000_000_000,
        "accuracy": 0.01,
    }
    asked = {
        f"{field} {at}": {"text": word, "term": {"field": field, **options}}
        for field in WORDS
        for at, word in enumerate(words)
    }
    answer = snapshot.search({"size": 0, "suggest": asked})["suggest"]
    return {
        word: {
            option["text"]
            for field in WORDS
            for entry in answer[f"{field} {at}"]
            for option in entry["options"]
        }
        for at, word in enumerate(words)
    }


def _fitting(snapshot: Snapshot, pattern: str) -> list[tuple[str, int]]:
    """The words that fit a regular expression, with their numbers."""
    counted = {field: {"terms": {"field": field, "include": pattern, "size": PAGE}} for field in WORDS}
    return _larger(_counted(snapshot, counted))


def _numbers(snapshot: Snapshot, words: Sequence[str]) -> dict[str, int]:
    """Those of some words that articles have, with their numbers."""
    if not words:
        return {}
    filters = {field: [{"term": {field: held(word)}} for word in words] for field in WORDS}
    answer = _counted(snapshot, {field: {"filters": {"filters": some}} for field, some in filters.items()})
    buckets = zip(*(answer[field]["buckets"] for field in WORDS), strict=True)
    counts = (max(int(one["doc_count"]) for one in some) for some in buckets)
    return {word: count for word, count in zip(words, counts, strict=True) if count}


def _larger(answer: Json) -> list[tuple[str, int]]:
    counts = [Counter({one["key"]: one["doc_count"] for one in answer[field]["buckets"]}) for field in WORDS]
    return sorted((counts[0] | counts[1]).items())


def _counted(snapshot: Snapshot, aggregations: Json) -> Json:
    return snapshot.search({"size": 0, "aggs": aggregations})["aggregations"]  # type: ignore[no-any-return]


def _every(snapshot: Snapshot, field: str, prefix: str) -> Iterator[tuple[str, int]]:
    """All values of a field that begin so, in order, in as many answers as it takes."""
    sources = [{"value": {"terms": {"field": field}}}]
    query = {"prefix": {field: prefix}} if prefix else {"match_all": {}}
    after: Json = {}
    while True:
        pages = {"pages": {"composite": {"size": PAGE, "sources": sources, **after}}}
        answer = snapshot.search({"size": 0, "query": query, "aggs": pages})["aggregations"]["pages"]
        for bucket in answer["buckets"]:
            value = bucket["key"]["value"]
            if value.startswith(prefix):
                yield value, bucket["doc_count"]
        if "after_key" not in answer:
            return
        after = {"after": answer["after_key"]}
