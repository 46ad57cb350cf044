"""Print the measurements as one table: ``python -m bench``, behind ``make bench``.

How well callers are understood is measured by ``python -m bench.understanding``.
"""

from __future__ import annotations

import argparse

from bench import turns


def main() -> None:
    """Measure whole calls and print the table."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument(
        "--quick", action="store_true", help="fewer calls; the stock bot trained for 3 epochs"
    )
    options.add_argument("--no-stock", action="store_true", help="leave the stock bot out")
    chosen = options.parse_args()
    print(turns.main(chosen.quick, not chosen.no_stock))


if __name__ == "__main__":
    main()
