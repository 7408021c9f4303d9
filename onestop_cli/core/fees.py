"""What a procedure asks for (phí, lệ phí): an amount for each dossier, or for each set handed in.

The office says what it asks for; the catalogue that is shipped has no fees, for nobody told them to us.
"""

from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.event_data import FORMS, Form


class FeePer(StrEnum):
    """What an amount is asked for."""

    dossier = "dossier"
    copy = "copy"


class Fee(NamedTuple):
    """An amount in đồng, for a dossier or for each of its sets.

    >>> str(Fee(8000, FeePer.copy)), str(Fee(0))
    ('8000/copy', '0')
    """

    amount: int
    per: FeePer = FeePer.dossier

    def __str__(self) -> str:
        return str(self.amount) if self.per is FeePer.dossier else f"{self.amount}/{self.per}"

    def of(self, copies: int) -> int:
        """What so many sets come to, in đồng.

        >>> Fee(8000, FeePer.copy).of(3), Fee(8000).of(3)
        (24000, 8000)
        """
        return self.amount * copies if self.per is FeePer.copy else self.amount


def fee_of(text: str) -> Fee:
    """The fee of a text, as it is written. Raises `ValueError`.

    >>> fee_of("8000/copy")
    Fee(amount=8000, per=<FeePer.copy: 'copy'>)
    """
    amount, slash, per = text.partition("/")
    if not (amount.isascii() and amount.isdigit()):
        raise ValueError(text)
    return Fee(int(amount), FeePer(per) if slash else FeePer.dossier)


FORMS[Fee | None] = Form(str, fee_of)
