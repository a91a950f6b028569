"""The pages and the JSON endpoint: `create_app(open_searcher)` puts a page of results on a screen, or on the wire."""

from web.serving import run
from web.site import create_app

__all__ = ["create_app", "run"]
