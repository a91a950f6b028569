"""Cuttings, put together: `create_app()` for a web server, and the command line.

    python app.py index PATH...     read a corpus into the index
    python app.py serve             serve the search page and the JSON endpoint
    python app.py search QUERY      search in the terminal
    python app.py info [ARTICLE]    what the index holds, or one article and what cleaning took out of it

This is the only place that reads the environment: CUTTINGS_INDEX (the index folder), PORT, CUTTINGS_ENGINE and what is said of
a cluster, CUTTINGS_OPENSEARCH_URL and others (index/cluster.py), and what the server may do, CUTTINGS_CORS, CUTTINGS_LIMIT,
CUTTINGS_LOG, CUTTINGS_PROXIES and CUTTINGS_TOKEN (web/settings.py).
"""

from __future__ import annotations

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
from index import (
    ENGINES,
    IndexTrouble,
    Plan,
    Posting,
    damaged_files,
    is_on_cluster,
    open_engine,
    read_cluster,
    read_progress,
    read_report,
)
from search import BadParameter, Searcher, page_request
from stories import Weaver
from terminal import (
    SEARCHED,
    amount,
    bring_up_to_date,
    command_line,
    moved,
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
    import argparse
    from collections.abc import Iterator, Sequence

    from flask import Flask

    from index import Cluster


DONE, COULD_NOT, MISUSED = 0, 1, 2
"""Exit codes."""


def create_app(folder: str | None = None, engine: str | None = None) -> Flask:
    """The Flask application over the index in `folder` (else CUTTINGS_INDEX, else .cuttings).

    It is by the engine of this name (else CUTTINGS_ENGINE, else whoosh).
    """
    home, cluster = Path(folder or _default_folder()), _cluster(engine or _default_engine())
    settings, building = read_settings(os.environ), partial(read_progress, home)
    return web_app(partial(_searcher, home, cluster), settings, building, Posting(home, Weaver(), cluster))


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
    cluster = _cluster(asked.engine)
    if asked.from_index:
        _move(asked, cluster)
        return
    if not asked.path:
        raise BadParameter("path", "", "name a folder, a file or an archive to index, or --from-index")
    if asked.rebuild and not cluster:
        raise BadParameter(
            "rebuild",
            "whoosh",
            f"an index in a folder is built anew by deleting {asked.index} and indexing again",
        )
    plan = Plan(prune=asked.prune, trial=asked.dry_run, columns=asked.map or {}, jobs=asked.jobs)
    plan = replace(plan, cluster=cluster, rebuild=asked.rebuild)
    if not asked.no_stories:
        plan = replace(plan, weave=weaving(asked.index, asked.jobs, cluster))
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


def _move(asked: argparse.Namespace, cluster: Cluster | None) -> None:
    """Move an index that there is to the one that is asked for."""
    if asked.path:
        raise BadParameter(
            "from-index", str(asked.from_index), "leave out the path; the articles come from the index"
        )
    before = read_cluster(os.environ) if is_on_cluster(asked.from_index) else None
    done = moved(asked.from_index, asked.index, (before, cluster))
    print(f"{amount(done, 'article')} moved from {asked.from_index} to {cluster or asked.index}.")


def _serve(asked: argparse.Namespace) -> None:
    count = _searcher(asked.index, _cluster(asked.engine)).count()
    if "WERKZEUG_SERVER_FD" not in os.environ:  # else this is --dev reloading, and the port its own
        _check_free(asked.host, asked.port)
    print(f"{amount(count, 'article')} at http://{asked.host}:{asked.port}/  (Ctrl-C stops)", flush=True)
    with nullcontext() if asked.dev else _counting_together():
        run(create_app(str(asked.index), asked.engine), asked.host, asked.port, dev=asked.dev)


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
    params = {name: [utf8(one) for one in getattr(asked, name) or ()] for name in SEARCHED}
    params |= {"q": [utf8(" ".join(asked.query))]}
    print_page(_searcher(asked.index, _cluster(asked.engine)).search(page_request(params)))
    return DONE


def _info(asked: argparse.Namespace) -> int:
    if asked.verify:
        return _verify(asked.index, _cluster(asked.engine))
    cluster = _cluster(asked.engine)
    searcher = _searcher(asked.index, cluster)
    if asked.article:
        reading = searcher.read(utf8(asked.article))
        if reading is None:
            where = cluster or asked.index
            print(f"there is no article {asked.article!r} in the index at {where}", file=sys.stderr)
            return COULD_NOT
        print_article(reading.article)
        return DONE
    sources = searcher.sources()
    size = sum(path.stat().st_size for path in asked.index.rglob("*") if path.is_file())
    size += searcher.size() if cluster else 0
    print(
        f"{amount(searcher.count(), 'article')} from {amount(len(sources), 'source')}; "
        f"{size / 1e6:,.1f} MB in {cluster or asked.index}"
    )
    unknown = searcher.count() - sum(count for _, count in sources)
    for source, count in (*sources, ("(source not known)", unknown)):
        print(f"{count:>9,}  {source}")
    return DONE


def _verify(folder: Path, cluster: Cluster | None) -> int:
    damaged = damaged_files(folder, cluster)
    well = (
        "Every part of the index can be read." if cluster else "Every file of the index is as it was written."
    )
    print("Damaged: " + ", ".join(damaged) if damaged else well)
    return COULD_NOT if damaged else DONE


def _searcher(folder: Path, cluster: Cluster | None) -> Searcher:
    return Searcher(open_engine(folder, cluster), partial(read_report, folder))


def _cluster(engine: str) -> Cluster | None:
    """The cluster that an engine is on, as the environment names it; None for one that needs none."""
    if engine not in ENGINES:
        raise BadParameter("engine", engine, f"there is {' and '.join(ENGINES)}")
    return read_cluster(os.environ) if engine == "opensearch" else None


def _default_engine() -> str:
    return os.environ.get("CUTTINGS_ENGINE") or "whoosh"


def _default_folder() -> str:
    return os.environ.get("CUTTINGS_INDEX") or ".cuttings"


def _sentence(trouble: Exception) -> str:
    if isinstance(trouble, OSError) and trouble.filename:
        return f"{trouble.filename}: {trouble.strerror}"
    return str(trouble)


def _parser() -> argparse.ArgumentParser:
    commands = {"index": _index, "serve": _serve, "search": _search, "info": _info}
    defaults = {
        "index": _default_folder(),
        "engine": _default_engine(),
        "port": os.environ.get("PORT") or "8000",
    }
    return command_line(commands, defaults)


if __name__ == "__main__":
    sys.exit(main())
