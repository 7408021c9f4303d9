"""Hypothesis without a stop-watch: a slow machine is no finding."""

from hypothesis import settings

settings.register_profile("core", deadline=None)
settings.load_profile("core")
