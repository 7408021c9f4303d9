"""Files of earlier formats, frozen with what was printed from them: `db migrate` leaves all as it was.

That of format 3 was written by its program, those of 4 to 10 are what the programs of 4 to 10 made of it; that of 6
with papers recorded late, slips, a notice that reached finished dossiers, a clock that was ahead; that of 7 with cases,
an agreed date, a hand-in elsewhere, some hours closed, a version of a procedure taken back; that of 8 with a clock
that went back; that of 9 with an erasure; that of 10 with fees. They hold every kind of event
that format knew: lives at random with every unit, overrides, undos of undos, imports with and without codes, notices
that moved dates, a backdated amendment of a procedure, three seals with later adjustments.
"""

import csv
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from io import StringIO
from itertools import compress
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.articles import ARTICLES
from onestop_cli.core.columns import COLUMNS, PUBLIC
from onestop_cli.core.event_data import data_of, free_text_keys, read
from onestop_cli.core.ledger import canonical_json
from onestop_cli.core.limits import Unit
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases.migration import migrate
from tests.office import Ward, broken_links, strays
from tests.store.conftest import unpacked
from tests.usecases.test_forgeries import executing, kinds, verified

KEPT = ("event", "personal", "secret", "dossier", "imported_row", "loaded_year", "claim", "provisional", "day",
        "calendar_edition", "procedure", "setting")  # fmt: skip

WITH_NOTES = ("late", "register")
"""Reports that told notes without being asked for personal data; now they are told with these only."""
SEALED = "--sealed"
"""The same of the note of a seal."""
DATES = ("due", "statutory_due", "extended_due", "promised_due")


MACHINE = {"--json", "csv", "jsonl"}


def _printed_by(version: int) -> Any:
    """What the program of a format printed for machines, nobody in charge in the words of today.

    Screens are free to become better since.
    """
    said = json.loads(unpacked(f"format_{version}.answers.json"))
    answers = [[words, printed] for words, printed in said["answers"] if not MACHINE.isdisjoint(words)]
    for answer in answers:
        if "officer" in answer[0]:
            answer[1] = answer[1].replace('"—"', '"Chưa phân công"')
    return said | {"answers": answers}


PRINTED: dict[str, Any] = _printed_by(3)
NOW = datetime.fromisoformat(PRINTED["now"])
ANSWERS: list[tuple[list[str], str]] = PRINTED["answers"]
OF_5: list[tuple[list[str], str]] = _printed_by(5)["answers"]
"""What the program of format 5 printed besides, from its own file."""


OF_6: dict[str, Any] = _printed_by(6)
"""What the program of format 6 printed, from its own file."""
OF_7: dict[str, Any] = _printed_by(7)
"""The same of format 7."""
OF_8: dict[str, Any] = _printed_by(8)
"""The same of format 8."""
OF_9: dict[str, Any] = _printed_by(9)
"""The same of format 9."""
OF_10: dict[str, Any] = _printed_by(10)
"""The same of format 10."""


def _brought(version: int, folders: pytest.TempPathFactory) -> Ward:
    """The frozen file of a format brought to the present one, and what it was beside it."""
    path = folders.mktemp("frozen") / "onestop.db"
    path.write_bytes(unpacked(f"format_{version}.db"))
    assert migrate(path).found == version
    return Ward(path)


@pytest.fixture(scope="module", params=[3, 4, 5], ids=["of format 3", "of format 4", "of format 5"])
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """A frozen file brought to the present format, and what it was beside it."""
    return _brought(request.param, tmp_path_factory)


@pytest.fixture(scope="module", params=range(3, FORMAT), ids="of format {}".format)
def of_any_format(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """A frozen file of any earlier format brought to the present one."""
    return _brought(request.param, tmp_path_factory)


@pytest.fixture(autouse=True)
def _then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "clock", lambda: NOW)
    monkeypatch.delenv("ONESTOP_LANG", raising=False)


def _without_new(words: list[str], printed: str, then: str) -> str:
    """What is printed without the columns a later format brought, in JSON and CSV, and without later settings."""
    new = set[str]() if words[0] == "history" else {column.json_key for column in PUBLIC if column.since > 3}
    new |= {"strict", "entered_late_days", "papers", "entries", "accepted_late"}
    if words[0] in WITH_NOTES:
        new |= {column.name for column in COLUMNS if column.is_personal}
    if "register" in words:
        printed = _without_struck_out(words, printed)
    if words[0] == "show":
        new |= {"voided", "erased"}
    if "--json" in words:
        told: Any = json.loads(printed, object_pairs_hook=lambda pairs: _without(new, dict(pairs)))
        if words[0] == "explain":
            told = _explained(told, json.loads(then))
        if words[0] == "config":
            keys = {setting["key"] for setting in json.loads(then)}
            told = [setting for setting in told if setting["key"] in keys]
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return _csv_without(new, printed, _without_said) if "csv" in words else printed


def _csv_without(new: set[str], printed: str, without_said: Any = None) -> str:
    """CSV without the columns of a later format, and without what it tells of suspensions besides."""
    heading, *lines = csv.reader(StringIO(printed))
    wanted = [name not in new for name in heading]
    out = StringIO()
    if "suspensions" in heading and without_said:
        place = heading.index("suspensions")
        for line in lines:
            told = [without_said(each) for each in json.loads(line[place])]
            line[place] = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    csv.writer(out, lineterminator="\n").writerows(compress(line, wanted) for line in (heading, *lines))
    return out.getvalue()


def _without_said(suspension: dict[str, Any]) -> dict[str, Any]:
    """A suspension without what format 7 lets be said of it."""
    return {key: value for key, value in suspension.items() if key not in SAID_SINCE_6}


def _without_struck_out(words: list[str], printed: str) -> str:
    """The book without the lines of void dossiers, which formats before 6 left out of it."""
    if "--json" in words:
        kept = [line for line in json.loads(printed) if line.pop("voided") is None]
        return json.dumps([line | {"number": number} for number, line in enumerate(kept, 1)], ensure_ascii=False)
    heading, *rows = csv.reader(StringIO(printed))
    kept = [row[1:] for row in rows if row[heading.index("status")] != "void"]
    out = StringIO()
    numbered = [[str(number), *row] for number, row in enumerate(kept, 1)]
    csv.writer(out, lineterminator="\n").writerows([heading, *numbered])
    return out.getvalue()


def _explained(told: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    """An explanation without what a later format tells: its keys, and steps that moved no date.

    Of the editions that count the same days it is now the newest. Of the laws with the rule of 15:00 the procedure's
    own is named now.
    """
    seqs = {step["seq"] for step in then["steps"]}
    more = [step for step in told["steps"] if step["seq"] not in seqs]
    assert all(step[f"{name}_before"] == step[f"{name}_after"] for step in more for name in DATES)
    steps = [step for step in told["steps"] if step["seq"] in seqs]
    for step in steps:
        for name in ("due", "statutory", "extended", "promised"):
            if step[name]:
                del step[name]["given"]
    if told["rule"]["unit"] == Unit.same_day:
        told["rule"]["article"] = ARTICLES[Unit.same_day]
    as_then = {"steps": steps, "calendar_edition": then["calendar_edition"]}
    return {key: value for key, value in told.items() if key in then} | as_then


def _without(new: set[str], record: dict[str, Any]) -> dict[str, Any]:
    """What JSON tells of a dossier or a procedure without the keys of later columns; of a day without closed hours."""
    if "committed" in record:
        new = PROCEDURES_SINCE_6
    elif "policy" in record:
        return _without_said(record)
    elif not {"received_at", "as_of", "carried_over"} & record.keys():
        new = {"closures"}
    return {k: v for k, v in record.items() if k not in new}


TOLD_OF_ADJUSTMENTS = {"login", "import", "note", "override", "fields", "words"}


def _sealed_as_then(words: list[str], printed: str, then: str) -> str:
    """A sealed report as then: less was told of an adjustment, and those that only an import or a notice brought stood
    among them one by one."""
    if SEALED not in words or "--json" not in words:
        return printed
    told = json.loads(printed)
    groups = told["seal"].pop("groups")
    kept = [
        {key: value for key, value in each.items() if key not in TOLD_OF_ADJUSTMENTS}
        for each in told["seal"]["adjustments"]
    ]
    grouped = [each for each in json.loads(then)["seal"]["adjustments"] if each not in kept]
    codes = {each["dossier"] for each in grouped}
    assert len(codes) == sum(group["dossiers"] for group in groups)
    assert codes.isdisjoint(each["dossier"] for each in kept)
    told["seal"]["adjustments"] = sorted([*kept, *grouped], key=lambda each: each["seq"])
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _typed(words: list[str], path: Path, *, is_newest: bool = False) -> tuple[int, str]:
    """What a command answers, without what no event of an earlier format says of its recording.

    A list is cut as it was off a terminal, too.
    """
    words = [*words, "--limit", "50"] if words[0] == "list" and "--limit" not in words else words
    answer = CliRunner().invoke(app, [*words, "--db", str(path)], prog_name="onestop")
    is_verified = words[:2] == ["audit", "verify"] and not is_newest
    if is_verified:
        return answer.exit_code, _as_verified_then(answer.stdout)
    return answer.exit_code, answer.stdout if is_newest else _OF_RECORDING.sub("", answer.stdout)


_OF_RECORDING = re.compile(r',\n +"login": null,\n +"clock": null(?=\n)')


def _as_verified_then(printed: str) -> str:
    """What `audit verify` told in JSON before it looked at more than the chain."""
    told = json.loads(printed)
    of_people = {name: told["personal"][name] for name in ("digests", "changed", "missing", "extra")}
    keys = ("events", "seq", "hash", "breaks", "personal", "anchors", "anchored_to")
    then = {key: of_people if key == "personal" else told[key] for key in keys}
    return json.dumps(then, ensure_ascii=False, indent=2) + "\n"


_GONE = {"last_act_at", "search"}


def _rows(path: Path, then: Path) -> Iterator[tuple[Any, ...]]:
    """Every row of the tables of the file `then` was, with the columns they had.

    But for when the last act was that an earlier one may not be typed behind: moves and officers are none any more; and
    for what they were searched by, which is a table of its own since format 10.
    """
    with closing(sqlite3.connect(path)) as connection, closing(sqlite3.connect(then)) as old:
        for table in KEPT:
            columns: list[str] = [row[1] for row in old.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(_SUSPENSIONS.get(each, f'"{each}"') for each in columns if each not in _GONE)
            yield table, names
            yield from connection.execute(f"SELECT {names} FROM {table} ORDER BY 1, 2")


@pytest.mark.parametrize(("words", "printed"), ANSWERS, ids=[" ".join(words) for words, _ in ANSWERS])
def test_a_migrated_file_prints_what_it_printed(words: list[str], printed: str, migrated: Ward) -> None:
    asked = [*words, "--personal-data"] if words[0] in WITH_NOTES or SEALED in words else words
    code, now_printed = _typed(asked, migrated.path)
    now_printed = _sealed_as_then(words, now_printed, printed)
    assert (code, _without_new(words, now_printed, printed)) == (0, printed)


@pytest.fixture(scope="module")
def of_format_5(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The frozen file of format 5 brought to the present format."""
    return _brought(5, tmp_path_factory)


@pytest.mark.parametrize(("words", "printed"), OF_5, ids=[" ".join(words) for words, _ in OF_5])
def test_a_file_of_format_5_prints_what_it_printed(words: list[str], printed: str, of_format_5: Ward) -> None:
    code, now_printed = _typed(words, of_format_5.path)
    now_printed = _sealed_as_then(words, now_printed, printed)
    assert (code, _as_of_8(words, _without_new(words, now_printed, printed))) == (0, printed)


@pytest.fixture(scope="module")
def of_format_6(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The frozen file of format 6 brought to the present format."""
    return _brought(6, tmp_path_factory)


SAID_SINCE_6 = ("until", "papers", "policy_rule", "letter")
_SAID = ", ".join(f"'$.{key}'" for key in SAID_SINCE_6)
_SUSPENSIONS = {"suspensions": f"(SELECT json_group_array(json_remove(value, {_SAID})) FROM json_each(suspensions))"}
SINCE_6 = {column.json_key for column in PUBLIC if column.since > 6} | {
    "accepted_late", "legal_basis", "start", "counted_from", "erased", *SAID_SINCE_6,
}  # fmt: skip
"""The keys that format 7 brought to dossiers, their suspensions and the rows of reports."""
PROCEDURES_SINCE_6 = {"case", "start", "may_agree", "fee", "papers"}
"""Those it brought to the versions of procedures."""


def _as_of_6(words: list[str], printed: str, then: str) -> str:
    """What is printed without what format 7 brought, settings among it."""
    if words[0] == "config":
        return _without_later_settings(words, printed, then)
    if "--json" in words:
        return json.dumps(_without_since_6(json.loads(printed)), ensure_ascii=False, indent=2) + "\n"
    if "csv" in words:
        return _csv_without(SINCE_6, printed, _without_said)
    return printed


def _without_later_settings(words: list[str], printed: str, then: str) -> str:
    """What is printed, of settings in JSON those there were then."""
    if words[0] != "config":
        return printed
    keys = {setting["key"] for setting in json.loads(then)}
    told = [setting for setting in json.loads(printed) if setting["key"] in keys]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _without_since_6(told: Any) -> Any:
    """JSON without the keys of format 7; the lists of papers recorded late have one of the same name.

    Of the laws with the rule of 15:00 the procedure's own is named now.
    """
    if isinstance(told, list):
        return [_without_since_6(each) for each in told]
    if not isinstance(told, dict):
        return told
    new = SINCE_6 if told.keys() & {"received_at", "carried_over", "policy"} else {"closures"}
    new = PROCEDURES_SINCE_6 if "committed" in told else new
    as_then = {"article": ARTICLES[Unit.same_day]} if "article" in told and told["unit"] == Unit.same_day else {}
    return {key: _without_since_6(value) for key, value in (told | as_then).items() if key not in new}


@pytest.mark.parametrize(("words", "printed"), OF_6["answers"], ids=[" ".join(w) for w, _ in OF_6["answers"]])
def test_a_file_of_format_6_prints_what_it_printed(
    words: list[str], printed: str, of_format_6: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "clock", lambda: datetime.fromisoformat(OF_6["now"]))
    code, now_printed = _typed(words, of_format_6.path)
    now_printed = _sealed_as_then(words, now_printed, printed)
    assert (code, _as_of_6(words, now_printed, printed)) == (0, printed)


@pytest.fixture(scope="module")
def of_format_7(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The frozen file of format 7 brought to the present format."""
    return _brought(7, tmp_path_factory)


@pytest.mark.parametrize(("words", "printed"), OF_7["answers"], ids=[" ".join(w) for w, _ in OF_7["answers"]])
def test_a_file_of_format_7_prints_what_it_printed(
    words: list[str], printed: str, of_format_7: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "clock", lambda: datetime.fromisoformat(OF_7["now"]))
    code, now_printed = _typed(words, of_format_7.path)
    now_printed = _without_later_settings(words, _sealed_as_then(words, now_printed, printed), printed)
    assert (code, _as_of_8(words, now_printed)) == (0, printed)


@pytest.fixture(scope="module")
def of_format_8(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The frozen file of format 8 brought to the present format."""
    return _brought(8, tmp_path_factory)


def _as_of_8(words: list[str], printed: str) -> str:
    """What is printed without what format 9 brought."""
    printed = _as_of(9, words, printed)
    if words[0] != "show" or "--json" not in words:
        return printed
    told = {key: value for key, value in json.loads(printed).items() if key != "erased"}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(("words", "printed"), OF_8["answers"], ids=[" ".join(w) for w, _ in OF_8["answers"]])
def test_a_file_of_format_8_prints_what_it_printed(
    words: list[str], printed: str, of_format_8: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "clock", lambda: datetime.fromisoformat(OF_8["now"]))
    code, now_printed = _typed(words, of_format_8.path)
    now_printed = _without_later_settings(words, _sealed_as_then(words, now_printed, printed), printed)
    assert (code, _as_of_8(words, now_printed)) == (0, printed)


@pytest.fixture(scope="module")
def of_format_9(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The frozen file of format 9 brought to the present format."""
    return _brought(9, tmp_path_factory)


OF_PROCEDURES = {"fee": 10, "papers": 11}
"""The keys of procedures by the format that brought them."""


def _as_of(version: int, words: list[str], printed: str) -> str:
    """What is printed without what the formats after one brought."""
    new = {column.json_key for column in PUBLIC if column.since > version}
    if "csv" in words:
        return _csv_without(new, printed, _without_letter)
    if "--json" not in words or words[0] in ("history", "audit"):
        return printed
    return json.dumps(_without_since(version, new, json.loads(printed)), ensure_ascii=False, indent=2) + "\n"


def _without_letter(suspension: dict[str, Any]) -> dict[str, Any]:
    """A suspension without the number of a request, which format 11 lets be said of it."""
    return {key: value for key, value in suspension.items() if key != "letter"}


def _without_since(version: int, new: set[str], told: Any) -> Any:
    """JSON without the keys of later formats."""
    if isinstance(told, list):
        return [_without_since(version, new, each) for each in told]
    if not isinstance(told, dict):
        return told
    if "policy" in told:
        return _without_letter(told)
    if "committed" in told:
        new = {key for key, since in OF_PROCEDURES.items() if since > version}
    elif "received_at" not in told:
        new = set()
    return {key: _without_since(version, new, value) for key, value in told.items() if key not in new}


@pytest.mark.parametrize(("words", "printed"), OF_9["answers"], ids=[" ".join(w) for w, _ in OF_9["answers"]])
def test_a_file_of_format_9_prints_what_it_printed(
    words: list[str], printed: str, of_format_9: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "clock", lambda: datetime.fromisoformat(OF_9["now"]))
    code, now_printed = _typed(words, of_format_9.path, is_newest=True)
    now_printed = _without_later_settings(words, now_printed, printed)
    assert (code, _as_of(9, words, now_printed)) == (0, printed)


@pytest.fixture(scope="module")
def of_format_10(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The frozen file of format 10 brought to the present one."""
    return _brought(10, tmp_path_factory)


@pytest.mark.parametrize(("words", "printed"), OF_10["answers"], ids=[" ".join(w) for w, _ in OF_10["answers"]])
def test_a_file_of_format_10_prints_what_it_printed(
    words: list[str], printed: str, of_format_10: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "clock", lambda: datetime.fromisoformat(OF_10["now"]))
    code, now_printed = _typed(words, of_format_10.path, is_newest=True)
    now_printed = _without_later_settings(words, now_printed, printed)
    assert (code, _as_of(10, words, now_printed)) == (0, printed)


def test_before_the_migration_every_command_is_refused(of_format_3: Ward) -> None:
    answers = [_typed(words, of_format_3.path) for words, _ in ANSWERS[::7]]
    assert set(answers) == {(14, "")}


def test_every_event_every_person_and_every_row_is_as_it_was(of_any_format: Ward) -> None:
    before = of_any_format.path.with_name(f"{of_any_format.path.name}.before-format-{FORMAT}")
    assert list(_rows(of_any_format.path, before)) == list(_rows(before, before))
    assert (broken_links(of_any_format), strays(of_any_format)) == ([], [])


def test_every_event_is_read_back_byte_for_byte(of_any_format: Ward) -> None:
    """But for words, which format 6 keeps beside the chain, and what format 9 tells of who recorded it and when."""
    kinds = dossier_events.KINDS | file_events.KINDS
    events = of_any_format.ask("SELECT kind, data FROM event")
    assert len({kind for kind, _ in events}) in range(22, 27)
    again: list[tuple[str, str]] = []
    for kind, data in events:
        told = json.loads(data)
        words = set(free_text_keys(kinds[kind])) - told.keys()
        written = data_of(read(kinds[kind], told)) | {key: told[key] for key in ("login", "clock") if key in told}
        again.append((kind, canonical_json({key: value for key, value in written.items() if key not in words})))
    assert again == events


def test_a_migrated_file_verifies_without_a_finding(of_any_format: Ward) -> None:
    """All of it, and the chain alone: nobody who kept a file from an earlier format is told of a forgery."""
    for words in (["audit", "verify"], ["audit", "verify", "--chain"]):
        answer = CliRunner().invoke(app, [*words, "--json", "--db", str(of_any_format.path)], prog_name="onestop")
        told = json.loads(answer.stdout)
        assert (answer.exit_code, told["breaks"], told.get("findings", [])) == (0, [], [])
        assert (told["personal"]["changed"], told["personal"]["missing"], told["personal"]["extra"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE _sqlite_migrations SET name = 'm003_views' WHERE id = 3", "—"),
        ("DELETE FROM _sqlite_migrations WHERE id = 3", "row_extra:_sqlite_migrations"),
        ("UPDATE _sqlite_migrations SET name = 'm003_amnesty' WHERE id = 3", "row_extra:_sqlite_migrations"),
        ("UPDATE _sqlite_migrations SET migration_set = 'theirs' WHERE id = 3", "row_extra:_sqlite_migrations"),
        ("UPDATE _sqlite_migrations SET id = id + 100 WHERE id IN (2, 3)", "row_extra:_sqlite_migrations"),
        ("DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%'", "row_missing:_sqlite_migrations"),
        ("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('onestop', 'm005_request')",
         "row_extra:_sqlite_migrations"),
        ("UPDATE dossier SET officer = 'Người khác' WHERE code = (SELECT min(code) FROM dossier)",
         "row_differs:dossier"),
    ],
    ids=["the third as it was called at first", "without the third", "a third of none", "of another's",
         "in another place", "without the ninth", "one more", "a row that was bent"],
)  # fmt: skip
def test_what_somebody_changed_of_a_migrated_file_is_found(
    statement: str, found: str, of_format_5: Ward, tmp_path: Path
) -> None:
    """The steps of a file that format 3 made are two more, under names that its programs gave them, and no others."""
    ward = Ward(Path(shutil.copy(of_format_5.path, tmp_path / "onestop.db")))
    executing(statement)(ward)
    told = kinds(verified(ward)).split()
    assert set(told) == {found}


def test_a_file_that_was_made_later_took_no_step_of_format_3(ward: Ward) -> None:
    steps = ("m002_suspensions_and_letters", "m003_reports_and_views")
    executing(*(f"INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('onestop', '{n}')" for n in steps))(ward)
    assert kinds(verified(ward)) == "row_extra:_sqlite_migrations"


def test_every_seal_comes_out(of_any_format: Ward) -> None:
    periods = [
        ("--month", "11", "--year", "2025"),
        ("--month", "1", "--year", "2026"),
        ("--quarter", "1", "--year", "2026"),
    ]
    for period in periods:
        _, printed = _typed(["report", *period, "--sealed", "--json"], of_any_format.path)
        seal = json.loads(printed)["seal"]
        assert (seal["digest"], seal["is_intact"]) == (seal["digest_now"], True)


def test_a_migrated_file_has_the_shape_of_a_new_one(of_any_format: Ward, ward_template: Path) -> None:
    def shape(path: Path) -> dict[str, str]:
        with closing(sqlite3.connect(path)) as connection:
            return {
                name: " ".join((sql or "").split())
                for name, sql in connection.execute("SELECT name, sql FROM sqlite_master")
            }

    assert shape(of_any_format.path) == shape(ward_template)
    assert of_any_format.ask("PRAGMA foreign_key_check") == []
    assert of_any_format.ask("PRAGMA integrity_check") == [("ok",)]


def test_work_goes_on_in_a_migrated_file(of_format_3: Ward) -> None:
    migrate(of_format_3.path)
    of_format_3.is_now("3/4/2026 09:00")
    of_format_3.resolve(of_format_3.receive("bay-ngay").code)
    assert (broken_links(of_format_3), strays(of_format_3)) == ([], [])
