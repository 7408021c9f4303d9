"""The office's settings: a row each, with its default, what it may be, what it is called and what rests on it.

A value is text and applies from a day on; promises made before that day stay as they are. To add a setting, add its
row: `config`, the shell's completion and `docs/settings.md` follow.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple

from onestop_cli.core.bounds import ACTOR, NAME, WORDS, fitting
from onestop_cli.core.codes import agency_code
from onestop_cli.core.moments import clock_text
from onestop_cli.core.office import Office, OfficeRules, OutsideHours, Saturday, Stretches
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, BadSetting, BadSettingWord, EmptyValue


class Accepted(NamedTuple):
    """What a setting may be: `stored` makes the stored form of what was typed, or raises `ValueError`.

    `example` is a command that would set it, `choice` gives the few words it must be one of.
    """

    stored: Callable[[str], str]
    example: str = ""
    choice: Callable[[], type[StrEnum]] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word.value for word in self.choice()) if self.choice else ()


class Setting(NamedTuple):
    """One setting. `applied` gives the office's rules with its value, None where no due date rests on it.

    One that is not dated is the file's own from its beginning: nobody sets it. `later` are other defaults, each with
    the day it applies from, oldest first; due dates rest on none that has any.
    """

    key: str
    default: str
    accepted: Accepted
    words: str
    applied: Callable[[OfficeRules, str], OfficeRules] | None = None
    is_dated: bool = True
    later: tuple[tuple[date, str], ...] = ()

    def default_on(self, day: date) -> str:
        """The value on a day of one that nobody has set.

        >>> BY_KEY["office_name"].default_on(date(2025, 6, 30))
        'Bộ phận Tiếp nhận và Trả kết quả'
        """
        return next((text for since, text in reversed(self.later) if since <= day), self.default)


def _second(text: str) -> int:
    """Seconds since midnight of `HH:MM`. Raises `ValueError`."""
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if match is None:
        raise ValueError(text)
    return int(match[1]) * 3600 + int(match[2]) * 60


def _stretches(text: str) -> Stretches:
    """The open time of a day, one stretch after another. Raises `ValueError`."""
    pairs = (stretch.split("-") for stretch in text.split(","))
    stretches = tuple((_second(opens), _second(closes)) for opens, closes in pairs)
    edges = [second for stretch in stretches for second in stretch]
    if edges != sorted(set(edges)):
        raise ValueError(text)
    return stretches


def _due_time(text: str) -> int | None:
    return None if text == "closing" else _second(text)


def _read_by(read: Callable[[str], object]) -> Callable[[str], str]:
    """What can be read is stored as it was typed."""

    def stored(text: str) -> str:
        read(text)
        return text

    return stored


def _named(key: str, example: str) -> Accepted:
    """Any name but none, as long as other names."""

    def stored(text: str) -> str:
        if not text:
            raise EmptyValue(option=key, example=f'"{example}"')
        return fitting(key, text, NAME)

    return Accepted(stored, f'onestop config set {{key}} "{example}"')


def _name(text: str) -> str:
    return fitting("VALUE", text, NAME)


def _name_or_none(example: str) -> Accepted:
    """Any name, as long as other names; none takes it away."""
    return Accepted(_name, f'onestop config set {{key}} "{example}"')


def _signature(text: str) -> str:
    """The lines of whoever signs, the name last, at most six; none takes them away.

    >>> _signature("TM. UBND;CHỦ TỊCH ;  Nguyễn Văn A")
    'TM. UBND; CHỦ TỊCH; Nguyễn Văn A'
    """
    lines = [line for each in text.split(";") if (line := normalised(each))]
    if len(lines) > 6:
        raise ValueError(text)
    return fitting("signature", "; ".join(lines), NAME)


def _days(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise ValueError(text)
    return str(int(text))


def _one_of(choice: Callable[[], type[StrEnum]]) -> Accepted:
    return Accepted(_read_by(lambda text: choice()(text)), choice=choice)


def _conventions() -> type[StrEnum]:
    """Loaded where they are asked for: whoever receives a dossier has no periods."""
    from onestop_cli.core.periods import Convention

    return Convention


def _rule(name: str, read: Callable[[str], object]) -> Callable[[OfficeRules, str], OfficeRules]:
    """The rules with one of them as a setting says it."""
    return lambda rules, text: rules._replace(**{name: read(text)})


def duty_hours(text: str) -> Stretches | None:
    """When someone is at the counter, None for the office's own hours. Raises `ValueError`."""
    return None if text == "office" else _stretches(text)


def _folder(text: str) -> str:
    """A folder that is the same wherever a command is typed, on either kind of machine; or none. Raises `ValueError`.

    >>> _folder("/srv/mau"), _folder("D:\\\\mau")
    ('/srv/mau', 'D:\\\\mau')
    """
    if text and not (PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()):
        raise ValueError(text)
    return fitting("forms.dir", text, NAME)


def _size(text: str) -> str:
    """Points of the letters on forms of half a sheet, 8.5 to 12. Raises `ValueError`.

    >>> _size("9,5")
    '9.5'
    """
    number = text.replace(",", ".")
    if not re.fullmatch(r"\d{1,2}(\.\d)?", number, re.ASCII) or not 8.5 <= float(number) <= 12:
        raise ValueError(text)
    return number


def _command(text: str) -> str:
    """A command with `{file}` in it, or none. Raises `ValueError`, for a quotation that does not end too.

    >>> _command("lp -d 'quay 1' {file}")
    "lp -d 'quay 1' {file}"
    """
    from shlex import split

    if text and not any("{file}" in word for word in split(text)[1:]):
        raise ValueError(text)
    return fitting("print.command", text, WORDS)


class YesNo(StrEnum):
    """Whether something is wanted."""

    yes = "yes"
    no = "no"


_HOURS = Accepted(_read_by(_stretches), N_("onestop config set {key} 08:00-12:00,13:30-17:30"))
_TIME = N_("onestop config set {key} 15:00")
_DAYS = Accepted(_days, N_("onestop config set {key} 10"))
_RULES = OfficeRules()


def _hours(key: str, weekday: int, words: str) -> Setting:
    """The setting of a weekday's hours, Monday = 0."""

    def applied(rules: OfficeRules, text: str) -> OfficeRules:
        return rules._replace(hours=(*rules.hours[:weekday], _stretches(text), *rules.hours[weekday + 1 :]))

    default = ",".join(f"{clock_text(opens)}-{clock_text(closes)}" for opens, closes in _RULES.hours[weekday])
    return Setting(key, default, _HOURS, words, applied)


SETTINGS: tuple[Setting, ...] = (
    Setting("agency_code", "", Accepted(agency_code, "onestop config set {key} H26.15.30"), N_("agency code")),
    Setting("agency_name", "", _named("agency_name", "UBND phường Phúc Lợi"), N_("agency name")),
    _hours("hours_mon", 0, N_("open on Monday and on make-up days")),
    _hours("hours_tue", 1, N_("open on Tuesday")),
    _hours("hours_wed", 2, N_("open on Wednesday")),
    _hours("hours_thu", 3, N_("open on Thursday")),
    _hours("hours_fri", 4, N_("open on Friday")),
    _hours("hours_sat", 5, N_("open on Saturday (unless it is off)")),
    Setting("saturday", _RULES.saturday.value, _one_of(lambda: Saturday), N_("how Saturday is worked"),
            _rule("saturday", Saturday)),
    Setting("cut_off", clock_text(_RULES.cut_off), Accepted(_read_by(_second), _TIME),
            N_("same-day dossiers received until"), _rule("cut_off", _second)),
    Setting("due_time", "closing", Accepted(_read_by(_due_time), _TIME), N_("hour at which limits in days are due"),
            _rule("due_time", _due_time)),
    Setting("outside_hours", _RULES.outside_hours.value, _one_of(lambda: OutsideHours),
            N_("what is handed in online out of hours counts from"), _rule("outside_hours", OutsideHours)),
    Setting("waiting_days", "15", _DAYS, N_("days a dossier waits for the citizen before `due` names it")),
    Setting("uncollected_days", "0", _DAYS, N_("days a result waits to be collected before `due` names it")),
    Setting("backup_days", "1", _DAYS, N_("days after which `doctor` asks for a new backup")),
    Setting("overdue_days", "5", _DAYS, N_("audit check: overdue for more working days")),
    Setting("not_delivered_days", "30", _DAYS, N_("audit check: not handed over for more days")),
    Setting("entry_days", "2", _DAYS, N_("audit check: entered later, in working days")),
    Setting("suspension_days", "60", _DAYS, N_("audit check: suspended for more days")),
    Setting("same_second", "10", _DAYS, N_("audit check: results in the same second")),
    Setting("clock_back_seconds", "120", _DAYS, N_("audit check: the clock went back by more seconds")),
    Setting("closed_percent", "10", _DAYS, N_("audit check: percent of a month closed without a result")),
    Setting("closed_least", "5", _DAYS, N_("audit check: at least so many of them")),
    Setting("all_early", "200", _DAYS, N_("audit check: more results of a month, all early")),
    Setting("duty_hours", "office", Accepted(_read_by(duty_hours), N_("onestop config set {key} 07:30-17:30")),
            N_("audit check: when someone is at the counter")),
    Setting("basis", Basis.due.value, _one_of(lambda: Basis), N_("due date that reports judge against")),
    Setting("granularity", Granularity.unit.value, _one_of(lambda: Granularity), N_("how finely reports compare")),
    Setting("convention", "calendar", _one_of(_conventions), N_("where the months of reports begin")),
    Setting("office_name", "Bộ phận Tiếp nhận và Trả kết quả", _named("office_name", "Điểm phục vụ hành chính công"),
            N_("what the one-stop shop calls itself"),
            later=((date(2025, 7, 1), "Trung tâm Phục vụ hành chính công"),)),
    Setting("signature", "", Accepted(_signature, 'onestop config set {key} "CHỦ TỊCH; Nguyễn Văn A"'),
            N_("who signs printed reports: the lines from above, with ; between")),
    Setting("parent_agency", "", _name_or_none("UBND thành phố Hà Nội"), N_("printed forms: the agency above")),
    Setting("office_address", "", _name_or_none("đường Phúc Lợi, phường Phúc Lợi"),
            N_("printed forms: where the one-stop shop is")),
    Setting("office_phone", "", _name_or_none("024 0000 0000"), N_("printed forms: its phone")),
    Setting("forms.place", "", _name_or_none("Phúc Lợi"),
            N_("printed forms: the place before the date; by the agency's name unless given")),
    Setting("forms.size", "9.5", Accepted(_size, "onestop config set {key} 10"),
            N_("printed forms: points of the letters on A5, 8.5 to 12")),
    Setting("forms.dir", "", Accepted(_folder, "onestop config set {key} /srv/onestop/forms"),
            N_("printed forms: the folder of an office's own")),
    Setting("forms.logo", "", _name_or_none("logo.svg"), N_("printed forms: a picture in that folder")),
    Setting("register.volume", "", _name_or_none("01"), N_("printed forms: volume of the register, else the year")),
    Setting("print.command", "", Accepted(_command, 'onestop config set {key} "lp -d quay1 {{file}}"'),
            N_("what sends a printed form to a printer")),
    Setting("slip.required", YesNo.no.value, _one_of(lambda: YesNo), N_("audit check: received without a slip")),
    Setting("officer.default", "", _name_or_none("Trần Văn Đức"), N_("the officer of a receipt, where nobody else is")),
    Setting("receiving_unit.default", "", _name_or_none("UBND phường Sài Đồng"),
            N_("where dossiers were handed in, unless a receipt says")),
    Setting("synthetic", "", Accepted(str, "onestop demo"), N_("synthetic data"), is_dated=False),
)  # fmt: skip
"""Sunday has no hours, since no ordinary Sunday is ever open and a make-up day has Monday's. What the one-stop shop is
called changed with Decree 118/2025 (domain §6); in Hà Nội a ward has a Điểm phục vụ hành chính công."""
FAMILIES: tuple[Setting, ...] = (
    Setting("officer.login.", "", _name_or_none("Trần Văn Đức"), N_("the officer of what one login receives")),
    Setting(
        "officer.procedure.", "", _name_or_none("Trần Văn Đức"), N_("the officer of what is received of a procedure")
    ),
)
"""Settings of which each login, or each procedure by its code, has its own: what is behind the point is theirs."""
_PROCEDURE = re.compile(r"\d\.\d{6}", re.ASCII)
BY_KEY = {setting.key: setting for setting in SETTINGS}
KEYS = tuple(setting.key for setting in SETTINGS if setting.is_dated)
"""The settings a person can set."""


def setting_of(key: str) -> Setting | None:
    """The setting of a key, one of a family too; None where there is none a person can set.

    >>> setting_of("officer.procedure.2.000815") is FAMILIES[1], setting_of("officer.procedure.cs")
    (True, None)
    """
    if key in KEYS:
        return BY_KEY[key]
    family = next((each for each in FAMILIES if key.startswith(each.key)), None)
    own = normalised(key[len(family.key) :]) if family else ""
    is_one = own == key[len(family.key) :] and 0 < len(own) <= ACTOR if family else False
    if family is None or not is_one or (family is FAMILIES[1] and not _PROCEDURE.fullmatch(own)):
        return None
    return family


Dated = Mapping[str, Sequence[tuple[date, str]]]
"""The values of settings by the day they apply from, oldest first."""


def value_on(dated: Dated, key: str, on: date) -> str:
    """A setting's value on a day; that of one of a family is empty where nobody set it."""
    said = next((text for since, text in reversed(dated.get(key, ())) if since <= on), None)
    return said if said is not None else BY_KEY[key].default_on(on) if key in BY_KEY else ""


def default_officer(dated: Dated, login: str, procedure_code: str, on: date) -> str:
    """The officer of a receipt that names none: the procedure's, else the login's, else the office's.

    >>> since = [(date(2026, 1, 1), "Đức")]
    >>> default_officer({"officer.login.lan": since}, "lan", "2.000815", date(2026, 8, 3))
    'Đức'
    """
    keys = f"officer.procedure.{procedure_code}", f"officer.login.{login}", "officer.default"
    return next((name for key in keys if (name := value_on(dated, key, on))), "")


def checked(key: str, text: str) -> str:
    """The value of a setting in its stored form. Raises `BadSetting`, `BadAgencyCode`, `EmptyValue`.

    >>> checked("waiting_days", " 010")
    '10'
    """
    setting, text = setting_of(key), normalised(text)
    assert setting is not None
    accepted = setting.accepted
    try:
        return accepted.stored(text)
    except ValueError:
        if accepted.words:
            words = ", ".join(accepted.words)
            raise BadSettingWord(key=key, value=text, word=accepted.words[-1], words=words) from None
        raise BadSetting(key=key, value=text, example=accepted.example.format(key=key)) from None


def office_of(values: Dated) -> Office:
    """The dated rules that settings add up to, from each one's values by the day they apply from, oldest first."""
    deciding = [(s.applied, values[s.key]) for s in SETTINGS if s.applied and s.key in values]
    starts = sorted({date.min} | {start for _, dated in deciding for start, _ in dated})
    rules: list[tuple[date, OfficeRules]] = []
    for start in starts:
        current = OfficeRules()
        for applied, dated in deciding:
            value = next((text for since, text in reversed(dated) if since <= start), None)
            current = current if value is None else applied(current, value)
        rules.append((start, current))
    return Office(tuple(rules))


DECIDING = tuple(setting.key for setting in SETTINGS if setting.applied)
"""The settings that dates follow from."""


def supposing(office: Office, values: Mapping[str, str]) -> Office:
    """An office of which some settings have other values, on all days.

    >>> supposing(Office(), {"saturday": "working_day"}).working_saturdays()
    [(datetime.date(1, 1, 1), None)]
    """
    rules = list(office.rules)
    for key, text in values.items():
        applied = BY_KEY[key].applied
        assert applied is not None
        rules = [(start, applied(each, text)) for start, each in rules]
    return Office(tuple(rules))
