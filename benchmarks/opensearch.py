"""The engine on a cluster beside plain OpenSearch and beside the engine in a folder, in one run.

    CUTTINGS_OPENSEARCH_URL=… python -m benchmarks.opensearch CORPUS [--queries FILE] [--most N] [--write FILE]

What our engine sends is kept as it goes out, and sent once more by opensearch-py alone. Writing: the same articles, analysed
beforehand, through our engine, and the same JSON as a plain `_bulk` by the library's own helper, into an index of the same
mapping, by turns, twice after a first time that is not counted; then by the whole command, read and analysed. Asking: each
query as a page of ten with the facet of sources (`page`), and the same search sent raw (`raw`), by turns; and as a page of the
engine in a folder. Every query once before, and the best of three.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from opensearchpy import OpenSearch, Transport
from opensearchpy.helpers import bulk

from benchmarks.queries import queries
from benchmarks.workplace import machine
from index import Analyzer, Cluster, Engine, Plan, analyse, create_engine, open_engine, read_cluster, update
from search import PageRequest, Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Document

COMMIT = 6000
"""Articles of a commit: about what a build puts into one on a cluster."""
ROUNDS = 2
"""How many times articles are written in each way, and timed."""
CLIENTS = 8
"""Threads that ask at once."""
SETTLING = 400.0
"""Seconds that an index may take to become as small as it gets."""


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


class Kept:
    """What goes out to the cluster while it is `on`: path and body of each request."""

    def __init__(self) -> None:
        self.on = False
        self.sent: list[tuple[str, bytes]] = []
        perform = Transport.perform_request

        def kept(transport: Transport, method: str, url: str, **more: Any) -> Any:
            if self.on:
                self.sent.append((url, more.get("body") or ""))
            return perform(transport, method, url, **more)

        Transport.perform_request = kept  # type: ignore[method-assign]

    def during(self, do: Callable[[], object]) -> tuple[float, list[tuple[str, bytes]]]:
        """How many seconds something takes, and what it sends."""
        self.on, self.sent = True, []
        started = time.perf_counter()
        do()
        seconds = time.perf_counter() - started
        self.on = False
        return seconds, self.sent


def measured(asked: argparse.Namespace, cluster: Cluster, folder: Path) -> dict[str, Any]:
    """All figures."""
    client, kept = OpenSearch(cluster.urls[0], timeout=120), Kept()
    update([asked.corpus], folder / "whoosh")
    whoosh = open_engine(folder / "whoosh")
    articles, analyzer = list(whoosh.scan())[: asked.most], Analyzer()
    documents = [analyse(article, analyzer) for article in articles]
    engine_s, plain_s = _written(client, kept, _named(cluster, "again"), documents)
    _write(create_engine(folder / "cluster", cluster=cluster), documents)
    written, settled = _bytes(client, cluster), _settled(client, cluster)
    whole = Plan(cluster=_named(cluster, "whole"))
    whole_s, _ = kept.during(lambda: update([asked.corpus], folder / "whole", whole))
    client.indices.delete(index=f"{cluster.name}-whole*")
    found = {
        "nodes": len(client.nodes.info()["nodes"]),
        "shards": cluster.shards,
        "replicas": cluster.replicas,
        "articles": len(documents),
        "text_mb": round(sum(len(one.body.encode()) for one in articles) / 1e6, 1),
        "engine_s": [round(one, 1) for one in engine_s],
        "plain_bulk_s": [round(one, 1) for one in plain_s],
        "engine_against_plain": round(statistics.median(engine_s) / statistics.median(plain_s), 2),
        "whole_command_s": round(whole_s, 1),
        "whole_command_articles": whoosh.count(),
        "bytes_an_article_written": round(written / len(documents)),
        "bytes_an_article_settled": round(settled / len(documents)),
        **_asked(client, kept, (open_engine(folder, cluster), whoosh), queries(asked.queries, asked.corpus)),
    }
    client.indices.delete(index=f"{cluster.name}*")
    return found


def _named(cluster: Cluster, name: str) -> Cluster:
    """The same cluster with an index of its own for one purpose."""
    return replace(cluster, name=f"{cluster.name}-{name}")


def _bulks(sent: Sequence[tuple[str, bytes]]) -> list[bytes]:
    return [body for path, body in sent if path.endswith("_bulk")]


def _written(
    client: OpenSearch, kept: Kept, cluster: Cluster, documents: Sequence[Document]
) -> tuple[list[float], list[float]]:
    """Seconds that our engine takes to write articles, and a plain `_bulk` the same JSON: so many rounds, by turns.

    A round before them is not counted: nodes that have just started take twice as long.
    """
    ours, plain = list[float](), list[float]()
    for number in range(ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            engine = create_engine(Path(folder), cluster=cluster)
            seconds, sent = kept.during(partial(_write, engine, documents))
        plain_seconds = _plain(client, cluster, _bulks(sent))
        client.indices.delete(index=f"{cluster.name}*")
        if number:
            ours.append(seconds)
            plain.append(plain_seconds)
    return ours, plain


def _write(engine: Engine, documents: Sequence[Document]) -> None:
    """Put articles, so many in a commit as a build puts."""
    for start in range(0, len(documents), COMMIT):
        with engine.writing() as writer:
            for document in documents[start : start + COMMIT]:
                writer.put(document)


def _plain(client: OpenSearch, cluster: Cluster, bodies: Sequence[bytes]) -> float:
    """Seconds that a plain `_bulk` takes of the same JSON."""
    (there,) = client.indices.get(index=cluster.name).values()
    settings = {"number_of_shards": cluster.shards, "number_of_replicas": cluster.replicas}
    settings |= {"refresh_interval": "-1", "analysis": there["settings"]["index"]["analysis"]}
    name = f"{cluster.name}-plain"
    client.indices.create(index=name, body={"settings": settings, "mappings": there["mappings"]})
    lines = [json.loads(line) for body in bodies for line in body.splitlines()]
    pairs = zip(lines[0::2], lines[1::2], strict=True)
    actions = [{"_index": name, "_id": one["index"]["_id"], "_source": source} for one, source in pairs]
    started = time.perf_counter()
    bulk(client, actions, max_retries=8)
    client.indices.refresh(index=name)
    seconds = time.perf_counter() - started
    client.indices.delete(index=name)
    return seconds


def _settled(client: OpenSearch, cluster: Cluster) -> int:
    """Bytes of one copy of each shard when nothing is left that is kept for a while only.

    What was sent is kept until every copy of the shard is known to have it, and goes with the merge after that.
    """
    until = time.monotonic() + SETTLING
    while not _is_everywhere(client, cluster) and time.monotonic() < until:
        time.sleep(1)
    client.indices.flush(index=cluster.name, force=True)
    client.indices.forcemerge(index=cluster.name, max_num_segments=1, request_timeout=1200)
    while time.monotonic() < until:
        client.indices.refresh(index=cluster.name)
        client.indices.flush(index=cluster.name, force=True)
        told = client.indices.stats(index=cluster.name, metric="segments")
        if told["_all"]["primaries"]["segments"]["count"] <= cluster.shards:
            break
        time.sleep(1)
    return _bytes(client, cluster)


def _is_everywhere(client: OpenSearch, cluster: Cluster) -> bool:
    (told,) = client.indices.stats(index=cluster.name, level="shards")["indices"].values()
    return all(
        lease["retaining_seq_no"] > copy["seq_no"]["max_seq_no"]
        for copies in told["shards"].values()
        for copy in copies
        for lease in copy["retention_leases"]["leases"]
    )


def _bytes(client: OpenSearch, cluster: Cluster) -> int:
    told = client.indices.stats(index=cluster.name, metric="store")
    return int(told["_all"]["primaries"]["store"]["size_in_bytes"])


def _asked(
    client: OpenSearch, kept: Kept, engines: tuple[Engine, Engine], asked: list[dict[str, str]]
) -> dict[str, Any]:
    """Milliseconds a query: our page, the same search sent raw, and a page of the engine in a folder."""
    ours, folder = map(Searcher, engines)
    times: defaultdict[str, list[float]] = defaultdict(list)
    trips = []
    for query in asked:
        request = PageRequest(query["q"], facets=("source",))
        ours.search(request)
        _, sent = kept.during(partial(ours.search, request))
        trips.append(len(sent))
        search = next(body for path, body in sent if path == "/_msearch")
        ways = {
            "page": partial(ours.search, request),
            "raw": partial(client.msearch, body=search),
            "whoosh": partial(folder.search, request),
        }
        tries: defaultdict[str, list[float]] = defaultdict(list)
        for _ in range(3):
            for name, ask in ways.items():
                started = time.perf_counter()
                ask()
                tries[name].append((time.perf_counter() - started) * 1000)
        for name, some in tries.items():
            times[name].append(min(some))
    made: dict[str, Any] = {"queries": len(asked), "round_trips": dict(Counter(trips))}
    for name, some in times.items():
        made[f"{name}_p50_ms"] = round(statistics.median(some), 1)
        made[f"{name}_p95_ms"] = round(sorted(some)[int(len(some) * 0.95)], 1)
    both = zip(times["page"], times["raw"], strict=True)
    made["page_against_raw"] = round(statistics.median(one / other for one, other in both), 2)
    made["pages_a_second_one_client"] = round(1000 / statistics.mean(times["page"]), 1)
    made[f"pages_a_second_{CLIENTS}_clients"] = round(_at_once(ours, asked), 1)
    return made


def _at_once(searcher: Searcher, asked: list[dict[str, str]]) -> float:
    """Pages a second, when several threads ask."""
    requests = [PageRequest(query["q"], facets=("source",)) for query in asked] * 3
    with ThreadPoolExecutor(CLIENTS) as clients:
        started = time.perf_counter()
        pages = len(list(clients.map(searcher.search, requests)))
        return pages / (time.perf_counter() - started)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--most", type=int, help="articles that are written, at most")
    parser.add_argument("--write", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    main()
