"""What a Prometheus is told, by one process and by the several of a server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.request import urlopen

from newsroom import ARTICLES, open_app, serve
from prometheus_client.parser import text_string_to_metric_families

from tests.test_serving import serving

if TYPE_CHECKING:
    from pathlib import Path

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    """What an answer of /metrics says, read as a Prometheus reads it."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counted(told: Samples, endpoint: str, status: str = "200", method: str = "GET") -> float | None:
    labels = {"endpoint": endpoint, "status": status, "method": method}
    return told.get(("cuttings_requests_total", frozenset(labels.items())))


def test_requests_are_counted_by_endpoint_and_never_by_path(tmp_path: Path):
    client = open_app(tmp_path, ARTICLES).test_client()
    for path in (
        "/articles/wharf-1",
        "/articles/hill-1",
        "/articles/nowhere",
        "/private/path",
        "/search?q=tram",
    ):
        client.get(path)
    client.open("/", method="BREW")
    client.delete("/api/v1/articles/wharf-1")
    answer = client.get("/metrics")
    told = samples(answer.text)
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    asked = [
        ("pages.article",),
        ("pages.article", "404"),
        ("none", "404"),
        ("pages.results",),
        ("none", "405", "other"),
        ("writing.take_out", "403", "DELETE"),
    ]
    assert [counted(told, *one) for one in asked] == [2.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert told["cuttings_request_seconds_count", frozenset({("endpoint", "pages.article")})] == 3.0
    assert [word for word in ("wharf", "private", "tram", "BREW") if word in answer.text] == []


def test_the_index_is_told_as_it_is_and_left_out_where_there_is_none(tmp_path: Path):
    told = samples(open_app(tmp_path, ARTICLES).test_client().get("/metrics").text)
    size = sum(path.stat().st_size for path in (tmp_path / "index" / "whoosh").iterdir())
    none = frozenset[tuple[str, str]]()
    assert (told["cuttings_articles", none], told["cuttings_index_bytes", none]) == (5.0, float(size))
    assert told["cuttings_index_age_seconds", none] >= 0.0
    missing = serve(tmp_path / "nowhere").test_client().get("/metrics")
    assert (missing.status_code, ("cuttings_articles", none) in samples(missing.text)) == (200, False)


def test_worker_processes_count_together_and_clear_up_after_themselves(tmp_path: Path, monkeypatch):
    open_app(tmp_path, ARTICLES)
    (tmp_path / "counts").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "counts"))
    with serving(tmp_path / "index") as (port, process):
        home = f"http://127.0.0.1:{port}"

        def get(path: str) -> str:
            with urlopen(home + path, timeout=30) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(get, ["/search?q=tram"] * 40))
        assert {counted(samples(get("/metrics")), "pages.results") for _ in range(8)} == {40.0}
        assert [path.name for path in (tmp_path / "counts").glob("cuttings-*/counter_*")] != []
        process.terminate()
        process.communicate(timeout=60)
    assert list((tmp_path / "counts").iterdir()) == []
