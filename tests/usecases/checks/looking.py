"""What the checks find in a ward's file."""

from collections.abc import Sequence

from onestop_cli.core.checks.listed import Finding, chosen
from onestop_cli.core.periods import Period
from onestop_cli.sources.typed import written
from onestop_cli.usecases.checks import Asked, Checked, checked
from tests.office import Ward


def looked(ward: Ward, *names: str, as_of: str | None = None, period: Period | None = None, **typed: str) -> Checked:
    """The whole answer."""
    when = written(as_of) if as_of else None
    return checked(ward.path, ward.clock, Asked(chosen(names), period, when, None, typed))


def findings(ward: Ward, name: str, **asked: str) -> Sequence[Finding]:
    """What one check finds."""
    return looked(ward, name, period=None, **asked).findings


def n(ward: Ward, name: str, **asked: str) -> int:
    """How much one check finds."""
    return len(findings(ward, name, **asked))


def codes(ward: Ward, name: str, **asked: str) -> list[str]:
    """The last segments of the dossiers that a check names."""
    return [code[-4:] for finding in findings(ward, name, **asked) for code in finding.found.dossiers]


def names(ward: Ward, **asked: str) -> set[str]:
    """The checks that find something, all of them asked."""
    return {finding.check.name for finding in looked(ward, period=None, **asked).findings}
