"""What holds for all tests: how long an example takes is no matter of theirs; a browser can be asked for by name."""

from __future__ import annotations

from browsing import address, browser, story
from hypothesis import settings

__all__ = ["address", "browser", "story"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
