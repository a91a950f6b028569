"""One peer tried on one corpus: built in one process, asked in another, and its memory watched from this one.

A build is a process from its start to its end. Its peak memory is the sum of the resident memory of that process
and all its children, looked at twenty times a second, so pages that two of them share are counted twice.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks.articles import ROOT
from benchmarks.queries import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.material import Material
    from benchmarks.queries import Queries

LOOK = 0.05
"""Seconds between two looks at the memory."""


def tried(name: str, material: Material, folder: Path) -> dict[str, Any]:
    """All figures of a peer, which leaves its index in the folder."""
    seconds, peak = built(_command("build", name, folder, material.corpus))
    done = subprocess.run(
        _command("ask", name, folder, material.asked), cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    asked = json.loads(done.stdout)
    index = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    rounds = asked.pop("rounds")
    return {
        "articles": material.articles,
        "text_mb": round(material.text_mb, 1),
        "build_s": round(seconds, 1),
        "build_mb_per_s": round(material.text_mb / seconds, 2),
        "build_peak_mb": round(peak),
        "index_mb": round(index, 1),
        "index_per_text": round(index / material.text_mb, 2),
        **asked,
        "first": by_kind(material.queries, rounds[0]),
        "best": by_kind(material.queries, [min(took) for took in zip(*rounds, strict=True)]),
    }


def by_kind(queries: Queries, took: Sequence[float]) -> dict[str, dict[str, float]]:
    """The spread of all times, and that of each kind of query."""
    kinds = {
        kind: [ms for one, ms in zip(queries, took, strict=True) if one["kind"] == kind] for kind in KINDS
    }
    return {kind: spread(times) for kind, times in {"all": took, **kinds}.items() if times}


def spread(took: Sequence[float]) -> dict[str, float]:
    """The number of times, their median, 95th percentile and largest."""
    high = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    figures = {"p50": median(took), "p95": min(high, max(took)), "max": max(took)}
    return {"n": len(took)} | {name: round(value, 2) for name, value in figures.items()}


def _command(what: str, name: str, folder: Path, given: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.peers", what, name, str(folder.resolve()), str(given.resolve())]


def built(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak MB of a command with all its children."""
    start, peak = time.perf_counter(), 0.0
    with subprocess.Popen(command, cwd=ROOT) as process:
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(LOOK)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - start, peak


def _memory(pid: int) -> float:
    """The MB of a process and its children now; one that has just ended has none."""
    try:
        process = psutil.Process(pid)
        return sum(_resident(one) for one in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0.0


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0.0
