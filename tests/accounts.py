"""Acts of other accounts of one machine: real ones where the tests run as root, the one account there is elsewhere."""

import os
import warnings
from collections.abc import Callable

from onestop_cli.errors import OnestopError

SHARED = 64_001
"""The group that shares a file."""
OWNER, CLERK, AUDITOR, STRANGER = 64_010, 64_011, 64_012, 65_534
"""The first three are in the group that shares a file, each with another group of its own."""


def exit_code_of(act: Callable[[], object], account: int = STRANGER, umask: int = 0o022) -> int:
    """What an account's command ends with: 0, or the exit code of its problem; 99 for any other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 99
        try:
            if os.geteuid() == 0:
                os.setgroups([] if account == STRANGER else [SHARED])
                os.setgid(account)
                os.setuid(account)
            os.umask(umask)
            act()
            code = 0
        except OnestopError as problem:
            code = problem.exit_code
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
