"""Thirty people, and whom each search must find first."""

from datetime import datetime
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.dossier import Entry, Person
from onestop_cli.core.dossier_events import Receive
from onestop_cli.core.life import received
from onestop_cli.core.searches import Tier, is_misspelt, one_letter_off, query, rank, ranked

