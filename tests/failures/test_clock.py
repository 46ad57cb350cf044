"""The clock the faults set: of a program that knows nothing of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.failures.clock import CLOCK, clock_of

PROGRAM = """
import sys, time
from datetime import datetime
file = sys.argv[1]
def until(ahead):
    while abs(time.time() - real() - ahead) > 5 or abs(datetime.now().timestamp() - real() - ahead) > 5:
        time.sleep(0.05)
start, mono = time.time(), time.monotonic()
real = lambda: start + time.monotonic() - mono
open(file, "w").write("-3600"); until(-3600)
open(file, "w").write("0"); until(0)
print("kept")
"""


def test_the_wall_clock_is_set_back_and_right_again_and_the_steady_one_goes_on(tmp_path: Path) -> None:
    environment = {**os.environ, **clock_of(tmp_path)}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / CLOCK)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.stdout == "kept\n", run.stderr
