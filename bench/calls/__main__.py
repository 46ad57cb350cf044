"""Play the calls of a part and print how they went: ``python -m bench.calls --part dev``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.calls.failures import common
from bench.calls.figures import report
from bench.calls.page import page
from bench.calls.run import figures_against, play_all, results
from bench.calls.scenario import PARTS, SCENARIOS, BadScenario, load, split


def main() -> int:
    """Play, judge, print, write; return the exit code."""
    options = argparse.ArgumentParser(prog="python -m bench.calls", description=__doc__)
    options.add_argument("--part", choices=PARTS, action="append", help="a part, or several; default: dev")
    options.add_argument("--only", action="append", metavar="ID", help="a scenario, or a writer, or several")
    options.add_argument("--json", type=Path, help="write the figures (and the calls, unless unseen) there")
    options.add_argument(
        "--html", type=Path, help="write a page with plots (and the worst calls, unless unseen)"
    )
    options.add_argument("--against", type=Path, metavar="JSON", help="an earlier run to show beside")
    options.add_argument("--scenarios", type=Path, default=SCENARIOS, help="the folder of the scenarios")
    chosen = options.parse_args()
    parts = chosen.part or ["dev"]
    writers = [writer for writer, part in split().items() if part in parts]
    try:
        scenarios = load(chosen.scenarios, writers)
    except BadScenario as error:
        print(f"!!! {error}", file=sys.stderr)
        return 1
    if chosen.only and "unseen" in parts:
        print("!!! Of the unseen part only sums over all of it are read.", file=sys.stderr)
        return 1
    if chosen.only:
        scenarios = [one for one in scenarios if one.id in chosen.only or one.writer in chosen.only]
    if not scenarios:
        print("!!! There is no such scenario in this part.", file=sys.stderr)
        return 1
    judged = play_all(scenarios)
    shown = "unseen" not in parts
    told = results(judged, parts, shown)
    old = figures_against(chosen.against, judged) if chosen.against else None
    print(report(told["figures"], old))
    if shown:
        print(f"\nThe most frequent failures (words → stored | truth):\n{common(judged)}")
    if chosen.json:
        chosen.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if chosen.html:
        title = f"Calls, {' and '.join(parts)}, {told['commit']}"
        chosen.html.write_text(page(told["figures"], judged if shown else (), title), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
