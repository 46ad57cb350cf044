"""The insurance domain in plain Python: the interview, the report, cover, policy and store."""
