"""Printed forms: from the facts of the ledger to PDF and HTML."""
