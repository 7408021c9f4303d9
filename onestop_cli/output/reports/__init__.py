"""The reports of a period for people and machines."""
