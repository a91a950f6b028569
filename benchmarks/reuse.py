"""How well reuse is told from chance, on public collections: a table.

    python -m benchmarks.reuse DATA_FOLDER [--write FILE] [--every N]

DATA_FOLDER holds seeds, pan13-train, minhash-1000, clough-stevenson and newscluster, or some of them. With --every, only
each N-th pair of PAN-13 is looked at.

- PAN-13: a pair counts as found if any passage is. F1 is over pairs with passages and pairs of the class without
  plagiarism; pairs of the class of summaries that list no passage are without. Plagdet is the official measure over
  characters (Potthast et al. 2010): recall and precision, each a mean over passages, and granularity. Told apart for
  every other pair, by which the program was looked at while it was written, and for the rest.
- Clough-Stevenson: an answer counts as found if any passage of its source is in it.
- minhash-1000, seeds and newscluster are judged as articles are woven into stories; of newscluster all pairs on one event.
  What is joined there though it is not word for word is listed, to be looked at: some of it is wire copy, reworked.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.workplace import machine
from index import Analyzer
from stories import Alignment, judge, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stories import Reuse, Sentences

Span = tuple[int, int]
Match = tuple[Span, Span]
"""A passage: where it stands in the one text, and where in the other."""
LANGUAGE = "en"
ANALYZER = Analyzer()


@dataclass(slots=True)
class Pairs:
    """How often pairs of each kind were found, and how often not."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, *, is_found: bool) -> None:
        """Count a pair."""
        (self.found if is_found else self.missed)[kind] += 1

    def f1(self, wanted: Iterable[str], unwanted: Iterable[str]) -> float:
        """F1 of finding the pairs of some kinds among these and those of others."""
        kinds = list(wanted)
        right = sum(self.found[kind] for kind in kinds)
        wrong = sum(self.missed[kind] for kind in kinds) + sum(self.found[kind] for kind in unwanted)
        return 2 * right / (2 * right + wrong) if right else 0.0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines, packed or not."""
    packed = path.with_name(path.name + ".xz")
    with (
        lzma.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8") as file
    ):
        yield from map(json.loads, file)


def prepared(text: str) -> Sentences:
    """A text in English, prepared."""
    return sentences(text, ANALYZER, LANGUAGE)


def plagdet(of_pairs: Sequence[tuple[list[Match], list[Match]]]) -> dict[str, float]:
    """The official measure, given for each pair the true passages and those found."""
    recalls, precisions, often = [], [], []
    for true, found in of_pairs:
        seen = [_met(one, found) for one in true]
        recalls += [share for share, _ in seen]
        often += [times for _, times in seen if times]
        precisions += [_met(one, true)[0] for one in found]
    recall, precision = _mean(recalls), _mean(precisions)
    f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    granularity = _mean(often) or 1.0
    score = f1 / math.log2(1 + granularity)
    return {"plagdet": score, "precision": precision, "recall": recall, "granularity": granularity}


def _met(one: Match, others: Sequence[Match]) -> tuple[float, int]:
    """Which share of the characters of a passage, on both sides, others cover that meet both, and how many do."""
    meeting = [other for other in others if all(_overlap(one[side], other[side]) for side in (0, 1))]
    covered = sum(_covered(one[side], [other[side] for other in meeting]) for side in (0, 1))
    size = sum(end - start for start, end in one)
    return (covered / size if size else 0.0), len(meeting)


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _covered(whole: Span, parts: Sequence[Span]) -> int:
    covered, last = 0, whole[0]
    for start, end in sorted(parts):
        covered += max(0, min(end, whole[1]) - max(start, last))
        last = max(last, end)
    return covered


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def pan(folder: Path, every: int = 1) -> dict[str, Any]:
    """PAN-13, all pairs: and each half of them."""
    texts = {row["id"]: row["text"] for row in rows(folder / "docs.jsonl")}
    seen: dict[str, Sentences] = {}
    halves: list[tuple[Pairs, list[tuple[list[Match], list[Match]]]]] = [(Pairs(), []), (Pairs(), [])]
    began, number = time.process_time(), 0
    for number, pair in enumerate(list(rows(folder / "pairs.jsonl"))[::every], 1):
        names = pair["susp"], pair["src"]
        for name in names:
            if name not in seen:
                seen[name] = prepared(texts[name])
        passages_of = Alignment(*(seen[name] for name in names)).passages
        found = [(passage.one, passage.other) for passage in passages_of]
        true = [_true(passage) for passage in pair["passages"]]
        pairs, passages = halves[number % 2]
        pairs.add(pair["category"][:2] if true else "none", is_found=bool(found))
        passages.append((true, found))
    whole = Pairs(
        *(sum((getattr(half[0], name) for half in halves), Counter()) for name in ("found", "missed"))
    )
    parts = {"all": (whole, [*halves[0][1], *halves[1][1]]), "odd": halves[1], "even": halves[0]}
    told = {name: _told(*part) for name, part in parts.items()}
    return {"pairs": number, "ms_a_pair": 1000 * (time.process_time() - began) / number, **told}


def _true(passage: Mapping[str, int]) -> Match:
    one, other = (
        (passage[f"{side}_offset"], passage[f"{side}_offset"] + passage[f"{side}_length"])
        for side in ("susp", "src")
    )
    return one, other


def _told(pairs: Pairs, passages: Sequence[tuple[list[Match], list[Match]]]) -> dict[str, float]:
    return {
        "f1": pairs.f1(("02", "03", "04", "05"), ("none",)),
        "f1_verbatim": pairs.f1(("02",), ("none",)),
        "f1_random": pairs.f1(("03",), ("none",)),
        "f1_translation": pairs.f1(("04",), ("none",)),
        "f1_summary": pairs.f1(("05",), ("none",)),
        **plagdet(passages),
    }


def clough(folder: Path) -> dict[str, Any]:
    """Clough-Stevenson: answers that were made from their source against those that were not."""
    answers = list(rows(folder / "docs.jsonl"))
    texts = {row["id"]: prepared(row["text"]) for row in answers}
    pairs = Pairs()
    for row in answers:
        if row.get("source") and row["source"] != row["id"]:
            found = Alignment(texts[row["id"]], texts[row["source"]]).passages
            pairs.add(row["category"], is_found=bool(found))
    kinds = [kind for kind in pairs.found + pairs.missed if kind not in {"non", "orig"}]
    return {"f1": pairs.f1(kinds, ("non",)), "found": dict(pairs.found), "missed": dict(pairs.missed)}


def minhash(folder: Path) -> dict[str, Any]:
    """minhash-1000: the pairs that are joined among those that share a run of five words, against the true ones."""
    texts = {row["id"]: prepared(row["text"]) for row in rows(folder / "docs_1000.jsonl")}
    true = {
        frozenset(line.split())
        for line in (folder / "truth_1000.tsv").read_text(encoding="utf-8").splitlines()
    }
    having: dict[bytes, list[str]] = defaultdict(list)
    for name, text in texts.items():
        for gram in {text.terms[at : at + 5].tobytes() for at in range(len(text.terms) - 4)}:
            having[gram].append(name)
    asked = {frozenset(pair) for names in having.values() for pair in combinations(names, 2)}
    joined = {pair for pair in asked if judge(*(texts[name] for name in sorted(pair)))}
    return {
        "true": len(true),
        "found": len(true & joined),
        "more": len(joined - true),
        "compared": len(asked),
    }


def seeds(folder: Path) -> dict[str, Any]:
    """The seeds: which pairs are joined, by the first letters of their names."""
    texts = {
        path.name[:3]: prepared(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))
    }
    judged = {f"{a}-{b}": judge(texts[a], texts[b]) for a, b in combinations(texts, 2)}
    return {"joined": {pair: _words(reuse) for pair, reuse in judged.items() if reuse}}


def newscluster(folder: Path) -> dict[str, Any]:
    """newscluster: which pairs of articles on one event are joined."""
    events: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(folder / "articles.jsonl"):
        events[str(row["extra"]["event_id"])].append(row | {"prepared": prepared(row["body"])})
    kinds, pairs, listed = Counter[str](), 0, []
    for articles in events.values():
        for one, other in combinations(articles, 2):
            pairs += 1
            same = one["source"] == other["source"]
            reuse = judge(one["prepared"], other["prepared"], same_outlet=same)
            if reuse:
                kinds[reuse.kind] += 1
                if reuse.kind in {"reworded", "excerpt"}:
                    names = (f"{each['source']}: {each['headline']}" for each in (one, other))
                    listed.append([_words(reuse), *names])
    not_verbatim = kinds["reworded"] + kinds["excerpt"]
    return {"pairs": pairs, "joined": dict(kinds), "not_verbatim": not_verbatim / pairs, "to_look_at": listed}


def _words(reuse: Reuse) -> str:
    return f"{reuse.kind} {reuse.share:.2f} {reuse.other_share:.2f}"


COLLECTIONS = {
    "seeds": seeds,
    "minhash-1000": minhash,
    "clough-stevenson": clough,
    "newscluster": newscluster,
}


def main() -> None:
    """Measure what is there, and print it."""
    asked = _parser().parse_args()
    made: dict[str, Any] = {"machine": machine()}
    for name, measure in COLLECTIONS.items():
        if (asked.folder / name).is_dir():
            made[name] = measure(asked.folder / name)
    if (asked.folder / "pan13-train").is_dir():
        made["pan13-train"] = pan(asked.folder / "pan13-train", asked.every)
    print(json.dumps(made, ensure_ascii=False, indent=2))
    if asked.write:
        asked.write.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DATA_FOLDER")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the figures there, as JSON")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of PAN-13 only each N-th pair")
    return parser


if __name__ == "__main__":
    main()
