"""Where a run is made and kept: a folder for the indexes, the machine it ran on, the file of its figures."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.articles import ROOT
from benchmarks.peers import peer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RUNS = ROOT / "benchmarks" / "runs"


@contextmanager
def workplace(kept: Path | None) -> Iterator[Path]:
    """A folder for the indexes: the one to keep, which has to be new or empty, or one that goes at the end."""
    folder = kept or Path(tempfile.mkdtemp(prefix="cuttings-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        sys.exit(f"{folder} is not empty; give a new folder, since what is measured is building anew")
    try:
        yield folder
    finally:
        if not kept:
            shutil.rmtree(folder)


def installed(names: Sequence[str], folder: Path) -> list[str]:
    """The peers whose libraries are there; of the others it is said that they are not."""
    there = []
    for name in names:
        try:
            peer(name, folder)
        except ModuleNotFoundError as error:
            print(
                f"{name} is left out: there is no {error.name}; requirements-bench.txt has it",
                file=sys.stderr,
            )
        else:
            there.append(name)
    return there


def machine() -> dict[str, Any]:
    """What the figures depend on beside the code, and the commit that was measured."""
    return {
        "date": time.strftime("%Y-%m-%d"),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "load_at_start": round(os.getloadavg()[0], 2),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "commit": _commit(),
    }


def write(run: Mapping[str, Any], path: Path | None, kind: str = "") -> None:
    """Keep the figures as JSON: in this file, else under today's date among the runs. A run never replaces another."""
    RUNS.mkdir(exist_ok=True)
    names = (
        f"{kind}{time.strftime('%Y-%m-%d')}{after}.json" for after in ("", *map("-{}".format, range(2, 100)))
    )
    chosen = path or next(RUNS / name for name in names if not (RUNS / name).exists())
    text = json.dumps(run, ensure_ascii=False, indent=1)
    short = re.sub(r"[\[{][^\[\]{}]*[\]}]", lambda inner: " ".join(inner[0].split()), text)
    chosen.write_text(short + "\n", encoding="utf-8")
    print(f"\nAll figures are in {chosen}")


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    try:
        return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
