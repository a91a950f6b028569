"""Cuttings, put together: `create_app()` for a web server, and the command line.

    python app.py index PATH...     read a corpus into the index
    python app.py serve             serve the search page and the JSON endpoint
    python app.py search QUERY      search in the terminal
    python app.py info [ARTICLE]    what the index holds, or one article and what cleaning took out of it

This is the only place that reads the environment: CUTTINGS_INDEX (the index folder) and PORT.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import textwrap
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from corpus import CorpusError
from index import REJECTS, IndexTrouble, Plan, damaged_files, open_engine, update
from search import SORTS, BadParameter, Searcher, page_request
from web import create_app as web_app
from web import run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Flask

    from corpus import Article
    from index import Progress, Tally
    from search import Snippet

DONE, COULD_NOT, MISUSED = 0, 1, 2
"""Exit codes."""


def create_app(folder: str | None = None) -> Flask:
    """The Flask application over the index in `folder` (else CUTTINGS_INDEX, else .cuttings)."""
    return web_app(partial(_searcher, Path(folder or _default_folder())))


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code."""
    asked = _parser().parse_args(words)
    try:
        code = int(asked.command(asked) or DONE)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT
    except (CorpusError, IndexTrouble, OSError) as trouble:
        print(_sentence(trouble), file=sys.stderr)
        return COULD_NOT
    except BadParameter as wrong:
        print(wrong, file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return COULD_NOT
    return code


def _index(asked: argparse.Namespace) -> None:
    paths = [Path(path) for path in asked.path]
    try:
        with tqdm(
            unit="B", unit_scale=True, disable=None, file=sys.stderr, dynamic_ncols=True, smoothing=0
        ) as bar:
            tally = update(paths, asked.index, Plan(prune=asked.prune, report=partial(_show, bar)))
    except KeyboardInterrupt:
        print("Stopped. What was committed is kept; the same command finishes the rest.", file=sys.stderr)
        raise SystemExit(COULD_NOT) from None
    _print_tally(tally, asked.index)


def _show(bar: tqdm[None], progress: Progress) -> None:
    bar.total = progress.total
    state = ", writing" if progress.writing else ""
    bar.set_postfix_str(_amount(progress.articles, "article") + state, refresh=progress.writing)
    bar.update(progress.done - bar.n)


def _print_tally(tally: Tally, folder: Path) -> None:
    print(f"{_amount(tally.files, 'file')} read, {tally.files_unchanged:,} unchanged.")
    print(
        f"Articles: {tally.added:,} added, {tally.updated:,} updated, {tally.unchanged:,} unchanged, "
        f"{tally.removed:,} removed; {tally.rejects.total():,} rejected."
    )
    for kind, count in tally.rejects.most_common():
        first = tally.first_rejects[kind]
        place = f"{first.path}:{first.line}" if first.line else first.path
        print(f"  {count:,} {kind}, first {place}: {first.reason}")
    if tally.rejects:
        print(f"All of them, and those of unchanged files: {folder / REJECTS}")


def _serve(asked: argparse.Namespace) -> None:
    count = _searcher(asked.index).count()
    if "WERKZEUG_SERVER_FD" not in os.environ:  # else this is --dev reloading, and the port its own
        _check_free(asked.host, asked.port)
    print(f"{_amount(count, 'article')} at http://{asked.host}:{asked.port}/  (Ctrl-C stops)", flush=True)
    run(create_app(str(asked.index)), asked.host, asked.port, dev=asked.dev)


def _check_free(host: str, port: int) -> None:
    """Say that a port is taken before a server does it in its own way."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise OSError(
            f"cannot serve at {host}:{port} ({error.strerror}); name another with --host or --port"
        ) from None


def _search(asked: argparse.Namespace) -> int:
    params = {name: [_utf8(one) for one in getattr(asked, name) or ()] for name in _SEARCH_PARAMS}
    page = _searcher(asked.index).search(page_request({"q": [_utf8(" ".join(asked.query))], **params}))
    for note in page.notes:
        print(note, file=sys.stderr)
    if page.suggestion:
        print(f"Did you mean: {page.suggestion}", file=sys.stderr)
    print(_amount(page.total, "article"))
    for hit in page.hits:
        about = [
            hit.article.source,
            hit.article.published.isoformat() if hit.article.published else "no date",
        ]
        print(f"\n{hit.rank}. {_marked(hit.headline)}\n   {' · '.join(about)} · {hit.article.id}")
        for snippet in hit.snippets:
            print(textwrap.indent(_marked(snippet), "   "))
    return DONE


_SEARCH_PARAMS = ("source", "exclude_source", "since", "until", "sort", "page", "per_page")


def _marked(snippet: Snippet) -> str:
    """The text, its matches in bold on a terminal."""
    text = snippet.text
    if not sys.stdout.isatty():
        return text
    for start, end in reversed(snippet.spans):
        text = f"{text[:start]}\033[1m{text[start:end]}\033[0m{text[end:]}"
    return text


def _info(asked: argparse.Namespace) -> int:
    if asked.verify:
        return _verify(asked.index)
    searcher = _searcher(asked.index)
    if asked.article:
        reading = searcher.read(_utf8(asked.article))
        if reading is None:
            print(f"there is no article {asked.article!r} in the index at {asked.index}", file=sys.stderr)
            return COULD_NOT
        _print_article(reading.article)
        return DONE
    sources = searcher.sources()
    size = sum(path.stat().st_size for path in asked.index.rglob("*") if path.is_file())
    print(
        f"{_amount(searcher.count(), 'article')} from {_amount(len(sources), 'source')}; "
        f"{size / 1e6:,.1f} MB in {asked.index}"
    )
    unknown = searcher.count() - sum(count for _, count in sources)
    for source, count in (*sources, ("(source not known)", unknown)):
        print(f"{count:>9,}  {source}")
    return DONE


def _verify(folder: Path) -> int:
    damaged = damaged_files(folder)
    print("Damaged: " + ", ".join(damaged) if damaged else "Every file of the index is as it was written.")
    return COULD_NOT if damaged else DONE


def _print_article(article: Article) -> None:
    print(article.headline + ("  (no headline; the lead sentence)" if article.headline_derived else ""))
    for name in ("id", "source", "published", "section", "authors", "url", "language", "origin"):
        value = getattr(article, name)
        print(f"{name + ':':<11}{', '.join(value) if isinstance(value, tuple) else value or '–'}")
    print(f"\n{article.body}")
    if article.removed:
        print("\nTaken out by cleaning:")
    for removal in article.removed:
        print(f"  line {removal.line}, {removal.rule}: {removal.text}")


def _amount(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _utf8(text: str) -> str:
    """A word of the command line, with � for what is not UTF-8 in it."""
    return os.fsencode(text).decode("utf-8", "replace")


def _searcher(folder: Path) -> Searcher:
    return Searcher(open_engine(folder))


def _default_folder() -> str:
    return os.environ.get("CUTTINGS_INDEX") or ".cuttings"


def _sentence(trouble: Exception) -> str:
    if isinstance(trouble, OSError) and trouble.filename:
        return f"{trouble.filename}: {trouble.strerror}"
    return str(trouble)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="app.py", description="A search engine for a corpus of news articles."
    )
    commands = parser.add_subparsers(required=True, metavar="index | serve | search | info")
    add = partial(_command, commands)

    index = add("index", _index, "read a corpus into the index")
    index.add_argument("path", nargs="+", help="a folder, a file, a .zip or a .tar.gz")
    index.add_argument("--prune", action="store_true", help="remove articles whose files are gone")

    serve = add("serve", _serve, "serve the search page and the JSON endpoint")
    serve.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default: this machine only)"
    )
    serve.add_argument(
        "--port", type=_port, default=os.environ.get("PORT") or "8000", help="default: PORT, else 8000"
    )
    serve.add_argument(
        "--dev", action="store_true", help="Flask's own server, which reloads and explains errors"
    )

    search = add("search", _search, "search in the terminal")
    search.add_argument(
        "query",
        nargs="*",
        help="what to search for (nothing: everything); put -- before one that begins with -",
    )
    for name in _SEARCH_PARAMS:
        search.add_argument(f"--{name.replace('_', '-')}", action="append", help=_HELP.get(name))

    info = add("info", _info, "what the index holds, or one article and what cleaning took out of it")
    info.add_argument("article", nargs="?", help="the id of an article")
    info.add_argument(
        "--verify", action="store_true", help="read every file of the index, and name damaged ones"
    )
    return parser


_HELP = {
    "source": "only from this source (repeatable)",
    "exclude_source": "not from this source (repeatable)",
    "since": "published then or later: 2023, 2023-05 or 2023-05-04",
    "until": "published then or earlier",
    "sort": ", ".join(SORTS),
}


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    command: Callable[[argparse.Namespace], int | None],
    about: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(command=command)
    parser.add_argument(
        "--index", type=Path, default=_default_folder(), help="the index folder (default: %(default)s)"
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; it is a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
