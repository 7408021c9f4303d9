"""One function, one transaction: what a command does, without its words."""
