"""Run a module without old libraries' deprecation warnings, and Rasa without TensorFlow: ``python -m runtime.quietly rasa train``."""

from __future__ import annotations

import runpy
import sys
import warnings

from runtime.without_tensorflow import leave_out


def hush() -> None:
    """Silence deprecation warnings for good: Sanic 21.12 turns them on again when it is imported, so it comes first."""
    import sanic  # noqa: F401

    warnings.filterwarnings("ignore", category=DeprecationWarning)


if __name__ == "__main__":
    hush()
    leave_out()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
