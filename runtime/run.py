"""Set up what is missing and run everything: ``python -m runtime.run``, behind ``make run``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from runtime.prepare import NotReady, desk_account, prepare, read_settings
from runtime.services import PortTaken, commands, refuse_taken_ports
from runtime.several import plan
from runtime.supervise import Supervisor


def main() -> int:
    """Run until stopped; return the exit code."""
    root = Path.cwd()
    try:
        settings = read_settings()
        lines = commands(root / "Procfile") | commands(root / "runtime/several/Procfile")
        running = plan.programs(settings, lines)
        ports = plan.all_ports(settings)
        refuse_taken_ports(plan.services(settings, running), ports)
        settings = plan.prepare_several(root, settings, os.environ)
        prepare(root, settings, plan.bot_ports(settings))
        notes = desk_account(root, settings)
    except (NotReady, PortTaken) as error:
        print(f"\n!!! Not started: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print("==> Starting", flush=True)
    return Supervisor(running, ports, root, notes=notes).run()


if __name__ == "__main__":
    sys.exit(main())
