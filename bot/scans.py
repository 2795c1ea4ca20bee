"""Scans on the host's disk: found by name below one folder, drawn as JPEG small enough for a chat.

Files come from outside: names that lead out of the folder, pictures that would fill the memory and broken PDFs end
in a value, never in an exception.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import math
import os
import threading
import time
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from domain.talk.ports import Page

MAX_PAGES = 6
LONGEST_SIDE = 1600  # pixels; Telegram itself shows about 1280
JPEG_BYTES = 300_000
QUALITIES = (82, 70, 55, 40)
FILE_BYTES = 64 * 1024 * 1024
PIXELS = {
    "JPEG": 75_000_000,
    "PNG": 40_000_000,
}  # A3 at 600 dpi has 70 million; a PNG is decoded at full size
FLATTEST = 18  # Telegram takes photos up to 20 times as long as wide
INDEX_AGE_S = 30.0  # a name not found is looked for anew at most this often …
INDEX_SHARE = 50  # … and at most for a fiftieth of the time
LOAD_S = 20.0

# PDFium must not be entered by two threads at once.
_pdfium = threading.Lock()
# Two at a time: drawing takes all a core gives, and the answers to taps need one too.
_workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="scan")


@dataclass(frozen=True, slots=True)
class Missing:
    """No scan to show: `none` has that name, or `several` have and none is known to be the right one."""

    reason: str = "none"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be drawn: empty, encrypted, broken, too_large, not_a_scan or too_slow."""

    reason: str


class _Index:
    """Every file below a folder by its folded name; read once, and again when a name is not found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._again_at = -math.inf
        self._files: dict[str, tuple[str, ...]] = {}  # plain strings: a province has 400,000

    def paths_named(self, name: str) -> list[str]:
        """List the files of that folded name, as paths below the folder."""
        with self._lock:
            found = [path for path in self._files.get(name, ()) if (self._folder / path).is_file()]
            if not found and time.monotonic() >= self._again_at:
                started = time.monotonic()
                self._files = self._read()
                took = time.monotonic() - started
                self._again_at = time.monotonic() + max(INDEX_AGE_S, INDEX_SHARE * took)
                found = list(self._files.get(name, ()))
            return found

    def _read(self) -> dict[str, tuple[str, ...]]:
        files: dict[str, tuple[str, ...]] = {}
        for root, folders, names in os.walk(self._folder, followlinks=False):
            folders.sort()
            place = os.path.relpath(root, self._folder)
            for name in sorted(names):
                folded = _folded(name)
                files[folded] = (*files.get(folded, ()), f"{place}/{name}")
        return files


@lru_cache(maxsize=8)
def _index_of(folder: Path) -> _Index:
    return _Index(folder)


def find(folder: Path, name: str, unit_code: str = "") -> Path | Missing:
    """Find a scan: `name` as a path below `folder`, else as a file name anywhere below it, without regard to case.

    Of several candidates the one whose path ends like `name` counts, then one below a folder named `unit_code`. A
    name that leads out of the folder finds nothing, and so does a link that does.
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    parts = tuple(part for part in parts if part != "/" and not part.endswith(":"))
    if not parts or ".." in parts or "\0" in name:
        return Missing()
    try:
        home = folder.resolve(strict=True)
        exact = home.joinpath(*parts)
        if exact.is_file():
            return _inside(home, exact)
        wanted = tuple(_folded(part) for part in parts)
        candidates = {
            path: tuple(_folded(part) for part in PurePosixPath(path).parts)
            for path in _index_of(home).paths_named(wanted[-1])
        }
        for fits in (
            lambda below: below == wanted,
            lambda below: below[-len(wanted) :] == wanted,
            lambda below: bool(unit_code) and _folded(unit_code) in below,
            lambda below: True,
        ):
            narrower = [path for path, below in candidates.items() if fits(below)]
            if len(narrower) == 1:
                return _inside(home, home / narrower[0])
        return Missing("several" if candidates else "none")
    except (OSError, ValueError):  # a name too long for the disk, a circle of links, the folder gone
        return Missing()


def pages(path: Path, max_pages: int = MAX_PAGES) -> list[Page] | Unreadable:
    """Draw a PDF, JPEG or PNG: each page at most 1,600 pixels long and 300 kB. Blocks; see `load`."""
    try:
        size = path.stat().st_size
        if size == 0:
            return Unreadable("empty")
        if size > FILE_BYTES:
            return Unreadable("too_large")
        content = path.read_bytes()
        if b"%PDF-" in content[:1024]:
            return _pdf_pages(content, max_pages)
        return _picture_pages(content)
    except Exception:  # decoders raise whatever a broken file leads them to
        return Unreadable("broken")


async def load(
    folder: Path, name: str, unit_code: str = "", *, limit_s: float = LOAD_S
) -> list[Page] | Missing | Unreadable:
    """Find and draw a scan away from the event loop, two at a time; past `limit_s` it is given up as too slow."""
    work = asyncio.get_running_loop().run_in_executor(_workers, partial(_load, folder, name, unit_code))
    try:
        return await asyncio.wait_for(work, limit_s)
    except TimeoutError:
        return Unreadable("too_slow")


def _load(folder: Path, name: str, unit_code: str) -> list[Page] | Missing | Unreadable:
    found = find(folder, name, unit_code)
    return found if isinstance(found, Missing) else pages(found)


def _inside(home: Path, path: Path) -> Path | Missing:
    target = path.resolve(strict=True)
    return target if target.is_relative_to(home) and target.is_file() else Missing()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _pdf_pages(content: bytes, max_pages: int) -> list[Page] | Unreadable:
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as fault:
            return Unreadable("encrypted" if "password" in str(fault).lower() else "broken")
        try:
            total = len(document)
            pictures = list(_drawn(document, max_pages))
        finally:
            document.close()
    return _numbered(pictures, total) if pictures else Unreadable("empty")


def _drawn(document: pypdfium2.PdfDocument, max_pages: int) -> Iterator[Image.Image]:
    for number in range(min(len(document), max_pages)):
        page = document[number]
        longest = max(page.get_size())
        if not 0 < longest < math.inf:
            raise ValueError("a page without a size")
        # The bitmap is bounded by the scale, whatever size the page claims.
        bitmap = page.render(scale=LONGEST_SIDE / longest)
        yield bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()


def _picture_pages(content: bytes) -> list[Page] | Unreadable:
    try:
        picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    except UnidentifiedImageError:
        return Unreadable("not_a_scan")
    except Image.DecompressionBombError:
        return Unreadable("too_large")
    with picture:
        if picture.width * picture.height > PIXELS[picture.format or "PNG"]:
            return Unreadable("too_large")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded small at once
        upright = ImageOps.exif_transpose(picture)
        return _numbered([_on_paper(upright)], 1)


def _on_paper(picture: Image.Image) -> Image.Image:
    """Make it small, with colours of 8 bits, on white: the rest would turn black or blank on the way to JPEG."""
    if picture.mode.startswith("I"):  # greys of 16 bits
        picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
    elif picture.mode in ("1", "P"):  # cannot be averaged, and thin lines would vanish
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        picture = paper
    return picture.convert("RGB")


def _numbered(pictures: list[Image.Image], total: int) -> list[Page]:
    drawn = [_jpeg(picture) for picture in pictures]
    return [
        Page(jpeg, hashlib.sha256(jpeg).hexdigest(), f"{number}/{total}" if total > 1 else "")
        for number, jpeg in enumerate(drawn, 1)
    ]


def _jpeg(picture: Image.Image) -> bytes:
    shortest = max(picture.size) // FLATTEST + 1
    if min(picture.size) < shortest:  # a strip: Telegram would refuse it as a photo
        size = (max(picture.width, shortest), max(picture.height, shortest))
        picture = ImageOps.pad(picture, size, color="white")
    while True:
        for quality in QUALITIES:
            target = io.BytesIO()
            picture.save(target, "JPEG", quality=quality)
            if target.tell() <= JPEG_BYTES:
                return target.getvalue()
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))
