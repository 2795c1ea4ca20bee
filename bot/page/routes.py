"""All pages of the product, for the one web server: who opens the door, the review page, its scans, the progress."""

from __future__ import annotations

from aiohttp import web

from bot.page import access, assets, leaving, pin_door, progress, review, scan
from bot.page.boards import Boards
from bot.page.drawn import Drawn
from bot.page.house import HOUSE, PageHouse
from bot.page.pictures import Pictures
from bot.page.session import door


def routes(house: PageHouse) -> list[web.RouteDef]:
    """List the routes of the pages."""
    return [
        web.get("/tinh/{name}", assets.serve),
        *access.ROUTES,
        *pin_door.ROUTES,
        *leaving.ROUTES,
        *review.ROUTES,
        *scan.ROUTES,
        *progress.ROUTES,
    ]


def install(app: web.Application, house: PageHouse) -> None:
    """Give an application our pages, with their guard in front of them."""
    app[HOUSE] = house
    app[progress.BOARDS] = Boards(house.clock)
    app[progress.DRAWN] = Drawn()
    app[progress.PULSES] = progress.pulses_of(house)
    app[scan.PICTURES] = pictures = Pictures(house.scans_folder)

    async def close(_: web.Application) -> None:
        pictures.close()

    app.on_cleanup.append(close)
    app.middlewares.append(door)
    app.router.add_routes(routes(house))
