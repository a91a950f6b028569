"""Whether fingerprints find the articles that reuse one another, and few others: tables.

    python -m benchmarks.candidates DATA_FOLDER

DATA_FOLDER holds pan13-train, minhash-1000, clough-stevenson, newscluster, seeds and news-37k, or some of these. All
their texts are one pool, and each asks for its candidates by its fingerprints, by the rare words of its body, and by
both. What more than BOUND articles have is not asked for; but the KEPT rarest fingerprints always are, or a story that
hundreds printed would have no candidates. What two articles share counts log(SURE / articles that have it); the sum is
divided by the product of their lengths, in median articles, to the power of SIZE: long articles share more by chance.

Recall is the share of the pairs known to be reuse of which one is among the first k candidates of the other. A suspicious
text of PAN-13 draws on ten texts and more of which two are listed, so its first five are often true and not in the list.
Its classes are told for odd numbers, which the settings were chosen by, and for even ones. Candidates are counted for
the news. MB are millions of characters; the time for fingerprints is beside that of the analysis, on one core.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index import Analyzer, fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

FIRST = (5, 10, 20, 50, 100)
BATCH = 300
KEPT = 8
SURE = {"codes": 200.0, "words": 800.0}
SIZE, MEDIAN = 0.15, 810
BOUNDS = (32, 100)
LEAST = (6.0, 7.0, 8.5, 10.5)
"""The scores that make a candidate: what two articles of the median length alone share counts 4.6, or 6 if it is a word."""

Pairs = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Features:
    """What articles share, codes or words: article `owners[i]` has the feature `numbers[i]`, sorted by number; each once."""

    name: str
    owners: Array
    numbers: Array

    def counted(self) -> Array:
        """For each row how many articles have its feature."""
        begins = np.flatnonzero(np.diff(self.numbers, prepend=-1))
        counts = np.diff(np.append(begins, len(self.numbers)))
        return np.repeat(counts, counts)


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates: for each article `asking[i]` the article `given[i]` with its score, the best of an article first."""

    asking: Array
    given: Array
    score: Array

    def at_least(self, score: float) -> Found:
        """Those with this score or more."""
        kept = self.score >= score
        return Found(self.asking[kept], self.given[kept], self.score[kept])

    def ranks(self, articles: int, pairs: Array) -> Array:
        """The better of the two ranks of each pair (rows of two), from 0; a million where neither has the other."""
        starts = np.searchsorted(self.asking, np.arange(articles))
        rank = np.arange(len(self.asking)) - starts[self.asking]
        keys = self.asking * articles + self.given
        order = np.argsort(keys)
        keys, rank = np.append(keys[order], -1), np.append(rank[order], 10**6)
        wanted = [pairs @ (articles, 1), pairs @ (1, articles)]
        places = [np.searchsorted(keys[:-1], each) for each in wanted]
        return np.minimum(
            *(np.where(keys[at] == each, rank[at], 10**6) for at, each in zip(places, wanted, strict=True))
        )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    texts = dict(_texts(folder))
    codes, words, sizes, lengths = _features(list(texts.values()))
    news = np.array([name.startswith("news-37k") for name in texts])
    described = "fingerprints of an article: median {:.0f}, p95 {:.0f}, max {:.0f}"
    print(described.format(*np.percentile(sizes[news] if news.any() else sizes, [50, 95, 100])) + "\n")
    at = {name: number for number, name in enumerate(texts)}
    truth = {
        kind: np.array([(at[one], at[other]) for one, other in pairs])
        for kind, pairs in _truth(folder).items()
    }
    for bound in BOUNDS:
        for name, kinds in (("codes", [codes]), ("words", [words]), ("both", [codes, words])):
            found = _found(kinds, lengths, bound)
            for least in LEAST:
                _print(f"{name}, bound {bound}, score {least}", found.at_least(least), truth, news)


def _print(title: str, found: Found, truth: Mapping[str, Array], news: Array) -> None:
    """The candidates and the recall of one setting."""
    counts = np.bincount(found.asking, minlength=len(news))[news if news.any() else slice(None)]
    middle, high, top = np.percentile(counts, [50, 95, 100])
    print(f"{title}: candidates median {middle:.0f}, mean {counts.mean():.1f}, p95 {high:.0f}, max {top:.0f}")
    for kind, pairs in truth.items():
        ranks = found.ranks(len(news), pairs)
        shares = "  ".join(f"{np.mean(ranks < k):.3f}" for k in (*FIRST, 10**6))
        print(f"    {kind:<32}{len(pairs):>5}   {shares}")
    print(flush=True)


def _features(texts: Sequence[str]) -> tuple[Features, Features, Array, Array]:
    """The fingerprints and words of texts, how many fingerprints and positions each has; prints what they cost."""
    analyzer, known, stems = Analyzer(), dict[str, int](), dict[str, int]()
    spent, rows, said, lengths = [0.0, 0.0], [], [], []
    for start in range(0, len(texts), BATCH):
        begun = time.process_time()
        terms = analyzer.terms_of((text, None) for text in texts[start : start + BATCH])
        between = time.process_time()
        prints = fingerprints(terms)
        spent[0] += between - begun
        spent[1] += time.process_time() - between
        rows += [np.array([known.setdefault(code, len(known)) for code in each], np.int64) for each in prints]
        lengths += [len(each.numbers) // (2 if each.kind == "H" else 4) for each in terms]
        numbers = np.array([stems.setdefault(term, len(stems)) for term in terms[0].vocabulary], np.int64)
        said += [numbers[np.unique(np.frombuffer(each.numbers, each.kind))] for each in terms]
    size = sum(map(len, texts)) / 1e6
    print(f"{len(texts):,} texts, {size:.0f} MB; analysis {size / spent[0]:.1f} MB/s, ", end="")
    print(
        f"fingerprints {size / spent[1]:.0f} MB/s, {spent[1] / spent[0]:.0%} more; {len(known):,} different"
    )
    codes, words = _sorted("codes", rows), _sorted("words", said)
    return codes, words, np.array([len(row) for row in rows]), np.array(lengths)


def _sorted(name: str, rows: Sequence[Array]) -> Features:
    """The numbers that each article has, as features."""
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    numbers = np.concatenate(rows)
    order = np.argsort(numbers, kind="stable")
    return Features(name, owners[order], numbers[order])


def _found(kinds: Sequence[Features], lengths: Array, bound: int) -> Found:
    """The candidates of all articles, some hundreds of articles at a time."""
    asked = [
        _asked(features, len(lengths), bound, KEPT if features.name == "codes" else 0) for features in kinds
    ]
    sizes = (np.maximum(lengths, 1) / MEDIAN) ** SIZE
    parts = [
        _answered(kinds, asked, range(start, start + 512), sizes) for start in range(0, len(lengths), 512)
    ]
    return Found(*(np.concatenate([getattr(part, name) for part in parts]) for name in Found.__slots__))


def _asked(features: Features, articles: int, bound: int, kept: int) -> tuple[Array, Array, Array]:
    """What each article asks for: begins by article, and for each row its first row in the features and its count."""
    counts = features.counted()
    order = np.lexsort((counts, features.owners))
    begins = np.searchsorted(features.owners[order], np.arange(articles + 1))
    rank = np.arange(len(order)) - begins[features.owners[order]]
    count = counts[order]
    chosen = (count > 1) & ((count <= bound) | ((rank < kept) & (count <= 100 * bound)))
    begins = np.searchsorted(features.owners[order[chosen]], np.arange(articles + 1))
    firsts = np.searchsorted(features.numbers, features.numbers[order[chosen]])
    return begins, firsts, count[chosen]


def _answered(
    kinds: Sequence[Features], asked: Sequence[tuple[Array, Array, Array]], askers: range, sizes: Array
) -> Found:
    """The candidates of some articles."""
    keys, scores, articles = [], [], len(sizes)
    for features, (begins, firsts, counts) in zip(kinds, asked, strict=True):
        ends = begins[[askers.start, min(askers.stop, articles)]]
        first, count = firsts[slice(*ends)], counts[slice(*ends)]
        asker = np.searchsorted(begins, np.arange(*ends), side="right") - 1
        rows = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
        keys.append(np.repeat(asker, count) * articles + features.owners[rows])
        scores.append(np.repeat(np.maximum(np.log(SURE[features.name] / count), 0.1), count))
    key, place = np.unique(np.concatenate(keys), return_inverse=True)
    score = np.bincount(place, np.concatenate(scores), minlength=len(key))
    asking, given = np.divmod(key, articles)
    score /= sizes[asking] * sizes[given]
    kept = (asking != given) & (score >= min(LEAST))
    asking, given, score = asking[kept], given[kept], score[kept]
    order = np.lexsort((given, -score, asking))
    return Found(asking[order], given[order], score[order])


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Each text with the name of its collection and its own."""
    places = {
        "pan13-train/docs.jsonl.xz": "text",
        "minhash-1000/docs_1000.jsonl": "text",
        "clough-stevenson/docs.jsonl": "text",
        "newscluster/articles.jsonl": "body",
        "news-37k/articles.jsonl.xz": "body",
    }
    for place, key in places.items():
        for item in _lines(folder / place):
            yield f"{place.split('/')[0]} {item['id']}", item[key] or ""
    for path in sorted((folder / "seeds").glob("*.txt")):
        yield f"seeds {path.name[:3]}", path.read_text(encoding="utf-8")


def _truth(folder: Path) -> Pairs:
    """The pairs that are reuse, by kind; `non` of clough-stevenson are texts on one subject that are not."""
    found: Pairs = {}
    for item in _lines(folder / "pan13-train/pairs.jsonl.xz"):
        if item["passages"]:
            half = "odd" if int(item["susp"][-5:]) % 2 else "even"
            pair = (f"pan13-train {item['susp']}", f"pan13-train {item['src']}")
            found.setdefault(f"pan {item['category']} {half}", []).append(pair)
    for item in _lines(folder / "clough-stevenson/docs.jsonl"):
        if item["category"] != "orig":
            pair = (f"clough-stevenson {item['id']}", f"clough-stevenson {item['source']}")
            found.setdefault(f"clough {item['category']}", []).append(pair)
    listed = folder / "minhash-1000/truth_1000.tsv"
    if listed.exists():
        rows = [line.split() for line in listed.read_text().splitlines()]
        found["minhash"] = [(f"minhash-1000 {one}", f"minhash-1000 {other}") for one, other in rows]
    if (folder / "seeds").exists():
        found["seeds"] = [("seeds 000", "seeds 001")]
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file; none where it is not there."""
    if path.exists():
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
            yield from map(json.loads, file)


if __name__ == "__main__":
    main()
