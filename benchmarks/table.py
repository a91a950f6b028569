"""What a run shows: a row a peer, and how our engine stands to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.queries import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Figures = dict[str, Any]
"""What benchmarks/trial.py says of one peer."""

HEADS = (
    "",
    "build MB/s",
    "index MB",
    "index bytes a byte of text",
    "peak MB of the build",
    "open to first answer ms",
    "first time p50 / p95 / max ms",
    "best of three p50 / p95 / max ms",
)
MEASURES = ("p50", "p95", "max")
TURNS = {"first": "first time", "best": "best of three"}
NEAR = 0.02
"""Totals that differ by no more than this share agree; stems and cleaning differ a little."""


def heading(heads: Sequence[str] = HEADS) -> str:
    """The first two lines of a table."""
    return line(heads) + "\n" + line(["---"] * len(heads))


def line(cells: Sequence[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def row(figures: Figures) -> str:
    """One peer."""
    cells = (
        figures["title"],
        f"{figures['build_mb_per_s']:.2f}",
        f"{figures['index_mb']:,.1f}",
        f"{figures['index_per_text']:.2f}",
        f"{figures['build_peak_mb']:,}",
        f"{figures['open_ms']:,.0f}",
        *(" / ".join(f"{figures[turn]['all'][name]:,.1f}" for name in MEASURES) for turn in TURNS),
    )
    return line(cells)


def kinds(peers: Mapping[str, Figures]) -> str:
    """A table of the medians by kind of query, each asked for the first time."""
    asked = [kind for kind in KINDS if all(kind in figures["first"] for figures in peers.values())]
    rows = [
        line([figures["title"], *(f"{figures['first'][kind]['p50']:,.1f}" for kind in asked)])
        for figures in peers.values()
    ]
    return "\n".join([heading(["first time p50 ms", *asked]), *rows])


def ratios(peers: Mapping[str, Figures]) -> list[str]:
    """How we stand to each of the others that ran, in sentences."""
    found = quotients(peers)
    return [sentence for name in found for sentence in _told(peers[name]["title"], found[name])]


def quotients(peers: Mapping[str, Figures]) -> dict[str, Figures]:
    """Ours divided by each other's; empty where we did not run."""
    ours = peers.get("cuttings")
    return {name: _compared(ours, other) for name, other in peers.items() if ours and other is not ours}


def _compared(ours: Figures, other: Figures) -> Figures:
    """Times by round, and the speed of the build; for how many queries the totals agree."""
    times = {
        turn: {name: _quotient(ours[turn]["all"][name], other[turn]["all"][name]) for name in MEASURES}
        for turn in TURNS
    }
    build = _quotient(ours["build_mb_per_s"], other["build_mb_per_s"])
    agree = sum(map(_near, ours["totals"], other["totals"]))
    return times | {"build_mb_per_s": build, "totals_agree": agree, "queries": len(ours["totals"])}


def _told(title: str, found: Figures) -> Iterator[str]:
    for turn, words in TURNS.items():
        shown = ", ".join(f"{name} {ratio}" for name, ratio in found[turn].items())
        yield f"{words}, ours / {title}: {shown} ({title} / ours: p50 {_quotient(1, found[turn]['p50'])})"
    yield f"build MB/s, ours / {title}: {found['build_mb_per_s']}"
    yield f"totals of {title} that are ours, give or take {NEAR:.0%}: {found['totals_agree']} of {found['queries']}"


def _near(one: int, other: int) -> bool:
    return abs(one - other) <= max(1, NEAR * max(one, other))


def _quotient(one: float, other: float) -> float:
    return round(one / other, 2) if other else float("inf")
