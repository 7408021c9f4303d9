"""Hypothesis without a stop-watch: a slow machine is no finding; where CI is set it takes the same examples every time."""

import os

from hypothesis import settings

settings.register_profile("core", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("core")
