"""The proxies' examples let through each route the product has, and keep to the house what is not the world's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest
from aiohttp import web

from bot.page.house import PageHouse
from bot.page.routes import routes
from bot.web import application
from bot.zalo.bot_platform import pictures, webhook
from bot.zalo.oa import channel as oa

PAGE = (Path(__file__).parents[2] / "docs" / "reverse-proxy.md").read_text(encoding="utf-8")
ZALO = (oa.WEBHOOK_PATH, oa.CONSENT_PATH, webhook.PATH, f"{pictures.PATH}{{token}}")
TELEGRAM = re.findall(r"RASOAT_TELEGRAM__WEBHOOK_URL=https://[^/\s]+(/\S+)", PAGE)
INSIDE = {"/healthz", "/metrics"}


class Well:
    """A process that is well."""

    alive = True

    def facts(self) -> dict[str, bool]:
        return {}


def served() -> list[str]:
    """The paths of the whole application, each variable part filled in."""
    app = application(Well(), routes(cast(PageHouse, None)))
    found = {resource.canonical for resource in app.router.resources() if isinstance(resource, web.Resource)}
    return sorted(re.sub(r"\{[^}]+\}", "1", path) for path in {*found, *ZALO, *TELEGRAM})


def caddy_lets_through(path: str) -> bool:
    """Judge by Caddy's list of paths; a star stands for whatever follows."""
    listed = re.findall(r"@app path (.+)", PAGE)[0].split()
    return any(path.startswith(each[:-1]) if each.endswith("*") else path == each for each in listed)


def nginx_lets_through(path: str) -> bool:
    """Judge by nginx's locations: the exact one, else the longest beginning."""
    found = re.findall(r"location (= )?(\S+)\s*\{([^}]+)\}", PAGE)
    exact = {place: does for is_exact, place, does in found if is_exact}
    begins = [(place, does) for is_exact, place, does in found if not is_exact and path.startswith(place)]
    return "proxy_pass" in (exact.get(path) or max(begins, key=lambda each: len(each[0]))[1])


def test_there_is_something_to_judge():
    assert TELEGRAM == ["/telegram"]
    assert {"/tien-do/moi", "/tinh/1", "/healthz", "/mini", "/ho-so/tiep"} <= set(served())


@pytest.mark.parametrize("path", served())
def test_the_world_reaches_what_is_for_it_and_nothing_else(path: str):
    wanted = path not in INSIDE
    assert caddy_lets_through(path) is wanted
    assert nginx_lets_through(path) is wanted


@pytest.mark.parametrize("path", served())
def test_each_path_is_named_where_paths_are_listed(path: str):
    table = PAGE.split("## Đường dẫn")[1].split("## ")[0]
    named = re.findall(r"`(/[^`]+)`", table)
    assert any(path.startswith(each[:-1]) if each.endswith("…") else path == each for each in named)


@pytest.mark.parametrize("path", ["/", "/healthz/", "/metricsx", "/r", "/etc/passwd", "/tien-do/khac"])
def test_what_the_product_has_not_ends_at_the_proxy(path: str):
    assert not caddy_lets_through(path)
    assert not nginx_lets_through(path)


def test_who_asks_is_set_by_the_proxy_and_not_added_to_what_they_sent():
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in PAGE
    assert "$proxy_add_x_forwarded_for" not in PAGE
    assert "header_up X-Forwarded-For {remote_host}" in PAGE
