"""Bad days: the trials of `benchmarks/bad_days`, with few cases."""
