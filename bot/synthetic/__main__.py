"""`python -m bot.synthetic --out DIR`: write a synthetic drive."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bot.synthetic import drive


def main(arguments: list[str] | None = None) -> int:
    """Write the drive that the arguments ask for and tell what was written."""
    parser = argparse.ArgumentParser(prog="python -m bot.synthetic", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write into")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--scale", choices=("demo", "province"), default="demo")
    parser.add_argument(
        "--kind", choices=("xlsx", "csv"), default="xlsx", help="kind of the sheets of records"
    )
    asked = parser.parse_args(arguments)
    began = time.perf_counter()
    made = drive.write_drive(asked.out, seed=asked.seed, scale=asked.scale, kind=asked.kind)
    lines = [f"{path.name:<14} {path.stat().st_size / 1e6:8.1f} MB" for path in made.records]
    counts = ", ".join(f"{record_type.value} {count}" for record_type, count in made.counts.items())
    lines.append(f"{sum(made.counts.values())} records ({counts}) in {time.perf_counter() - began:.1f} s")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
