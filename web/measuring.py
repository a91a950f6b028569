"""What a Prometheus may ask at /metrics: requests by endpoint, how long they took, and how the index is.

Labels are few whatever is asked: the endpoint's name and never the path, and methods that there are. Worker processes
count in files of a folder that they share, and any of them answers for all. The counts of a worker that died stay, since a
counter must not fall; the folder goes with the server.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from flask import Response, request

from index import IndexTrouble
from web.tracing import milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask
    from prometheus_client import CollectorRegistry, Metric

    from search import Searcher

METHODS = {"GET", "HEAD", "POST", "DELETE", "OPTIONS"}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@contextmanager
def shared_counts() -> Iterator[Path]:
    """A folder for worker processes to count in, for as long as the server runs."""
    folder, owner = Path(mkdtemp(prefix="cuttings-")), os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == owner:  # a worker that ends comes by here as well
            rmtree(folder, ignore_errors=True)


class IndexCollector:
    """The state of the index at the moment it is asked for; nothing while it cannot be read."""

    def __init__(self, searcher: Callable[[], Searcher]) -> None:
        self._searcher = searcher

    def collect(self) -> Iterable[Metric]:
        """The number of articles, the bytes, and the age."""
        from prometheus_client.metrics_core import GaugeMetricFamily  # noqa: PLC0415

        with suppress(IndexTrouble):
            searcher = self._searcher()
            age = (datetime.now(UTC) - searcher.committed()).total_seconds()
            return [
                GaugeMetricFamily("cuttings_articles", "Articles in the index.", searcher.count()),
                GaugeMetricFamily("cuttings_index_bytes", "Bytes of the index's files.", searcher.size()),
                GaugeMetricFamily(
                    "cuttings_index_age_seconds", "Seconds since the last commit.", max(0.0, age)
                ),
            ]
        return []


def install(app: Flask, searcher: Callable[[], Searcher], counts: Path | None) -> None:
    """Count the requests of the app; with `counts`, together with the other worker processes."""
    # When it is imported, the library sees from the environment whether processes count together.
    from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415

    own = CollectorRegistry()
    requests = Counter(
        "cuttings_requests", "Requests answered.", ["endpoint", "method", "status"], registry=own
    )
    seconds = Histogram(
        "cuttings_request_seconds",
        "Seconds until an answer began.",
        ["endpoint"],
        registry=own,
        buckets=SECONDS,
    )

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"
        requests.labels(endpoint, method, str(response.status_code)).inc()
        seconds.labels(endpoint).observe(milliseconds() / 1000)
        return response

    @app.get("/metrics", endpoint="metrics")
    def metrics() -> Response:
        return _written(own if counts is None else _of_all(counts), IndexCollector(searcher))


def _of_all(counts: Path) -> CollectorRegistry:
    from prometheus_client import CollectorRegistry  # noqa: PLC0415
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(counts))  # type: ignore[no-untyped-call]
    return registry


def _written(counted: CollectorRegistry, index: IndexCollector) -> Response:
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4  # noqa: PLC0415

    registry = CollectorRegistry()
    registry.register(index)
    return Response(
        generate_latest(counted) + generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4
    )
