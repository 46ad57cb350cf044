"""Erase what is told of people: ``python -m claims.erase old`` what is old, ``call`` or ``report`` what somebody asks to have erased.

Transcripts, recordings, photos, names, numbers and words go, everywhere; figures stay.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from claims.clock import BEIJING
from claims.photos import files
from claims.settings import Settings
from claims.store import NotFound, Refused, Store, StoreUnavailable


def main(arguments: list[str] | None = None) -> int:
    """Erase from the database of ``DATABASE_URL`` and the folders beside it; return the exit code."""
    settings = Settings.from_environment(os.environ)
    parser = argparse.ArgumentParser(prog="python -m claims.erase", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    old = what.add_parser("old", help="calls that ended long ago and have no open task")
    old.add_argument("--days", type=int, default=settings.personal_data_days, help="PERSONAL_DATA_DAYS")
    for name in ("call", "report"):
        one = what.add_parser(name, help=f"one, by its {'id' if name == 'call' else 'number'}")
        one.add_argument("which")
        one.add_argument("--reason", required=True, help="stands in the trail")
    said = parser.parse_args(arguments)
    now = datetime.now(BEIJING)
    store = Store(settings.database_url, settings.company)
    try:
        store.migrate()
        if said.what == "old":
            if said.days < 1:
                print("!!! --days: at least 1", file=sys.stderr)
                return 2
            calls, photos = store.erase_before(now - timedelta(days=said.days), now)
        else:
            call_id = said.which if said.what == "call" else store.call_of(said.which)
            calls, photos = [call_id or ""], store.erase_call(call_id or "", said.reason, now)
        remove(Path(settings.photos_dir), (file for name in photos for file in files(name)))
        remove(Path(settings.recordings_dir), (f"{call_id}.wav" for call_id in calls))
        print(f"{len(calls)} call{'' if len(calls) == 1 else 's'} erased")
        store.sweep()
    except (NotFound, Refused, ValueError) as error:
        print(f"!!! {error}", file=sys.stderr)
        return 1
    except StoreUnavailable as error:
        print(
            f"!!! {error}: what was erased may still be in the database's file; run this again",
            file=sys.stderr,
        )
        return 1
    finally:
        store.close()
    return 0


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of a folder, those that are there; a name that leads out of it is none."""
    for name in names:
        if name == Path(name).name:
            (folder / name).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
