"""The pictures can be read on a phone, by day and by night, whatever stands in them."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, timedelta

import pytest
from PIL import Image, ImageChops, ImageDraw

from bot.charts import burn_up, leaderboard, lettering, picture, theme
from domain import ranking
from domain.charts import Bar, BurnUpChart, Chart, LeaderboardChart
from domain.ranking import Band, Standing
from domain.wording import charts as words
from domain.wording import ranking as say

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
CONSONANTS = "bcdđghklmnpqrstvxfjwz"
LETTERS = sorted({*VOWELS, *CONSONANTS, *VOWELS.upper(), *CONSONANTS.upper()})
SIGNS = "0123456789.,:/·%–…>()-"
START, DEADLINE = date(2024, 7, 4), date(2024, 10, 29)


def board(units: int, own: set[int] = frozenset(), name: str = "Thị trấn Nông trường Thái Bình") -> Chart:  # type: ignore[assignment]
    standings = [Standing(n, f"{name} {n}", 150_000 // n, 1000 + n) for n in range(1, units + 1)]
    lines = ranking.named(ranking.ranked(standings), own)
    chart = ranking.chart(lines, title=say.title(28, "tỉnh Lạng Sơn"), as_of=say.as_of(START))
    return chart or LeaderboardChart(say.title(28), say.as_of(START), ())


def burn(
    days: int, *, total: int = 381_383, per_day: int = 1_700, forecast: tuple[date, date | None] | None = None,
    today: date | None = None, finished_on: date | None = None, deadline: date = DEADLINE,
) -> BurnUpChart:  # fmt: skip
    done = tuple((START + timedelta(days=n), min(total, n * per_day)) for n in range(days))
    planned = ((START, 0), (deadline, total))
    last = today or (done[-1][0] if done else START)
    return BurnUpChart(
        "Tiến độ · tỉnh Lạng Sơn", "", done, planned, total, deadline, last, forecast, finished_on
    )


CHARTS = {
    "twenty units": board(20, {13}),
    "no unit": board(0),
    "one unit": board(1, {1}),
    "five hundred units": board(500, {410, 500}),
    "names of 200 letters": board(60, {2, 59}, "Ủ" * 200),
    "names of 200 words": board(60, {2, 59}, "xã " * 100),
    "title of 400 letters": LeaderboardChart("Huyện " * 70, "đến hôm nay " * 40, board(5).bars),  # type: ignore[union-attr]
    "a unit without a ratio": LeaderboardChart("T", "", (Bar(None, "Xã A", None, 0, 0, None, True),)),
    "a drive half way": burn(45, forecast=(date(2024, 11, 20), date(2025, 1, 10))),
    "an end in sight before the deadline": burn(45, forecast=(date(2024, 9, 2), date(2024, 9, 20))),
    "an end that nobody sees": burn(45, per_day=10, forecast=(date(2027, 6, 1), None)),
    "an end years away": burn(45, per_day=10, forecast=(date(2031, 6, 1), date(2040, 1, 1))),
    "one evening": burn(1),
    "no evening yet": burn(0),
    "nothing to do at all": burn(3, total=0),
    "one record": burn(3, total=1),
    "finished": burn(60, per_day=10_000, finished_on=date(2024, 8, 12)),
    "past the deadline": burn(140, forecast=(date(2024, 12, 20), date(2025, 1, 10))),
    "the deadline is the first day": burn(1, deadline=START),
    "more done than there is": BurnUpChart(
        "T", "", ((START, 5), (DEADLINE, 900)), (), 500, DEADLINE, DEADLINE
    ),
}


def drawn(chart: Chart) -> Image.Image:
    return leaderboard.draw(chart) if isinstance(chart, LeaderboardChart) else burn_up.draw(chart)


@pytest.mark.parametrize("name", CHARTS)
def test_every_picture_is_an_opaque_small_png_as_wide_as_a_phone(name: str):
    png = picture.png(CHARTS[name])
    opened = Image.open(io.BytesIO(png))
    assert (opened.format, opened.mode, opened.width) == ("PNG", "P", 720)
    assert "transparency" not in opened.info
    assert len(png) <= 150_000
    assert 150 <= opened.height <= 1500, "it is scrolled at most once"
    assert png == picture.png(CHARTS[name]), "the same chart is the same bytes"


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_runs_out_of_a_picture(name: str):
    sheet = drawn(CHARTS[name])
    wide, high = sheet.size
    edge = Image.new("RGB", sheet.size, theme.EDGE)
    edge.paste(theme.PAPER, (2, 2, wide - 2, high - 2))
    off = ImageChops.difference(sheet, edge)
    for strip in ((0, 0, wide, 8), (0, high - 8, wide, high)):
        assert off.crop(strip).getbbox() is None
    for strip in ((0, 0, 4, high), (wide - 4, 0, wide, high)):
        assert off.crop(strip).getbbox() is None


def test_a_name_of_two_hundred_letters_stays_in_its_place():
    short, long = (
        drawn(LeaderboardChart("T", "", (Bar(1, name, 90, 9, 10, "near", own), Bar(2, "", 50, 0, 0, "slow"))))
        for name, own in (("i", True), ("Ặ" * 200, True))
    )
    left, _, right, _ = ImageChops.difference(short, long).getbbox() or (0, 0, 0, 0)
    assert left >= leaderboard.NAME - 2
    assert right <= leaderboard.START - 2


@pytest.mark.parametrize("size", [theme.SMALL, theme.TEXT, theme.TITLE])
@pytest.mark.parametrize("room", [1, 40, 282, 664])
def test_a_line_is_shortened_to_its_room_and_keeps_its_end(size: int, room: int):
    name = "Thị trấn Nông trường Thái Bình thuộc huyện Đình Lập"
    fitted = lettering.fitted(name, size, room)
    assert lettering.width(fitted, size) <= max(room, lettering.width("…", size))
    if room == 282:
        assert fitted.startswith("Thị trấn") and "…" in fitted and fitted.endswith("Lập")


def test_no_letter_is_smaller_than_eleven_points_on_a_phone():
    assert min(theme.SMALL, theme.TEXT, theme.TITLE) >= 22


# ── letters ─────────────────────────────────────────────────────────────────────────────────────


def test_every_letter_of_vietnamese_is_in_the_font_and_looks_like_no_other():
    font = theme.font(48)
    box = bytes(font.getmask("\U0010fffd"))
    shapes = {letter: bytes(font.getmask(letter)) for letter in (*LETTERS, *SIGNS)}
    assert len(LETTERS) == 2 * (72 + 21)
    assert [letter for letter, shape in shapes.items() if shape == box or not any(shape)] == []
    assert len(set(shapes.values())) == len(shapes)


def test_accents_come_out_the_same_however_they_were_typed():
    name = "Xã Hữu Lễ, Thị trấn Đồng Mỏ, Ặ Ỗ Ử ỵ"
    sheets = [
        drawn(LeaderboardChart("T", "", (Bar(1, unicodedata.normalize(form, name), 90, 9, 10, "near"),)))
        for form in ("NFC", "NFD")
    ]
    assert ImageChops.difference(*sheets).getbbox() is None


def test_all_words_on_pictures_can_be_drawn():
    said = [value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)]
    said += [*words.BANDS.values(), words.ends(burn(3, forecast=(START, None))), words.due(burn(3))]
    font, box = theme.font(24), bytes(theme.font(24).getmask("\U0010fffd"))
    assert [each for each in set("".join(said)) if each != " " and bytes(font.getmask(each)) == box] == []


# ── colours ─────────────────────────────────────────────────────────────────────────────────────


def _light(colour: theme.Colour) -> float:
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: theme.Colour, other: theme.Colour) -> float:
    """The ratio of WCAG 2: 1 for the same colour, 21 for black on white."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "paper"), theme.TEXT_ON)
def test_letters_stand_out_from_what_they_are_written_on(ink: theme.Colour, paper: theme.Colour):
    assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize("ink", [*theme.BAND_INK.values(), theme.PLAN, theme.LATE, theme.INK])
@pytest.mark.parametrize("paper", [theme.PAPER, theme.OWN_ROW])
def test_bars_and_lines_stand_out_from_the_paper(ink: theme.Colour, paper: theme.Colour):
    assert contrast(ink, paper) >= 3


@pytest.mark.parametrize("page", [(255, 255, 255), (0, 0, 0), (23, 33, 43)], ids=["light", "black", "dark"])
def test_the_sheet_is_seen_on_any_page(page: theme.Colour):
    assert contrast(theme.EDGE, page) >= 2.3 or contrast(theme.PAPER, page) >= 10


def test_every_colour_of_the_theme_is_kept_in_a_picture_as_it_is():
    flat = theme.palette().getpalette() or []
    kept = {tuple(flat[at : at + 3]) for at in range(0, len(flat), 3)}
    named = {
        value
        for name, value in vars(theme).items()
        if name.isupper() and isinstance(value, tuple) and len(value) == 3
    }
    named = {value for value in named if all(isinstance(part, int) for part in value)}
    assert len(named) >= 12
    assert (named | {*theme.BAND_INK.values(), *theme.BAND_TINT.values()}) - kept == set()
    assert len(kept) <= 256


def test_bands_are_told_apart_without_colour():
    grey = {
        band: theme.fill(band.value, 200, leaderboard.BAR)
        .convert("L")
        .point(lambda shade: 255 * (shade > 140))
        for band in Band
    }
    dark = {band: sheet.histogram()[0] / (200 * leaderboard.BAR) for band, sheet in grey.items()}
    assert dark[Band.REACHED] == 1
    assert dark[Band.REACHED] - 0.2 > dark[Band.NEAR] > dark[Band.SLOW] + 0.1 > 0.15
    assert len({words.BANDS[band.value] for band in Band}) == 3


# ── what the bars say ───────────────────────────────────────────────────────────────────────────


def _bar_ends(percent: int) -> int:
    """The last column of a bar's outline."""
    with_bar, without = (
        drawn(
            LeaderboardChart("T", "", (Bar(1, "Xã A", p, 1, 1, "reached"), Bar(2, "", 100, 0, 0, "reached")))
        )
        for p in (percent, 0)
    )
    room = (leaderboard.START, 0, leaderboard.END + 12, with_bar.height)
    box = ImageChops.difference(with_bar.crop(room), without.crop(room)).getbbox()
    return box[2] if box else 0


def test_a_longer_bar_is_a_better_ratio_up_to_where_bars_end_in_a_point():
    scale = leaderboard.END - leaderboard.START
    assert _bar_ends(50) == pytest.approx(scale / 2, abs=2)
    assert _bar_ends(100) == pytest.approx(scale, abs=2)
    assert _bar_ends(151) == _bar_ends(5000) > scale


def test_units_that_were_left_out_leave_a_gap_and_ties_do_not():
    def bars(*ranks: int) -> tuple[Bar, ...]:
        return tuple(Bar(rank, "A", 50, 1, 2, "slow") for rank in ranks)

    assert leaderboard._breaks(bars(1, 2, 2, 4, 5)) == set()
    assert leaderboard._breaks(bars(1, 2, 37)) == {2}
    assert leaderboard._breaks((*bars(1, 2), Bar(None, "A", None, 0, 0, None, True))) == {2}


def test_marks_of_days_that_lie_together_are_not_written_over_each_other():
    taken: list[tuple[float, float]] = []
    sheet = ImageDraw.Draw(Image.new("RGB", (720, 100)))
    for x in (300, 310, 420):
        burn_up._name(sheet, "29/10", x, 50, theme.INK, taken)
    assert len(taken) == 2
