"""The picture's baseline draws what ours draws, and each of the fifty boards is one of its own."""

from __future__ import annotations

import io

from PIL import Image

from bot.bench import picture
from bot.charts.picture import png


def test_the_boards_are_twenty_named_bars_of_real_communes_and_all_differ():
    boards = [picture.chart(n) for n in range(picture.DRAWN)]
    assert all(len(board.bars) == 20 and all(bar.label for bar in board.bars) for board in boards)
    assert len({png(board) for board in boards}) == picture.DRAWN
    assert any("ư" in bar.label or "ộ" in bar.label for bar in boards[0].bars)


def test_the_baseline_draws_a_sheet_of_the_same_size_with_as_many_bars():
    board = picture.chart()
    ours, plain = (Image.open(io.BytesIO(drawn)) for drawn in (png(board), picture.plain(board)))
    assert plain.width == ours.width and abs(plain.height - ours.height) < 60
    assert plain.mode == ours.mode == "P"


def test_the_largest_picture_has_names_of_two_hundred_letters():
    assert {len(bar.label) for bar in picture._worst().bars} == {200}
