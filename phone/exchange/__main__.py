"""Start the exchange: ``python -m phone.exchange``. It stays in the foreground until it is told to stop."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from phone.settings import PhoneSettings, UnsafeSettings

HERE = Path(__file__).parent

NICE = -15
"""Before other programs, where that is allowed (root, CAP_SYS_NICE): a packet is due every 20 ms, however busy the bot is.

Not Asterisk's own ``highpriority``: it puts itself before the kernel's work too, and gives that up after a minute without its canary.
"""

NOT_USED = ("acl", "ccss", "cdr", "cel", "features", "indications", "pjproject", "stasis", "udptl")
"""Parts of Asterisk that complain when they have no file, and are content with an empty one."""


def render(settings: PhoneSettings) -> Path:
    """Write the configuration with the settings in it, readable by this user alone; return its folder.

    The folder is one a SIP port, so that several exchanges can run from one checkout.
    """
    base = Path(settings.exchange_dir).absolute()
    folder = base / str(settings.sip_port)
    first, last = settings.rtp_range()
    values = {
        "FOLDER": folder,
        "PROGRAMS": base / "programs",
        "RECORDINGS": settings.recordings,
        "SENTENCES": settings.sentences,
        "GATEWAY": settings.gateway,
        "GATEWAY_TOKEN": settings.gateway_token,
        "EXCHANGE_PORT": settings.exchange_port,
        "SIP_HOST": settings.sip_host,
        "SIP_PORT": settings.sip_port,
        "RTP_FIRST": first,
        "RTP_LAST": last,
        "CARRIER": settings.carrier,
        "CARRIER_URI": settings.carrier_uri,
        "PEOPLE_URI": settings.people_uri,
        "HOTLINE": settings.hotline,
        "RING_S": settings.ring_s,
    }
    for name in ("etc", "lib", "spool/tmp", "log", "data"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (
        "documentation",
        "rest-api",
        "static-http",
    ):  # Asterisk refuses to start without its documentation
        link = folder / "data" / name
        if not link.is_symlink():
            link.symlink_to(base / "programs/usr/share/asterisk" / name)
    settings.recordings.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in NOT_USED:
        (folder / "etc" / f"{name}.conf").touch(mode=0o600)
    for source in sorted((HERE / "etc").glob("*.conf")):
        text = source.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        (folder / "etc" / source.name).write_text(text, "utf-8")
        (folder / "etc" / source.name).chmod(0o600)
    return folder


def program(settings: PhoneSettings, name: str, *arguments: str) -> list[str]:
    """Return a program's command line: Debian's, with its own libraries, straight from where it was unpacked; ``name`` below ``usr``."""
    programs = Path(settings.exchange_dir).absolute() / "programs"
    return [
        str(programs / "usr/lib64/ld-linux-x86-64.so.2"),
        "--library-path",
        str(programs / "usr/lib/x86_64-linux-gnu"),
        str(programs / "usr" / name),
        *arguments,
    ]


def main() -> int:
    """Bring Asterisk if it is not there, and become it."""
    try:
        settings = PhoneSettings.from_environment(os.environ)
        settings.refuse_default_secrets(settings.sip_host)
    except (ValueError, UnsafeSettings) as error:
        print(f"!!! The exchange was not started: {error}", file=sys.stderr)
        return 1
    programs = Path(settings.exchange_dir).absolute() / "programs"
    if subprocess.run([str(HERE / "install.sh"), str(programs)]).returncode:
        return 1
    os.umask(0o077)  # recordings are this user's alone
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    configuration = str(render(settings) / "etc/asterisk.conf")
    asterisk = program(settings, "sbin/asterisk", "-C", configuration, "-f", "-n", *sys.argv[1:])
    os.execv(asterisk[0], asterisk)


if __name__ == "__main__":
    sys.exit(main())
