"""Bot and desk with a month of made-up reports: ``python -m runtime.demo``, behind ``make demo``."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from claims.clock import BEIJING
from claims.settings import Settings
from claims.store import Store
from runtime import run
from sandbox.month import REPORTS, Month

FOLDER = Path("var/demo")


def main() -> int:
    """Make the month anew, then run everything on it; return the exit code."""
    folder = FOLDER.absolute()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/claims.db")
    if os.environ["DATABASE_URL"] != f"sqlite:///{folder}/claims.db":
        print("!!! Not started: make demo fills a database of its own; unset DATABASE_URL.", file=sys.stderr)
        return 1
    print(f"==> Making up {REPORTS} reports of a month in {FOLDER}", flush=True)
    fill(folder, datetime.now(BEIJING))
    os.environ["SANDBOX_POLICIES"] = str(folder / "policies.jsonl")
    os.environ["PHOTOS_DIR"] = str(folder / "photos")
    return run.main()


def fill(folder: Path, now: datetime) -> None:
    """Write the month that ends at ``now``: database, policies and photos, in a folder that is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    memory = (
        "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    )  # thousands of transactions, none of them worth a disk
    with tempfile.TemporaryDirectory(dir=memory) as made:
        store = Store(f"sqlite:///{made}/claims.db")
        store.migrate()
        month = Month(store, now, folder / "photos")
        month.write()
        store.close()
        shutil.move(f"{made}/claims.db", folder / "claims.db")
    samples = Path(Settings.sandbox_policies).read_text("utf-8")
    made = "".join(f"{json.dumps(policy, ensure_ascii=False)}\n" for policy in month.policies)
    (folder / "policies.jsonl").write_text(samples + made, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
