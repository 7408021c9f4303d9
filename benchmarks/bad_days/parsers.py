"""Whatever is typed or stands in a file gives a value or an error of ours: never another, never without an end.

Single texts go to the reader they are meant for, files to theirs, whole command lines to the program. A value that was
read and written again is the same; an error can be told, on one line, and repeats nobody's name, number or address.
"""

import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.bad_days import argv
from benchmarks.bad_days.nasty import raw, text
from benchmarks.bad_days.tally import Tally
from onestop_cli.core import anchors, codes, limits, nights, papers, settings, work_words
from onestop_cli.core import text as texts
from onestop_cli.core.columns import PUBLIC
from onestop_cli.core.ledger import Mark
from onestop_cli.core.moments import clock_text
from onestop_cli.errors import OnestopError
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.words import told
from onestop_cli.sources import manifest, notices_file, procedures_file, register_csv, typed
from onestop_cli.sources.nights import found_night
from onestop_cli.usecases import register_import
from tests.core.written import at
from tests.office import ACTOR, MONDAY, Ward, opened

LONGEST = 20
"""Seconds after which a case hangs."""
NOW = at(MONDAY)
PEOPLE = {
    "applicant": "Phạm Thị Bí Mật",
    "address": "Ngõ Không Ai Biết, phố Kín",
    "email": "bi.mat@kin-dao.example",
    "phone": "0912345678",
    "id_number": "001199012345",
}
"""What a file holds of people here, and no error may say."""
_DATES = (
    "2023-08-11", "11/08/2023", "11/8/2023 9:15", "hôm nay", "today 09:15", "hôm qua 7:00:30",
    "2026-08-03T09:00:00+07:00", "1/1/2010", "31/12/2029 23:59:59", "2026-08-03 00:00",
)  # fmt: skip


class Hang(Exception):
    """A case did not come to its end."""


class Broken(Exception):
    """A promise about what was read."""


class Reader(NamedTuple):
    """What reads a text, examples that are good or nearly so, and how often it is tried beside the others."""

    read: Callable[[str], object]
    examples: Sequence[str]
    weight: int = 4


def _same(value: object, again: object) -> object:
    if value != again:
        raise Broken(f"read {value!r}, read again {again!r}")
    return value


def _when(words: str) -> object:
    found = typed.when(words, NOW)
    hour = f" {found.at:%H:%M:%S}" if found.at else ""
    return _same(found[:2], typed.written(f"{found.on.day}/{found.on.month}/{found.on.year:04}{hour}")[:2])


def _range(words: str) -> object:
    first, last = typed.day_range(words, NOW)
    return _same((first, last), typed.day_range(f"{first or ''}..{last or ''}", NOW))


def _hours(words: str) -> object:
    start, end = typed.hours(words)
    return _same((start, end), typed.hours(f"{clock_text(start)}-{clock_text(end)}"))


def _limit(words: str) -> object:
    return _same(found := limits.time_limit(words), limits.time_limit(f"{found}"))


def _papers(words: str) -> object:
    return _same(found := papers.papers(words), papers.papers(papers.papers_text(found)))


def _anchor(words: str) -> object:
    return _same(found := anchors.anchor_mark(words), anchors.anchor_mark(f"{found.seq}:{found.hash}"))


def _code(words: str) -> object:
    found = codes.numbered(words, is_drawn=True)
    return _same(words, codes.dossier_code(*found)) if found else None


def _setting(words: str) -> object:
    key, _, value = words.partition("=")
    if key not in settings.KEYS:
        return None
    found = settings.checked(key, value)
    settings.office_of({key: [(NOW.date(), found)]})
    return _same(found, settings.checked(key, found))


def _words(words: str) -> object:
    found = texts.normalised(words)
    _same(found, texts.normalised(found))
    work_words.says_work(words)
    work_words.says_both(words)
    return _same(texts.search_key(found), texts.search_key(texts.search_key(found)))


def _night(words: str) -> object:
    with suppress(ValueError):
        return _same(words, nights.manifest(words).text)
    return None


_MANIFEST = nights.Manifest(
    nights.FORMAT, 2, NOW.date(), (NOW.date(), NOW.date()), NOW, NOW, {"code": "H26.15.30", "name": "UBND phường"},
    False, False, "ab" * 32, Mark(12, "cd" * 32), NOW, 9, (11,), 3, 12, {"onestop": "0.1.0"},
    nights.Before(date(2026, 8, 2), "ef" * 32), (nights.NightFile("backup.db", None, 4096, "01" * 32),),
).text  # fmt: skip
READERS: Mapping[str, Reader] = {
    "moments": Reader(_when, _DATES, 8),
    "days": Reader(lambda words: typed.day(words, NOW), _DATES),
    "ranges": Reader(_range, ("1/8/2023..31/8/2023", "..2023-08-11", "hôm qua..", "11/8/2023", "2023-08-11..")),
    "hours": Reader(_hours, ("13:30-17:30", "7:30 – 11:30", "00:00-24:00", "8:00-8:01")),
    "limits": Reader(_limit, ("same_day", "none", "3:working_day", "24:working_hour", "15:calendar_day", "2:month")),
    "papers": Reader(_papers, ("giấy chứng sinh:bản chính:1; Đơn", "Sổ hộ khẩu:PHOTO:02;;Đơn", "a:chung thuc")),
    "anchors": Reader(_anchor, ("29:b64b5f0a1c2d", f"1:{'ab' * 32}", "000012:B64B5F0A1C2DFF", f"x  1:{'ab' * 32}; y")),
    "codes": Reader(_code, ("H26.15.30-260803-0007", "000.00.01.H26-230811-0003", "H26-230811-012345", "X-1")),
    "agencies": Reader(codes.agency_code, ("H26.15.30", "000.00.01.H26", "H26")),
    "settings": Reader(
        _setting,
        (
            "saturday=hours_only", "due_time=16:00", "cut_off=15:00", "hours_tue=07:30-11:30,13:00-17:00", "hours_sat=",
            "waiting_days= 010", "due_time=closing", *(f"{key}=1" for key in settings.KEYS),
        ),
    ),
    "words": Reader(_words, ("ĐI LÀM BÙ (thứ Bảy)", "Nguyễn Văn A", "Nghỉ Quốc khánh, làm bù thứ Bảy 22/8")),
    "manifests": Reader(_night, (_MANIFEST,), 2),
}  # fmt: skip

_KEYS = [column.json_key for column in PUBLIC]
_ROW = [(PEOPLE | {"procedure_code": "1.000656", "received_at": "2026-07-01"}).get(key, "") for key in _KEYS]
_REGISTER = (
    "code,procedure_code,applicant,address,email,received_at,resolved_at,result,note,suspensions,due_at\n"
    f'X-1,1.000656,{PEOPLE["applicant"]},"{PEOPLE["address"]}",{PEOPLE["email"]},2026-07-01 09:00,2026-07-03,,,,\n'
    f"X-2,khai-tu,{PEOPLE['applicant']},,,1/7/2026 09:00,,,,,3/7/2026\n"
    f'X-3;1.000656;{PEOPLE["applicant"]},"{PEOPLE["address"]}",{PEOPLE["email"]},2026-07-01,,,,"[{{""from"":'
    '""2026-07-02T09:00:00+07:00"",""to"":null,""reason"":""supplement"",""policy"":""continue"",""note"":""\\ud800""}]",\n',
    "procedure_code;received_at;applicant;papers\n1.000656;2026-07-01;Phạm Thị Bí Mật;Đơn:chính:1\n",
    *(",".join(_KEYS) + "\n" + ",".join((_ROW * 2)[by : by + len(_KEYS)]) + "\n" for by in range(len(_KEYS))),
)
"""Good rows, rows that are cut or shifted, and of every column one that stands in another's place."""
_NOTICES = (
    "kind,day_off,working_day,name,decided_on,source\nday_off,2026-08-07,,Nghỉ bão,5/8/2026,CV 1\n"
    "swap,2026-08-31,2026-08-22,Quốc khánh,,QĐ 2\n",
)
_ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20260807\r\nDTEND;VALUE=DATE:20260809\r\nSUMMARY:Nghỉ bão\r\nSEQUENCE:2\r\nSTATUS:CONFIRMED\r\n"
    "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2@x\r\nDTSTART;VALUE=DATE:20260901\r\nDURATION:P2D\r\nSUMMARY:Quốc khánh\r\n"
    "RECURRENCE-ID:20260901T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
)
_PROCEDURES = (
    "code,name,field,aliases,legal_basis,valid_from,statutory_amount,statutory_unit,committed_amount,committed_unit,"
    "case,start,may_agree\n1.000656,Khai tử,Hộ tịch,khai-tu,,2016-01-01,3,working_day,1,working_day,,receipt,no\n"
    "2.000635,Cấp bản sao,Hộ tịch,ban-sao,,1/1/2016,,same_day,,same_day,gap,cut_off,có\n",
)


def _read_register(path: Path) -> object:
    return list(map(register_csv.row_of, register_csv.register_lines(path)))


FILES: Mapping[str, tuple[str, Callable[[Path], object], Sequence[str], int]] = {
    "register": ("so.csv", _read_register, _REGISTER, 8),
    "notices": ("notices.csv", notices_file.read_notices, _NOTICES, 4),
    "ics": ("notices.ics", notices_file.read_notices, _ICS, 4),
    "procedures": ("procedures.csv", procedures_file.read_procedures, _PROCEDURES, 4),
    "head": ("manifest.json", manifest.manifest_mark, (_MANIFEST,), 2),
    "night": ("manifest.json", lambda path: found_night(path.parent), (_MANIFEST,), 2),
}
"""Each kind of file with its name, its reader, files that are good or nearly so, and how often it is tried."""
IMPORT, COMMAND = "import", "command line"
_SLOW = {IMPORT: 3, COMMAND: 8}
_FRESH = 250
"""Commands typed on a file until it begins anew."""


def run(folder: Path, cases: int, seed: int, names: Sequence[str] = ()) -> Tally:
    """So many texts, files and command lines, or those of the names given."""
    random = Random(f"parsers {seed}")
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    weights = {name: reader.weight for name, reader in READERS.items()}
    weights |= {name: file[3] for name, file in FILES.items()} | _SLOW
    weights = {name: weight for name, weight in weights.items() if not names or name in names}
    template = opened(folder / "template.db")
    office = _Office(folder, template, random)
    for number in range(cases):
        (name,) = random.choices(list(weights), list(weights.values()))
        state = random.getstate()
        came, wrong = office.tried(name)
        outcomes[f"{name}: {came}"] += 1
        if wrong:
            random.setstate(state)
            failures.append(f"{name}, case {number} (seed {seed}): {wrong}: {office.told(name)!r:.600}")
    return Tally("parsers", cases, outcomes, failures)


class _Office:
    """Where texts are read, files lie and commands are typed."""

    def __init__(self, folder: Path, template: Path, random: Random) -> None:
        self.folder, self.template, self.random = folder, template, random
        self.typed = 0
        self.desk = argv.Desk(folder / "desk", template)
        self.ward = Ward(folder / "import.db")
        self.ward.path.write_bytes(template.read_bytes())

    def told(self, name: str) -> object:
        """What a case is made of."""
        if name in READERS:
            return text(self.random, READERS[name].examples)
        if name == COMMAND:
            return argv.words(self.random)
        _, _, examples, _ = FILES["register" if name == IMPORT else name]
        return raw(self.random, text(self.random, examples))

    def tried(self, name: str) -> tuple[str, str]:
        """How a case ended, and which promise it broke."""
        made = self.told(name)
        try:
            with _bounded():
                if name == COMMAND:
                    assert isinstance(made, list)
                    return self._command(made)
                self._read(name, made)
        except OnestopError as problem:
            return type(problem).__name__, wrong_in(problem)
        except Hang:
            return "hangs", f"not done after {LONGEST} s"
        except Exception as problem:
            return type(problem).__name__, f"{type(problem).__name__}: {problem!s:.300}"
        return "read", ""

    def _read(self, name: str, made: object) -> None:
        if isinstance(made, str):
            READERS[name].read(made)
            return
        assert isinstance(made, bytes)
        file, read, _, _ = FILES["register" if name == IMPORT else name]
        path = self.folder / file
        path.write_bytes(made)
        if name == IMPORT:
            register_import.import_register(self.ward.path, self.ward.clock, ACTOR, path, dry_run=True)
        else:
            read(path)

    def _command(self, words: list[str]) -> tuple[str, str]:
        if self.typed % _FRESH == 0:
            self.desk.afresh()
        self.typed += 1
        return self.desk.types(words)


def wrong_in(problem: OnestopError) -> str:
    """What is wrong with how an error is told.

    What stands in the heading line is taken for a heading, and may be repeated as one.
    """
    rows = [row for row in problem.values.get("rows", ()) if "column" not in row.values]
    said = [told(row.sentence, row.values) for row in rows]
    said.append(told(problem.sentence, problem.values))
    if problem.hint:
        said.append(told(problem.hint, problem.values))
    for sentence in said:
        shown = visible_lines(sentence)
        if any(person in sentence for person in PEOPLE.values()):
            return f"a person is told of: {shown:.300}"
        if "\x1b" in shown or "\0" in shown:
            return f"not harmless: {shown!r:.300}"
    if problem.exit_code in (0, 1):
        return f"exit code {problem.exit_code}: {said[-1]:.300}"
    return ""


@contextmanager
def _bounded() -> Iterator[None]:
    """What does not come to its end is ended. Raises `Hang`."""

    def ended(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ended)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
