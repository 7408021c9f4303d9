"""An office for every test that wants one; the slow tests first; hypothesis without a stop-watch.

Slow tests go first, so that no worker is left alone with one of them at the end. Where CI is set hypothesis tries the
same examples every time.
"""

import os

import pytest
from hypothesis import settings

from tests.office import early_template, early_ward, ward, ward_template

__all__ = ["early_template", "early_ward", "ward", "ward_template"]

settings.register_profile("office", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("office")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
