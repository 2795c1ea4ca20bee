"""A drawing process that does not do as it is told: it hangs, dies, or says how often it was started."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from storage.imports import frames

ODD = os.environ["ODD"]
with Path(os.environ["STARTS"]).open("a") as starts:
    starts.write("x")

while frames.read(sys.stdin.buffer) is not None:
    if ODD == "hangs":
        time.sleep(600)
    if ODD == "dies":
        os._exit(9)
    frames.write(sys.stdout.buffer, "picture", b"drawn")
    if ODD == "goes after one":
        os._exit(0)
