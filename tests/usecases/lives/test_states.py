"""What a state does not allow (domain §3.6)."""

import pytest

from onestop_cli.core.dossier import Status
from tests.office import Ward
from tests.usecases.lives.teller import Life

ENDED = {
    Status.received: "",
    Status.suspended: "4/8/2026 10:00 suspend supplement",
    Status.resolved: "4/8/2026 10:00 resolve",
    Status.delivered: "4/8/2026 10:00 resolve\n4/8/2026 11:00 deliver",
    Status.withdrawn: "4/8/2026 10:00 withdraw",
    Status.stopped: "4/8/2026 10:00 suspend supplement\n4/8/2026 11:00 stop",
    Status.void: "4/8/2026 10:00 void",
}
OPEN_ONES = {Status.received, Status.suspended}
ALLOWED: dict[str, set[Status]] = {
    "suspend other_agency": {Status.received},
    "extend 14/8/2026": {Status.received},
    "resume": {Status.suspended},
    "resolve": OPEN_ONES,
    "deliver": {Status.resolved},
    "withdraw": OPEN_ONES,
    "stop override": OPEN_ONES,
    "assign Đức": OPEN_ONES,
    "correct note khác": set(Status) - {Status.void},
}
"""Where each act is allowed (§3.6)."""


@pytest.mark.parametrize("status", Status)
def test_a_state_refuses_every_other_act_and_nothing_is_recorded(ward: Ward, status: Status) -> None:
    life = Life(ward)
    life.is_told(f"3/8/2026 09:00 receive nam-ngay\n{ENDED[status]}")
    assert ward.dossier(life.code).status is status
    for act, states in ALLOWED.items():
        if status not in states:
            verb, *words = act.split()
            assert life.refusal("5/8/2026 10:00", verb, words) == "11 WrongState", act
