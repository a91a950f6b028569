"""`serve` in a process of its own: it answers, lives with a changing index, and stops when told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from index import update
from tests.deliveries import deliver, item
from tests.newsroom import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serving")
    update([deliver(folder / "news.jsonl", *ARTICLES)], folder / "index")
    return folder / "index"


def outside(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    command = [sys.executable, "app.py", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def health(port: int) -> dict[str, object]:
    with urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
        found: dict[str, object] = json.load(answer)
        return found


@contextmanager
def serving(index: Path, *words: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A server in a process of its own, once it answers; it is stopped at the end."""
    port = free_port()
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--index", str(index), *words]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            wait_for(port, process)
            yield port, process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        try:
            health(port)
        except OSError:
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not answer within 30 seconds")


def test_a_server_answers_and_stops_when_told_to(index: Path):
    with serving(index) as (port, process):
        assert health(port)["articles"] == 5
        taken = outside("serve", "--port", str(port), "--index", index)
        process.terminate()
        out, err = process.communicate(timeout=60)
    assert (taken.returncode, taken.stdout, taken.stderr.count("\n")) == (1, "", 1)
    assert taken.stderr.startswith(
        f"cannot serve at 127.0.0.1:{port} (Address already in use); name another with"
    )
    assert out == f"5 articles at http://127.0.0.1:{port}/  (Ctrl-C stops)\n"
    assert (process.returncode, err) == (0, "")


def test_two_servers_read_while_the_index_grows(tmp_path: Path):
    news = deliver(tmp_path / "news.jsonl", item("a0"))
    update([news], tmp_path / "index")
    with serving(tmp_path / "index") as (one, _), serving(tmp_path / "index") as (other, _):
        for number in range(1, 4):
            deliver(news, *(item(f"a{count}") for count in range(number + 1)))
            assert outside("index", news, "--index", tmp_path / "index").returncode == 0
            assert {health(port)["articles"] for port in (one, other, one, other)} == {number + 1}


def test_the_server_for_development_answers_after_its_reloader_started_it_again(index: Path):
    with serving(index, "--dev") as (port, _):
        assert health(port)["articles"] == 5
