"""The command line: what each command prints, where, and with which exit code. Serving: test_serving.py."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import app
from index import REJECTS, update
from index.ledger import open_ledger
from tests.deliveries import deliver, item, many
from tests.newsroom import ARTICLES

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app")
    update([deliver(folder / "news.jsonl", *ARTICLES)], folder / "index")
    return folder / "index"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], index: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command on the index: exit code, standard output, standard error."""
    monkeypatch.setenv("CUTTINGS_INDEX", str(index))

    def command(*words: str | Path) -> tuple[int, str, str]:
        try:
            code = app.main([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
        return code, *capsys.readouterr()

    return command


def outside(*words: str | Path, index: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    env = os.environ | ({"CUTTINGS_INDEX": str(index)} if index else {})
    command = [sys.executable, "app.py", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("command", [(), ("index",), ("serve",), ("search",), ("info",)])
def test_every_command_has_help(run, command: tuple[str, ...]):
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("usage: app.py " + " ".join(command))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "the following arguments are required"),
        (("index",), "name a folder, a file or an archive to index"),
        (("sing",), "invalid choice: 'sing'"),
        (("search", "--loud"), "unrecognized arguments: --loud"),
        (("serve", "--port", "80a"), "'80a' is no port; it is a number from 1 to 65535"),
        (("serve", "--port", "65536"), "'65536' is no port"),
        (("search", "--page", "0"), "page='0' cannot be used: it is a whole number from 1"),
        (("search", "--per-page", "101"), "per_page='101' cannot be used"),
        (("search", "--sort", "best"), "sort='best' cannot be used: it is one of relevance, newest, oldest"),
        (("search", "--since", "May"), "since='May' cannot be used"),
    ],
)
def test_misuse_is_exit_2_with_a_sentence(run, words: tuple[str, ...], sentence: str):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_port_from_the_environment_is_checked_too(run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", "harbour")
    code, _, err = run("serve")
    assert (code, "'harbour' is no port" in err) == (2, True)


def test_index_prints_the_tally_and_the_first_reject_of_each_kind(run, tmp_path: Path):
    deliver(tmp_path / "news" / "a.jsonl", item("a"), item("a"), "{broken", "{broken too")
    code, out, err = run("index", tmp_path / "news", "--index", tmp_path / "i")
    first, second, *rest = out.splitlines()
    assert (code, err, first) == (0, "", "1 file read, 0 unchanged.")
    assert second == "Articles: 1 added, 0 updated, 0 unchanged, 0 removed; 3 rejected."
    assert rest[0].startswith("  2 bad-json, first news/a.jsonl:3: ")
    assert rest[1].startswith("  1 duplicate-id, first news/a.jsonl:2: ")
    assert rest[2:] == [
        "",
        "The corpus in the index:",
        "  articles           1 from 1 file",
        "  sources            1: Wharf Courier 1",
        "  languages          not known 1",
        "  without a date     1",
        "  without a headline 0",
        "  duplicates by id   1",
        "  rejects            3: bad-json 2, duplicate-id 1",
        "  furniture out      0",
        "  with a note        0",
        f"All rejects, those of unchanged files too: {tmp_path / 'i' / REJECTS}",
    ]
    code, out, _ = run("index", "--index", tmp_path / "i", "--prune", tmp_path / "news")
    assert (code, out.splitlines()[0]) == (0, "0 files read, 1 unchanged.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("index", "{tmp}/nowhere"),
            "there is no file or folder {tmp}/nowhere; name one that holds news articles",
        ),
        (("index", "{tmp}"), "nothing to read in {tmp}; files of these kinds are read: "),
        (("search", "x", "--index", "{tmp}"), "no index at {tmp}; make one with: python app.py index PATH"),
        (("info", "--index", "{tmp}"), "no index at {tmp}; make one with: python app.py index PATH"),
        (
            ("info", "--verify", "--index", "{tmp}"),
            "no index at {tmp}; make one with: python app.py index PATH",
        ),
        (("serve", "--index", "{tmp}"), "no index at {tmp}; make one with: python app.py index PATH"),
        (("info", "nobody"), "there is no article 'nobody' in the index at {index}"),
        (("serve", "--host", "nowhere.invalid", "--port", "8000"), "cannot serve at nowhere.invalid:8000 ("),
    ],
)
def test_what_cannot_be_done_is_exit_1_with_one_sentence(
    run, index: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
):
    code, out, err = run(*(word.format(tmp=tmp_path) for word in words))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(sentence.format(tmp=tmp_path, index=index))


def test_a_locked_index_is_one_sentence(run, index: Path, tmp_path: Path):
    with open_ledger(index):
        code, out, err = run("index", deliver(tmp_path / "a.jsonl", item("a")))
    assert (code, out) == (1, "")
    assert err == f"another run is writing to the index at {index}; wait for it, or stop it\n"


def test_search_prints_hits_with_source_date_id_and_snippets(run):
    code, out, err = run("search", "quarry", "--source", "Hilltop Radio", "--sort", "newest")
    assert (code, err) == (0, "")
    assert out == (
        "1 article\n\n1. Snow expected above the quarry\n   Hilltop Radio · 2023-12-30 · hill-2\n"
        "   Snow will fall above the quarry by Friday, the weather office said.\n"
    )


def test_search_without_words_finds_everything_and_takes_filters(run):
    assert run("search")[1].splitlines()[0] == "5 articles"
    assert run("search", "--exclude-source", "Hilltop Radio")[1].splitlines()[0] == "3 articles"
    assert run("search", "--language", "en", "--language", "fr")[1].splitlines()[0] == "5 articles"
    assert run("search", "--exclude-language", "en")[1].splitlines()[0] == "0 articles"
    assert run("search", "--since", "2024", "--until", "2024-02")[1].splitlines()[0] == "1 article"
    assert run("search", "--per-page", "2", "--page", "3")[1].count("\n\n") == 1


def test_search_says_its_notes_and_suggestions_apart_from_the_hits(run):
    code, out, err = run("search", "lantren")
    assert (code, out, err) == (0, "0 articles\n", "Did you mean: lantern\n")
    code, out, err = run("search", "tram zeppelin")
    assert (code, err.count("\n"), out.splitlines()[0]) == (0, 1, "4 articles")
    assert err.startswith("No article has both words")


def test_info_counts_articles_by_source(run, index: Path):
    code, out, err = run("info")
    first, *sources = out.splitlines()
    assert (code, err) == (0, "")
    assert first.startswith("5 articles from 2 sources; ")
    assert first.endswith(f" MB in {index}")
    assert sources == [
        "        2  Hilltop Radio",
        "        2  Wharf Courier",
        "        1  (source not known)",
    ]


def test_info_of_an_article_shows_what_was_taken_out_and_its_line(run):
    code, out, _ = run("info", "wharf-1")
    assert code == 0
    assert out.startswith(
        "Lantern tram returns to Quell Street\nid:        wharf-1\nsource:    Wharf Courier\n"
    )
    assert "authors:   Ada Penrose, Lew Okafor\n" in out
    *_, heading, removal = out.splitlines()
    assert heading == "Taken out by cleaning:"
    assert removal.startswith("  line 5, ")
    assert removal.endswith(": MORE ON TRAMS")


def test_info_verify_says_that_all_is_well_or_names_what_is_not(run, index: Path, tmp_path: Path):
    assert run("info", "--verify") == (0, "Every file of the index is as it was written.\n", "")
    copy = shutil.copytree(index, tmp_path / "copy")
    (copy / "ledger.sqlite").write_bytes(b"")
    assert run("info", "--verify", "--index", copy) == (1, "Damaged: ledger.sqlite\n", "")
    segment = next((copy / "whoosh").glob("*.terms"))
    segment.write_bytes(segment.read_bytes()[:-1])
    code, out, err = run("info", "--verify", "--index", copy)
    assert (code, out) == (1, "")
    assert err.startswith(
        f"the index in {copy} is damaged ({segment.name}); delete that folder and make it again"
    )


def test_the_index_is_the_one_named_else_that_of_the_environment_else_the_usual(monkeypatch, index: Path):
    assert app.create_app(str(index)).test_client().get("/health").json["articles"] == 5
    monkeypatch.setenv("CUTTINGS_INDEX", str(index))
    assert app.create_app().test_client().get("/health").json["articles"] == 5
    monkeypatch.delenv("CUTTINGS_INDEX")
    monkeypatch.chdir(index)
    assert app.create_app().test_client().get("/health").status_code == 503


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path):
    deliver(tmp_path / "news.jsonl", *many(range(20)))
    quiet = outside("index", tmp_path / "news.jsonl", index=tmp_path / "one")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    reader, writer = pty.openpty()
    termios.tcsetwinsize(writer, (24, 80))
    command = [
        sys.executable,
        "app.py",
        "index",
        str(tmp_path / "news.jsonl"),
        "--index",
        str(tmp_path / "two"),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=writer) as process:
        os.close(writer)
        seen = b""
        try:
            while piece := os.read(reader, 1000):
                seen += piece
        except OSError:  # how a terminal says that the other end is closed
            process.wait(60)
    os.close(reader)
    assert process.returncode == 0
    assert b"20 articles" in seen


@pytest.mark.parametrize("words", [("search", "--per-page", "100"), ("search", "tram"), ("info", "a001")])
def test_output_cut_short_by_its_reader_leaves_no_trace(tmp_path: Path, words: tuple[str, ...]):
    update([deliver(tmp_path / "news.jsonl", *many(range(200)))], tmp_path / "index")
    command = [sys.executable, "app.py", *words, "--index", str(tmp_path / "index")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(timeout=60)
    assert err == ""


def test_what_is_not_english_is_printed_where_it_is_redirected(index: Path):
    done = outside("search", "“hymn”", index=index)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "1 article")
