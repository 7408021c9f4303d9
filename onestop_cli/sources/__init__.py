"""Outside material turned into validated core values: data tables, python-holidays, CSV, .ics."""
