"""The baseline of the triage row, run as a process: one pass that reads each record and parses its JSON.

python -m bot.bench.plain_parser FILE
"""

from __future__ import annotations

import json
import sqlite3
import sys


def parse(path: str) -> int:
    """Parse the fields of all records; returns how many."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    count = 0
    for (fields,) in database.execute("SELECT fields FROM records ORDER BY id"):
        json.loads(fields)
        count += 1
    database.close()
    return count


if __name__ == "__main__":
    print(parse(sys.argv[1]))
