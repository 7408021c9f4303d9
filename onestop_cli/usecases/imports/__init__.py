"""Importing a register: its rows compared with what is known, and recorded."""
