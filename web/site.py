"""The Flask app, put together: its parts, its addresses and what its templates may say.

Nothing is read from the environment or the disk here: what opens the searcher is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined

from web import batching, description, links, opening, problems, security
from web.api import api
from web.choices import source_label
from web.manual import manual
from web.marking import mark_up
from web.pages import pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from search import Searcher


def create_app(open_searcher: Callable[[], Searcher]) -> Flask:
    """The app. `open_searcher` is called at the first request that needs it, and again while it raises."""
    app = Flask(__name__)
    # An id may hold two slashes in a row; the default would redirect to another address.
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = links.AnyText
    security.install(app)
    description.install(app, [api, batching.batches])
    problems.install(app, opening.install(app, open_searcher))
    app.register_blueprint(pages)
    app.register_blueprint(manual)
    _teach(app)
    return app


def _teach(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        mark_up=mark_up,
        day=_day,
        amount=_amount,
        duration=_duration,
        source_label=source_label,
        site_of=links.site_of,
    )
    env.globals.update(results_url=links.results_url, json_url=links.json_url, article_url=links.article_url)


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _duration(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def _amount(number: int, one: str = "", many: str = "") -> str:
    word = one if number == 1 else many or f"{one}s"
    return f"{number:,} {word}".rstrip() if one else f"{number:,}"
