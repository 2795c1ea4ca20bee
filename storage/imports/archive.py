"""Judging an .xlsx before anything opens it: a zip of XML parts, no macros, no DTD, no bomb, no cell far away."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from domain.sheet_faults import Fault, Found
from storage.imports import limits

_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx behind a password
_ZIP = b"PK\x03\x04"
_MACROS = ("vbaproject.bin", "vbaprojectsignature.bin", "xl/macrosheets/", "xl/dialogsheets/")
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[A-Za-z_]")
_DIMENSION = re.compile(rb"<dimension\s[^>]*ref=[\"']([A-Z]{1,7})?(\d*)(?::([A-Z]{1,7})(\d+))?[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SMALL_PART = 1 << 20


def judge(path: Path) -> Found | None:
    """Find what refuses an .xlsx; None when it may be opened.

    What the central directory says of sizes can be a lie: the limits of the reading process hold all the same.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        return Found(Fault.EMPTY)
    if head.startswith(_OLE):
        return Found(Fault.OLD_FORMAT)
    if not head.startswith(_ZIP):
        return Found(Fault.NOT_A_SHEET)
    try:
        with zipfile.ZipFile(path) as archive:
            return _judge_parts(archive, path.stat().st_size)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError) as fault:
        return Found(Fault.BROKEN, detail=type(fault).__name__)
    except (NotImplementedError, RuntimeError):  # a compression or a password Excel itself never uses
        return Found(Fault.OLD_FORMAT)


def _judge_parts(archive: zipfile.ZipFile, file_bytes: int) -> Found | None:
    parts = archive.infolist()
    names = [part.filename.lower().lstrip("/") for part in parts]
    if any(name.endswith(_MACROS[:2]) or name.startswith(_MACROS[2:]) for name in names):
        return Found(Fault.MACROS)
    if "xl/workbook.xml" not in names:
        return Found(Fault.NOT_A_SHEET)
    if any(part.flag_bits & 1 for part in parts):
        return Found(Fault.OLD_FORMAT)
    if len(parts) > limits.PARTS or len(set(names)) != len(names):
        return Found(Fault.BOMB)
    # parts that overlap in the file, as in the flat bombs, add up to more than the file
    if sum(part.compress_size for part in parts) > file_bytes:
        return Found(Fault.BOMB)
    if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
        return Found(Fault.BOMB)
    for part in parts:
        if part.file_size > limits.RATIO_FROM_BYTES and part.file_size > limits.RATIO * part.compress_size:
            return Found(Fault.BOMB, detail=part.filename[:80])
    for part, name in zip(parts, names, strict=True):
        # what add-ins leave under customXml, in letters of two bytes too, is never opened
        if name.endswith((".xml", ".rels", ".vml")) and not name.startswith("customxml/"):
            with archive.open(part) as content:
                if found := _judge_prolog(content, part.filename):
                    return found
    return _judge_dimension(archive)


def _judge_prolog(content: IO[bytes], name: str) -> Found | None:
    head = content.read(limits.PROLOG_BYTES)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        return Found(Fault.DTD, detail=name[:80])
    if (
        head and _ROOT.match(_ASIDE.sub(b"", head)) is None
    ):  # a prolog that hides its root, letters of two bytes
        return Found(Fault.BROKEN, detail=name[:80])
    return None


def _judge_dimension(archive: zipfile.ZipFile) -> Found | None:
    """Hold the size that the first sheet declares against the limits."""
    name = _first_sheet(archive)
    if name is None:
        return None
    with archive.open(name) as content:
        head = content.read(limits.PROLOG_BYTES)
    found = _DIMENSION.search(head)
    if found is None:
        return None
    letters, row = (found[3], found[4]) if found[4] else (found[1] or b"", found[2])
    columns = 0
    for letter in letters:
        columns = columns * 26 + letter - 64
    if columns > limits.COLUMNS or int(row or 0) > limits.ROWS:
        return Found(Fault.TOO_FAR, detail=f"{letters.decode()}{int(row or 0)}")
    return None


def _first_sheet(archive: zipfile.ZipFile) -> str | None:
    """Find the part that holds the first sheet; None where the workbook is built in an unusual way."""
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if part not in archive.namelist() or archive.getinfo(part).file_size > _SMALL_PART:
            return None
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except ElementTree.ParseError:
        return None
    sheet = next((each for each in book.iter() if each.tag.endswith("}sheet")), None)
    wanted = None if sheet is None else sheet.get(_RELATION)
    target = next((each.get("Target") for each in relations if each.get("Id") == wanted), None)
    if target is None:
        return None
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return name if name in archive.namelist() else None
