"""Serve an index as users do, ask it over HTTP, and load it in a browser: what it costs, as JSON.

    python benchmarks/http.py INDEX --queries QUERIES.json [--seconds 60] [--connections 32]

The server is the command line's own (gunicorn, two workers), warm only by what it reads ahead when it starts. Each of the
queries is asked once as a page, then its beginnings as suggestions, one after the other over one connection; then `wrk`
(https://github.com/wg/wrk) asks for all of them over many connections at once; before that, Chromium loads first result
pages, each from the home page in a context of its own. Page weight is what the browser is sent, packed and unpacked. There is no cache of results.
"""

from __future__ import annotations

import sys
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "app.py"
sys.path[0] = str(APP.parent)  # the folder of this file would put it before the standard library's own http

# ruff: noqa: E402
import argparse
import gzip
import json
import platform
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOST = "127.0.0.1"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PAGES = 15
"""How many first result pages a browser loads."""

SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %%d %%d %%d %%d %%d %%d %%f %%f %%f\\n", summary.requests, summary.duration, e.connect,
    e.read, e.write + e.status, e.timeout, latency:percentile(50), latency:percentile(95), latency.max))
end
"""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--queries", type=Path, required=True, help='a list of {"q": ...}')
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--connections", type=int, default=32)
    asked = parser.parse_args()
    queries = [str(one["q"]) for one in json.loads(asked.queries.read_text(encoding="utf-8"))]
    with serving(asked.index) as port:
        print(json.dumps(measured(port, queries, asked.seconds, asked.connections), indent=2))


@contextmanager
def serving(index: Path) -> Iterator[int]:
    """The server over an index, and its port; stopped at the end."""
    port = free_port()
    command = [sys.executable, str(APP), "serve", "--index", str(index), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            await_server(port)
            yield port
        finally:
            server.terminate()


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def await_server(port: int) -> None:
    """Wait until both workers have read ahead: until a page comes quickly several times in turn."""
    quick, tries = 0, 0
    while quick < 6 and tries < 200:
        tries += 1
        try:
            began = time.perf_counter()
            get(HTTPConnection(HOST, port, timeout=60), "/api/v1/suggest?q=c")
            quick = quick + 1 if time.perf_counter() - began < 0.1 else 0
        except OSError:
            quick = 0
        time.sleep(0.2)


def get(connection: HTTPConnection, path: str) -> tuple[int, bytes]:
    """An answer's status and its body, whole."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    return response.status, response.read()


def measured(port: int, queries: Sequence[str], seconds: int, connections: int) -> dict[str, Any]:
    """All figures."""
    connection = HTTPConnection(HOST, port, timeout=120)
    beginnings = [q[:n] for q in queries for n in (1, 2, 3, 5, 8, len(q)) if n <= len(q)]
    pages = [f"/search?q={quote_plus(q)}" for q in queries]
    return {
        "date": time.strftime("%Y-%m-%d"),
        "machine": f"{platform.machine()}, CPython {platform.python_version()}",
        "articles": json.loads(unpacked(get(connection, "/health")[1]))["articles"],
        "pages": times(connection, pages),
        "api_search": times(connection, [f"/api/v1/search?q={quote_plus(q)}" for q in queries]),
        "suggest": times(
            connection, [f"/api/v1/suggest?q={quote_plus(q)}" for q in dict.fromkeys(beginnings)]
        ),
        "browser": browsed(port, pages[:: max(1, len(pages) // PAGES)]),
        "load": loaded(port, pages, seconds, connections),
    }


def times(connection: HTTPConnection, paths: Sequence[str]) -> dict[str, float]:
    """How long each takes, one after the other, in milliseconds."""
    took = []
    for path in paths:
        began = time.perf_counter()
        status, _ = get(connection, path)
        took.append(1000 * (time.perf_counter() - began))
        if status != 200:
            sys.exit(f"{path} was answered {status}")
    return spread(took)


def spread(took: Sequence[float]) -> dict[str, float]:
    """The number of values, their median, 95th percentile and largest."""
    return {
        "n": len(took),
        "p50_ms": round(median(took), 1),
        "p95_ms": round(quantiles(took, n=20)[-1], 1),
        "max_ms": round(max(took), 1),
    }


def unpacked(body: bytes) -> bytes:
    """A body without gzip."""
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def loaded(port: int, paths: Sequence[str], seconds: int, connections: int) -> dict[str, Any]:
    """All pages in turn over many connections at once, by wrk."""
    if not shutil.which("wrk"):
        return {"skipped": "wrk is not installed"}
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "ask.lua")
        listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
        script.write_text(SCRIPT % listed, encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script)]
        done = subprocess.run([*command, f"http://{HOST}:{port}"], check=True, capture_output=True, text=True)
    found = re.search(r"RESULT (.*)", done.stdout)
    values = [float(one) for one in found[1].split()] if found else []
    names = ("requests", "microseconds", "connect", "read", "write_or_status", "timeout", "p50", "p95", "max")
    told = dict(zip(names, values, strict=True))
    return {
        "connections": connections,
        "seconds": round(told["microseconds"] / 1e6, 1),
        "requests": int(told["requests"]),
        "per_second": round(told["requests"] / (told["microseconds"] / 1e6), 1),
        "errors": int(sum(told[name] for name in ("connect", "read", "write_or_status", "timeout"))),
        **{f"{name}_ms": round(told[name] / 1000, 1) for name in ("p50", "p95", "max")},
    }


def browsed(port: int, paths: Sequence[str]) -> dict[str, Any]:
    """First result pages in Chromium: until they are painted and until they are loaded, and what was sent."""
    if not shutil.which("chromium"):
        return {"skipped": "chromium is not installed"}
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the dev extra

    painted, whole, weights, strangers = [], [], [], set()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for path in paths:
            first = visited(browser, port, [path])
            weights.append((first["sent"], first["unpacked"]))
            strangers |= {
                url for url in first["asked"] if not url.startswith((f"http://{HOST}:{port}/", "data:"))
            }
            timing = visited(browser, port, ["/", path])
            painted.append(timing["painted"])
            whole.append(timing["loaded"])
        browser.close()
    return {
        "first_contentful_paint": spread(painted),
        "loaded": spread(whole),
        "sent_kb": round(max(sent for sent, _ in weights) / 1000, 1),
        "unpacked_kb": round(max(size for _, size in weights) / 1000, 1),
        "other_hosts": sorted(strangers),
    }


def visited(browser: Any, port: int, paths: Sequence[str]) -> dict[str, Any]:
    """What the last of these pages took and weighed, for a visitor who has nothing from here yet."""
    context = browser.new_context()
    page = context.new_page()
    for path in paths:
        page.goto(f"http://{HOST}:{port}{path}", wait_until="load")
    timing: dict[str, Any] = page.evaluate(TIMING)
    context.close()
    return timing


TIMING = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const files = performance.getEntriesByType("resource");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return {
    painted: paint ? paint.startTime : page.domContentLoadedEventEnd,
    loaded: page.loadEventEnd,
    sent: [page, ...files].reduce((sum, one) => sum + one.transferSize, 0),
    unpacked: [page, ...files].reduce((sum, one) => sum + one.decodedBodySize, 0),
    asked: [page, ...files].map((one) => one.name),
  };
}"""


if __name__ == "__main__":
    main()
