"""`app.py index`: trying, mapping names, standard input, the report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deliveries import bodies, deliver, item
from tests.test_watching import wait_for

ROOT = Path(__file__).parent.parent


def index(*words: str | Path, given: str = "") -> tuple[int, str, str]:
    """Run the command in a process of its own: exit code, standard output, standard error."""
    command = [sys.executable, "app.py", "index", *map(str, words)]
    done = subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


def test_a_trial_writes_nothing_and_shows_the_first_articles_as_they_would_be_read(tmp_path: Path):
    promo = "The ferry sank off Varden on Monday, the harbour office said.\n\nRead more: Why ferries sink"
    deliver(
        tmp_path / "news" / "a.jsonl",
        item("a1", promo, date="03/04/2023"),
        *map(item, map(str, range(12))),
        "{",
    )
    code, out, err = index(tmp_path / "news", "--index", tmp_path / "i", "--dry-run")
    assert (code, err) == (0, "")
    assert not (tmp_path / "i").exists()
    lines = out.splitlines()
    assert lines[0] == "Nothing was written. The first 10 articles as they would be read:"
    assert lines[2] == "Headline of a1"
    assert lines[3].startswith("   Wharf Courier · no date · ")
    assert "   taken out: Read more: Why ferries sink" in lines
    assert "Articles: 13 added, 0 updated, 0 unchanged, 0 removed; 1 rejected." in lines


def test_a_trial_over_an_index_tells_what_would_change_and_changes_nothing(tmp_path: Path):
    news = deliver(tmp_path / "a.jsonl", item("a1"), item("a2"))
    index(news, "--index", tmp_path / "i")
    deliver(news, item("a1", "Changed."))
    before = {path: path.read_bytes() for path in (tmp_path / "i").rglob("*") if path.is_file()}
    _, out, _ = index(news, "--index", tmp_path / "i", "--dry-run")
    assert "Articles: 0 added, 1 updated, 0 unchanged, 1 removed; 0 rejected." in out
    assert {path: path.read_bytes() for path in (tmp_path / "i").rglob("*") if path.is_file()} == before


def test_names_that_were_mapped_once_are_remembered_with_the_file(tmp_path: Path):
    news = deliver(tmp_path / "a.jsonl", json.dumps({"nr": 7, "bovenaan": "Veerboot", "lijf": "Hij zonk."}))
    folder = ("--index", tmp_path / "i")
    _, out, _ = index(news, *folder)
    assert "say which field holds it with: --map body=NAME" in out
    index(news, *folder, "--map", "id=nr,headline=bovenaan,body=lijf")
    assert bodies(tmp_path / "i") == {"7": "Hij zonk."}
    _, out, _ = index(news, *folder)
    assert out.startswith("0 files read, 1 unchanged.")
    deliver(news, json.dumps({"nr": 7, "bovenaan": "Veerboot", "lijf": "Hij zonk niet."}))
    index(news, *folder)
    assert bodies(tmp_path / "i") == {"7": "Hij zonk niet."}


def test_names_that_were_guessed_are_printed(tmp_path: Path):
    news = deliver(tmp_path / "a.jsonl", json.dumps({"article_title": "Ferry", "maintext": "It sank."}))
    _, out, _ = index(news, "--index", tmp_path / "i")
    assert "  a.jsonl: fields read as headline = article_title, body = maintext" in out.splitlines()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--map", "kop=headline"),
            "'kop' cannot be mapped; write FIELD=NAME, where FIELD is one of id, source,",
        ),
        (("--jobs", "0"), "'0' is no number of processes; it is a number from 1 to 256"),
        (("--watch", "--dry-run"), "not allowed with argument"),
    ],
)
def test_misuse_is_told(tmp_path: Path, words: tuple[str, ...], sentence: str):
    code, out, err = index(tmp_path, "--index", tmp_path / "i", *words)
    assert (code, out) == (2, "")
    assert sentence in err


def test_standard_input_cannot_be_watched(tmp_path: Path):
    code, out, err = index("-", "--index", tmp_path / "i", "--watch")
    assert (code, out) == (2, "")
    assert err == ("path='-' cannot be used: standard input cannot be watched; leave it out, or --watch\n")


def test_standard_input_is_read_once_for_the_same_input_and_added_to_what_there_is(tmp_path: Path):
    folder = ("-", "--index", tmp_path / "i")
    first = json.dumps(item("a1"))
    assert "1 added" in index(*folder, given=first)[1]
    assert index(*folder, given=first)[1].startswith("0 files read, 1 unchanged.")
    assert "1 added" in index(*folder, "--prune", given=json.dumps(item("a2")))[1]
    assert list(bodies(tmp_path / "i")) == ["a1", "a2"]


def test_what_is_piped_later_is_the_last_word(tmp_path: Path):
    folder = ("--index", tmp_path / "i")
    index(deliver(tmp_path / "a.jsonl", item("a1", "From a file.")), *folder)
    for body in ("First.", "Second.", "Third."):
        index("-", *folder, given=json.dumps(item("a1", body)))
        assert bodies(tmp_path / "i") == {"a1": body}


def test_when_all_files_are_gone_pruning_takes_their_articles_out(tmp_path: Path):
    news = deliver(tmp_path / "news" / "a.jsonl", item("a1"))
    index(news.parent, "--index", tmp_path / "i")
    news.unlink()
    code, out, _ = index(news.parent, "--index", tmp_path / "i", "--prune")
    assert (code, "1 removed" in out, bodies(tmp_path / "i")) == (0, True, {})


def test_nothing_on_standard_input_is_said(tmp_path: Path):
    code, out, _ = index("-", "--index", tmp_path / "i")
    assert (code, "first standard-input.jsonl: the file is empty" in out) == (0, True)


def test_the_report_is_written_as_json(tmp_path: Path):
    promo = "It sank.\n\nThe harbour office said so on Monday.\n\nSubscribe now"
    news = deliver(tmp_path / "a.jsonl", item("a1", promo, date="2023-05-04"), item("a1"), item("a2"), "{")
    index(news, "--index", tmp_path / "i", "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["run"] == {
        "files": 1,
        "files_unchanged": 0,
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
        "rejects": {"duplicate-id": 1, "bad-json": 1},
        "remarks": [],
        "remarks_left_out": 0,
    }
    corpus = report["corpus"]
    assert (corpus["files"], corpus["articles"], corpus["undated"]) == (1, 2, 2)
    assert (corpus["duplicates_by_id"], corpus["furniture"]) == (1, {"subscribe": 1})
    assert corpus["sources"] == {"values": {"Wharf Courier": 2}, "missing": 0}


def test_watching_prints_every_change_until_it_is_interrupted(tmp_path: Path):
    deliver(tmp_path / "news" / "a.jsonl", item("a1"))
    command = [sys.executable, "app.py", "index", tmp_path / "news", "--index", tmp_path / "i", "--watch"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watch:
        wait_for((tmp_path / "i" / "report.json").exists)
        deliver(tmp_path / "news" / "b.jsonl", item("b1"))
        wait_for(lambda: list(bodies(tmp_path / "i")) == ["a1", "b1"])
        time.sleep(0.2)
        os.kill(watch.pid, 2)
        out, err = watch.communicate(timeout=60)
    assert (watch.returncode, err) == (1, "Stopped.\n")
    assert out.splitlines()[0] == "Watching; what changes is indexed at once. Ctrl-C stops."
    assert out.count("1 added") == 2
