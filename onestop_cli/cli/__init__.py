"""The command line: the only floor with typer, the clock, the environment and exit codes."""
