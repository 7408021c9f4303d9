"""What can go wrong, each with its exit code, its sentence and what to do next.

Sentences are English message ids; `onestop_cli.output.language` gives the Vietnamese. Values are filled
in by name. No sentence ever carries a person's name, number or address. The exit codes are a contract
(`docs/exit-codes.md`); a test compares that page with the classes below.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

TOLD = 1000
"""The bad rows of a file named one by one; more than that are only counted."""


def N_(message: str) -> str:
    """Mark a message for translation where it is defined; it is translated where it is shown."""
    return message


class OnestopError(Exception):
    """A problem a person can read about. Base of all of them; itself a bug (exit 1)."""

    exit_code: ClassVar[int] = 1
    sentence: ClassVar[str] = N_("an unexpected error: {what}")
    hint: ClassVar[str | None] = N_(
        "run the command again with --debug and send what it prints: places in the program, nothing of a dossier"
    )

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values: dict[str, Any] = values

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


class UsageProblem(OnestopError):
    exit_code = 2
    sentence = N_("{what}")
    hint = None


class NotText(UsageProblem):
    sentence = N_("word {place} of the command is not UTF-8 text, so it cannot be kept as it is")
    hint = N_("type it on a UTF-8 terminal")


class NameNotText(UsageProblem):
    sentence = N_("a path, from the command or the environment, cannot be written in the letters of this machine")
    hint = N_("name the file in plain letters, or set a UTF-8 locale; nothing was recorded")


class NotTextThere(UsageProblem):
    sentence = N_("{name} is not UTF-8 text, so it cannot be kept as it is")
    hint = N_('say who is acting: --actor "..."')


class TooLong(UsageProblem):
    sentence = N_("{option} has {length} characters; at most {most} are kept")
    hint = N_("shorten it")


class BadWhen(UsageProblem):
    sentence = N_("“{text}” is not a date this tool reads")
    hint = N_("write it as 11/08/2023, 11/08/2023 09:15, 2023-08-11 09:15, 15h30, “today”, “yesterday 16:00”")


class ImpossibleDate(UsageProblem):
    sentence = N_("“{text}” does not exist in the calendar")
    hint = N_("write day/month/year, for example 11/08/2023")


class YearNeeded(UsageProblem):
    sentence = N_("“{text}” has no year; only --at takes a day without one, the latest that has come")
    hint = N_("add the year, for example {example}")


class HourNeeded(UsageProblem):
    sentence = N_("“{text}” has no hour, and for this procedure the hour decides the promised date")
    hint = N_("add the hour, for example {option} {example}")


class BadLimit(UsageProblem):
    sentence = N_("“{text}” is not a time limit")
    hint = N_("write same_day, none, “3 working days” or AMOUNT:UNIT as in 3:working_day, 24:working_hour, 2:month")


class BadValue(UsageProblem):
    sentence = N_("{option}: “{value}” is not accepted; accepted: {accepted}")


class UnknownCheck(UsageProblem):
    sentence = N_("no check “{text}”; nearest: {nearest}")
    hint = N_("onestop audit check --list")


class EmptyValue(UsageProblem):
    sentence = N_("{option} is empty")
    hint = N_("give a value, for example {example}")


class CodeMissing(UsageProblem):
    sentence = N_("no dossier was named to be printed")
    hint = N_("onestop slip 3 -o giay-hen.pdf   (or --eject DIR, --check)")


class RegisterAsked(UsageProblem):
    sentence = N_("form 07 is the register, and no form of a dossier")
    hint = N_("onestop register -o so.pdf")


class NameMissing(UsageProblem):
    sentence = N_("the applicant's name is missing")
    hint = N_('onestop {command} PROCEDURE "Nguyễn Văn A"')


class OtherName(UsageProblem):
    sentence = N_("the name typed after the procedure is another than that of --applicant")
    hint = N_("type the name once")


class BadPaper(UsageProblem):
    sentence = N_("paper {place} of --papers is not written as name[:kind[:number]]")
    hint = N_('kinds: chính, chứng thực, photo; for example --papers "giấy chứng sinh:chính:1; sổ hộ khẩu:photo"')


class NoPapers(UsageProblem):
    sentence = N_("--papers names no paper")
    hint = N_('for example --papers "giấy chứng sinh:chính:1; sổ hộ khẩu:photo"')


class OnlyOfSupplement(UsageProblem):
    sentence = N_("{option} belongs to a request for papers only: --reason supplement")


class UntilBefore(UsageProblem):
    sentence = N_("--until {until} is before {on}, the day of the suspension")
    hint = N_("give the day by which the papers are asked for, for example --until {on}")


class BadNumber(UsageProblem):
    sentence = N_("{option}: “{value}” is not a whole number from {least} to {most}")


class ConflictingOptions(UsageProblem):
    sentence = N_("{first} and {second} cannot be given together")
    hint = N_("choose one of the two")


class MissingOption(UsageProblem):
    sentence = N_("{option} is missing")
    hint = N_("{example}")


class PseudonymGiven(UsageProblem):
    sentence = N_("--applicant: what an export put in the place of a name is no name")
    hint = N_("give the applicant's own name")


class HalfSwap(UsageProblem):
    sentence = N_("a swap has two halves, a day off and a make-up working day; {missing} is missing")
    hint = N_('onestop calendar add-swap --off 2/1/2026 --work 10/1/2026 --source "..."')


class BadSwap(UsageProblem):
    sentence = N_("{day} cannot be the {half} of a swap: it is a {kind}")
    hint = N_("onestop calendar show {year}")


class BadHours(UsageProblem):
    sentence = N_("“{text}” is not a stretch of hours of one day")
    hint = N_("write it as 13:30-17:30; from 00:00 to 24:00, the earlier hour first")


class NoticedSwap(BadSwap):
    sentence = N_("{day} cannot be the {half} of a swap: notice {seq} makes it a {kind}")
    hint = N_('if that notice does not hold: onestop calendar revoke {seq} --note "..."')


class NotToTake(UsageProblem):
    sentence = N_("{path} names no day off on {day} that could be taken")
    hint = N_("onestop calendar import {path}   (shows what each line would do)")


class AmbiguousCode(UsageProblem):
    sentence = N_("“{text}” matches {count} dossiers: {codes}")
    hint = N_("type the whole code")


class AmbiguousProcedure(UsageProblem):
    sentence = N_("“{text}” matches {count} procedures: {names}")
    hint = N_("type the code or the alias: onestop procedure list")


class CaseNeeded(UsageProblem):
    sentence = N_("procedure {code} has no limit without a case; its cases: {cases}")
    hint = N_("name the case behind the procedure, as in {example}")


class TwoCases(UsageProblem):
    sentence = N_("“{text}” names another case than --case {case}")
    hint = N_("name the case once")


class NotOfACase(UsageProblem):
    sentence = N_("{option} is said of procedure {code}, for all its cases")
    hint = N_("change it for all of them: onestop procedure amend {code} {option} ... --from DATE")


class WholeProcedure(UsageProblem):
    sentence = N_("“{text}” names one case: {command} is for the whole procedure")
    hint = N_("name the procedure without the case: {name}")


class TooMany(UsageProblem):
    sentence = N_("{option} takes one or two different values: {values}")
    hint = N_("onestop report --month 8 --by field --by month")


class AsOfOutsidePeriod(UsageProblem):
    sentence = N_("--as-of {as_of} lies outside the period {start} to {end}")
    hint = N_("give a moment within the period, or another period")


class PeriodNotBegun(UsageProblem):
    sentence = N_("the period {start} to {end} has not begun")
    hint = N_("onestop report --month {month}")


class MissingPackage(UsageProblem):
    sentence = N_("{what} needs a package that is not installed")
    hint = N_('pip install "{package}"')


class BinaryOnScreen(UsageProblem):
    sentence = N_("{format} is no text and cannot be shown on a screen")
    hint = N_("write it to a file: -o so.{format}")


class LettersMissing(UsageProblem):
    sentence = N_("this screen lacks Vietnamese letters: {format} would lose them")
    hint = N_("write it to a file: -o so.{format}")


class TooManyRows(UsageProblem):
    sentence = N_("a sheet of a workbook holds {most} rows; this one would have {found}")
    hint = N_("ask for a shorter period, or write CSV: -f csv")


class CalendarPeriodsOnly(UsageProblem):
    sentence = N_("the national index is reckoned over calendar periods only")
    hint = N_("onestop report --index-766 --month 8 --convention calendar")


class NothingKnown(UsageProblem):
    sentence = N_("by {known_at} nothing was recorded yet; this file begins at {first}")
    hint = N_("give a later moment")


class LongerThanStatutory(UsageProblem):
    sentence = N_("the committed limit {committed} is longer than the statutory {statutory}")
    hint = N_("an office may promise less time than the law gives, never more")


class BadAlias(UsageProblem):
    sentence = N_("“{alias}” cannot be a short name")
    hint = N_("letters and digits, words joined by hyphens, for example khai-tu")


class LongAlias(BadAlias):
    sentence = N_("“{alias}” is too long for a short name: at most {most} characters")


class EmptyRange(UsageProblem):
    sentence = N_("“{text}” ends before it begins")
    hint = N_("write the earlier day first: 1/8/2023..31/8/2023")


class OutOfTime(UsageProblem):
    sentence = N_("{day} lies outside the years {first} to {last}")
    hint = N_("give a day of which there can be a calendar")


class WrongOrder(UsageProblem):
    sentence = N_("--diff: the second moment ({second}) is before the first ({first})")
    hint = N_("onestop report ... --diff EARLIER LATER   (a bare date is its last second)")


class EmptyPeriod(UsageProblem):
    sentence = N_("the period ends ({end}) before it begins ({start})")
    hint = N_("give --from before --to")


class BadFee(UsageProblem):
    sentence = N_("“{text}” is not a fee")
    hint = N_("an amount in đồng for a dossier, 8000, or for each set, 2000/copy")


class BadSetting(UsageProblem):
    sentence = N_("{key}: “{value}” is not accepted")
    hint = N_("{example}")


class BadSettingWord(BadSetting):
    hint = N_("onestop config set {key} {word}    ({words})")


class BackdatedSetting(UsageProblem):
    sentence = N_("a setting cannot apply from {day}, before today ({today}): promises made would rest on other rules")
    hint = N_("leave --from out, or give a day to come")


class UnknownSetting(UsageProblem):
    sentence = N_("there is no setting “{key}”; settings: {known}")
    hint = N_("onestop config show")


class BadAnchor(UsageProblem):
    sentence = N_("“{text}” is not an anchor")
    hint = N_("write it as onestop audit head prints it: SEQ:HASH, with 12 to 64 hexadecimal digits")


class BadTarget(UsageProblem):
    sentence = N_("cannot write to {path}: {why}")
    hint = N_("give another file with -o, or create the folder first")


class NotANightsFolder(UsageProblem):
    sentence = N_("{path} is a file, not a folder for nights")
    hint = N_("onestop nightly DIR")


class RestoredFromItself(UsageProblem):
    sentence = N_("{path} is the dossier file itself")
    hint = N_("name a backup: onestop restore FILE")


class BadBackupTarget(BadTarget):
    hint = N_("name a file in a folder that is there: onestop backup FILE")


class BadFileName(BadTarget):
    hint = N_("give another name with --db")


class UnknownFormat(UsageProblem):
    sentence = N_("the format of “{path}” is unknown; known endings: {known}")
    hint = N_("add -f json, for example")


class PaperEnding(UnknownFormat):
    hint = N_("name it .pdf or .html, for example giay-hen.pdf")


class BadProcedureCode(UsageProblem):
    sentence = N_("“{code}” is not a procedure code (d.dddddd)")
    hint = N_("for example 1.000656")


class BadAgencyCode(UsageProblem):
    sentence = N_("“{code}” is not an agency code")
    hint = N_("for example H26.15.30 or 000.00.15.H26")


class Finding(OnestopError):
    exit_code = 3
    sentence = N_("{what}")
    hint = None


class DoctorFindings(Finding):
    sentence = N_("worth looking at: {count}; what to do stands beside each")


class ChainFindings(Finding):
    sentence = N_("the chain of events is not as it was recorded, or not as it was kept elsewhere: findings {count}")
    hint = N_("do not write to this file; onestop restore FILE puts a backup that verifies in its place")


class CheckFindings(Finding):
    sentence = N_("findings: {count}; each stands above with its dossier and its event")
    hint = N_("onestop history CODE shows a dossier's events; onestop audit check --list says what is looked for")


class VerifyFindings(Finding):
    sentence = N_("the file is not what its events say, or these are not as they were recorded: findings {count}")
    hint = N_(
        "do not write to this file; keep a copy of it as it is, then onestop restore FILE of a backup that verifies"
    )


class AnchorFindings(Finding):
    sentence = N_("the events are not those that an anchor was taken of: findings {count}")
    hint = N_(
        "see whether the anchor is copied whole and is of this file; if so, keep a copy of the file as it is, then "
        "onestop restore FILE of a backup that agrees with it"
    )


class RegisterFindings(Finding):
    sentence = N_("the register is not what the events say: findings {count}")
    hint = N_(
        "keep a copy of the file as it is and ask who changed it; the events are whole, onestop db rebuild makes the "
        "register of them again"
    )


class SealBroken(Finding):
    sentence = N_(
        "the figures of {start} to {end} are not those sealed by event {seq}: "
        "their digest is {found}…, sealed was {sealed}…"
    )
    hint = N_("compare the events with an anchor kept elsewhere: onestop audit verify --chain --anchor SEQ:HASH")


class SealAltered(Finding):
    sentence = N_(
        "the figures written beside the seal of {start} to {end}, event {seq}, are not those that were sealed"
    )
    hint = N_("the digest comes out again: trust the report, and ask who changed event {seq}")


class NightsFound(Finding):
    sentence = N_("findings in the nights of {path}: {count}")
    hint = N_("keep these folders as they are, and compare them with a copy kept elsewhere")


class LateFound(Finding):
    sentence = N_("late in the period: {late}; overdue at its end: {overdue}")
    hint = N_("onestop late ...   (with the same period)")


class SelftestFailed(Finding):
    sentence = N_("{count} of {total} checks came out wrong: this installation counts working days wrongly")
    hint = N_("do not promise dates with it; reinstall onestop and run the test again")


class NotFound(OnestopError):
    exit_code = 10
    sentence = N_("{what} not found")
    hint = None


class UnknownDossier(NotFound):
    sentence = N_("no dossier “{text}”")
    hint = N_("onestop list --search {text}")


class UnknownDecline(UnknownDossier):
    sentence = N_("no refusal to accept “{text}”")
    hint = N_("onestop list --declined")


class UnknownProcedure(NotFound):
    sentence = N_("no procedure “{text}”; nearest: {nearest}")
    hint = N_("onestop procedure list")


class UnknownCase(NotFound):
    sentence = N_("procedure {code} has no case “{case}”; its cases: {cases}")
    hint = N_("onestop procedure show {code}")


class UnknownAlias(NotFound):
    sentence = N_("procedure {code} has no short name “{alias}”; its short names: {aliases}")
    hint = N_("onestop procedure show {code}")


class ProcedureNotInForce(NotFound):
    sentence = N_("procedure {code} has no time limit in force on {day}")
    hint = N_("onestop procedure show {code}")


class UnknownFile(NotFound):
    sentence = N_("file {path} not found")
    hint = N_("check the name and the folder")


class UnknownAnchor(UnknownFile):
    sentence = N_("“{text}” is no anchor, and there is no file of that name")
    hint = N_("an anchor is SEQ:HASH12, as onestop audit head prints it; or give the manifest of a night")


class NoNights(NotFound):
    sentence = N_("there is no night in {path}")
    hint = N_("onestop nightly {path}")


class UnknownEvent(NotFound):
    sentence = N_("dossier {code} has no event {seq}")
    hint = N_("onestop history {code}")


class UnknownEvents(NotFound):
    sentence = N_("there is no event {seq}; the last one is {last}")
    hint = N_("onestop export events")


class NotSealed(NotFound):
    sentence = N_("the period {start} to {end} is not sealed")
    hint = N_("onestop seal --from {start} --to {end}")


class UnknownNotice(NotFound):
    sentence = N_("no calendar notice number {seq}")
    hint = N_("onestop calendar notices")


class NotAllowed(OnestopError):
    exit_code = 11
    sentence = N_("{what} is not allowed")
    hint = None


class DuplicateCode(NotAllowed):
    sentence = N_("dossier {code} is already in the file")
    hint = N_("onestop show {code}")


class NumberOfDecline(NotAllowed):
    sentence = N_("{code} is the number of a refusal to accept, and no dossier's code")
    hint = N_("onestop show {code}")


class OnlyOfDossiers(NotAllowed):
    sentence = N_("{code} is a refusal to accept and no dossier: this is done with dossiers only")
    hint = N_('onestop show {code}   (to take it back: onestop void {code} --note "...")')


class VoidIsNoDossier(OnlyOfDossiers):
    sentence = N_("{code} is a refusal to accept, void by now, and no dossier: this is done with dossiers only")
    hint = N_("onestop history {code}")


class VoidAlready(NotAllowed):
    sentence = N_("the refusal to accept {code} is void already")
    hint = N_("onestop history {code}")


class SeriesFull(NotAllowed):
    sentence = N_("series {series} has no number left: its highest is {highest}")
    hint = N_("receive under a code of your own: --code ...")


class InTheFuture(NotAllowed):
    sentence = N_("{at} is in the future (it is now {now})")
    hint = N_("give a moment that has passed; without one it is now")


class HandedInLater(NotAllowed):
    sentence = N_("it is said to be handed in at {at}, after its receipt at {received_at}")
    hint = N_("check both: --submitted-at, and when it was received")


class BeforeLastAct(NotAllowed):
    sentence = N_("{at} is before the last act of dossier {code} ({last})")
    hint = N_("onestop history {code}")


class WrongState(NotAllowed):
    sentence = N_("dossier {code} is “{status}”: {act} is not possible; possible now: {possible}")
    hint = N_("onestop history {code}")


class ProbableDouble(NotAllowed):
    sentence = N_("probably received already: {code}, at {at}, for the same person and procedure; nothing was recorded")
    hint = N_("onestop show {code}   (if this is another dossier: the same command with --again)")


class DoubleLines(NotAllowed):
    """Lines of a file that are probably doubles; `rows` holds a `RowProblem` for each."""

    sentence = N_("{path}: lines that are probably doubles: {count}; nothing was recorded")
    hint = N_("if they are other dossiers: the same command with --again")


class LaterActs(NotAllowed):
    sentence = N_("dossier {code} ({procedure}) went on after its receipt: {acts}; nothing was recorded")
    hint = N_('onestop void {code} --note "..." --apply   (if it is the right one)')


class LaterActsOfWithdrawn(LaterActs):
    hint = N_('onestop withdraw {code} --note "..." --apply   (if it is the right one)')


class PrintedSince(LaterActs):
    sentence = N_(
        "the refusal to accept {code} ({procedure}) was printed, and may be in someone's hand; nothing was recorded"
    )
    hint = N_('onestop void {code} --note "..." --apply   (if it is the right refusal)')


class LimitOfLaw(NotAllowed):
    """What the state allows and the law does not, unless it is overridden with a reason; `limit` names it in events."""

    limit = ""

    sentence = N_("{what}")
    hint = N_('if it must be, give the reason, which is recorded and will be asked about: --override "..."')


class SecondSupplement(LimitOfLaw):
    limit = "second_supplement"
    sentence = N_("dossier {code} was already sent back for papers on {on}; that is done once, and completely")


class StopOutsideSupplement(LimitOfLaw):
    limit = "stop_outside_supplement"
    sentence = N_("dossier {code} is not suspended for a supplement; only one whose supplement never came is stopped")
    hint = N_(
        "at the citizen's request: --reason citizen; otherwise give the reason, which is recorded and will be asked "
        'about: --override "..."'
    )


class SecondLetter(LimitOfLaw):
    limit = "second_letter"
    sentence = N_("dossier {code} already has a letter of apology, {letter} of {on}; there is one a dossier")


class LateLetter(LimitOfLaw):
    limit = "late_letter"
    sentence = N_(
        "a letter of {letter_on} comes too late for dossier {code}, due on {due}: "
        "it is dated at the latest one calendar day before, {last}"
    )
    hint = N_(
        "it should have gone out by the working day {advised}; if it must be, give the reason, which is recorded and "
        'will be asked about: --override "..."'
    )


class NoLetterInTime(LimitOfLaw):
    limit = LateLetter.limit
    sentence = N_("no letter of apology is in time for dossier {code}: its limit is the same day or in hours")


class RecordedLate(LimitOfLaw):
    """A paper typed after the due instant that would make the dossier better (domain §3.3)."""

    limit = "recorded_late"
    sentence = N_(
        "this is written after the fact: dossier {code} was due on {due}, and with it the dossier would do better "
        "({before} → {after})"
    )


class LateUndo(RecordedLate):
    hint = N_('if it must be, give the reason, which is recorded and will be asked about: --note "..."')


class NoDueDate(NotAllowed):
    sentence = N_("dossier {code} has no time limit: there is no date to extend")
    hint = N_("onestop show {code}")


class OutOfOrder(NotAllowed):
    sentence = N_("{option} {at} of dossier {code} would lie outside {first} to {last}, between its neighbouring acts")
    hint = N_("onestop history {code}")


class NotOfThisDossier(NotAllowed):
    sentence = N_("dossier {code} has nothing that {option} could correct")
    hint = N_("onestop show {code}")


class OwnDueDate(NotOfThisDossier):
    sentence = N_(
        "the due date of dossier {code} follows from its receipt and its limit; only another system's is typed"
    )
    hint = N_("correct --received-at, --limit or --procedure instead")


class AgreedDueDate(NotOfThisDossier):
    sentence = N_("the due date of dossier {code} was agreed with the citizen; only another system's is typed")
    hint = N_('onestop correct {code} --agreed DATE --note "..."')


class MayNotAgree(NotAllowed):
    sentence = N_("no date may be agreed for procedure {code}: its limit is the promise")
    hint = N_("leave --agreed out; where the law allows it: onestop procedure amend {code} --may-agree")


class AgreedStays(MayNotAgree):
    hint = N_('with the procedure say that no date was agreed: onestop correct ... --agreed none --note "..."')


class BadAgreedDate(NotAllowed):
    sentence = N_("{day} cannot be agreed: it must be a working day, not before the day of receipt {received}")
    hint = N_("the first possible day is {first}")


class AgreedAndDone(UsageProblem):
    sentence = N_("--done hands the result over at once: there is no date to agree on")
    hint = N_("leave out --done or --agreed")


class SlipStays(NotAllowed):
    sentence = N_(
        "the slip of dossier {code} stays as given: only a corrected procedure, time of receipt or agreed date brings "
        "a new one"
    )
    hint = N_('onestop correct {code} --received-at WHEN --slip-given --note "..."   (or without --slip-given)')


class PrintStays(NotAllowed):
    sentence = N_("event {seq} of dossier {code} is a printing: what was handed out is not taken back")
    hint = N_("onestop slip {code}   (prints it again, which is told on the paper)")


class PaperFailed(OnestopError):
    """`what` is another error's sentence."""

    exit_code = 14
    sentence = N_("the act on {code} is recorded, but its paper was not printed: {what}")
    hint = N_("onestop slip {code} --form {form}   (prints it)")


class PapersFailed(PaperFailed):
    """`stack` are the codes as a shell takes them for such."""

    sentence = N_("the acts are recorded, but their papers were not printed: {what}")
    hint = N_("onestop slip --form {form} {stack}   (prints them)")


class PaperLost(OnestopError):
    """`what` is another error's sentence."""

    exit_code = 14
    sentence = N_("the printing is recorded, but its paper was not put in its place: {what}")
    hint = N_("print it again, to another file; that it is printed again stands on it")


class PrinterFailed(OnestopError):
    exit_code = 14
    sentence = N_("the printing is recorded and the paper lies in {path}, but the printer's command failed: {why}")
    hint = N_("{command}   (sends the same paper again)")


class PrinterFailedUnkept(PrinterFailed):
    """`what` is another error's sentence."""

    sentence = N_(
        "the printing is recorded, but the printer's command failed: {why}; and the paper could not be kept: {what}"
    )
    hint = N_("print it again, to a file: -o FILE.pdf; that it is printed again stands on it")


class ChangedMeanwhile(NotAllowed):
    sentence = N_("{code} changed while it was being printed, again and again; nothing was printed")
    hint = N_("onestop slip {code}   (once nobody else works on it)")


class FormDoesNotApply(NotAllowed):
    sentence = N_("form {form} does not apply to dossier {code} ({status}): nothing in its record is what it tells")
    hint = N_("onestop history {code}   shows what was recorded")


class DeclineOfDossier(FormDoesNotApply):
    hint = N_("onestop slip {code} --form refusal   (of a refused result; form 03 is of what onestop decline recorded)")


class OnlyDeclineForm(FormDoesNotApply):
    sentence = N_("{code} is a refusal to accept, which has no form but 03")
    hint = N_("onestop slip {code}")


class VoidHasNoPaper(FormDoesNotApply):
    sentence = N_("dossier {code} is void: no form of it is printed")


class VoidDeclineHasNoPaper(VoidHasNoPaper):
    sentence = N_("the refusal to accept {code} is void: no form of it is printed")


class ErasedHasNoPaper(FormDoesNotApply):
    sentence = N_("the personal data of {code} were erased: no form of it is printed any more")


class FormNotOfItsDay(NotAllowed):
    sentence = N_("form {form} is not among those of {day}: the edition {edition} has none; it came with {since}")
    hint = N_("onestop slip --help   names the forms")


class ReceiptStays(NotAllowed):
    sentence = N_("a receipt is not taken back: dossier {code} was handed in, and its number stays used")
    hint = N_('onestop void {code} --note "..."   (if it was entered by mistake)')


class RestsOnIt(NotAllowed):
    sentence = N_("event {seq} of dossier {code} cannot be taken back or restored: event {later} ({act}) rests on it")
    hint = N_("onestop undo {code} --event {later}")


class AlreadyTakenBack(NotAllowed):
    sentence = N_("event {seq} of dossier {code} was already taken back by event {by}")
    hint = N_("onestop undo {code} --event {by}   (brings it back)")


class MoveStays(NotAllowed):
    sentence = N_("event {seq} of dossier {code} moved its dates; it goes with what moved them, not by itself")
    hint = N_("a notice: onestop calendar revoke SEQ; a limit: onestop procedure amend CODE")


class ErasureStays(NotAllowed):
    sentence = N_("event {seq} of dossier {code} erased its personal data; they are gone, and no undo brings them back")
    hint = N_("onestop history {code}")


class NothingToErase(NotAllowed):
    sentence = N_("no personal data lie beside dossier {code}: it was recorded without any")
    hint = N_("onestop history {code}")


class NeedlessOverride(UsageProblem):
    sentence = N_("--override is for what passes a limit of the law, and this passes none")
    hint = N_("leave --override out")


class BadNewDate(UsageProblem):
    sentence = N_("{day} cannot be the new appointment: it must be a working day after {due}, not before its letter")
    hint = N_("the first possible day is {first}")


class ReasonNeeded(UsageProblem):
    sentence = N_("refusing a dossier needs its written reason")
    hint = N_('onestop resolve {code} --result refused --note "..."')


class DeclineReasonNeeded(ReasonNeeded):
    sentence = N_("refusing to accept a dossier needs its written reason")
    hint = N_('onestop decline PROCEDURE "Nguyễn Văn A" --reason "..."')


class CorrectedReasonNeeded(ReasonNeeded):
    hint = N_('onestop correct {code} --result refused --dossier-note "..." --note "..."')


class NotSameDay(NotAllowed):
    sentence = N_("--done is for procedures returned the same day; {code} has the limit {limit}")
    hint = N_("leave --done out, and later: onestop resolve CODE --deliver")


class FileExists(NotAllowed):
    sentence = N_("{path} already exists")
    hint = N_("choose another file with --db, or use the one that is there")


class NightRunning(NotAllowed):
    sentence = N_("another night is being written into {path}")
    hint = N_("wait for it to end; nothing was written by this one")


class NightBehind(NotAllowed):
    sentence = N_("the night of {night} is before the last one there, {last}")
    hint = N_("check the date of this machine; no night is written behind a later one")


class ClockBehind(NotAllowed):
    sentence = N_("the clock says {now}, but {last} is written already")
    hint = N_("set the clock of this machine right, then run it again; nothing was written")


class ClockNotAhead(NotAllowed):
    sentence = N_(
        "nothing shows that the clock was ahead for events {first} to {last}: each must have been recorded later than "
        "an event after them that goes on from what was known before them"
    )
    hint = N_("onestop doctor   (names the events that hide later ones)")


class ClockNoted(NotAllowed):
    sentence = N_("the clock of events {first} to {last} was noted already")
    hint = N_("onestop export events")


class NightTaken(NotAllowed):
    sentence = N_("{path} is there and is not the finished night of that day")
    hint = N_("move the folder away and run the command again")


class NightsOfAnother(NotAllowed):
    sentence = N_("{path} is a night of another file (agency {agency})")
    hint = N_("give each file a folder of its own: onestop nightly DIR")


class TemplateExists(FileExists):
    hint = N_("choose another folder: a template is never written over")


class BackupExists(FileExists):
    hint = N_("choose another name: a backup is never written over, for example onestop backup {example}")


class BackupRunning(NotAllowed):
    sentence = N_("another command is making {path} at this moment")
    hint = N_("wait for it to end")


class OtherOffice(NotAllowed):
    sentence = N_("what is to be restored does not begin as {path} does: it is not a copy of that file")
    hint = N_("if it must be, move {path} away first, then restore again")


class SideFileLeft(NotAllowed):
    sentence = N_("{path} is left of a file that is gone; SQLite would mix it into the one restored")
    hint = N_("move it away first, then restore again")


class DuplicateProcedure(NotAllowed):
    sentence = N_("procedure {code} is already in the catalogue")
    hint = N_("onestop procedure amend {code} --from DATE ...")


class DuplicateAlias(NotAllowed):
    sentence = N_("“{alias}” is already the short name of procedure {code}")
    hint = N_("choose another --alias")


class ProcedureRetired(NotAllowed):
    sentence = N_("procedure {code} was retired from {day}")
    hint = N_("onestop procedure list")


class NothingToUndo(NotAllowed):
    sentence = N_("what is in force of procedure {code} came with the file: there is no later change to take back")
    hint = N_("onestop procedure amend {code} --from DATE ...   or: onestop procedure retire {code}")


class ProcedureInUse(NotAllowed):
    sentence = N_("{count} dossiers of procedure {procedure} were received under what event {seq} brought")
    hint = N_("put it right by an amendment, or end it: onestop procedure retire {code}")


class OffOnMakeupDay(NotAllowed):
    sentence = N_("{day} is worked in the place of {off} ({source}): a national day off on it would leave half a swap")
    hint = N_("if only this office closes: --local")


class OffOnEnteredMakeupDay(OffOnMakeupDay):
    hint = N_(
        'if the swap does not hold: onestop calendar revoke {seq} --note "..."; if only this office closes: --local'
    )


class AlreadyRevoked(NotAllowed):
    sentence = N_("notice {seq} was already revoked")
    hint = N_("onestop calendar notices")


class PeriodUnfinished(NotAllowed):
    sentence = N_("the period {start} to {end} is not over: what is sealed can no longer change")
    hint = N_("seal it after its last day")


class AlreadySealed(NotAllowed):
    sentence = N_("the period {start} to {end} was sealed on {on} by event {seq}; a seal is never replaced")
    hint = N_("onestop report --sealed --from {start} --to {end}   (lists what was recorded since)")


class NothingToDo(NotAllowed):
    sentence = N_("nothing to change")


class BadFile(OnestopError):
    exit_code = 12
    sentence = N_("{path}: {why}")
    hint = N_("correct the file and run the command again; nothing was recorded")


class UnreadFile(BadFile):
    hint = N_("check the name, the folder, and who may read the file; nothing was recorded")


class TemplatesBad(BadFile):
    sentence = N_("templates of {path}: findings: {count}")
    hint = N_("mend them where the lines above say, then: onestop slip --check")


class FormTemplateBad(BadFile):
    """`what` is a sentence of another error, or the engine's own words."""

    sentence = N_("{path}:{line}: {what}")
    hint = N_("onestop slip --check   (tries every form with examples)")


class FieldUnknown(BadFile):
    sentence = N_("the form has no field “{field}”")


class FormFileMissing(BadFile):
    sentence = N_("“{name}” is no file of the forms' folder that can be used here")


class FormFileUnreadable(BadFile):
    sentence = N_("the file cannot be read as what it is called: {why}")


class FormEmpty(BadFile):
    sentence = N_("the form puts no word on the paper")


class FormFontMissing(BadFile):
    sentence = N_("the font “{name}” is neither shipped nor in the forms' folder")


class FormReachesOut(BadFile):
    sentence = N_("“{name}” is not for a form: no package is fetched, no text is run")


class FormSecondPage(BadFile):
    sentence = N_("the paper of {code} does not fit on one page")


class FormTextTooLong(BadFile):
    sentence = N_("a text of {n} letters, of at most {most}")


class PaperTooLong(FormSecondPage):
    sentence = N_(
        "the paper of {code} does not fit on one page, the letters as small as they get: {what} has {n} letters"
    )
    hint = N_("shorten that, or print it as HTML, which takes a second page: -o giay.html")


class RowProblem(NamedTuple):
    """Why one line of a file was refused: a sentence like those of the errors, and its values."""

    line: int
    sentence: str
    values: dict[str, Any]

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


class RowRefused(OnestopError):
    """A row contradicts what is known or derived, in a sentence of its own; becomes a `RowProblem` with its line."""

    exit_code = 12

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(**values)
        self.sentence = sentence  # type: ignore[misc]


class BadRows(BadFile):
    """Several bad rows at once; `rows` holds a `RowProblem` for each, in the order of the lines."""

    sentence = N_("{path}: bad rows: {count}; nothing was recorded")
    hint = N_("correct the rows named above and run the command again")

    def __init__(self, *, rows: Sequence[RowProblem], more: int = 0, **values: object) -> None:
        """No more than `TOLD` are kept to be named; `more` are those there are beside."""
        left_out = len({row.line for row in rows[TOLD:]} - {row.line for row in rows[:TOLD]})
        super().__init__(rows=rows[:TOLD], more=more + left_out, **values)


class BadManifest(BadFile):
    sentence = N_("{path} is not a night's manifest: {why}")
    hint = N_("onestop nightly --check DIR   (tells what was changed)")


class CalendarGap(OnestopError):
    exit_code = 13
    sentence = N_("the calendar of {year} is not loaded, so no date in it can be promised")
    hint = N_("onestop calendar load {year}")


class CalendarNotKnown(CalendarGap):
    sentence = N_("at that moment the file did not know the calendar of {year} yet")
    hint = N_("give a later --as-of or --known-at, or leave them out")


class StoreProblem(OnestopError):
    exit_code = 14
    sentence = N_("{path}: {why}")
    hint = N_("look whether the disk is full or gone, then run the command again; nothing was recorded")


class NameTooLong(StoreProblem):
    hint = N_("give a shorter name; nothing was recorded")


class SystemRefused(StoreProblem):
    sentence = N_("this machine refused: {why}")
    hint = N_("look after its disk, its memory and its limits, then run the command again; nothing was recorded")


class RefusedAfterwards(StoreProblem):
    sentence = N_("{what}; what the command recorded stays recorded")
    hint = N_("look before typing it again: onestop list --limit 5")


class OutOfMemory(StoreProblem):
    sentence = N_("this machine has no memory left for the command")
    hint = N_("end other programs, then run the command again; nothing was recorded")


class Unanswered(StoreProblem):
    """What a command was to tell is lost; what it recorded, if anything, is not."""


class AnswerLost(Unanswered):
    sentence = N_("the answer could not be written to stdout ({why})")
    hint = N_("look after what it is written to, then run the command again; nothing was recorded")


class TargetFull(Unanswered):
    sentence = N_("the disk that holds {path} is full; the file was not written")
    hint = N_("free some space, or give another file with -o; nothing was recorded")


class TargetLost(Unanswered):
    sentence = N_("{path} was not written: {why}")
    hint = N_("look after the disk and the memory of this machine, then run the command again; nothing was recorded")


class NightsFolder(StoreProblem):
    sentence = N_("{path} cannot take a night: {why}")
    hint = N_("check the folder, its disk and who may write there; the nights in it are as they were")


class NightDiskFull(StoreProblem):
    sentence = N_("the disk that holds {path} is full; tonight's folder was not written, the earlier nights are whole")
    hint = N_("free some space, or keep fewer nights (--keep N), then run it again")


class NightsBroken(StoreProblem):
    sentence = N_(
        "the file does not go on from the night of {night}: its event {seq} is another or gone, and no restoration "
        "explains it"
    )
    hint = N_("onestop audit verify --chain --anchor {path}   (if all is right, go on in a new folder)")


class Interrupted(OnestopError):
    exit_code = 130
    sentence = N_("interrupted; nothing was recorded")
    hint = None


class InterruptedAfterwards(Interrupted):
    sentence = N_("interrupted; what the command had recorded by then stays recorded")
    hint = N_("look before typing it again: onestop list --limit 5")


class DossierRecorded(InterruptedAfterwards):
    sentence = N_("interrupted after it was recorded: dossier {codes}")
    hint = N_("onestop show {code}")


class NotYetWiped(InterruptedAfterwards):
    sentence = N_(
        "interrupted: that the personal data of dossier {code} are erased is recorded, but bytes of them may still lie "
        "in {path}"
    )
    hint = N_("run the same command again: it records nothing more, and wipes what is left")


class DossiersRecorded(InterruptedAfterwards):
    sentence = N_("interrupted after it was recorded: {n} dossiers, {codes}")


class StoreMissing(StoreProblem):
    sentence = N_("there is no dossier file at {path}")
    hint = N_('onestop init --agency-code H26.15.30 --agency-name "..."   (or: onestop demo)')


class NoHome(StoreProblem):
    sentence = N_("this account has no home folder, and no dossier file was named")
    hint = N_("name the file with --db or ONESTOP_DB")


class StoreMoved(StoreMissing):
    hint = N_(
        "{kept} lies beside it, which a restoration replaced: if that was interrupted, name it {path} again and "
        "restore once more"
    )


class NotOurStore(StoreProblem):
    sentence = N_("{path} is not a onestop file")
    hint = N_("give the right file with --db or ONESTOP_DB")


class TargetNotOurs(NotOurStore):
    hint = N_("to restore there all the same, move it away first")


class StoreTooNew(StoreProblem):
    sentence = N_("{path} was written by a newer onestop (file format {found}, this program knows {known})")
    hint = N_("install the newer onestop")


class StoreTooOld(StoreProblem):
    sentence = N_("{path} has file format {found}; this program needs {known}")
    hint = N_("onestop --db {path} db migrate   (keeps a backup beside it)")


class StoreDraft(StoreTooOld):
    sentence = N_("{path} has file format {found}, a draft that no release wrote; this program starts from {first}")
    hint = N_("start a new file with onestop init; a register that the older onestop exported can be imported")


class NotYetGone(StoreProblem):
    sentence = N_(
        "that the personal data of dossier {code} are erased is recorded, but bytes of them may still lie in {path}: "
        "{why}"
    )
    hint = N_("see to that, then run the same command again: it records nothing more, and wipes what is left")


class StoreLocked(StoreProblem):
    sentence = N_("{path} is busy: waited {seconds} seconds in vain; {why}")
    hint = N_("wait for the other command to end, then run this one again; nothing was recorded")


class FileExchanged(StoreProblem):
    sentence = N_("{path}, or what SQLite keeps beside it, was replaced, cut or removed while it was open")
    hint = N_("run the command again; nothing was recorded")


class RecordedElsewhere(FileExchanged):
    sentence = N_(
        "{path}, or what SQLite keeps beside it, was replaced, cut or removed while this was recorded: it may not be "
        "in the file that lies there now"
    )
    hint = N_("look before typing it again: onestop list --limit 5")


class StoreDamaged(StoreProblem):
    sentence = N_("{path} is damaged: {why}")
    hint = N_("onestop db rebuild   (what can be made again from the events; if it refuses: onestop restore FILE)")


class FileDamaged(StoreDamaged):
    sentence = N_("{path} is damaged")


class ChainBroken(StoreDamaged):
    sentence = N_("{path} is damaged: event {seq}: {why}")
    hint = N_("onestop --db {path} audit verify --chain   (says all there is); do not write to this file")


class RowUnreadable(StoreProblem):
    """A row that cannot be what onestop wrote; `store.database` says of which file."""

    sentence = N_("a row of the file cannot be read: it is damaged, or was changed from outside")
    hint = N_("do not write to it: onestop audit verify --chain, then onestop restore FILE")


NONSENSE = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError, UsageProblem,
    RowUnreadable,
)  # fmt: skip
"""What reading a value raises that onestop never wrote."""


class SourcesDiffer(StoreDamaged):
    sentence = N_("{path} is damaged: two of its indexes tell different numbers of {what} in {month}")
    hint = N_("onestop doctor   (says what mends it; trust no figure of this file before)")


class RegisterDiffers(StoreDamaged):
    sentence = N_(
        "the register of {path} tells other figures of {start} to {end} than its events do: it was changed from "
        "outside, or is damaged"
    )
    hint = N_("onestop audit verify, then onestop db rebuild   (shows which rows differ; the events are what counts)")


class DossierDiffers(StoreDamaged):
    sentence = N_(
        "the register says otherwise of dossier {code} than its events do: it was changed from outside, or is damaged"
    )
    hint = N_("onestop audit verify, then onestop db rebuild   (shows which rows differ; the events are what counts)")


class EventsDoNotAddUp(StoreDamaged):
    sentence = N_("{path} is damaged: the events of {what} do not add up")


class DoesNotFit(StoreDamaged):
    sentence = N_("{path} does not fit together: what its rows say cannot all be so; it is damaged or was changed")
    hint = N_(
        "onestop doctor, then onestop audit verify --chain; if both find nothing, send what the command prints with "
        "--debug"
    )


class StrangeShape(StoreDamaged):
    sentence = N_("{path} was changed from outside: its {thing} is not as onestop made it")


class CopyDamaged(StoreProblem):
    sentence = N_("what was written to {path} is not what was read back: the disk it lies on is failing")
    hint = N_("write to another disk; the dossier file itself is undamaged")


class LedgerUnreadable(StoreProblem):
    sentence = N_("the events of dossier {code} cannot be told again: the file is damaged or was changed from outside")
    hint = N_("do not write to it: onestop audit verify --chain, then onestop restore FILE")


class StoreRefused(StoreProblem):
    sentence = N_("{path} refused what was to be written: {why}")
    hint = N_("nothing was recorded; look whether the file is sound: onestop doctor")


class StoreFull(StoreProblem):
    sentence = N_("the disk that holds {path} is full")
    hint = N_("nothing was recorded; free some space and run the command again")


class StoreReadOnly(StoreProblem):
    sentence = N_("{path} cannot be written: {why}")
    hint = N_("check who owns the file and its folder")


class StoreUnreadable(StoreReadOnly):
    sentence = N_("{path} cannot be read: {why}")


class MixtureFeared(StoreUnreadable):
    sentence = N_("{path} cannot be read as of one moment: {why}")
    hint = N_("let whoever writes it run onestop backup FILE, and read that file with --db")


class CannotBeShared(StoreProblem):
    sentence = N_("a file that several accounts share cannot lie there: {path}: {why}")
    hint = N_(
        "{command}   (GROUP is the group of those accounts), or choose with --db a folder that all may enter, such as "
        "/srv/onestop; then run onestop init again"
    )


class LogDoesNotFit(StoreUnreadable):
    sentence = N_(
        "{path} and the -wal file beside it do not belong together: one of them was copied, cut or put back alone"
    )
    hint = N_(
        "delete neither of them; if the file was put there by hand, move {log} away and look at what is missing, else "
        "put the last backup in its place: onestop restore FILE"
    )


class TwoNames(StoreProblem):
    sentence = N_(
        "{path} is {other} under a second name, and {side} belongs to it: its last acts are not seen from here"
    )
    hint = N_("open it under that name: --db {other}; then remove the second name")


class SideFileForeign(StoreReadOnly):
    sentence = N_("{path} cannot be opened: {side} beside it belongs to another account, which opened the file before")
    hint = N_("let the administrator give it to the owner of the file: chown --reference {path} {side}")


class NetworkDrive(StoreProblem):
    sentence = N_("{path} is on a network drive ({kind}), where SQLite cannot keep two clerks apart")
    hint = N_("keep the file on a disk of this machine")
