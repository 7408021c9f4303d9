"""What this process has recorded, for who tells of it."""

from onestop_cli.store.recorded import afresh, recorded

__all__ = ["afresh", "recorded"]
