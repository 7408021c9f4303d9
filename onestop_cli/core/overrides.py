"""Acts that are possible and still pass a limit of the law, which needs an override (domain §3.3, §3.6).

A second supplement request, a stop outside a supplement unless the citizen asked for it, a second or late letter
(`core.letters`), and a paper recorded late (`core.recorded_late`). The override's reason is recorded with the act and
is a finding later. In which state an act is possible at all is `core.acts`.
"""

from collections.abc import Sequence

from onestop_cli.core.dossier import Dossier, Reason, StopReason
from onestop_cli.errors import LimitOfLaw, NeedlessOverride, SecondSupplement, StopOutsideSupplement


def must_be_overridden(passed: Sequence[LimitOfLaw], override: str) -> None:
    """Refuse what passes limits of the law without an override."""
    if passed and not override:
        raise passed[0]


def must_be_needed(passed: Sequence[LimitOfLaw], override: str) -> None:
    """Refuse an override where nothing is passed by any dossier of the command."""
    if override and not passed:
        raise NeedlessOverride()


def supplement_passed(dossier: Dossier, reason: Reason) -> LimitOfLaw | None:
    """What a suspension passes: a dossier is sent back for papers once [D], with one complete guidance (309/2026)."""
    earlier = next((s for s in dossier.suspensions if s.reason is Reason.supplement), None)
    if reason is Reason.supplement and earlier is not None:
        return SecondSupplement(code=dossier.code, on=earlier.from_at.date())
    return None


def waits_for_papers(dossier: Dossier) -> bool:
    """Whether a suspension runs in which the citizen is asked for papers."""
    running = dossier.running_suspension
    return running is not None and running.reason is Reason.supplement


def stop_passed(dossier: Dossier, why: StopReason | None) -> LimitOfLaw | None:
    """What a stop passes: it is for a dossier whose supplement never came, or at the citizen's request (§3.6).

    That it is the citizen's is possible in every open state (Circular 03/2025, form 05).
    """
    if why is StopReason.citizen or waits_for_papers(dossier):
        return None
    return StopOutsideSupplement(code=dossier.code)
