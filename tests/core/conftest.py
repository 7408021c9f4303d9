"""Hypothesis without a stop-watch; where CI is set, with the same examples every time."""

import os

from hypothesis import settings

settings.register_profile("core", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("core")
