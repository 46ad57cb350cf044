"""Serve the sandbox policy system on 127.0.0.1: ``python -m sandbox``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn

from claims.settings import Settings
from sandbox.app import BadPolicies, DroppingProtocol, create_app, load_policies


def main() -> int:
    """Read SANDBOX_PORT, SANDBOX_POLICIES and POLICY_TOKEN, then serve until told to stop."""
    try:
        settings = Settings.from_environment(os.environ)
        policies = load_policies(Path(settings.sandbox_policies))
    except (BadPolicies, ValueError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 1
    uvicorn.run(
        create_app(policies, settings.policy_token),
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
