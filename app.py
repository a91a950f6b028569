"""Cuttings, put together: `create_app()` for a web server, and the command line.

    python app.py index PATH...     read a corpus into the index
    python app.py serve             serve the search page and the JSON endpoint
    python app.py search QUERY      search in the terminal
    python app.py info [ARTICLE]    what the index holds, or one article and what cleaning took out of it

This is the only place that reads the environment: CUTTINGS_INDEX (the index folder), PORT, and what the server
may do, CUTTINGS_CORS, CUTTINGS_LIMIT, CUTTINGS_LOG, CUTTINGS_PROXIES and CUTTINGS_TOKEN (web/settings.py).
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import CorpusError, spooled
from index import IndexTrouble, Plan, Posting, damaged_files, open_engine, read_progress, read_report
from search import SEARCH, BadParameter, Searcher, page_request
from stories import Weaver
from terminal import (
    amount,
    bring_up_to_date,
    columns,
    jobs,
    port,
    print_article,
    print_page,
    print_report,
    print_tally,
    utf8,
    watch,
    weaving,
)
from web import create_app as web_app
from web import read_settings, run, shared_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask import Flask


DONE, COULD_NOT, MISUSED = 0, 1, 2
"""Exit codes."""


def create_app(folder: str | None = None) -> Flask:
    """The Flask application over the index in `folder` (else CUTTINGS_INDEX, else .cuttings)."""
    home = Path(folder or _default_folder())
    settings, building = read_settings(os.environ), partial(read_progress, home)
    return web_app(partial(_searcher, home), settings, building, Posting(home, Weaver()))


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
    except KeyboardInterrupt as stopped:
        print(str(stopped) or "Stopped.", file=sys.stderr)
        return COULD_NOT
    return code


def _index(asked: argparse.Namespace) -> None:
    plan = Plan(prune=asked.prune, trial=asked.dry_run, columns=asked.map or {}, jobs=asked.jobs)
    if not asked.no_stories:
        plan = replace(plan, weave=weaving(asked.index, asked.jobs))
    paths = [Path(path) for path in asked.path if path != "-"]
    if asked.watch and "-" in asked.path:
        raise BadParameter("path", "-", "standard input cannot be watched; leave it out, or --watch")
    if asked.watch:
        watch(paths, asked.index, plan)
        return
    with spooled(sys.stdin.buffer) if "-" in asked.path else nullcontext() as given:
        plan = replace(plan, files=(given,) if given else ())
        tally = bring_up_to_date(paths, asked.index, plan)
    print_tally(tally)
    report = None if asked.dry_run else read_report(asked.index)
    if report:
        print_report(report, asked.index)
    if report and asked.report:
        asked.report.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _serve(asked: argparse.Namespace) -> None:
    count = _searcher(asked.index).count()
    if "WERKZEUG_SERVER_FD" not in os.environ:  # else this is --dev reloading, and the port its own
        _check_free(asked.host, asked.port)
    print(f"{amount(count, 'article')} at http://{asked.host}:{asked.port}/  (Ctrl-C stops)", flush=True)
    with nullcontext() if asked.dev else _counting_together():
        run(create_app(str(asked.index)), asked.host, asked.port, dev=asked.dev)


@contextmanager
def _counting_together() -> Iterator[None]:
    """Have worker processes count in one folder, which their library takes from the environment and nowhere else."""
    with shared_counts() as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        try:
            yield
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]


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
    names = {one.name for one in SEARCH} - _LEFT_OUT
    params = {name: [utf8(one) for one in getattr(asked, name) or ()] for name in names}
    params |= {"q": [utf8(" ".join(asked.query))]}
    print_page(_searcher(asked.index).search(page_request(params)))
    return DONE


def _info(asked: argparse.Namespace) -> int:
    if asked.verify:
        return _verify(asked.index)
    searcher = _searcher(asked.index)
    if asked.article:
        reading = searcher.read(utf8(asked.article))
        if reading is None:
            print(f"there is no article {asked.article!r} in the index at {asked.index}", file=sys.stderr)
            return COULD_NOT
        print_article(reading.article)
        return DONE
    sources = searcher.sources()
    size = sum(path.stat().st_size for path in asked.index.rglob("*") if path.is_file())
    print(
        f"{amount(searcher.count(), 'article')} from {amount(len(sources), 'source')}; "
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


def _searcher(folder: Path) -> Searcher:
    return Searcher(open_engine(folder), partial(read_report, folder))


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
    index.add_argument(
        "path", nargs="+", help="a folder, a file or an archive; - for JSON lines on standard input"
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
    how = index.add_mutually_exclusive_group()
    how.add_argument("--watch", action="store_true", help="go on, and index every change at once")
    how.add_argument("--dry-run", action="store_true", help="write nothing; say and show what would happen")
    how.add_argument("--report", type=Path, metavar="FILE", help="write what became of the corpus as JSON")

    serve = add("serve", _serve, "serve the search page and the JSON endpoint")
    serve.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default: this machine only)"
    )
    serve.add_argument(
        "--port", type=port, default=os.environ.get("PORT") or "8000", help="default: PORT, else 8000"
    )
    serve.add_argument(
        "--dev", action="store_true", help="Flask's own server, which reloads and explains errors"
    )

    _describe_search(add("search", _search, "search in the terminal"))

    info = add("info", _info, "what the index holds, or one article and what cleaning took out of it")
    info.add_argument("article", nargs="?", help="the id of an article")
    info.add_argument(
        "--verify", action="store_true", help="read every file of the index, and name damaged ones"
    )
    return parser


def _describe_search(search: argparse.ArgumentParser) -> None:
    search.add_argument(
        "query",
        nargs="*",
        help="what to search for (nothing: everything); put -- before one that begins with -",
    )
    for one in SEARCH:
        if one.name not in _LEFT_OUT:
            search.add_argument(f"--{one.name.replace('_', '-')}", action="append", help=one.means)


_LEFT_OUT = {"q", "cursor", "facet", "facet_size"}
"""What a search in the terminal has no use for, or has in another way."""


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


if __name__ == "__main__":
    sys.exit(main())
