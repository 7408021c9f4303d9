"""The lives of dossiers, told chapter by chapter of the domain; where a line does not hold, pytest says what did."""

import pytest

pytest.register_assert_rewrite("tests.usecases.lives.teller")
