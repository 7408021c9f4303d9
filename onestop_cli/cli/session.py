"""What every command needs: the file, who is acting, and what time it is.

The only place where the clock and the login name are read.
"""

import os
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core import bounds
from onestop_cli.core.acts import not_in_future
from onestop_cli.core.ledger import UNKNOWN, Actor
from onestop_cli.core.limits import MOST, TimeLimit, time_limit
from onestop_cli.core.moments import VIETNAM, Clock, Moments, When
from onestop_cli.core.text import normalised
from onestop_cli.errors import BadLimit, BadNumber, BadValue, EmptyValue, NoHome, NotOurStore, NotTextThere, OutOfTime
from onestop_cli.output.language import LANGUAGES
from onestop_cli.sources import typed


def clock() -> datetime:
    """Now, in Vietnam, in whole seconds."""
    return datetime.now(VIETNAM).replace(microsecond=0)


class Given(NamedTuple):
    """The options all commands take, as given before the command."""

    db: str | None
    lang: str | None
    debug: bool

    def merged(self, db: str | None, lang: str | None, debug: bool) -> "Given":
        """With those given after the command, which win."""
        return Given(db or self.db, lang or self.lang, debug or self.debug)


class Desk(NamedTuple):
    """Where one works: the dossier file, and the clock, which is read once the write lock is held."""

    path: Path
    clock: Clock

    def when(self, text: str | None, *, is_past: bool = False) -> When | None:
        """The moment typed, None if none was. Raises as `typed.when`, `OutOfTime`."""
        if text is None:
            return None
        when = typed.when(text, self.clock(), is_past=is_past)
        _must_lie_within_calendars(when.on)
        return when

    def day(self, text: str) -> date:
        """The day typed. Raises as `typed.day`, `OutOfTime`."""
        on = typed.day(text, self.clock())
        _must_lie_within_calendars(on)
        return on

    def moment(self, text: str | None) -> datetime | None:
        """The instant typed: a bare date is its last second."""
        when = self.when(text)
        return None if when is None else when.end_of_day

    def moments(self, as_of: str | None, known_at: str | None) -> Moments:
        """The two moments in time asked for; today without an hour is now. Raises `InTheFuture`."""
        now, stood = self.clock(), self.when(as_of)
        at = None if stood is None else not_in_future(stood.last_instant(now), now)
        return Moments(at, self.moment(known_at))

    def range(self, text: str | None) -> tuple[date | None, date | None]:
        """The days of `A..B`."""
        return (None, None) if text is None else typed.day_range(text, self.clock())


def _must_lie_within_calendars(on: date) -> None:
    first, last = bounds.EARLIEST_YEAR, bounds.LATEST_YEAR
    if not first <= on.year <= last:
        raise OutOfTime(day=on, first=first, last=last)


class Hand(NamedTuple):
    """Who records something, and where."""

    path: Path
    clock: Clock
    actor: Actor

    @property
    def desk(self) -> Desk:
        return Desk(self.path, self.clock)


class Session(NamedTuple):
    """One run of a command. `typed_db` is the file named by `--db` itself, not by ONESTOP_DB."""

    desk: Desk
    typed_db: str | None


def session(given: Given, typed_db: str | None) -> Session:
    """The run that was asked for, at the file given, else at the user's own.

    Raises `BadValue`, `NotOurStore`, `NoHome`.
    """
    if given.lang and given.lang not in LANGUAGES:
        raise BadValue(option="--lang", value=given.lang, accepted=", ".join(LANGUAGES))
    path = named_file(given.db)
    if not path.name:
        raise NotOurStore(path=path)
    return Session(Desk(path, clock), typed_db)


DEMONSTRATIONS = ("demo", "demo-2023", "demo-findings")
"""What `--db` also takes: the files that `onestop demo` makes where no other place is asked for."""


def named_file(name: str | None) -> Path:
    """The dossier file that is meant by what was typed after `--db`, or by nothing. Raises `NoHome`."""
    if not name:
        return default_file()
    if name in DEMONSTRATIONS and not Path(name).exists():
        return demonstration_file(name)
    return Path(name)


def demonstration_file(name: str) -> Path:
    """Where `onestop demo` puts one of its files. Raises `NoHome`."""
    return default_folder() / f"{name}.db"


def default_file() -> Path:
    """The dossier file that is meant where none is named."""
    return default_folder() / "onestop.db"


def default_folder() -> Path:
    """The user's application data folder for onestop. Raises `NoHome` for an account that has none."""
    from platformdirs import user_data_path

    try:
        folder = user_data_path("onestop", appauthor=False)
    except RuntimeError:
        raise NoHome from None
    if not folder.is_absolute():
        raise NoHome
    return folder


def actor(given: str | None) -> Actor:
    """Who is acting: as given, else the login name; kept like any text, with the system's own login beside it.

    Raises `TooLong`, `NotTextThere`.
    """
    if given is not None and given == os.environ.get("ONESTOP_ACTOR"):
        given = _as_utf8("ONESTOP_ACTOR", given)
    name = typed_text("--actor", given or "", bounds.ACTOR)
    return Actor.of(name or typed_text("--actor", _login(), bounds.ACTOR) or UNKNOWN, normalised(system_login()))


def system_login() -> str:
    """The login of the account this runs as, by the system itself: no variable says it otherwise; empty if unknown."""
    try:
        import pwd
    except ImportError:  # a system that tells it in its own way
        try:
            return os.getlogin()
        except OSError:
            return ""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _login() -> str:
    """The login name, nothing where there is none."""
    import getpass

    try:
        return _as_utf8("LOGNAME", getpass.getuser())
    except (KeyError, OSError, ImportError):  # the last where a system has no such module
        return ""


def _as_utf8(name: str, text: str) -> str:
    """A text of the environment as the UTF-8 it is, even where the locale says otherwise. Raises `NotTextThere`."""
    try:
        return text if text.isascii() else os.fsencode(text).decode("utf-8")
    except UnicodeError:
        raise NotTextThere(name=name) from None


def one_of(option: str, value: str, accepted: Sequence[str]) -> str:
    """The value, if it is one of those accepted, or what a screen calls one of them. Raises `BadValue`."""
    if value in accepted:
        return value
    word, *more = _words_meant(option, value, accepted)
    if more:
        raise BadValue(option=option, value=value, accepted=", ".join((word, *more)))
    return word


def some_of(option: str, values: Sequence[str] | None, accepted: Sequence[str]) -> tuple[str, ...]:
    """All that values mean, each once: “quá hạn” is late and overdue. Raises as `one_of`."""
    known = [(value,) if value in accepted else _words_meant(option, value, accepted) for value in values or ()]
    return tuple(dict.fromkeys(word for words in known for word in words))


def _words_meant(option: str, value: str, accepted: Sequence[str]) -> tuple[str, ...]:
    """What a value means that is no word of the contract. Raises `BadValue`."""
    from onestop_cli.output import values

    words = values.meant(value, accepted)
    if not words:
        raise BadValue(option=option, value=value, accepted=", ".join(values.typed_words(accepted)))
    return words


def limit(text: str) -> TimeLimit:
    """The limit typed: `3:working_day`, or as it is printed, “3 ngày làm việc”. Raises `BadLimit`."""
    try:
        return time_limit(text)
    except BadLimit:
        from onestop_cli.output import values

        found = values.limit_meant(text)
        if found is None or (found.amount or 0) > MOST:
            raise
        return found


def typed_text(option: str, value: str, most: int = bounds.WORDS) -> str:
    """A text as it is kept: NFC, without control characters. Raises `TooLong`."""
    return bounds.fitting(option, normalised(value), most)


def needed_text(option: str, value: str, most: int = bounds.WORDS) -> str:
    """A text that must be there, as it is kept. Raises `EmptyValue`, `TooLong`."""
    text = typed_text(option, value, most)
    if not text:
        raise EmptyValue(option=option, example=f'{option} "..."')
    return text


def typed_papers(option: str, value: str) -> str:
    """Papers as they are kept. Raises `BadPaper`, `NoPapers`, `TooLong`."""
    from onestop_cli.core.papers import papers, papers_text

    return typed_text(option, papers_text(papers(value)))


def whole_number(option: str, text: str | None, least: int, most: int) -> int | None:
    """A whole number within bounds, None if none was given. Raises `BadNumber`."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16 and least <= int(text) <= most):
        raise BadNumber(option=option, value=text, least=least, most=most)
    return int(text)


_GROUPED = r"[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})*"
_DONG = r" *(?:đ|₫|đồng|vnd|vnđ)$"


def money(option: str, text: str | None, least: int, most: int) -> int | None:
    """An amount of đồng as people write it, `20.000`, `20 000 đ`, None if none was given. Raises `BadNumber`.

    Points, commas or blanks stand between groups of three digits, one sign throughout, or nowhere; there are no
    fractions of a đồng. No amount begins with a zero: that is a phone behind the wrong option.

    >>> money("--fee", "1.020.000đ", 0, 10**12)
    1020000
    """
    if text is None:
        return None
    amount = re.sub(_DONG, "", normalised(text).lower())
    if amount.startswith("0") and amount != "0":
        raise BadNumber(option=option, value=text, least=least, most=most)
    if re.fullmatch(_GROUPED, amount, re.ASCII):
        amount = re.sub("[., ]", "", amount)
    try:
        return whole_number(option, amount, least, most)
    except BadNumber:
        raise BadNumber(option=option, value=text, least=least, most=most) from None
