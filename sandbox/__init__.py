"""A stand-in for the insurer's policy system, with sample policies and faults on demand.

``policies.jsonl`` holds invented people and cars. The contract's example (冀A6P72Q) has its renewal, so that it is in force
on any day of 2025-08 to 2027-07. The 2014 wording was sold until 2020-09-18; the samples of it that are
still in force are long-term policies, there so that its rules can be met.
"""
