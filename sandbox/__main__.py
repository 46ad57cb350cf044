"""Serve the sandbox, policy system and telephones, on 127.0.0.1: ``python -m sandbox``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn

from claims.settings import Settings
from sandbox.app import BadPolicies, DroppingProtocol, create_app, load_policies
from sandbox.telephone import Telephone

TELEPHONES = "var/telephone.{port}.db"
"""Where what arrived is kept: a file a port, so that two runs from one checkout keep out of each other's way."""


def main() -> int:
    """Read SANDBOX_PORT, SANDBOX_POLICIES, POLICY_TOKEN and SMS_SECRET, then serve until told to stop."""
    try:
        settings = Settings.from_environment(os.environ)
        policies = load_policies(Path(settings.sandbox_policies))
    except (BadPolicies, ValueError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 1
    telephone = Telephone(Path(TELEPHONES.format(port=settings.sandbox_port)), settings.sms_secret)
    uvicorn.run(
        create_app(policies, settings.policy_token, telephone=telephone),
        host="127.0.0.1",
        port=settings.sandbox_port,
        http=DroppingProtocol,
        # No WebSockets here, and uvicorn's do not fit the release that Rasa holds.
        ws="none",
        # The access log would write every plate that is looked up.
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
