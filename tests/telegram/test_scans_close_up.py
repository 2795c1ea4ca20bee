"""A scan looked at closely: any page of it, any part, as large as it is, and harmless whatever is in it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from bot.drawing import close_up
from bot.drawing.close_up import FITTED_BYTES, TILE_BYTES, Desk
from bot.drawing.levels import FITTED, TILE, Seen, levels, size_at
from bot.drawing.limits import Unreadable

A4_300 = (2480, 3508)


def opened(seen: Seen | Unreadable) -> Image.Image:
    assert isinstance(seen, Seen), seen
    picture = Image.open(io.BytesIO(seen.jpeg))
    picture.load()
    return picture


def saved(path: Path, picture: Image.Image, **more: object) -> str:
    picture.save(path, **more)
    return str(path)


@pytest.fixture
def page() -> Image.Image:
    """A sheet whose quarters are red, green, blue and black."""
    sheet = Image.new("RGB", A4_300, "black")
    middle = (A4_300[0] // 2, A4_300[1] // 2)
    sheet.paste("red", (0, 0, *middle))
    sheet.paste("green", (middle[0], 0, A4_300[0], middle[1]))
    sheet.paste("blue", (0, middle[1], middle[0], A4_300[1]))
    return sheet


def colour(picture: Image.Image, place: tuple[int, int]) -> str:
    red, green, blue = picture.convert("RGB").getpixel(place)  # type: ignore[misc]
    if max(red, green, blue) < 60:
        return "black"
    return {red: "red", green: "green", blue: "blue"}[max(red, green, blue)]


def test_a_page_is_fitted_to_a_phone_at_first(tmp_path: Path, page: Image.Image):
    for path in (
        saved(tmp_path / "a.pdf", page, resolution=300.0), saved(tmp_path / "a.jpg", page), saved(tmp_path / "a.png", page)
    ):  # fmt: skip
        seen = Desk().piece(path, 1, None)
        assert max(opened(seen).size) == FITTED
        assert isinstance(seen, Seen) and (seen.pages, seen.width, seen.height) == (1, *A4_300)
        assert colour(opened(seen), (10, 10)) == "red"


def test_a_page_full_of_grain_is_still_small_enough(tmp_path: Path):
    grain = Image.effect_noise((3000, 4000), 120).convert("RGB")
    seen = Desk().piece(saved(tmp_path / "a.jpg", grain, quality=70), 1, None)
    assert isinstance(seen, Seen) and len(seen.jpeg) <= FITTED_BYTES
    tile = Desk().piece(str(tmp_path / "a.jpg"), 1, (2, 1, 1))
    assert isinstance(tile, Seen) and len(tile.jpeg) <= TILE_BYTES


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg"])
def test_tiles_of_the_closest_level_have_the_scans_own_points(tmp_path: Path, page: Image.Image, name: str):
    path = saved(tmp_path / name, page, resolution=300.0)
    closest = levels(*A4_300)
    assert size_at(*A4_300, closest) == A4_300
    across, down = -(-A4_300[0] // TILE), -(-A4_300[1] // TILE)
    desk = Desk()
    corners = [
        opened(desk.piece(path, 1, (closest, x, y)))
        for x, y in ((0, 0), (across - 1, 0), (0, down - 1), (across - 1, down - 1))
    ]
    assert [colour(tile, (5, 5)) for tile in corners] == ["red", "green", "blue", "black"]
    assert corners[3].size == (A4_300[0] - TILE * (across - 1), A4_300[1] - TILE * (down - 1))


def test_every_page_of_a_long_pdf_can_be_seen_and_none_beyond_it(tmp_path: Path):
    document = pypdfium2.PdfDocument.new()
    for _ in range(200):
        document.new_page(595, 842)
    path = tmp_path / "long.pdf"
    document.save(path)
    desk = Desk()
    for number in (1, 137, 200):
        seen = desk.piece(str(path), number, None)
        assert isinstance(seen, Seen) and seen.pages == 200
    for number in (0, 201):
        assert desk.piece(str(path), number, None) == Unreadable("no_such_page")
    for tile in ((9, 0, 0), (-1, 0, 0), (1, 99, 0)):
        assert desk.piece(str(path), 1, tile) == Unreadable("no_such_page")


def test_a_photo_taken_sideways_stands_upright_close_up_too(tmp_path: Path, page: Image.Image):
    turned = Image.Exif()
    turned[0x0112] = 6  # its top is to the right
    path = saved(tmp_path / "a.jpg", page.transpose(Image.Transpose.ROTATE_90), exif=turned)
    desk = Desk()
    seen = desk.piece(path, 1, None)
    assert isinstance(seen, Seen) and (seen.width, seen.height) == A4_300
    assert colour(opened(seen), (10, 10)) == "red"
    assert colour(opened(desk.piece(path, 1, (levels(*A4_300), 0, 0))), (10, 10)) == "red"


def test_a_page_that_claims_to_be_a_mile_long_is_drawn_within_bounds(tmp_path: Path):
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400, 14_400)  # 200 inches, the most a page may have
    document.save(tmp_path / "a.pdf")
    seen = Desk().piece(str(tmp_path / "a.pdf"), 1, None)
    assert isinstance(seen, Seen) and seen.width * seen.height <= close_up.CLOSEST * 1.01


def test_what_cannot_be_drawn_is_a_value(tmp_path: Path):
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing else")
    (tmp_path / "notes.txt").write_bytes(b"a shopping list")
    saved(tmp_path / "bomb.png", Image.new("1", (9000, 9000)))
    reasons = {
        name: Desk().piece(str(tmp_path / name), 1, None)
        for name in ("empty.pdf", "broken.pdf", "notes.txt", "bomb.png", "gone.pdf")
    }
    assert reasons == {
        "empty.pdf": Unreadable("empty"),
        "broken.pdf": Unreadable("broken"),
        "notes.txt": Unreadable("not_a_scan"),
        "bomb.png": Unreadable("too_large"),
        "gone.pdf": Unreadable("broken"),
    }


def test_the_page_drawn_last_lies_ready_until_its_file_changes(tmp_path: Path, page: Image.Image):
    path = saved(tmp_path / "a.jpg", page)
    desk = Desk()
    assert colour(opened(desk.piece(path, 1, (1, 0, 0))), (10, 10)) == "red"
    saved(tmp_path / "a.jpg", Image.new("RGB", (2480, 3500), "blue"))
    assert colour(opened(desk.piece(path, 1, (1, 0, 0))), (10, 10)) == "blue"
