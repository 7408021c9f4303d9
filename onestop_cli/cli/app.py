"""The command `onestop`: which commands there are, and the options of the root."""

import atexit
import gc
from typing import Annotated

import typer

from onestop_cli import __version__
from onestop_cli.cli import typer_parts
from onestop_cli.cli.options import Db, Debug, Lang, flag
from onestop_cli.cli.session import Given
from onestop_cli.errors import N_
from onestop_cli.output import stream

COMMANDS: dict[str, str | dict[str, str]] = {
    "init": "office:init",
    "receive": "counter:receive",
    "decline": "decline:decline",
    "resolve": "counter:resolve",
    "deliver": "counter:deliver",
    "traketqua": "by_word:hand_over",
    "suspend": "acts:suspend",
    "yeucaubosung": "by_word:ask_supplement",
    "resume": "acts:resume",
    "extend": "acts:extend",
    "assign": "acts:assign",
    "withdraw": "acts:withdraw",
    "stop": "acts:stop",
    "correct": "amendments:correct",
    "void": "amendments:void",
    "undo": "amendments:undo",
    "erase": "erasure:erase",
    "slip": "slip:slip",
    "show": "dossiers:show",
    "history": "dossiers:history",
    "explain": "explanations:explain",
    "when": "explanations:when",
    "list": "dossiers:list_dossiers",
    "tim": "by_word:find",
    "due": "worklist:due",
    "today": "worklist:today",
    "report": "reports.report:report",
    "late": "reports.late:late",
    "register": "reports.register:register",
    "trend": "reports.trend:trend",
    "seal": "reports.seals:seal",
    "procedure": {
        "list": "procedures:list_procedures",
        "show": "procedures:show",
        "add": "procedures:add",
        "amend": "procedures:amend",
        "undo": "procedures:undo",
        "retire": "procedures:retire",
        "import": "procedures:import_file",
    },
    "calendar": {
        "show": "calendar:show",
        "holidays": "calendar:holidays",
        "load": "calendar:load",
        "confirm": "calendar:confirm",
        "notices": "calendar:notices",
        "add-holiday": "calendar:add_holiday",
        "add-closure": "calendar:add_closure",
        "add-swap": "calendar:add_swap",
        "revoke": "calendar:revoke",
        "import": "calendar:import_file",
    },
    "config": {"show": "office:config_show", "set": "office:config_set"},
    "import": "register_import:import_file",
    "export": {
        "dossiers": "exports:export_dossiers",
        "events": "exports:export_events",
        "register": "exports:export_register",
        "portal": "exports:export_portal",
    },
    "nightly": "nightly:nightly",
    "backup": "backups:backup",
    "restore": "backups:restore",
    "audit": {
        "head": "audit:head",
        "log": "audit_log:log",
        "verify": "audit:verify",
        "check": "checks:check",
        "clock": "audit:clock",
    },
    "db": {"status": "file_status:status", "migrate": "migration:migrate", "rebuild": "rebuild:rebuild"},
    "doctor": "office:doctor",
    "selftest": "office:selftest",
    "demo": "demo:demo",
    "completion": "office:completion",
}
WORDS = {
    "init": "khoitao",
    "receive": "nhan",
    "decline": "tuchoinhan",
    "resolve": "ketqua",
    "suspend": "tamdung",
    "resume": "tieptuc",
    "extend": "giahan",
    "assign": "giaoviec",
    "withdraw": "ruthoso",
    "stop": "dunggiaiquyet",
    "correct": "dinhchinh",
    "void": "huyhoso",
    "undo": "hoantac",
    "slip": "giayhen",
    "show": "xem",
    "history": "lichsu",
    "explain": "giaithich",
    "when": "tinhngay",
    "list": "danhsach",
    "due": "viec",
    "report": "baocao",
    "late": "quahan",
    "register": "sotheodoi",
    "trend": "xuhuong",
    "seal": "chotsolieu",
    "procedure": "thutuc",
    "calendar": "lich",
    "config": "cauhinh",
    "import": "nhapso",
    "export": "xuatso",
    "nightly": "cuoingay",
    "backup": "saoluu",
    "restore": "phuchoi",
    "audit": "kiemtra",
    "today": "homnay",
}
"""What else can be typed for a command: the office's own word, unaccented, as input methods garble accents at a prompt.

`tim`, `traketqua` and `yeucaubosung` do more than the English command beside which they stand.
"""
GROUP_HELP = {
    "procedure": N_("The catalogue of procedures and their time limits.\n\nExample: onestop procedure list"),
    "calendar": N_("The working calendar and its notices.\n\nExample: onestop calendar show 2026"),
    "config": N_("The office's own settings.\n\nExample: onestop config show"),
    "db": N_("The dossier file itself.\n\nExample: onestop db status"),
    "export": N_("Write dossiers, events, the register to a file.\n\nExample: onestop export dossiers -o dossiers.csv"),
    "audit": N_("What an auditor asks of the ledger.\n\nExample: onestop audit head"),
}
app = typer_parts.root(COMMANDS, GROUP_HELP, WORDS)


@app.callback()
def root(
    context: typer.Context,
    db: Db = None,
    lang: Lang = None,
    debug: Debug = False,
    version: Annotated[bool, flag("--version", N_("Show the version and exit."))] = False,
) -> None:
    """Dossiers of a one-stop shop: promised dates, results, reports.

    Example: onestop receive khai-tu --applicant "Nguyễn Văn A"
    """
    if not gc.isenabled():  # see `start`
        gc.freeze()
        gc.enable()
    context.obj = Given(db, lang, debug)
    if version:
        print(f"onestop {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from onestop_cli.cli.overview import overview

        print(*overview(COMMANDS, getattr(context.command, "words", {})), sep="\n")


def main() -> None:
    """Run the command line; the entry point of the package."""
    stream.prepare()
    atexit.register(gc.freeze)  # the process ends anyway: looking for garbage one last time takes a tenth of a start
    app(prog_name="onestop")
