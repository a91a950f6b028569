"""The Flask app, put together: its parts, its addresses and what its templates may say.

Nothing is read from the environment or the disk here: what opens the searcher is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from web import (
    batching,
    comparing,
    compression,
    cors,
    description,
    limits,
    links,
    logs,
    measuring,
    opening,
    problems,
    reusing,
    security,
    sources,
    telling,
    tracing,
    validators,
    writing,
)
from web.api import api
from web.choices import source_label
from web.exporting import exporting
from web.feeds import feeds
from web.look import look_pairs
from web.manual import manual
from web.marking import mark_up
from web.pages import pages
from web.settings import Settings
from web.shares import percent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from index import Posting, Progress
    from search import Searcher

DEFAULTS = Settings()


def create_app(
    open_searcher: Callable[[], Searcher],
    settings: Settings = DEFAULTS,
    building: Callable[[], Progress | None] = lambda: None,
    posting: Posting | None = None,
) -> Flask:
    """The app. `open_searcher` is called at the first request that needs it, and again while it raises.

    `building` tells how far a build is that is under way. `posting` writes to the index, where a token is set.
    """
    app = Flask(__name__)
    # An id may hold two slashes in a row; the default would redirect to another address.
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = links.AnyText
    late = opening.install(app, open_searcher, building)
    _operate(app, settings, late)
    writing.install(app, settings.token, posting)
    description.install(
        app,
        [
            api,
            exporting,
            batching.batches,
            writing.writing,
            comparing.api,
            telling.api,
            reusing.api,
            sources.api,
        ],
    )
    problems.install(app, late)
    app.register_blueprint(pages)
    app.register_blueprint(manual)
    app.register_blueprint(feeds)
    app.register_blueprint(comparing.comparing)
    app.register_blueprint(telling.telling)
    app.register_blueprint(reusing.reusing)
    app.register_blueprint(sources.sources)
    _teach(app)
    return app


def _operate(app: Flask, settings: Settings, late: opening.LateSearcher) -> None:
    """What is done with every request and answer. The first to see a request is the last to see the answer."""
    if settings.proxies:
        near = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=near, x_proto=near)  # type: ignore[method-assign]
    tracing.install(app)
    logs.install(app, settings.log)
    measuring.install(app, late.get, settings.counts)
    security.install(app)
    limits.install(app, settings.limit)
    cors.install(app, settings.cors)
    compression.install(app)
    validators.install(app)


def _teach(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        mark_up=mark_up,
        day=_day,
        amount=_amount,
        percent=percent,
        duration=_duration,
        source_label=source_label,
        site_of=links.site_of,
    )
    env.globals.update(
        results_url=links.results_url,
        values_url=links.values_url,
        json_url=links.json_url,
        article_url=links.article_url,
        export_url=links.export_url,
        feed_url=links.feed_url,
        similar_url=links.similar_url,
        story_url=links.story_url,
        look_pairs=look_pairs,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _duration(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


def _amount(number: int, one: str = "", many: str = "") -> str:
    word = one if number == 1 else many or f"{one}s"
    return f"{number:,} {word}".rstrip() if one else f"{number:,}"
