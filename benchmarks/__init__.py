"""How fast onestop is, beside something everyone can run: `python -m benchmarks` (see the README here).

Figures are printed with their target and whether it was met; nothing ever fails for being slow.
"""
