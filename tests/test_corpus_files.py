"""Finding files: all of them, in the same order every time, and nothing left out in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import CorpusError, Reject, SourceFile, digest, find_files
from corpus.files import SUFFIXES


def make(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("It sank.", encoding="utf-8")
    return root


def outline(*paths: Path) -> list[tuple[str, str | None]]:
    return [
        (item.name, item.folder) if isinstance(item, SourceFile) else (item.path, item.kind)
        for item in find_files(paths)
    ]


def test_a_folder_is_walked_in_order(tmp_path: Path):
    root = make(tmp_path / "news", "b.txt", "a/deep/c.jsonl", "a/z.HTML", "c.csv", "d.tar.gz")
    assert outline(root) == [
        ("news/a/deep/c.jsonl", "deep"),
        ("news/a/z.HTML", "a"),
        ("news/b.txt", None),
        ("news/c.csv", None),
        ("news/d.tar.gz", None),
    ]


def test_paths_are_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = make(tmp_path / "news", "a.txt")
    monkeypatch.chdir(root)
    assert list(find_files([Path()])) == [SourceFile(root.resolve() / "a.txt", "news/a.txt", None)]


def test_a_file_may_be_given_directly(tmp_path: Path):
    root = make(tmp_path / "news", "sub/a.txt")
    assert outline(root / "sub" / "a.txt") == [("a.txt", None)]


def test_hidden_files_are_no_part_of_a_corpus(tmp_path: Path):
    root = make(tmp_path / "news", ".a.txt", ".git/b.txt", "__pycache__/c.txt", "d.txt")
    assert outline(root) == [("news/d.txt", None)]


def test_a_file_no_reader_knows_is_a_reject_that_says_so(tmp_path: Path):
    root = make(tmp_path / "news", "a.txt", "README.doc", "notes")
    known = f"{', '.join(SUFFIXES)}, and these packed in .gz, .bz2, .xz, .zst"
    assert [item for item in find_files([root]) if isinstance(item, Reject)] == [
        Reject(
            "news/README.doc",
            None,
            "unsupported",
            f"files ending in '.doc' are not read; those that are: {known}",
        ),
        Reject(
            "news/notes", None, "unsupported", f"files ending in '' are not read; those that are: {known}"
        ),
    ]


def test_a_pipe_is_left_alone(tmp_path: Path):
    root = make(tmp_path / "news", "a.txt")
    os.mkfifo(root / "b.txt")
    assert outline(root) == [("news/a.txt", None), ("news/b.txt", "unreadable")]


def test_a_link_to_what_is_read_anyway_is_not_read_again(tmp_path: Path):
    root = make(tmp_path / "news", "sub/a.txt")
    (root / "again").symlink_to(root / "sub")
    (root / "loop").symlink_to(root)
    (root / "same.txt").symlink_to(root / "sub" / "a.txt")
    (root / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (root / "itself.txt").symlink_to(root / "itself.txt")
    assert outline(root) == [
        ("news/broken.txt", "unreadable"),
        ("news/itself.txt", "unreadable"),
        ("news/sub/a.txt", "sub"),
    ]


def test_a_link_to_what_is_not_read_by_itself_is_read_under_its_own_name(tmp_path: Path):
    root = make(tmp_path / "news", ".store/b.txt", ".store/deep/c.txt", "blob")
    (root / "a.txt").symlink_to(root / "blob")
    (root / "b.txt").symlink_to(root / ".store" / "b.txt")
    (root / "b2.txt").symlink_to(root / ".store" / "b.txt")
    (root / "d").symlink_to(root / ".store")
    assert outline(root) == [
        ("news/a.txt", None),
        ("news/b.txt", None),
        ("news/blob", "unsupported"),
        ("news/d/deep/c.txt", "deep"),
    ]


def test_a_link_that_leads_out_is_refused(tmp_path: Path):
    root = make(tmp_path / "news", "a.txt")
    other = make(tmp_path / "other", "b.txt")
    (root / "b.txt").symlink_to(other / "b.txt")
    (root / "folder").symlink_to(other)
    found = [item for item in find_files([root]) if isinstance(item, Reject)]
    assert found == [
        Reject(
            f"news/{name}",
            None,
            "link",
            f"this link leads out of the corpus, to {target}; to have it read, name its target as well",
        )
        for name, target in [("b.txt", other / "b.txt"), ("folder", other)]
    ]
    assert outline(root, other) == [("news/a.txt", None), ("other/b.txt", None)]


def test_a_link_given_directly_is_read_under_its_own_name(tmp_path: Path):
    root = make(tmp_path / "news", "blob")
    (tmp_path / "a.txt").symlink_to(root / "blob")
    assert list(find_files([tmp_path / "a.txt"])) == [SourceFile(root / "blob", "a.txt")]


def test_a_folder_to_skip_is_neither_read_nor_rejected(tmp_path: Path):
    root = make(tmp_path / "news", "a.txt", "kept/b.txt", "kept/blob", "kept/deep/c.txt")
    (root / "link.txt").symlink_to(root / "kept" / "b.txt")
    (root / "link").symlink_to(root / "kept")
    assert [item.name for item in find_files([root], root / "kept") if isinstance(item, SourceFile)] == [
        "news/a.txt"
    ]
    assert [item for item in find_files([root], root / "kept") if isinstance(item, Reject)] == []


def test_what_is_given_twice_is_found_once(tmp_path: Path):
    root = make(tmp_path / "news", "sub/a.txt")
    assert outline(root, root / "sub", root, root / "sub" / "a.txt") == [("news/sub/a.txt", "sub")]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_a_reject(tmp_path: Path):
    root = make(tmp_path / "news", "a.txt", "b.txt")
    (root / "a.txt").chmod(0)
    assert outline(root) == [("news/a.txt", "unreadable"), ("news/b.txt", None)]


def test_a_path_that_is_not_there_is_an_error_at_once(tmp_path: Path):
    with pytest.raises(
        CorpusError, match=r"^there is no file or folder .*nowhere; name one that holds news articles$"
    ):
        find_files([tmp_path / "nowhere"])


def test_nothing_to_read_is_an_error_that_names_the_suffixes(tmp_path: Path):
    with pytest.raises(
        CorpusError, match=r"^nothing to read in .*; files of these kinds are read: \.txt, \.jsonl, "
    ):
        list(find_files([tmp_path]))


def test_a_digest_changes_with_the_bytes(tmp_path: Path):
    root = make(tmp_path / "news", "a.txt", "b.txt")
    first, second = (item for item in find_files([root]) if isinstance(item, SourceFile))
    assert digest(first) == digest(second)
    second.path.write_text("It sank!", encoding="utf-8")
    assert digest(first) != digest(second)


def test_a_name_can_always_be_written_down(tmp_path: Path):
    (root := tmp_path / "news").mkdir()
    for name in (b"a\n.txt", b"b\xff.txt"):
        Path(os.fsdecode(bytes(root) + b"/" + name)).write_text("It sank.", encoding="utf-8")
    assert outline(root) == [("news/a\ufffd.txt", None), ("news/b\ufffd.txt", None)]


def test_a_file_that_is_gone_has_no_digest(tmp_path: Path):
    assert digest(SourceFile(tmp_path / "gone.txt", "gone.txt")) == ""
