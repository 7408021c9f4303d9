"""Completion in a shell: the script it runs, and where it is put so that the shell runs it.

Each shell gets a file of ours; bash, zsh and PowerShell one line in the file they begin with, which is added once.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from onestop_cli.errors import BadValue, StoreProblem

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_BASH = r"""_onestop_completion() {
    local IFS=$'\n'
    COMPREPLY=( $(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD COMP_TYPE=$COMP_TYPE \
        _ONESTOP_COMPLETE=complete_bash "$1" 2>/dev/null) )
}
complete -o bashdefault -o default -F _onestop_completion onestop"""


class Installed(NamedTuple):
    """The files that were written, and the one a line was added to with that line; None where there was no need."""

    script: Path
    begun_by: Path | None
    line: str
    was_added: bool


def script(shell: str) -> str:
    """What a shell is to run to complete our commands."""
    if shell == "bash":
        return _BASH
    from typer._completion_shared import get_completion_script

    return get_completion_script(prog_name="onestop", complete_var="_ONESTOP_COMPLETE", shell=shell)


def detected(environment: Mapping[str, str], *, on_windows: bool = os.name == "nt") -> str:
    """The shell of whoever asks. Raises `BadValue` for one that is none of ours."""
    name = Path(environment.get("SHELL", "")).name.removesuffix(".exe")
    if name in SHELLS:
        return name
    if on_windows or "PSModulePath" in environment:
        return "pwsh" if "POWERSHELL_DISTRIBUTION_CHANNEL" in environment else "powershell"
    raise BadValue(option="SHELL", value=environment.get("SHELL", ""), accepted=", ".join(SHELLS))


def install(shell: str, home: Path, environment: Mapping[str, str]) -> Installed:
    """Completion works in each new shell of that kind; doing it again changes nothing. Raises `StoreProblem`."""
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    match shell:
        case "bash":
            file, begun_by = data / "onestop" / "completion.bash", home / ".bashrc"
            line = f"[ -f {quote(str(file))} ] && . {quote(str(file))}"
        case "zsh":
            file = data / "onestop" / "zsh" / "_onestop"
            begun_by = Path(environment.get("ZDOTDIR") or home) / ".zshrc"
            line = f"fpath=({quote(str(file.parent))} $fpath); autoload -Uz compinit && compinit"
        case "fish":
            file, begun_by, line = config / "fish" / "completions" / "onestop.fish", None, ""
        case _:
            folder = "PowerShell" if shell == "pwsh" else "WindowsPowerShell"
            profiles = config / "powershell" if shell == "pwsh" and os.name != "nt" else home / "Documents" / folder
            file, begun_by = profiles / "onestop-completion.ps1", profiles / "Microsoft.PowerShell_profile.ps1"
            line = ". '" + str(file).replace("'", "''") + "'"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script(shell) + "\n", encoding="utf-8")
        was_added = begun_by is not None and _add(line, begun_by)
    except (OSError, UnicodeError) as problem:
        raise StoreProblem(path=begun_by or file, why=getattr(problem, "strerror", None) or str(problem)) from problem
    return Installed(file, begun_by, line, was_added)


def _add(line: str, file: Path) -> bool:
    """Whether a line was added to a file, which has it now; the rest of the file is as it was."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if line in before.splitlines():
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as target:
        target.write(("" if before.endswith("\n") or not before else "\n") + line + "\n")
    return True
