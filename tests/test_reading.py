"""Reading on several cores gives what reading on one does, in the same order, whatever the files do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Reject, SourceFile
from index import Reading, reading
from index.reading import End, Taken
from tests.deliveries import deliver, item, many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.reading import Outcome

FATAL = "This body kills whoever reads it."
ENDLESS = "This body is never done with."


@pytest.fixture
def news(tmp_path: Path) -> list[SourceFile]:
    paths = [
        deliver(tmp_path / f"{number}.jsonl", *many(range(number * 40, number * 40 + 40)), "{broken")
        for number in range(5)
    ]
    for number in range(5):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(f"Ferry {number} sinks\n\nIt sank {number} times.", encoding="utf-8")
    return [SourceFile(path, path.name) for path in paths]


def outline(files: list[SourceFile], jobs: int) -> list[tuple[str, str]]:
    with Reading(jobs) as readers:
        return [(file.name, said(outcome)) for file, outcome in readers.read((file, {}) for file in files)]


def said(outcome: Outcome) -> str:
    if isinstance(outcome, Taken):
        return f"{outcome.document.article.id} {outcome.mark}"
    return outcome.kind if isinstance(outcome, Reject) else repr(outcome)


def test_the_number_of_processes_changes_nothing(news: list[SourceFile], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "CHUNK", 1000)
    alone = outline(news, 1)
    assert [line for _, line in alone].count(repr(End(changed=False))) == len(news)
    assert len(alone) == 5 * 42 + 5 * 2
    assert outline(news, 2) == outline(news, 3) == alone


def worker_that_fails(entries: list[object]) -> object:
    """Stands for a library with a fault: it ends the process, or does not end."""
    for entry in entries:
        body = getattr(entry, "body", "")
        if body == FATAL:
            os.kill(os.getpid(), signal.SIGKILL)
        while body == ENDLESS:
            signal.pause()
    return reading.work(entries)


@pytest.mark.parametrize("body", [FATAL, ENDLESS])
def test_an_item_that_breaks_its_reader_is_a_reject_and_all_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
):
    """The fault is put in the place of a library's; the recovery is all ours."""
    items = [*many(range(10)), item("bad", body), *many(range(10, 20))]
    path = deliver(tmp_path / "a.jsonl", *items)
    files = [
        SourceFile(path, "a.jsonl"),
        SourceFile(deliver(tmp_path / "b.jsonl", *many(range(20, 30))), "b.jsonl"),
    ]
    expected = [line for line in outline(files, 1) if not line[1].startswith("bad ")]
    monkeypatch.setattr(reading, "PATIENCE", 5.0)
    monkeypatch.setattr(reading, "CHUNK", 500)
    monkeypatch.setattr(reading.Reading, "_work", staticmethod(worker_that_fails))
    found = outline(files, 2)
    assert [line for line in found if line[1] != "crashed"] == expected
    assert found.index(("a.jsonl", "crashed")) == 10


def test_a_worker_that_dies_while_files_are_still_found_costs_its_item_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "CHUNK", 500)
    monkeypatch.setattr(reading.Reading, "_work", staticmethod(worker_that_fails))
    paths = [deliver(tmp_path / "0.jsonl", item("bad", FATAL))]
    paths += [
        deliver(tmp_path / f"{number}.jsonl", *many(range(number, number + 3))) for number in range(1, 6)
    ]

    def slowly() -> Iterator[tuple[SourceFile, dict[str, str]]]:
        for path in paths:
            yield SourceFile(path, path.name), {}
            time.sleep(1.5)  # so long that the death of the worker is noticed when more is asked

    with Reading(2) as readers:
        found = [said(outcome) for _, outcome in readers.read(slowly())]
    assert (found.count("crashed"), found.count(repr(End(changed=False))), len(found)) == (1, 6, 1 + 15 + 6)


def test_a_file_that_changes_while_it_is_read_says_so_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "AHEAD", 2)  # or all of it is read before the first outcome
    path = deliver(tmp_path / "a.jsonl", *many(range(3000)))
    with Reading(1) as readers:
        outcomes = readers.read([(SourceFile(path, "a.jsonl"), {})])
        next(outcomes)
        deliver(path, *many(range(3)))
        assert list(outcomes)[-1] == (SourceFile(path, "a.jsonl"), End(changed=True))


def test_a_worker_ends_with_its_parent(tmp_path: Path):
    """A killed run leaves no process behind that holds memory, or a lock."""
    path = deliver(tmp_path / "a.jsonl", *many(range(50)))
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom corpus import SourceFile\nfrom index import Reading\n"
        "if __name__ == '__main__':\n"
        f"    outcomes = Reading(1 + 1).read([(SourceFile(Path({str(path)!r}), 'a'), {{}})])\n"
        "    next(outcomes)\n"
        "    import multiprocessing\n"
        "    print(*[child.pid for child in multiprocessing.active_children()], flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "killed.py").write_text(script, encoding="utf-8")
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "killed.py")],
        check=False,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
    )
    workers = [int(pid) for pid in done.stdout.split()]
    assert workers
    deadline = time.monotonic() + 30
    while any(map(is_running, workers)):
        assert time.monotonic() < deadline, "a worker outlives its parent"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
