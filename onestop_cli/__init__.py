"""onestop: dossiers, promised dates and reports of a Vietnamese one-stop shop."""

__version__ = "0.1.0"
