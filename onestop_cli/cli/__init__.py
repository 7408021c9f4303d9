"""The command line: the only floor with typer, the clock, the environment and exit codes."""

import gc

gc.set_threshold(50_000)  # looking for garbage while modules load takes a twentieth of a start, and finds none
