"""Who applied, corrected (domain §3.6)."""

import pytest

from onestop_cli.core.moments import Moments
from onestop_cli.errors import OnestopError
from onestop_cli.usecases.dossiers import show
from tests.core.written import at
from tests.office import MONDAY, SOMEONE, Ward
from tests.usecases.lives.teller import state


def test_a_corrected_person_takes_the_place_of_the_first(ward: Ward) -> None:
    code = ward.receive().code
    before = ward.dossier(code)
    ward.is_now("4/8/2026 09:00")
    ward.correct(code, applicant="Trần Thị B", phone="")
    dossier, person = state(ward, code)
    assert person == SOMEONE._replace(applicant="Trần Thị B", phone="")
    assert dossier._replace(personal_seq=None) == before._replace(anchor="", personal_seq=None)
    known = show(ward.path, ward.clock, code, Moments(known_at=at(MONDAY)))
    assert known.entry.person == SOMEONE


def test_who_has_not_changed_is_not_corrected(ward: Ward) -> None:
    code = ward.receive().code
    before = ward.content
    with pytest.raises(OnestopError) as refused:
        ward.correct(code, applicant=SOMEONE.applicant)
    assert (refused.value.exit_code, ward.content) == (11, before)
