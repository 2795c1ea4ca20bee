"""A chart as the bytes of a picture: drawn, and its few colours kept in a palette."""

from __future__ import annotations

import io

from PIL import Image

from bot.charts import burn_up, leaderboard
from domain.charts import Chart, LeaderboardChart

COMPRESS = 3  # a third of the time of 6, for a third more bytes
COLOURS = 64  # inks and papers, and the shades at the edges of letters


def png(chart: Chart) -> bytes:
    """Draw a chart as PNG, 720 pixels wide. Takes some tens of milliseconds; see `bot.charts.drawing.picture_of`."""
    sheet = leaderboard.draw(chart) if isinstance(chart, LeaderboardChart) else burn_up.draw(chart)
    target = io.BytesIO()
    few = sheet.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, "PNG", compress_level=COMPRESS)
    return target.getvalue()
