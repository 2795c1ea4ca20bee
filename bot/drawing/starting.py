"""Starting a process that draws, without what it has no need of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def start(module: str) -> subprocess.Popen[bytes]:
    """Start a module of ours as a process that is spoken to by frames on its stdin and stdout."""
    house = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (house, os.environ.get("PYTHONPATH"))))
    # the settings hold secrets, which a process that opens a hostile file has no need of
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASOAT_")}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": path},
    )
