"""The command line: which commands there are, and what may be said to each."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index import ENGINES
from search import SEARCH
from terminal.arguments import columns, jobs, port

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Command = Callable[[argparse.Namespace], int | None]

_LEFT_OUT = {"q", "cursor", "facet", "facet_size"}
"""What a search in the terminal has no use for, or has in another way."""
SEARCHED = tuple(one.name for one in SEARCH if one.name not in _LEFT_OUT)
"""The parameters of a search that are options of the command, beside the query."""


def command_line(commands: Mapping[str, Command], defaults: Mapping[str, str]) -> argparse.ArgumentParser:
    """The command line of these commands. `defaults` are of the index folder, the engine and the port."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="A search engine for a corpus of news articles."
    )
    kinds = parser.add_subparsers(required=True, metavar=" | ".join(commands))
    add = partial(_command, kinds, commands, defaults)
    _describe_index(add("index", "read a corpus into the index"))
    serve = add("serve", "serve the search page and the JSON endpoint")
    serve.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default: this machine only)"
    )
    serve.add_argument("--port", type=port, default=defaults["port"], help="default: PORT, else 8000")
    serve.add_argument(
        "--dev", action="store_true", help="Flask's own server, which reloads and explains errors"
    )
    _describe_search(add("search", "search in the terminal"))
    info = add("info", "what the index holds, or one article and what cleaning took out of it")
    info.add_argument("article", nargs="?", help="the id of an article")
    info.add_argument(
        "--verify", action="store_true", help="read every file of the index, and name damaged ones"
    )
    return parser


def _describe_index(index: argparse.ArgumentParser) -> None:
    index.add_argument(
        "path", nargs="*", help="a folder, a file or an archive; - for JSON lines on standard input"
    )
    index.add_argument("--prune", action="store_true", help="remove articles whose files are gone")
    index.add_argument(
        "--map",
        type=columns,
        metavar="FIELD=NAME,…",
        help="which foreign names hold our fields: headline=title",
    )
    index.add_argument("--jobs", type=jobs, help="how many processes read (default: one a core)")
    index.add_argument(
        "--no-stories", action="store_true", help="leave it to the next run to find who copied whom"
    )
    index.add_argument(
        "--from-index",
        type=Path,
        metavar="DIR",
        help="take the articles of an index, which another engine may have",
    )
    index.add_argument(
        "--rebuild",
        action="store_true",
        help="on OpenSearch: build a new index, and swap it for the old one at the end",
    )
    how = index.add_mutually_exclusive_group()
    how.add_argument("--watch", action="store_true", help="go on, and index every change at once")
    how.add_argument("--dry-run", action="store_true", help="write nothing; say and show what would happen")
    how.add_argument("--report", type=Path, metavar="FILE", help="write what became of the corpus as JSON")


def _describe_search(search: argparse.ArgumentParser) -> None:
    search.add_argument(
        "query",
        nargs="*",
        help="what to search for (nothing: everything); put -- before one that begins with -",
    )
    for one in SEARCH:
        if one.name in SEARCHED:
            search.add_argument(f"--{one.name.replace('_', '-')}", action="append", help=one.means)


def _command(
    kinds: argparse._SubParsersAction[argparse.ArgumentParser],
    commands: Mapping[str, Command],
    defaults: Mapping[str, str],
    name: str,
    about: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=about, description=about)
    parser.set_defaults(command=commands[name])
    parser.add_argument(
        "--engine",
        default=defaults["engine"],
        metavar="|".join(ENGINES),
        help="default: CUTTINGS_ENGINE, else whoosh",
    )
    parser.add_argument(
        "--index", type=Path, default=defaults["index"], help="the index folder (default: %(default)s)"
    )
    return parser
