"""The law: calendar, time limits, a dossier's life, outcomes, periods. Pure values and functions."""
