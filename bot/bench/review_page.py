"""The review page on a cheap phone far from the exchange: its first paint, what it weighs, and the way to the next record.

A running bot over HTTP, and Chromium slowed down: a processor four times slower, 1.6 Mb/s, 150 ms there and back.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import socket
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bot.bench import shelves
from bot.bench.measure import RUNS, CannotMeasure, Row
from bot.bench.officials import TOKEN, Official
from bot.bench.start import RASOAT
from bot.bench.taps import bot_environment, start_bot
from bot.sandbox.server import Sandbox
from domain.records import RecordType
from storage import page_links
from storage.engine import open_database
from storage.page_links import Target

SIZE = shelves.Size(4, 500, 4)
USER = 1001
CPU, RTT_MS, BYTES_S = 4, 150, 1_600_000 // 8
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
}  # fmt: skip
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
)
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
DRAWN = (
    "performance.getEntriesByType('resource').find((each) => each.name.includes('/anh/'))?.responseEnd ?? 0"
)
RECORD, SCAN = "#record", "/anh/"
APPROVE = '[data-do="approve"]'


@dataclass(slots=True)
class _Run:
    """One opening and one decision, seconds and bytes."""

    painted: float
    drawn: float
    weight: int
    requests: int
    trips: int
    next_s: float


def chromium() -> str:
    """Find a Chromium and what drives it; raises CannotMeasure where one of them is not here."""
    if importlib.util.find_spec("playwright") is None:
        raise CannotMeasure("it needs a browser driver, which comes with the development set (make test)")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise CannotMeasure("there is no Chromium on this machine (make chromium)")
    return found


def _scan(path: Path) -> None:
    """Draw a page of a register as scanners leave it: A4 at 300 dots an inch in a PDF."""
    from bot.synthetic import scans  # an invented page, and its font, are loaded for this row alone

    entry = {"so": "1", "nksHoTen": "Nông Văn Thử"}
    sheet = scans.page(RecordType.KS, entry, Random(1)).resize((2480, 3508))
    sheet.save(path, resolution=300.0, quality=80)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _link(address: str, base: str) -> str:
    """Make a one-time link to whatever is next, as a card does."""
    database = open_database(address)
    try:
        now = datetime.now(UTC)
        handle = await database.write(
            lambda tx: page_links.make(
                tx, person_id=1, account_id=1, target=Target.RECORD, record_id=None, now=now
            )
        )
    finally:
        await database.close()
    return f"{base}/r/{handle}"


async def _slow(page: Any) -> list[dict[str, Any]]:
    """Make a page's line and processor slow; gives the list in which its requests will stand."""
    line = await page.context.new_cdp_session(page)
    asked: list[dict[str, Any]] = []
    weights: dict[str, dict[str, Any]] = {}

    def begun(event: dict[str, Any]) -> None:
        weights[event["requestId"]] = entry = {
            "url": event["request"]["url"], "kind": event["type"], "bytes": 0,
        }  # fmt: skip
        asked.append(entry)

    def ended(event: dict[str, Any]) -> None:
        weights[event["requestId"]]["bytes"] = event["encodedDataLength"]

    line.on("Network.requestWillBeSent", begun)
    line.on("Network.loadingFinished", ended)
    await line.send("Network.enable")
    await line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": RTT_MS,
            "downloadThroughput": BYTES_S,
            "uploadThroughput": BYTES_S // 2,
        },
    )
    await line.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    return asked


async def _let_in(browser: Any, address: str, base: str) -> tuple[str, Any]:
    """Follow a link once, unmeasured; gives the record's address, and the state of a browser that is let in."""
    context = await browser.new_context(**PHONE)
    page = await context.new_page()
    await page.goto(await _link(address, base))
    await page.wait_for_selector(RECORD)
    place, state = page.url, await context.storage_state()
    await context.close()
    return place, state


async def _opened(browser: Any, address: str, base: str) -> _Run:
    """Open the page once with nothing kept from before, and decide once."""
    place, state = await _let_in(browser, address, base)
    context = await browser.new_context(storage_state=state, **PHONE)
    page = await context.new_page()
    asked = await _slow(page)
    await page.goto(place)
    await page.wait_for_load_state("networkidle")
    painted, drawn = await page.evaluate(PAINTED) / 1000, await page.evaluate(DRAWN) / 1000
    requests, weight = len(asked), sum(each["bytes"] for each in asked)
    asked.clear()
    before = await page.locator(RECORD).get_attribute("data-record")
    started = time.perf_counter()
    await page.locator(APPROVE).click()
    await page.wait_for_selector(f'{RECORD}:not([data-record="{before}"])')
    next_s = time.perf_counter() - started
    waited_for = [each for each in asked if each["kind"] in ("Document", "Fetch") and SCAN not in each["url"]]
    await context.close()
    return _Run(painted, drawn, weight, requests, len(waited_for), next_s)


async def _measure(path: Path, runs: int, executable: str) -> list[_Run]:
    from playwright.async_api import async_playwright

    address, port = shelves.sqlite_address(path.parent, path.name), _free_port()
    base = f"http://127.0.0.1:{port}"
    sandbox = Sandbox([TOKEN])
    await sandbox.start()
    for number in range(SIZE.officials):
        sandbox.add_user(USER + number, f"Cán bộ {number + 1}", phone=f"849120{number + 1:05d}")
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder:
        _scan(Path(folder) / "a.pdf")
        environment = bot_environment(address, sandbox.base_url) | {
            "RASOAT_WEB__PORT": str(port), "RASOAT_WEB__PUBLIC_URL": base, "RASOAT_SCANS": folder,
        }  # fmt: skip
        bot = start_bot(RASOAT, environment)
        try:
            await Official(sandbox, USER).begin()
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
                found = [await _opened(browser, address, base) for _ in range(runs + 1)]
                await browser.close()
        finally:
            bot.terminate()
            await asyncio.to_thread(bot.wait)
            await sandbox.stop()
    return found[1:]  # the first one warmed the browser and the drawing


def measure(runs: int = RUNS) -> Row:
    """Measure the first paint of the review page and what lies between a decision and the next record."""
    executable = chromium()
    row = Row(
        "page",
        f"A running bot on SQLite FULL; headless Chromium, 360×740 points, its processor"
        f" {CPU} times slower, {BYTES_S * 8 / 1e6:.1f} Mb/s, {RTT_MS} ms there and back, nothing kept from before; a"
        " birth of some 30 columns and a scan of A4 at 300 dots an inch as PDF. Bytes and requests: all until the"
        f" page is quiet, the scan's first picture included. Load of the machine at the start {os.getloadavg()[0]:.1f}",
    )
    with shelves.built(SIZE) as path:
        with sqlite3.connect(path) as raw:
            raw.execute("UPDATE records SET scan = 'a.pdf'")
        found = asyncio.run(_measure(path, runs, executable))
    row.add("first paint of the record", [run.painted for run in found], "s", at_most=1.5)
    row.add("bytes", [run.weight / 1000 for run in found], "kB", at_most=250)
    row.add("requests", [run.requests for run in found], at_most=6)
    row.add("round trips from a decision to the next record", [run.trips for run in found], at_most=2)
    row.add("the scan's page is there", [run.drawn for run in found], "s")
    row.add("from the decision to the next record", [run.next_s for run in found], "s")
    return row
