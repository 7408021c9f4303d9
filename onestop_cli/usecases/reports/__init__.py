"""The reports of a period: what is counted, where one stands to count it, seals."""
