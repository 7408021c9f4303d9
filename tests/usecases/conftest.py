"""The ward's office; hypothesis without a stop-watch, and where CI is set with the same examples every time."""

import os

from hypothesis import settings

from tests.office import early_template, early_ward, ward, ward_template

__all__ = ["early_template", "early_ward", "ward", "ward_template"]

settings.register_profile("office", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("office")
