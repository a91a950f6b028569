"""The arrays that a segment is made of, each held to the plain list that it stands for."""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import positions
from index.engines.whoosh import bm25, phrases
from index.engines.whoosh.codec import packing, postings
from index.engines.whoosh.codec.arrayfile import ArrayFile, ArrayWriter, NotAnArrayFile
from index.engines.whoosh.codec.columns import Column, united, write_column
from index.engines.whoosh.codec.dictionary import BLOCK, Dictionary, DictionaryWriter
from index.engines.whoosh.codec.postings import Postings, PostingsWriter, Run
from index.engines.whoosh.codec.texts import Texts, TextsWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Posting = tuple[int, int, tuple[int, ...]]
"""An article, how often it has a term, and where."""

LARGEST = st.sampled_from((1, 2, 0xFF, 0x100, 0xFFFF, 0x10000, 0xFFFFFFFF))
"""The least and the most of each width, all but the last of which a run may have as its largest."""
runs = st.lists(LARGEST.flatmap(lambda most: st.lists(st.integers(0, most), min_size=1, max_size=6)))
words = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=4)
vocabularies = st.sets(words, max_size=3 * BLOCK) | st.sets(
    st.text("abc", min_size=3, max_size=6), min_size=BLOCK - 1, max_size=3 * BLOCK
)


def write_dictionary(file: ArrayWriter, field: str, terms: Sequence[bytes]) -> None:
    """Terms, given in two parts."""
    writer, half = DictionaryWriter(file, field), len(terms) // 2
    writer.add(terms[:half])
    writer.add(terms[half:])
    writer.close()


def read_back(write: Callable[[ArrayWriter], object]) -> ArrayFile:
    """What a file holds after something was written to it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        writer = ArrayWriter(path)
        write(writer)
        writer.close()
        return ArrayFile(path)  # mapped, so that it outlives its folder


def flat(some: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    """Runs as one array, and their lengths."""
    return np.array([n for run in some for n in run], np.int64), np.array(list(map(len, some)), np.int64)


# --- files ---


@pytest.mark.parametrize("kind", ["u1", "<u2", "<u4", "<u8", "<i8", "<f4", "<f8"])
def test_an_array_comes_back_as_it_was_written_in_pieces_or_whole(kind: str):
    def write(file: ArrayWriter) -> None:
        file.put("odd", np.zeros(3, np.uint8))
        file.begin("pieces", kind)
        for piece in ([1, 2], [], [250]):
            file.extend(np.array(piece, kind))
        file.end()
        file.put("ünïcode/empty", np.zeros(0, kind))

    file = read_back(write)
    assert (file["pieces"].dtype, file["pieces"].tolist()) == (np.dtype(kind), [1, 2, 250])
    assert (list(file.names()), file["ünïcode/empty"].tolist()) == (["odd", "pieces", "ünïcode/empty"], [])
    assert ("odd" in file, file.get("even")) == (True, None)


@pytest.mark.parametrize("cut", [0, 7, 8, 30, -1])
def test_a_part_of_a_file_is_no_file_of_arrays(tmp_path: Path, cut: int):
    writer = ArrayWriter(tmp_path / "file")
    writer.put("numbers", np.arange(100))
    writer.close()
    (tmp_path / "part").write_bytes((tmp_path / "file").read_bytes()[:cut])
    with pytest.raises(ValueError, match="empty file" if not cut else "part is ") as caught:
        ArrayFile(tmp_path / "part")
    assert isinstance(caught.value, NotAnArrayFile) or not cut


# --- packing ---


def repacked(some: list[list[int]], codes: Callable[[Any, Any], Any]) -> list[int]:
    """The numbers of runs after they were packed in the widths that `codes` gives, and read again."""
    values, lengths = flat(some)
    widths = codes(values, lengths)
    sizes = lengths * packing.WIDTH[widths]
    packed = np.zeros(int(sizes.sum()), np.uint8)
    packing.scatter(packed, packing.starts_of(sizes), lengths, widths, values)
    found: list[int] = packing.gather(packed, packing.starts_of(sizes), lengths, widths).tolist()
    return found


EDGES = [[1, 1], [1], [0xFF], [0x100], [0xFFFF], [0x10000], [0xFFFFFFFF, 1]]


@given(runs)
@example(EDGES)
@example([])
def test_runs_of_all_widths_come_back_as_they_were_packed(some: list[list[int]]):
    counts = [[n + 1 for n in run if n < 0xFFFFFFFF] or [1] for run in some]
    assert repacked(some, packing.codes) == [n for run in some for n in run]
    assert repacked(counts, packing.codes_or_none) == [n for run in counts for n in run]


def test_the_width_of_a_run_is_that_of_its_largest_number():
    assert packing.codes(*flat(EDGES)).tolist() == [1, 1, 1, 2, 2, 3, 3]
    assert packing.codes_or_none(*flat(EDGES)).tolist() == [0, 0, 1, 2, 2, 3, 3]


@given(st.lists(st.sets(st.integers(0, 0xFFFFFFFF), min_size=1, max_size=6).map(sorted)))
def test_rising_numbers_come_back_from_their_gaps(some: list[list[int]]):
    values, lengths = flat(some)
    assert packing.from_gaps(packing.gaps(values, lengths), lengths).tolist() == values.tolist()


@given(st.lists(st.integers(0, 5)))
def test_places_within_runs_and_stretches_are_what_ranges_are(lengths: list[int]):
    each = np.array(lengths, np.int64)
    begins = np.arange(len(lengths), dtype=np.int64)[::-1] * 7
    starts = packing.starts_of(each).tolist()
    assert starts == [sum(lengths[:number]) for number in range(len(lengths))]
    assert packing.within(each).tolist() == [n for length in lengths for n in range(length)]
    wanted = [
        begin + n for begin, length in zip(begins.tolist(), lengths, strict=True) for n in range(length)
    ]
    assert packing.stretches(begins, each).tolist() == wanted


# --- dictionary ---


@given(vocabularies, st.lists(words | st.text("abcd", max_size=4), max_size=20))
@example(set(), ["", "a"])
@example({""}, ["", "a"])
@example({"a", "b"}, ["a\nb", "\n", "a\n", "b\n"])
@settings(max_examples=60)
def test_a_dictionary_is_a_sorted_list(vocabulary: set[str], others: list[str]):
    terms = sorted(term.encode() for term in vocabulary)
    dictionary = Dictionary(read_back(lambda file: write_dictionary(file, "f", terms)), "f")
    asked = [*terms[:: max(1, BLOCK // 8)], *terms[-1:], *(other.encode() for other in others)]
    assert (len(dictionary), dictionary.terms()) == (len(terms), terms)
    assert [dictionary.find(one) for one in asked] == [
        terms.index(one) if one in terms else -1 for one in asked
    ]
    assert [dictionary.rank(one) for one in asked] == [bisect_left(terms, one) for one in asked]
    for prefix in (b"", *(one[:size] for one in asked for size in (1, 2, 9))):
        begin = [rank for rank, term in enumerate(terms) if term.startswith(prefix)]
        low, high = dictionary.range(prefix)
        assert list(range(low, high)) == begin
        assert dictionary.terms(low, high) == [terms[rank] for rank in begin]


@given(vocabularies)
@settings(max_examples=30)
def test_a_dictionary_knows_the_bounds_and_letters_of_its_terms(vocabulary: set[str]):
    terms = sorted(term.encode() for term in vocabulary)
    dictionary = Dictionary(read_back(lambda file: write_dictionary(file, "f", terms)), "f")
    assert (np.diff(dictionary.bounds) - 1).tolist() == list(map(len, terms))
    assert dictionary.letters.tolist() == [sum({1 << (byte & 31) for byte in term}) for term in terms]
    assert dictionary.is_ascii.tolist() == [term.isascii() for term in terms]


def test_a_term_with_a_line_feed_is_refused_by_name():
    with pytest.raises(ValueError, match="a term of the field id has a line feed in it"):
        read_back(lambda file: write_dictionary(file, "id", [b"a\nb"]))


# --- postings ---


@st.composite
def posted(draw: st.DrawFn) -> list[list[Posting]]:
    """For each of some terms its postings, with gaps, frequencies and positions of all widths."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        docs = sorted(draw(st.sets(LARGEST.flatmap(lambda n: st.integers(0, n)), min_size=1, max_size=5)))
        most = draw(st.sampled_from((0xFF, 0xFFFF, 0xFFFFFFFF)))
        counts = [draw(st.sampled_from((1, 1, 2, 3))) for _ in docs]
        counts[0] = draw(st.sampled_from((1, 1, 2, 300)))
        places = [
            sorted(draw(st.sets(st.integers(0, most), min_size=count, max_size=count)))
            if count < 300
            else list(range(max(0, most - count), max(0, most - count) + count))
            for count in counts
        ]
        found.append([(doc, len(at), tuple(at)) for doc, at in zip(docs, places, strict=True)])
    return found


def as_run(terms: Sequence[Sequence[Posting]], *, positions: bool) -> Run:
    every = [posting for term in terms for posting in term]
    docs, often = (np.array([one[part] for one in every], np.int64) for part in (0, 1))
    places = np.array([place for one in every for place in one[2]], np.uint32)
    return Run(np.array(list(map(len, terms)), np.int64), docs, often, places if positions else None)


def written(
    terms: Sequence[Sequence[Posting]], *, positions: bool = True, norms: Any = None, average: float = 1.0
) -> Postings:
    """The terms as a field of a file, written in two pieces."""
    names = [b"%04d" % number for number in range(len(terms))]

    with tempfile.TemporaryDirectory() as folder:
        paths = (Path(folder) / "terms", Path(folder) / "positions")
        files = (ArrayWriter(paths[0]), ArrayWriter(paths[1]))
        writer = PostingsWriter(files, "f", norms, average)
        for piece in (slice(0, 2), slice(2, None)):
            writer.write(names[piece], as_run(terms[piece], positions=positions))
        writer.close()
        for file in files:
            file.close()
        return Postings(ArrayFile(paths[0]), ArrayFile(paths[1]), "f")


def split(run: Run) -> list[list[tuple[int, int]]]:
    """The articles and frequencies of a run, term by term."""
    pairs = list(zip(run.docs.tolist(), run.frequencies.tolist(), strict=True))
    ends = np.cumsum(run.holders).tolist()
    return [pairs[end - count : end] for end, count in zip(ends, run.holders.tolist(), strict=True)]


@given(posted(), st.booleans())
@settings(max_examples=60)
def test_postings_come_back_term_by_term_and_all_at_once(terms: list[list[Posting]], with_positions: bool):  # noqa: FBT001
    found = written(terms, positions=with_positions)
    pairs = [[posting[:2] for posting in term] for term in terms]
    assert found.has_positions == with_positions
    ranks = range(len(terms))
    assert [
        list(zip(found.docs(rank).tolist(), found.frequencies(rank).tolist(), strict=True)) for rank in ranks
    ] == pairs
    backwards, whole = found.run(np.array(ranks)[::-1]), found.run_of(0, len(terms))
    assert (split(whole), split(backwards)) == (pairs, pairs[::-1])
    if with_positions:
        places = [[place for posting in term for place in posting[2]] for term in terms]
        each = [found.positions(rank, found.frequencies(rank)).tolist() for rank in ranks]
        assert whole.positions is not None
        assert (each, whole.positions.tolist()) == (places, [place for each in places for place in each])


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 400)), min_size=1, max_size=40),
    st.floats(0.1, 1000),
    st.floats(0.1, 1000),
)
def test_the_maxima_of_long_lists_are_never_too_small(
    articles: list[tuple[int, int]], average: float, later: float
):
    """Each is at least what the term counts in any article of its chunk, also where the mean length changed since."""
    lengths = np.array([length for _, length in articles])
    term = [(doc, often, tuple(range(often))) for doc, (often, _) in enumerate(articles) if often]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "LONG", 3)
        patch.setattr(postings, "CHUNK", 4)
        found = written([term] if term else [], norms=bm25.norms(lengths, average), average=average)
    maxima = found.maxima(0)
    assert (maxima is None) == (len(term) < 3)
    if maxima is not None:
        counted = [often * bm25.norms(lengths[doc], later) for doc, often, _ in term]
        bounds = maxima * max(1.0, later / found.average)
        assert len(maxima) == -(-len(articles) // 4)
        assert all(
            bounds[doc // 4] * (1 + 1e-9) >= count for (doc, _, _), count in zip(term, counted, strict=True)
        )


# --- columns and texts ---

columns = st.lists(st.sampled_from((b"", b"b", b"a", b"a\x1fb", "Київ".encode())), max_size=12)


@given(columns)
@example([b"%d" % number for number in range(300)])
@example([])
def test_a_column_gives_each_article_its_value(values: list[bytes]):
    column = Column(read_back(lambda file: write_column(file, "f", values)), "f")
    assert [column[doc] for doc in range(len(column))] == values
    assert column.values() == sorted(set(values))
    assert [column.values()[ordinal] for ordinal in column.ordinals.tolist()] == values


@given(st.lists(columns, max_size=3))
def test_united_columns_are_one_after_the_other(several: list[list[bytes]]):
    read = [Column(read_back(lambda file, each=each: write_column(file, "f", each)), "f") for each in several]
    values, ordinals = united([(column.values(), column.ordinals) for column in read])
    assert values == sorted({value for each in several for value in each})
    assert [values[number] for number in ordinals.tolist()] == [value for each in several for value in each]


def texts_of(*parts: list[bytes] | tuple[Texts, list[bool]]) -> Texts:
    """Texts that are written one by one, or taken over where they are alive."""

    def write(file: ArrayWriter) -> None:
        writer = TextsWriter(file)
        for part in parts:
            if isinstance(part, tuple):
                writer.add_all(part[0], np.array(part[1], bool))
            for text in part if isinstance(part, list) else ():
                writer.add(text)
        writer.close()

    return Texts(read_back(write))


def many(word: str) -> list[bytes]:
    """Texts enough for a dictionary, which have something in common."""
    return [f"{word} no. {number % 97} said {number * 7919} ".encode() * 30 for number in range(3000)]


def test_what_many_texts_have_in_common_is_kept_once():
    boats, trams = many("The ferry from Quell to the old quay"), many("Wagen der Linie zum alten Hafen")
    first, second = texts_of(boats), texts_of(trams)
    assert [len(one.dictionaries) for one in (first, second, texts_of(boats[:9]))] == [1, 1, 0]
    whole = texts_of((first, [True] * len(boats)), (second, [True] * len(trams)), [b"one more"])
    assert len(whole.dictionaries) == 2
    assert list(whole) == [*boats, *trams, b"one more"]


def test_texts_that_have_nothing_in_common_need_no_dictionary():
    noise = [bytes(np.random.default_rng(number).bytes(500_000)) for number in range(6)]
    assert list(texts_of(noise)) == noise


texts = st.lists(st.binary(max_size=50), max_size=8)


@given(texts, texts, st.data())
@example([b"", b"x" * 100_000, b""], [], None)
@settings(max_examples=40)
def test_texts_come_back_also_where_others_were_taken_out(one: list[bytes], two: list[bytes], data: Any):
    removed = {1} if data is None else data.draw(st.sets(st.integers(0, 7)))
    first = texts_of(one)
    there = [doc not in removed for doc in range(len(one))]
    left = [text for text, is_there in zip(one, there, strict=True) if is_there]
    merged = texts_of((first, there), two, (texts_of(two), [True] * len(two)))
    assert (list(first), len(first)) == (one, len(one))
    assert list(merged) == [*left, *two, *two]
    assert [merged[doc] for doc in reversed(range(len(merged)))] == [*left, *two, *two][::-1]


# --- phrases ---


@given(
    st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=5),
    st.text("abc", min_size=2, max_size=4),
    st.integers(0, 4),
)
@example(["ab"], "aba", 1)
@example(["ba", "aab"], "aab", 1)
def test_a_phrase_occurs_in_many_articles_as_in_each_of_them(texts: list[str], phrase: str, slop: int):
    """Each letter is a word. Only articles that have all of them are looked into."""
    having = [doc for doc, text in enumerate(texts) if set(text) >= set(phrase)]
    at = {word: [[n for n, one in enumerate(texts[doc]) if one == word] for doc in having] for word in phrase}
    if not having:
        return
    begins = phrases.begins(np.array(list(map(len, texts))), len(phrase) + slop)
    places = {word: phrases.places(begins[having], *flat(each)) for word, each in at.items()}
    docs, often = phrases.occurrences(phrase, places, slop, begins)
    counts = {
        doc: positions.occurrences([at[word][number] for word in phrase], slop)
        for number, doc in enumerate(having)
    }
    assert dict(zip(docs.tolist(), often.tolist(), strict=True)) == {doc: n for doc, n in counts.items() if n}
