"""Everything with a telephone in front of it: ``python -m runtime.phone``, behind ``make phone``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from phone.settings import PhoneSettings, UnsafeSettings
from runtime.prepare import NotReady, desk_account, ports, prepare, read_settings
from runtime.services import SERVICES, WORKER, PortTaken, Service, commands, refuse_taken_ports
from runtime.supervise import Supervisor

PHONE_SERVICES = (
    Service("gateway", "voice gateway", "GATEWAY_PORT", "/health"),
    Service("exchange", "telephone exchange", "EXCHANGE_PORT", "/"),
)
ALL = (*SERVICES, *PHONE_SERVICES)


class PhoneSupervisor(Supervisor):
    """Says which number to ring once everything is ready."""

    settings: PhoneSettings

    def _announce(self) -> None:
        super()._announce()
        if self._ready.is_set():
            number = f"sip:{self.settings.hotline}@{self.settings.sip_host}:{self.settings.sip_port}"
            self._tell(
                f"Ring {number} with any SIP telephone on this machine (no account, codec PCMA), "
                "or let a recorded caller ring: make ring"
            )


def main() -> int:
    """Run until stopped; return the exit code."""
    root = Path.cwd()
    try:
        settings = read_settings()
        phone = PhoneSettings.from_environment(os.environ)
        phone.refuse_default_secrets(phone.gateway_host)
        phone.refuse_default_secrets(phone.sip_host)
        all_ports = ports(settings) | {
            service.variable: getattr(phone, service.variable.lower()) for service in PHONE_SERVICES
        }
        refuse_taken_ports(ALL, all_ports)
        programs = Path(phone.exchange_dir).absolute() / "programs"
        if subprocess.run(["phone/exchange/install.sh", str(programs)]).returncode:
            raise NotReady("there is no telephone exchange; the lines above say what to do.")
        prepare(root, settings)
        notes = desk_account(root, settings)
    except (NotReady, PortTaken, UnsafeSettings, ValueError) as error:
        print(f"\n!!! Not started: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print("==> Starting", flush=True)
    # The worker orders call-backs of the gateway beside it, unless it was told of another.
    os.environ["GATEWAY_URL"] = os.environ.get("GATEWAY_URL") or f"http://127.0.0.1:{phone.gateway_port}"
    lines = commands(root / "Procfile") | commands(root / "phone/Procfile")
    supervisor = PhoneSupervisor(
        {program: lines[program.name] for program in (*ALL, WORKER)}, all_ports, root, notes=notes
    )
    supervisor.settings = phone
    return supervisor.run()


if __name__ == "__main__":
    sys.exit(main())
