"""A clock that can be set while servers run: what is in this folder's ``sitecustomize.py`` is imported by every Python they start."""

from __future__ import annotations

import os
from pathlib import Path

CLOCK = "clock"
"""File with the seconds by which the servers' clocks are ahead of what it is."""

VARIABLE = "TEST_CLOCK"


def clock_of(folder: Path) -> dict[str, str]:
    """Return the environment of servers whose clock is what ``folder / CLOCK`` says."""
    before = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(Path(__file__).parent), *([before] if before else [])])
    return {VARIABLE: str(folder / CLOCK), "PYTHONPATH": path}
