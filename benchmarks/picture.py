"""The picture of growth: how long queries take, and what memory a build takes, by the number of articles.

    python -m benchmarks.picture RUN.json PICTURE.svg

It draws again what a run of benchmarks/growth.py wrote. The colours are told apart by people who see few of them
(after Okabe and Ito), and each peer has its own mark besides. Both axes are logarithmic, so that a straight line
at a slope of one is growth in proportion.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt
from matplotlib.ticker import FuncFormatter, LogLocator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes

    Points = list[tuple[int, Mapping[str, Any]]]
    Value = Callable[[Mapping[str, Any]], float]

LOOKS = {
    "cuttings": ("#0072B2", "o"),
    "tantivy": ("#D55E00", "s"),
    "sqlite_fts5": ("#009E73", "^"),
    "textbook_whoosh": ("#6b6b6b", "D"),
}
STYLE = {
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "grid.linewidth": 0.6,
    "svg.hashsalt": "cuttings",
}


def draw(run: Mapping[str, Any], path: Path) -> None:
    """Write the picture of a run."""
    with mpl.rc_context(STYLE):
        figure, (queries, memory) = plt.subplots(1, 2, figsize=(9.6, 4.2), layout="constrained")
        for name in LOOKS:
            points = [
                (size["articles"], size["peers"][name]) for size in run["sizes"] if name in size["peers"]
            ]
            _line(queries, name, points, lambda figures: figures["first"]["all"]["p50"])
            _line(queries, name, points, lambda figures: figures["first"]["all"]["p95"], dashed=True)
            _line(memory, name, points, lambda figures: figures["build_peak_mb"])
        _dress(queries, run, "A page of results, first time", "ms")
        _dress(memory, run, "Peak memory of the build", "MB")
        queries.plot([], [], color="black", label="median")
        queries.plot([], [], color="black", linestyle="--", label="95 % are faster")
        handles, labels = queries.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=6, frameon=False)
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def _line(axes: Axes, name: str, points: Points, value: Value, *, dashed: bool = False) -> None:
    """What one peer took at each size; a peer that did not run has no points, and no place in the legend."""
    colour, mark = LOOKS[name]
    if points:
        axes.plot(
            [articles for articles, _ in points],
            [value(figures) for _, figures in points],
            color=colour,
            marker=mark,
            linestyle="--" if dashed else "-",
            markerfacecolor="white" if dashed else colour,
            label=None if dashed else points[0][1]["title"],
        )


def _dress(axes: Axes, run: Mapping[str, Any], title: str, unit: str) -> None:
    axes.set(xscale="log", yscale="log", xlabel="articles", ylabel=unit)
    axes.set_title(title, loc="left", fontweight="bold", fontsize=11)
    axes.set_xticks([size["articles"] for size in run["sizes"]])
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.minorticks_off()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.15g}"))


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
