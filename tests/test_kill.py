"""A build that is killed or stopped at any moment: the index answers, and the same command finishes the work.

A process is made that kills itself at its n-th touch of a file of the index; n goes over the whole run.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import REJECTS, IndexMissing, Plan, damaged_files, open_engine, update
from search import PageRequest, Searcher
from tests.deliveries import bodies, deliver, held, item, many

ROOT = Path(__file__).parent.parent
BATCH = 3000
TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.listdir", "sqlite3.connect"}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@dataclass
class Killer:
    """Kills its process at the last of so many touches of the folder."""

    folder: str
    touches: int

    def __call__(self, event: str, details: tuple[object, ...]) -> None:
        if event in TOUCHES and any(isinstance(one, str) and one.startswith(self.folder) for one in details):
            self.touches -= 1
            if not self.touches:
                os.kill(os.getpid(), signal.SIGKILL)


def _build(news: Path, index: Path, touches: int, jobs: int) -> None:
    sys.modules["index.build"].BATCH = BATCH  # type: ignore[attr-defined]
    sys.addaudithook(Killer(str(index), touches))
    update([news], index, Plan(prune=True, jobs=jobs))


def build(news: Path, index: Path, touches: int, jobs: int = 1) -> int | None:
    """Run a build in a process of its own; it is killed at that touch, if it comes so far."""
    process = multiprocessing.get_context("fork").Process(target=_build, args=(news, index, touches, jobs))
    process.start()
    process.join(60)
    return process.exitcode


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "news"
    for number in range(6):
        deliver(folder / f"{number}.jsonl", *many(range(50 * number, 50 * number + 50)), "{broken")
    deliver(folder / "again.jsonl", item("a007", "Printed again."))
    return folder


@pytest.fixture(scope="module")
def whole(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one run gives that nobody interrupts."""
    index = tmp_path_factory.mktemp("whole")
    update([news], index)
    return index


def answers(index: Path) -> int:
    """How many articles a reader finds; the index is sound, and nothing is in it twice."""
    try:
        found = bodies(index)
    except IndexMissing:  # it was killed before there was one
        return 0
    searcher = Searcher(open_engine(index))
    assert (searcher.count(), searcher.search(PageRequest()).total) == (len(found), len(found))
    assert damaged_files(index) == []
    return len(found)


def finishes(news: Path, index: Path, whole: Path) -> None:
    update([news], index, Plan(prune=True))
    assert held(index) == held(whole)
    assert (index / REJECTS).read_text("utf-8") == (whole / REJECTS).read_text("utf-8")
    tally = update([news], index, Plan(prune=True))
    assert (tally.files, tally.added, tally.updated, tally.removed) == (0, 0, 0, 0)
    assert damaged_files(index) == []


@pytest.mark.parametrize("part", range(12))
def test_a_build_killed_at_any_touch_of_the_index_is_finished_by_the_next(
    news: Path, whole: Path, tmp_path: Path, part: int
):
    touches = 165 * part + random.Random(part).randrange(1, 165)  # noqa: S311 - nothing secret
    killed = build(news, tmp_path / "index", touches) == -signal.SIGKILL
    assert killed or part > 8
    answers(tmp_path / "index")
    finishes(news, tmp_path / "index", whole)


def test_a_build_killed_again_and_again_gets_there(news: Path, whole: Path, tmp_path: Path):
    counts = [0]
    for touches in (200, 500, 7, 300, 220):
        build(news, tmp_path / "index", touches)
        counts.append(answers(tmp_path / "index"))
    assert counts == sorted(counts)
    finishes(news, tmp_path / "index", whole)


@pytest.mark.parametrize("touches", [40, 400, 900])
def test_a_build_on_several_cores_is_killed_and_finished_like_any_other(
    news: Path, whole: Path, tmp_path: Path, touches: int
):
    assert build(news, tmp_path / "index", touches, jobs=2) == -signal.SIGKILL
    answers(tmp_path / "index")
    finishes(news, tmp_path / "index", whole)


@pytest.mark.parametrize("touches", [11, 50, 110, 180, 260, 350])
def test_an_update_killed_on_its_way_leaves_nothing_of_what_is_gone(
    news: Path, whole: Path, tmp_path: Path, touches: int
):
    old = tmp_path / "news"
    shutil.copytree(news, old)
    deliver(old / "0.jsonl", *many(range(40, 90)))
    deliver(old / "5.jsonl", item("a000", "Other words."), item("gone"))
    update([old], tmp_path / "index")
    shutil.copytree(news, old, dirs_exist_ok=True)
    deliver(old / "late.jsonl", *many(range(900, 930)))
    assert build(old, tmp_path / "index", touches) == -signal.SIGKILL
    (old / "late.jsonl").unlink()
    answers(tmp_path / "index")
    finishes(old, tmp_path / "index", whole)


DRIVER = """
import sys
import index.build
index.build.BATCH = 1
import app
sys.exit(app.main(sys.argv[1:]))
"""


def test_ctrl_c_is_one_sentence_and_keeps_what_was_committed(news: Path, whole: Path, tmp_path: Path):
    words = [sys.executable, "-c", DRIVER, "index", str(news), "--index", str(tmp_path / "index")]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not (tmp_path / "index" / "whoosh" / "_MAIN_3.toc").exists():
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert said == "Stopped. What was committed is kept; the same command finishes the rest.\n"
    assert process.returncode == 1
    assert 0 < answers(tmp_path / "index") < 300
    finishes(news, tmp_path / "index", whole)


def test_a_killed_run_leaves_no_lock(news: Path, tmp_path: Path):
    words = [sys.executable, "-c", DRIVER, "index", str(news), "--index", str(tmp_path / "index")]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not (tmp_path / "index" / "whoosh" / "MAIN_WRITELOCK").exists():
            time.sleep(0.001)
        process.send_signal(signal.SIGSTOP)  # else it may end before the second has begun
        second = subprocess.run(
            [sys.executable, "app.py", *words[3:]], cwd=ROOT, capture_output=True, text=True, check=False
        )
        process.kill()
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.startswith("another run is writing to the index at ")
    assert second.stderr.count("\n") == 1
    assert update([news], tmp_path / "index").rejects
