"""Our own engine: built by its command line, which also cleans the articles; asked through the Searcher."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING

from benchmarks.articles import ROOT
from benchmarks.peers import Answer
from index import open_engine
from search import PageRequest, Searcher

if TYPE_CHECKING:
    from pathlib import Path

    from search import Snippet


class Cuttings:
    """The whole pipeline, from the file to a page of results."""

    title = "Cuttings"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(open_engine(self._folder))

    def version(self) -> str:
        """The project's own."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return str(project["version"])

    def build(self, corpus: Path) -> None:
        """Run the command that its users run."""
        command = [sys.executable, str(ROOT / "app.py"), "index", str(corpus), "--index", str(self._folder)]
        command.append(
            "--no-stories"
        )  # no peer looks for copies; benchmarks/weaving.py measures what that takes
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def ask(self, query: str) -> Answer:
        """The first page. Its snippets are text and spans; they are marked as the JSON interface marks them."""
        page = self._searcher.search(PageRequest(query))
        return Answer(
            page.total,
            tuple(hit.article.id for hit in page.hits),
            {value.value: value.count for value in page.facets["source"].values},
            tuple(" … ".join(map(_marked, hit.snippets)) for hit in page.hits),
        )

    def prepare(self) -> None:
        """Read ahead, as its server does."""
        self._searcher.prepare()


def _marked(snippet: Snippet) -> str:
    text, pieces, at = snippet.text, [], 0
    for start, end in snippet.spans:
        pieces += [text[at:start], "<mark>", text[start:end], "</mark>"]
        at = end
    return "".join([*pieces, text[at:]])
