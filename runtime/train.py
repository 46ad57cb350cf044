"""Train the model when its sources have changed: ``python -m runtime.train``."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SOURCES = ("config.yml", "domain.yml", "data", "components", "mandarin", "requirements.lock")
"""All that a trained model depends on, from the project's folder."""

MODEL = Path("models/claims.tar.gz")
STAMP = Path("models/claims.sources")


def source_files(root: Path) -> Iterator[Path]:
    """Yield every file of ``SOURCES``, sorted, without what Python and editors leave behind."""
    for source in SOURCES:
        path = root / source
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (
            file
            for file in files
            if file.is_file()
            and file.suffix != ".pyc"
            and not any(part.startswith(".") for part in file.relative_to(root).parts)
        )


def fingerprint(root: Path) -> str:
    """Hash the names and contents of all sources."""
    whole = hashlib.sha256()
    for file in source_files(root):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        whole.update(f"{file.relative_to(root)} {content}\n".encode())
    return whole.hexdigest()


def train_if_changed(root: Path, train: Callable[[Path], None]) -> bool:
    """Call ``train`` unless the model there was made from these very sources; return whether it was called.

    The stamp is written after the model, so that a training broken off is done again. Two at once wait for each other.
    """
    model, stamp = root / MODEL, root / STAMP
    model.parent.mkdir(exist_ok=True)
    with open(root / "models" / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sources = fingerprint(root)
        if model.exists() and stamp.exists() and stamp.read_text() == sources:
            return False
        stamp.unlink(missing_ok=True)
        train(root)
        if not model.exists():
            raise FileNotFoundError(f"training left no {MODEL}")
        stamp.write_text(sources)
        return True


def train_with_rasa(root: Path) -> None:
    """Run ``rasa train`` from scratch; its own cache does not see the code that components call.

    Raises:
        subprocess.CalledProcessError: Training failed; Rasa has said why.
    """
    command = [
        sys.executable,
        "-m",
        "runtime.quietly",
        "rasa",
        "train",
        "--force",
        "--skip-validation",  # `make test` does it, without the warnings that say nothing here
        "--fixed-model-name",
        MODEL.name.split(".")[0],
    ]
    subprocess.run(command, cwd=root, check=True, stdin=subprocess.DEVNULL)


def main() -> int:
    """Train if needed and say how long it took; return the exit code."""
    started = time.monotonic()

    def train(root: Path) -> None:
        print("==> Training the model (its sources are new or have changed; about a minute)", flush=True)
        train_with_rasa(root)

    try:
        trained = train_if_changed(Path.cwd(), train)
    except (subprocess.CalledProcessError, FileNotFoundError):
        print(
            "\n!!! Training failed; Rasa's lines above say where. `rasa data validate` checks domain.yml and data/.",
            file=sys.stderr,
        )
        return 1
    if trained:
        print(f"==> Model trained in {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
