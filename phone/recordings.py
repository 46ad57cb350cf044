"""Recordings of calls: how long they are kept, and how one is erased.

``python -m phone.recordings expire`` removes those older than ``RECORDINGS_DAYS`` (the gateway does it by itself, once a day);
``python -m phone.recordings erase CALL_ID …`` removes those of these calls, whenever a person wants it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from phone.settings import PhoneSettings

logger = logging.getLogger(__name__)

DAY_S = 86_400.0
_CALL_ID = re.compile(r"[A-Za-z0-9_-]+")


def expire(folder: Path, days: int, now: float) -> int:
    """Remove recordings that were last written more than ``days`` days before ``now``, seconds since the epoch; return how many."""
    old = [file for file in folder.glob("*.wav") if file.stat().st_mtime < now - days * DAY_S]
    for file in old:
        file.unlink()
    return len(old)


def erase(folder: Path, call_ids: Iterable[str]) -> int:
    """Remove the recordings of calls; return how many there were.

    Raises:
        ValueError: Something is no call id.
    """
    erased = 0
    for call_id in call_ids:
        if not _CALL_ID.fullmatch(call_id):
            raise ValueError(f"{call_id!r} is no call id")
        with suppress(FileNotFoundError):
            (folder / f"{call_id}.wav").unlink()
            erased += 1
    return erased


async def keep_expiring(settings: PhoneSettings) -> None:
    """Remove what is too old, once a day, for ever."""
    while True:
        removed = expire(settings.recordings, settings.recordings_days, time.time())
        logger.info("%d recordings were older than %d days and removed", removed, settings.recordings_days)
        await asyncio.sleep(DAY_S)


def main() -> int:
    """Do what is asked; return 2 when nobody knows what that is."""
    settings = PhoneSettings.from_environment(os.environ)
    match sys.argv[1:]:
        case ["expire"]:
            print(f"{expire(settings.recordings, settings.recordings_days, time.time())} removed")
        case ["erase", *call_ids] if call_ids:
            print(f"{erase(settings.recordings, call_ids)} removed")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
