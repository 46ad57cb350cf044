"""What every test stands on: Beijing time, and generated cases that are the same on every machine."""

from __future__ import annotations

import os
import time

from hypothesis import settings

os.environ["TZ"] = "Asia/Shanghai"
time.tzset()

settings.register_profile("project", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("project")
