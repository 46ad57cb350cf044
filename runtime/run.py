"""Set up what is missing and run everything: ``python -m runtime.run``, behind ``make run``."""

from __future__ import annotations

import sys
from pathlib import Path

from runtime.prepare import NotReady, desk_account, ports, prepare, read_settings
from runtime.services import PROGRAMS, SERVICES, PortTaken, commands, refuse_taken_ports
from runtime.supervise import Supervisor


def main() -> int:
    """Run until stopped; return the exit code."""
    root = Path.cwd()
    try:
        settings = read_settings()
        refuse_taken_ports(SERVICES, ports(settings))
        prepare(root, settings)
        notes = desk_account(root, settings)
    except (NotReady, PortTaken) as error:
        print(f"\n!!! Not started: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print("==> Starting", flush=True)
    lines = commands(root / "Procfile")
    programs = {program: lines[program.name] for program in PROGRAMS}
    return Supervisor(programs, ports(settings), root, notes=notes).run()


if __name__ == "__main__":
    sys.exit(main())
