"""The commands that report on a period."""
