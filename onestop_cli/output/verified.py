"""What `audit verify` tells: the first finding of each kind, what an anchor vouches for, what cannot be known."""

from datetime import datetime
from typing import TYPE_CHECKING

from onestop_cli.core.acts import ALLOWED, Act
from onestop_cli.core.anchors import Result
from onestop_cli.core.chain import BREAKS, Break
from onestop_cli.core.findings import CUT_END, REWRITTEN, Kind
from onestop_cli.errors import N_
from onestop_cli.output.figures import moment, number
from onestop_cli.output.pages import Facts, Lines, Page
from onestop_cli.output.records import Record
from onestop_cli.output.words import COLUMNS, OF_FILE, _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.core.findings import Finding
    from onestop_cli.usecases.audit import Verified

_RESULTS = {
    Result.matches: N_("matches"),
    Result.differs: N_("DIFFERS: the event of that number is another now"),
    Result.beyond: N_("NOT THERE: the file ends before it"),
    Result.replaced: N_("of a file that was replaced by a backup, says event {by}; only the file kept then shows it"),
}
_KINDS = {
    Kind.shape_missing: N_("{name} is missing: somebody took it out of the file"),
    Kind.shape_changed: N_("{name} is not as onestop made it: somebody changed it"),
    Kind.shape_foreign: N_("{name} is not onestop's: it acts by itself, or refuses, whenever something is recorded"),
    Kind.pages: N_("{table}: what is stored of it is damaged"),
    Kind.bad_index: N_("{table}: an index does not hold what the table holds"),
    Kind.rule: N_("{table}: a row breaks a rule of the table"),
    Kind.reference: N_("{table}: a row names another that is not there"),
    Kind.file_events: N_("the events of the file itself do not add up: what follows from them was not compared"),
    Kind.life: N_("dossier {dossier}: its events do not add up (from event {seq})"),
    Kind.date: N_("event {seq}, {act} of {dossier}: {column} says “{said}”, derived again “{derived}”"),
    Kind.limit: N_("event {seq}, {act} of {dossier}: {column} says “{said}”, the catalogue then “{derived}”"),
    Kind.row_differs: N_("{table}, {key}: not what the events say: {columns}"),
    Kind.row_missing: N_("{table}, {key}: missing, though the events say it"),
    Kind.row_extra: N_("{table}, {key}: there, though no event says it"),
    Kind.seal: N_("seal {seq}: its figures do not come out again from the events before it"),
}
_ACTS = {
    "state": N_("event {seq}, {act} of {dossier}: the state of the dossier did not allow it"),
    "order": N_("event {seq}, {act} of {dossier}: it is said to be earlier than the act before it"),
    "future": N_("event {seq}, {act} of {dossier}: it is said to be later than it was recorded"),
    "amended": N_(
        "event {seq}, {act} of {dossier}: it restates the record, and is said to be of another time than it was "
        "recorded"
    ),
    "import": N_("event {seq}, {act} of {dossier}: it says that an import brought it, and none was recorded with it"),
    "erase": N_("event {seq}, {act} of {dossier}: what it erased is not what lay beside the events before it"),
    "restated": N_(
        "event {seq}, {act} of {dossier}: it changes more of the dossier than it says, or what no correction can"
    ),
    "clock": N_("event {seq}: it takes events out of the known time, though the clock was not ahead for them"),
    "number": N_("event {seq}, {act}: its number is not the next of its day"),
    "catalogue": N_("event {seq}, {act}: the catalogue then had no such procedure for that day"),
    "decline": N_("event {seq}, {act}: it names no refusal to accept that was recorded before it"),
    "void": N_("event {seq}, {act}: the refusal it names was void already"),
    "printing": N_("event {seq}, {act}: its form, its edition, its copies or its digest is none that it could have"),
    "undo": N_("event {seq}, {act} of {dossier}: what it takes back could not be taken back"),
}
_UNMARKED = N_("event {seq}, {act} of {dossier}: recorded late, and it does not say so")
_MARKED = N_("event {seq}, {act} of {dossier}: it says that it was recorded late, and was not")
_TABLES = {
    "dossier": N_("register"),
    "day": N_("calendar (days)"),
    "claim": N_("calendar (notices)"),
    "provisional": N_("calendar (not confirmed)"),
    "loaded_year": N_("calendar (years)"),
    "calendar_edition": N_("calendar (edition)"),
    "procedure": N_("procedures"),
    "setting": N_("settings"),
    "search_word": N_("words that dossiers are found by"),
    "imported_row": N_("imported rows"),
    "series_used": N_("numbers used"),
    "clock_setback": N_("clock set back"),
    "event": N_("ledger"),
    "event_kind": N_("kinds of event"),
    "_sqlite_migrations": N_("steps of the file format"),
    "marks_kept": N_("since when marks are kept"),
}
_NOT_COMPARED = "not_compared"
CANNOT_KNOW = {
    REWRITTEN: N_("Whether events {first} to {last} were made anew as a whole, each with its right hash."),
    CUT_END: N_("Whether events were taken off the end; or whether this is a copy of last week."),
    "entered_falsely": N_("Whether what was typed at the counter was true, nor whether the clock was right within what "
                          "it allows."),
    "originals": N_("What no event repeats: since when marks are kept, when backups were made, the key of pseudonyms, "
                    "words that were erased."),
    _NOT_COMPARED: N_("The register, the calendar, the seals: only the chain was walked. `onestop audit verify` looks "
                      "at all of it."),
}  # fmt: skip
"""What a look at a file alone cannot say, by the word of the JSON."""
_HELPS = N_(
    "An anchor kept where nobody who can write this file can write shows the first two: the manifest of a night, the "
    "line of a backup, `onestop audit head`, the anchor of a `receive`."
)
_MOST_COLUMNS = 4


def verified_record(verified: "Verified") -> Record:
    """What was found, for machines."""
    walked = verified.walked
    personal = {kind.value: walked.breaks[kind].n if kind in walked.breaks else 0 for kind in Break if _is_beside(kind)}
    counted = verified.counted
    return {
        "scope": "chain" if counted is None else "full",
        "events": walked.n_events,
        "seq": walked.end.seq,
        "hash": walked.end.hash,
        "breaks": [{"seq": first.seq, "kind": kind.value, "count": first.n} for kind, first in walked.breaks.items()],
        "personal": {"digests": walked.n_personal}
        | {name.removeprefix("personal_"): n for name, n in personal.items()}
        | {"erased": walked.n_erased},
        "anchors": [
            {"seq": each.seq, "hash": each.hash, "result": each.result.value, "by": each.by}
            for each in verified.anchors
        ],
        "anchored_to": verified.anchored_to,
        "dossiers": counted and counted.n_dossiers,
        "seals": counted and counted.n_seals,
        "findings": [_finding_record(finding) for finding in verified.findings],
        "ranges": [
            {"from": each.first, "to": each.last, "anchored": each.is_anchored, "findings": each.n}
            for each in verified.ranges
        ],
        "clock_set_back": walked.set_back and {"seq": walked.set_back.seq, "n": walked.set_back.n},
        "cannot_know": [*_unknown(verified)],
    }


def _finding_record(finding: "Finding") -> Record:
    return {
        "kind": finding.kind.value,
        "seq": finding.seq or None,
        "dossier": finding.dossier or None,
        "act": finding.act or None,
        "table": finding.table or None,
        "key": list(finding.key),
        "columns": list(finding.columns),
        "name": finding.name or None,
        "said": finding.said or None,
        "derived": finding.derived or None,
        "n": finding.n,
    }


def _is_beside(kind: Break) -> bool:
    """Whether a break is of what lies beside the chain."""
    return kind.value.startswith("personal")


def verified_text(verified: "Verified") -> Page:
    """What was found, what is vouched for from elsewhere, and what this cannot know."""
    walked, counted = verified.walked, verified.counted
    people = ngettext("of {n} event", "of {n} events", walked.n_personal)
    if walked.n_erased:
        people += "\n" + ngettext("erased by a recorded act: {n}", "erased by recorded acts: {n}", walked.n_erased)
    pairs = [
        (_("Data file"), str(verified.path)),
        (_("Events walked"), number(walked.n_events)),
        (_("Ends with event"), walked.end.anchor),
        (_("Personal data compared"), people),
        (_("Chain"), "\n".join(_broken(verified)) or _("whole")),
    ]
    if counted is not None:
        told = ngettext("{n} dossier", "{n} dossiers", counted.n_dossiers)
        told += ", " + ngettext("{n} seal", "{n} seals", counted.n_seals)
        found = "\n".join(map(finding_line, verified.findings)) or _("all is as the events say")
        pairs += [(_("Told again"), told), (_("What follows from it"), found)]
    if walked.set_back is not None:
        back = _("before event {seq}", seq=walked.set_back.seq) + _more(walked.set_back.n)
        pairs.append((_("Clock set back"), back))
    pairs.append((_("Anchors"), "\n".join([*_anchored(verified), *_ranges(verified)])))
    unknown = [f"- {_(words, **values)}" for words, values in _unknown(verified).values()]
    return (Facts(pairs), "", _("What this cannot know:"), Lines(unknown), Lines([_(_HELPS)], hang=0))


def _unknown(verified: "Verified") -> dict[str, tuple[str, dict[str, int]]]:
    """What this look cannot know, with its words and their values."""
    first, last = (verified.anchored_to or 0) + 1, verified.walked.end.seq
    known = {REWRITTEN} if first > last else set[str]()
    known |= {_NOT_COMPARED} if verified.counted is not None else set[str]()
    values = {REWRITTEN: {"first": first, "last": last}}
    return {key: (words, values.get(key, {})) for key, words in CANNOT_KNOW.items() if key not in known}


def _broken(verified: "Verified") -> list[str]:
    return [
        _("event {seq}: {why}", seq=first.seq, why=_(BREAKS[kind])) + _more(first.n)
        for kind, first in verified.walked.breaks.items()
    ]


def _more(n: int) -> str:
    """How many more there are of a kind."""
    return ngettext(" (and {n} more event)", " (and {n} more events)", n - 1) if n > 1 else ""


def finding_line(finding: "Finding") -> str:
    """What was found first of a kind, in one line, and how many more there are."""
    words = {
        Kind.act: _ACTS.get(finding.columns[0] if finding.columns else "", _ACTS["state"]),
        Kind.mark: _UNMARKED if finding.derived == "True" else _MARKED,
    }.get(finding.kind) or _KINDS[finding.kind]
    columns = [_(COLUMNS.get(name, name)) for name in finding.columns]
    line = _(
        words,
        seq=finding.seq,
        act=_act_words(finding.act),
        dossier=finding.dossier or _("the file"),
        name=finding.name,
        table=_(_TABLES.get(finding.table, finding.table)) if finding.table else _("the file"),
        key=" ".join(finding.key),
        column=columns[0] if columns else "",
        columns=", ".join(columns[:_MOST_COLUMNS]) + (", …" if len(columns) > _MOST_COLUMNS else ""),
        said=_value(finding.said),
        derived=_value(finding.derived),
    )
    return line + (ngettext(" (and {n} more)", " (and {n} more)", finding.n - 1) if finding.n > 1 else "")


def _act_words(act: str) -> str:
    """What an act, or an event of the file, is called; one that is not known stands as it is."""
    if act in ALLOWED:
        return label(Act(act))
    return _(OF_FILE[act]) if act in OF_FILE else act


def _value(text: str) -> str:
    """A value of an event as people read it: an instant as such."""
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text or "—"


def _anchored(verified: "Verified") -> list[str]:
    return [f"{each.seq}:{each.hash[:12]}  {_(_RESULTS[each.result], by=each.by)}" for each in verified.anchors] or [
        _("none given")
    ]


def _ranges(verified: "Verified") -> list[str]:
    """Which events an anchor vouches for and which rest on the file alone, with how many findings show in each."""
    lines: list[str] = []
    for each in verified.ranges:
        if each.is_anchored:
            words = _("events {first} to {last} are those that were anchored", first=each.first, last=each.last)
        else:
            words = _(
                "events {first} to {last} have no anchor: they rest on the file alone", first=each.first, last=each.last
            )
        lines.append(words + (" — " + ngettext("{n} finding", "{n} findings", each.n) if each.n else ""))
    return lines
