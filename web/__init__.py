"""The pages and the JSON endpoint: `create_app(open_searcher)` puts a page of results on a screen, or on the wire."""

from web.measuring import shared_counts
from web.serving import run
from web.settings import Settings, read_settings
from web.site import create_app

__all__ = ["Settings", "create_app", "read_settings", "run", "shared_counts"]
