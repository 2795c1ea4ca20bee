"""How much a file may ask of this machine."""

from __future__ import annotations

import os

FILE_BYTES = 1 << 30
PARTS = 2_000  # files inside an .xlsx
UNPACKED_BYTES = 6 << 30  # all parts of an .xlsx together; a sheet of 381,383 births unpacks to about 1 GB
RATIO = 250  # unpacked to packed, of parts worth looking at; sheets of one repeated value reach about 100
RATIO_FROM_BYTES = 32 << 20
PROLOG_BYTES = 8_192  # the root element of an XML part starts within them
ROWS = 2_000_000
COLUMNS = 300
CELL_LETTERS = 32_767  # a spreadsheet's own limit
TABLE_ROWS = 100_000  # of a list of units or people
MEMORY_BYTES = 4 << 30
CPU_SECONDS = 1_200
SILENT_SECONDS = 600.0  # how long the reading process may say nothing
CHUNK_ROWS = 500
FAULTS_KEPT = 200_000


def memory_bytes() -> int:
    """Tell how much memory the reading process may take: never more than three quarters of the machine's."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(MEMORY_BYTES, machine * 3 // 4)
