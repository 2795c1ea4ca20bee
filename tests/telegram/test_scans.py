"""Scans: found below the folder and nowhere else, drawn small, and harmless whatever is in them."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from bot import scans
from bot.drawing import limits
from bot.drawing.limits import Unreadable
from bot.drawing.pages import pages
from bot.scans import Missing
from domain.talk.ports import Page

NAME = "KS.2005.01.2005-03-21.024.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "scans"
    home.mkdir()
    return home


def drawn(size: tuple[int, int], colour: str = "white") -> Image.Image:
    """A page with a frame and a cross of black lines."""
    picture = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((10, 10, size[0] - 10, size[1] - 10), outline="black", width=8)
    pen.line((0, 0, *size), fill="black", width=8)
    return picture


def saved(path: Path, picture: Image.Image, kind: str, **more: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, kind, **more)
    return path


def put(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def opened(page: Page) -> Image.Image:
    picture = Image.open(io.BytesIO(page.jpeg))
    assert picture.format == "JPEG"
    picture.load()
    return picture


# ── found ────────────────────────────────────────────────────────────────────────────────────────


def test_a_scan_is_found_by_its_path_or_by_its_name_anywhere_below(folder: Path) -> None:
    scan = put(folder / "00001" / "KS" / "A4" / "2005" / "01" / NAME)
    for name in (
        f"00001/KS/A4/2005/01/{NAME}",
        f"00001\\KS\\A4\\2005\\01\\{NAME}",
        f"/00001/KS/A4/2005/01/{NAME}",
        f"D:\\2005\\01\\{NAME}",
        NAME,
        NAME.upper(),
        f"00001/ks/a4/2005/01/{NAME.lower()}",
        f"./{NAME}",
    ):
        assert scans.find(folder, name) == scan, name


def test_accents_written_in_two_ways_are_the_same_name(folder: Path) -> None:
    scan = put(folder / "xa\u0303 Ky\u0300 Lu\u031b\u0300a" / "So\u0302\u0309 1.pdf")
    assert scans.find(folder, "Sổ 1.PDF") == scan


def test_of_two_scans_of_one_name_the_unit_own_folder_counts(folder: Path) -> None:
    ours, theirs = put(folder / "00001" / NAME), put(folder / "00002" / NAME)
    assert scans.find(folder, NAME) == Missing("several")
    assert scans.find(folder, NAME, "00003") == Missing("several")
    assert scans.find(folder, NAME, "00001") == ours
    assert scans.find(folder, f"00002/{NAME.lower()}") == theirs
    assert scans.find(folder, f"x/00002/{NAME}", "00002") == theirs


@pytest.mark.parametrize(
    "name",
    ["", "/", "..", f"../{NAME}", f"a/../../{NAME}", "..\\" + NAME, "a\0b", "x" * 5000, "không có.pdf", "00001", "."],
)  # fmt: skip
def test_a_name_that_leads_nowhere_or_out_of_the_folder_finds_nothing(folder: Path, name: str) -> None:
    put(folder.parent / NAME)
    put(folder / "00001" / "another.pdf")
    assert isinstance(scans.find(folder, name), Missing)


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    secret = put(folder.parent / "secret" / "passwd.pdf")
    (folder / "link.pdf").symlink_to(secret)
    (folder / "away").symlink_to(secret.parent)
    (folder / "circle.pdf").symlink_to(folder / "circle.pdf")
    for name in ("link.pdf", "LINK.PDF", "away/passwd.pdf", "passwd.pdf", "circle.pdf"):
        assert scans.find(folder, name) == Missing(), name


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    scan = put(folder / "2005" / NAME)
    (folder / "same.pdf").symlink_to(scan)
    assert scans.find(folder, "same.pdf") == scan


def test_a_folder_that_is_gone_has_no_scans(folder: Path) -> None:
    assert scans.find(folder / "unmounted", NAME) == Missing()


def test_a_scan_that_comes_later_or_moves_is_found_after_a_while(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(scans.time, "monotonic", lambda: now[0])
    assert scans.find(folder, NAME) == Missing()
    late = put(folder / "2005" / NAME)
    assert scans.find(folder, NAME) == Missing(), "the folder is not read for each miss"
    now[0] += scans.INDEX_AGE_S + 1
    assert scans.find(folder, NAME) == late
    late.rename(folder / NAME)
    assert scans.find(folder, NAME) == folder / NAME


# ── drawn ────────────────────────────────────────────────────────────────────────────────────────


def test_a_large_jpeg_becomes_small_and_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    scan = saved(tmp_path / "a.jpg", drawn((4000, 3000)), "JPEG", exif=exif)
    [page] = pages(scan)
    assert opened(page).size == (1200, 1600) and len(page.jpeg) <= 300_000 and page.caption == ""


def test_a_page_full_of_noise_still_fits(tmp_path: Path) -> None:
    noise = Image.effect_noise((3000, 3000), 200).convert("RGB")
    [page] = pages(saved(tmp_path / "a.jpg", noise, "JPEG", quality=95))
    assert len(page.jpeg) <= 300_000
    assert min(opened(page).size) > 400


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16", "RGB"])
def test_a_png_of_any_kind_shows_black_lines_on_white(tmp_path: Path, mode: str) -> None:
    picture = drawn((2400, 2400))
    if mode in ("RGBA", "LA"):
        ink = Image.new("L", picture.size, 0)
        paper = picture.convert("L").point(lambda grey: 255 - grey)  # ink opaque, paper clear
        picture = Image.merge("LA", (ink, paper)).convert(mode)
    elif mode == "I;16":
        grey = picture.convert("L").convert("I").point(lambda value: value * 257)
        picture = grey.convert("I;16")
    else:
        picture = picture.convert(mode)
    [page] = pages(saved(tmp_path / "a.png", picture, "PNG"))
    seen = opened(page).convert("L")
    assert seen.size == (1600, 1600)
    assert seen.getpixel((400, 400)) < 60, "the line"
    assert seen.getpixel((400, 1000)) > 200, "the paper"


def test_a_strip_of_paper_is_widened_to_what_a_chat_shows(tmp_path: Path) -> None:
    [page] = pages(saved(tmp_path / "a.png", drawn((1600, 40)), "PNG"))
    width, height = opened(page).size
    assert width / height <= 20


def test_a_pdf_of_many_pages_shows_the_first_six_and_says_of_how_many(tmp_path: Path) -> None:
    first, *others = [drawn((600, 800), colour) for colour in ("white", "pink", "white") * 3]
    scan = saved(tmp_path / "a.pdf", first, "PDF", save_all=True, append_images=others)
    shown = pages(scan)
    assert isinstance(shown, list)
    assert [page.caption for page in shown] == [f"{number}/9" for number in range(1, 7)]
    assert all(max(opened(page).size) <= 1600 and len(page.jpeg) <= 300_000 for page in shown)
    red, _, blue = opened(shown[1]).getpixel((300, 900))
    assert red > 240 and blue < 230, "the second page is the pink one"


def test_the_same_scan_has_the_same_key_and_another_has_another(tmp_path: Path) -> None:
    one = saved(tmp_path / "a.pdf", drawn((600, 800)), "PDF")
    other = saved(tmp_path / "b.pdf", drawn((600, 800), "pink"), "PDF")
    assert pages(one) == pages(one)
    assert pages(one)[0].content_key != pages(other)[0].content_key


@pytest.mark.parametrize("side", [(1_000_000, 1_000_000), (14_400, 2), (0.01, 0.01), (3, 200_000)])
def test_a_pdf_page_of_a_wild_size_cannot_fill_the_memory(tmp_path: Path, side: tuple[float, float]) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(*side)
    document.save(tmp_path / "a.pdf")
    shown = pages(tmp_path / "a.pdf")
    assert isinstance(shown, Unreadable) or max(opened(shown[0]).size) <= 1600


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is vast."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="an empty file"),
        pytest.param(b"MZ\x90 a program", "not_a_scan", id="a program"),
        pytest.param(b"GIF89a" + b"\0" * 50, "not_a_scan", id="a kind nobody scans to"),
        pytest.param(b"%PDF-1.7\nrubbish", "broken", id="a PDF in name only"),
        pytest.param(png_claiming(30_000, 30_000), "too_large", id="a bomb of 900 million pixels"),
        pytest.param(png_claiming(7000, 7000), "too_large", id="a bomb of 49 million pixels"),
        pytest.param(png_claiming(2000, 2000), "broken", id="a picture that ends too early"),
    ],
)
def test_a_file_that_cannot_be_drawn_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    assert pages(put(tmp_path / "a.bin", content)) == Unreadable(reason)


def test_a_jpeg_cut_short_and_a_folder_are_broken(tmp_path: Path) -> None:
    scan = saved(tmp_path / "a.jpg", drawn((600, 800)), "JPEG")
    scan.write_bytes(scan.read_bytes()[:2000])
    assert pages(scan) == Unreadable("broken")
    assert pages(tmp_path) == Unreadable("broken")
    assert pages(tmp_path / "gone.pdf") == Unreadable("broken")


def test_a_file_larger_than_any_scan_is_not_read(tmp_path: Path) -> None:
    scan = tmp_path / "a.pdf"
    with scan.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    assert pages(scan) == Unreadable("too_large")


def test_a_pdf_with_a_password_is_told_apart(tmp_path: Path) -> None:
    assert pages(put(tmp_path / "a.pdf", LOCKED)) == Unreadable("encrypted")


# ── loaded ───────────────────────────────────────────────────────────────────────────────────────


async def test_loading_finds_and_draws_away_from_the_loop(folder: Path) -> None:
    saved(folder / "00001" / NAME, drawn((600, 800)), "PDF")
    shown = await scans.load(folder, NAME)
    assert isinstance(shown, list) and len(shown) == 1
    assert await scans.load(folder, "none.pdf") == Missing()
    put(folder / "empty.pdf", b"")
    assert await scans.load(folder, "empty.pdf") == Unreadable("empty")


# A one-page PDF locked with a user password (40-bit RC4, revision 2): the shape is enough, nobody has the key.
LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<" + b"22" * 16 + b"><" + b"22" * 16 + b">]>>\n%%EOF\n"
)
