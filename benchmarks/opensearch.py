"""The engine on a cluster beside plain OpenSearch and beside the engine in a folder, in one run.

    CUTTINGS_OPENSEARCH_URL=… python -m benchmarks.opensearch CORPUS [--queries FILE] [--most N] [--write FILE]

Writing: the same articles, analysed beforehand, through our engine in batches as a build makes them, and as a plain `_bulk` of
the same JSON by opensearch-py's own helper, into an index of the same mapping; then by the whole command, read and analysed.
Asking: each query as a page of ten with the facet of sources, in articles (`page`), and the same search sent raw
(`raw`), by turns; and as a page of the engine in a folder. Every query once before, and the best of three.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from opensearchpy import OpenSearch
from opensearchpy.helpers import bulk

from benchmarks.queries import queries
from benchmarks.workplace import machine
from index import Analyzer, Cluster, Engine, Plan, create_engine, open_engine, read_cluster, update
from index.build import BATCH, OVERHEAD
from index.document import analyse_all
from index.engines.opensearch.entry import entry, name_of
from index.engines.opensearch.mapping import body
from index.engines.opensearch.question import Question
from search import PageRequest, Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Document


def main() -> None:
    """Measure, and print."""
    asked = _parser().parse_args()
    given = read_cluster(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        made = {"machine": machine(), "date": time.strftime("%Y-%m-%d")}
        made |= measured(asked, replace(given, name=f"bench-{uuid4().hex[:8]}"), Path(folder))
    print(json.dumps(made, ensure_ascii=False, indent=2))
    if asked.write:
        asked.write.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def measured(asked: argparse.Namespace, cluster: Cluster, folder: Path) -> dict[str, Any]:
    """All figures."""
    client = OpenSearch(cluster.urls[0], timeout=120)
    update([asked.corpus], folder / "whoosh")
    whoosh = open_engine(folder / "whoosh")
    articles = list(whoosh.scan())[: asked.most]
    documents = [
        one
        for start in range(0, len(articles), 500)
        for one in analyse_all(articles[start : start + 500], Analyzer())
    ]
    plain_s = _plain(client, cluster, documents)
    engine = create_engine(folder / "cluster", cluster=cluster)
    engine_s = _written(engine, documents)
    client.indices.forcemerge(index=cluster.name, max_num_segments=1, request_timeout=600)
    stats = client.indices.stats(index=cluster.name)["_all"]
    size = stats["primaries"]["store"]["size_in_bytes"]
    started = time.perf_counter()
    whole = replace(cluster, name=f"{cluster.name}-whole")
    update([asked.corpus], folder / "whole", Plan(cluster=whole))
    whole_s = time.perf_counter() - started
    found = {
        "nodes": len(client.nodes.info()["nodes"]),
        "shards": cluster.shards,
        "replicas": cluster.replicas,
        "articles": len(documents),
        "text_mb": round(sum(len(one.body.encode()) for one in articles) / 1e6, 1),
        "plain_bulk_s": round(plain_s, 1),
        "engine_s": round(engine_s, 1),
        "engine_against_plain": round(engine_s / plain_s, 2),
        "whole_command_s": round(whole_s, 1),
        "bytes_an_article": round(size / len(documents)),
        **_asked(client, cluster, whoosh, queries(asked.queries, asked.corpus)),
    }
    client.indices.delete(index=f"{cluster.name}*")
    return found


def _plain(client: OpenSearch, cluster: Cluster, documents: list[Document]) -> float:
    """Seconds that a plain `_bulk` takes of the same JSON."""
    name = f"{cluster.name}-plain"
    client.indices.create(index=name, body=body(cluster, Analyzer(), "plain"))
    actions = [
        {"_index": name, "_id": name_of(one.article.id), "_source": entry(one, native=False)}
        for one in documents
    ]
    started = time.perf_counter()
    bulk(client, actions, max_retries=8)
    client.indices.refresh(index=name)
    seconds = time.perf_counter() - started
    client.indices.delete(index=name)
    return seconds


def _written(engine: Engine, documents: list[Document]) -> float:
    """Seconds that our engine takes, commit by commit."""
    started = time.perf_counter()
    for batch in _batches(documents):
        with engine.writing() as writer:
            for document in batch:
                writer.put(document)
    return time.perf_counter() - started


def _batches(documents: list[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.article.body) + OVERHEAD
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    yield batch


def _asked(
    client: OpenSearch, cluster: Cluster, whoosh: Engine, asked: list[dict[str, str]]
) -> dict[str, Any]:
    """Milliseconds a query: our page, the same search sent raw, and a page of the engine in a folder."""
    engine, where = open_engine(Path(), cluster), cluster.name
    ours, folder = Searcher(engine), Searcher(whoosh)
    times: defaultdict[str, list[float]] = defaultdict(list)
    for query in asked:
        request = PageRequest(query["q"], facets=("source",))
        raw = Question(ours.asked(request), 10)
        with engine.pinned():
            tries: defaultdict[str, list[float]] = defaultdict(list)
            for turn in range(4):
                for name, ask in (
                    ("page", partial(ours.search, request)),
                    ("raw", partial(client.search, body=raw.body(), index=where, **raw.header)),
                    ("whoosh", partial(folder.search, request)),
                ):
                    started = time.perf_counter()
                    ask()
                    if turn:
                        tries[name].append((time.perf_counter() - started) * 1000)
        for name, some in tries.items():
            times[name].append(min(some))
    made: dict[str, Any] = {"queries": len(asked)}
    for name, some in times.items():
        made |= {
            f"{name}_p50_ms": round(statistics.median(some), 1),
            f"{name}_p95_ms": round(sorted(some)[int(len(some) * 0.95)], 1),
        }
    made["page_against_raw"] = round(
        statistics.median(one / other for one, other in zip(times["page"], times["raw"], strict=True)), 2
    )
    started = time.perf_counter()
    for query in asked:
        ours.search(PageRequest(query["q"], facets=("source",)))
    return {**made, "pages_a_second_one_client": round(len(asked) / (time.perf_counter() - started), 1)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--most", type=int, help="articles that are written, at most")
    parser.add_argument("--write", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    main()
