"""The ledger: what it remembers, when, and who may write in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus import Reject
from index import IndexDamaged, IndexLocked, IndexTrouble
from index.entry import FileEntry
from index.ledger import is_sound, open_ledger
from index.trouble import LEDGER

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = Reject("news/a.jsonl", 3, "bad-json", "it is “broken”")


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return tmp_path / "one.jsonl"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return tmp_path / "two.jsonl"


def test_what_is_committed_is_there_at_the_next_opening_and_the_rest_is_not(
    tmp_path: Path, one: Path, two: Path
):
    with open_ledger(tmp_path) as ledger:
        ledger.begin(one, {"headline": "kop"})
        ledger.claim(one, "x", "mark")
        ledger.refuse(one, REFUSED)
        ledger.finish(one, "digest", {"articles": 1})
        ledger.commit()
        ledger.begin(two)
        ledger.finish(two, "digest")
    with open_ledger(tmp_path) as ledger:
        assert ledger.file(one) == FileEntry("digest", {"headline": "kop"}, {"articles": 1})
        assert (ledger.file(two), ledger.articles(one)) == (FileEntry(), {"x": "mark"})
        assert (ledger.paths(), list(ledger.rejects())) == ([one], [REFUSED])


def test_a_file_that_is_begun_has_no_digest_and_no_rejects_but_its_articles(tmp_path: Path, one: Path):
    with open_ledger(tmp_path) as ledger:
        ledger.begin(one)
        ledger.claim(one, "x", "mark")
        ledger.refuse(one, REFUSED)
        ledger.finish(one, "digest")
        ledger.begin(one)
        assert (ledger.file(one).digest, ledger.articles(one)) == (None, {"x": "mark"})
        assert list(ledger.rejects()) == []


def test_an_article_is_orphaned_when_the_last_file_lets_go(tmp_path: Path, one: Path, two: Path):
    with open_ledger(tmp_path) as ledger:
        for path in (one, two):
            ledger.begin(path)
            ledger.claim(path, "x", "mark")
            ledger.finish(path, "digest")
        ledger.begin(one)
        assert ledger.release(one) == []
        assert (ledger.file(two).digest, ledger.articles(two)) == (None, {"x": ""})
        assert ledger.givers("x") == [two]
        assert ledger.forget(two) == ["x"]
        assert (ledger.givers("x"), ledger.paths()) == ([], [one])


def test_two_cannot_have_it_at_once(tmp_path: Path):
    with (
        open_ledger(tmp_path),
        pytest.raises(IndexLocked, match=r"another run .* at .*; wait for it, or stop it"),
        open_ledger(tmp_path),
    ):
        pass
    with open_ledger(tmp_path) as ledger:
        assert ledger.paths() == []


def test_it_stays_with_its_run_after_a_commit(tmp_path: Path):
    with open_ledger(tmp_path) as ledger:
        ledger.commit()
        with pytest.raises(IndexLocked), open_ledger(tmp_path):
            pass


def test_a_file_that_is_no_ledger_is_damage(tmp_path: Path):
    (tmp_path / LEDGER).write_text("not a data base, but long enough to be looked at " * 99, encoding="ascii")
    with (
        pytest.raises(IndexDamaged, match=r"ledger.sqlite is damaged .* python app\.py index PATH"),
        open_ledger(tmp_path),
    ):
        pass
    assert not is_sound(tmp_path)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path):
    with pytest.raises(IndexTrouble, match="cannot be written"), open_ledger(tmp_path / "nowhere"):
        pass


def test_a_ledger_is_sound_also_while_it_is_written_and_not_when_it_is_gone(tmp_path: Path):
    assert not is_sound(tmp_path)
    with open_ledger(tmp_path):
        assert is_sound(tmp_path)
    assert is_sound(tmp_path)


def test_what_was_intended_is_known_to_the_next_run_though_nothing_was_committed(tmp_path: Path):
    with open_ledger(tmp_path) as ledger:
        assert ledger.intended() == set()
        ledger.intend(["x", "ÿ “z”"])
    with open_ledger(tmp_path) as ledger:
        assert ledger.intended() == {"x", "ÿ “z”"}


def test_clearing_forgets_everything_for_good(tmp_path: Path, one: Path):
    with open_ledger(tmp_path) as ledger:
        ledger.begin(one)
        ledger.claim(one, "x", "mark")
        ledger.finish(one, "digest")
        ledger.refuse(one, REFUSED)
        ledger.intend(["x"])
        ledger.clear()
    with open_ledger(tmp_path) as ledger:
        assert (ledger.paths(), ledger.givers("x"), list(ledger.rejects()), ledger.intended()) == (
            [],
            [],
            [],
            set(),
        )


def test_an_article_is_seen_in_the_run_that_read_it_or_confirmed_its_file(
    tmp_path: Path, one: Path, two: Path
):
    with open_ledger(tmp_path) as ledger:
        ledger.begin(one)
        assert (ledger.known(one, "x"), ledger.seen("x")) == ((None, False), False)
        ledger.claim(one, "x", "mark")
        ledger.finish(one, "digest")
        assert (ledger.known(one, "x"), ledger.seen("x")) == (("mark", True), True)
        ledger.commit()
    with open_ledger(tmp_path) as ledger:
        ledger.begin(two)
        assert ledger.seen("x") is False
        assert ledger.confirm(one) == 1
        assert ledger.seen("x") is True
        ledger.begin(one)
        assert ledger.known(one, "x") == ("mark", False)


def test_a_trial_sees_what_there_is_and_keeps_nothing(tmp_path: Path, one: Path, two: Path):
    with open_ledger(tmp_path) as ledger:
        ledger.begin(one)
        ledger.commit()
    with open_ledger(tmp_path, trial=True) as ledger:
        ledger.begin(two)
        ledger.intend(["x"])
        ledger.commit()
        assert ledger.paths() == [one, two]
    with open_ledger(tmp_path) as ledger:
        assert (ledger.paths(), ledger.intended()) == ([one], set())
