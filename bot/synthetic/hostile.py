"""Files that only look like spreadsheets, or that would fill a machine: each is made from a small sound workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import xlsxwriter

_DATE = (2024, 7, 1, 8, 0, 0)
_SHEET = "xl/worksheets/sheet1.xml"
_BOMB_ROWS = 2_800_000
_ROW = b'<row><c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></is></c></row>'
_HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_DTD = (
    b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def empty_file(path: Path) -> None:
    """Write a file of no bytes."""
    path.write_bytes(b"")


def not_a_zip(path: Path) -> None:
    """Write text under a workbook's name."""
    path.write_text("Đây không phải là bảng tính.\n" * 40, encoding="utf-8")


def old_format(path: Path) -> None:
    """Write the head of a compound file, as .xls and locked workbooks have it."""
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048))


def cut_off(path: Path) -> None:
    """Write a workbook that lost its second half on the way."""
    content = _sound()
    path.write_bytes(content[: len(content) // 2])


def far_cell(path: Path) -> None:
    """Write a workbook whose last cell is XFD1048576, the last there can be."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "so")
    sheet.write_string("XFD1048576", "xa")
    book.close()


def macros(path: Path) -> None:
    """Write a workbook that carries a project of macros under a plain name."""
    _repacked(path, added={"xl/vbaProject.bin": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)})


def dtd(path: Path) -> None:
    """Write a workbook whose sheet declares entities that grow on reading."""
    _repacked(path, altered={_SHEET: lambda content: [_DTD, content.partition(b"?>")[2].lstrip()]})


def zip_bomb(path: Path) -> None:
    """Write a workbook of well under 1 MB that unpacks to more than 250 MB."""

    def swollen(content: bytes) -> Iterable[bytes]:
        del content
        yield _HEAD
        chunk = _ROW * 10_000
        for _ in range(_BOMB_ROWS // 10_000):
            yield chunk
        yield b"</sheetData></worksheet>"

    _repacked(path, altered={_SHEET: swollen})


def _sound() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, head in enumerate(("so", "ngayDangKy", "nksHoTen", "noiDangKy", "maDonVi")):
        sheet.write_string(0, column, head)
        sheet.write_string(1, column, "1")
    book.close()
    return target.getvalue()


def _repacked(
    path: Path,
    *,
    altered: dict[str, Callable[[bytes], Iterable[bytes]]] | None = None,
    added: dict[str, bytes] | None = None,
) -> None:
    """Copy a sound workbook part by part, some altered, some added."""
    with (
        zipfile.ZipFile(io.BytesIO(_sound())) as sound,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in sound.namelist():
            alter = (altered or {}).get(name)
            with target.open(_part(name), "w", force_zip64=True) as part:
                for chunk in alter(sound.read(name)) if alter else [sound.read(name)]:
                    part.write(chunk)
        for name, content in (added or {}).items():
            target.writestr(_part(name), content)


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _DATE)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part
