"""The telephone exchange: Asterisk, its configuration as files, unpacked and started for local use and tests."""
