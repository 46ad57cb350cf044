"""Check domain and training data: ``python -m runtime.validate``, `rasa data validate --fail-on-warnings` less what cannot hold.

Rasa takes every intent and response to be named in a story or rule. Here the interview decides what comes next and actions name
the responses, and the channel makes intents that are never words; those warnings say nothing, all others fail.
"""

from __future__ import annotations

import re
import sys
import warnings

NOT_A_FAULT = re.compile(
    r"is not used in any story or rule"
    r"|The intent '(start_call|silence|keys|hangup)' is listed in the domain file, but is not found in the NLU"
    r"|Slot auto-fill has been removed"  # said of every domain with slots
    r"|pkg_resources"
)


def faults(heard: list[str]) -> list[str]:
    """Return the warnings that stand, each once, in their order."""
    return [message for message in dict.fromkeys(heard) if not NOT_A_FAULT.search(message)]


def main() -> int:
    """Validate what is in the folder; print what is wrong and return the exit code."""
    from rasa.cli.utils import validate_files
    from rasa.shared.importers.importer import TrainingDataImporter

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
        validate_files(fail_on_warnings=False, max_history=None, importer=importer)
    wrong = faults([str(warning.message) for warning in caught if issubclass(warning.category, UserWarning)])
    for message in wrong:
        print(f"!!! {message}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
