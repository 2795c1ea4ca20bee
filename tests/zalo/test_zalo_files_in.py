"""Files that people sent on Zalo are asked for at Zalo's own hosts, up to a size, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from bot.zalo.fetching import Fetcher, allowed
from domain.talk.values import Failed

API = "https://openapi.zalo.me"
STAND_IN = "http://127.0.0.1:8099"
AT = "https://photo-link-talk.zdn.vn/a.jpg"


@pytest.mark.parametrize(
    ("url", "asked_for"),
    [
        pytest.param(AT, True, id="where Zalo keeps pictures"),
        pytest.param("https://zalo.me/x", True, id="Zalo itself"),
        pytest.param("https://f1.dlfl.vn:443/x", True, id="with the port of https"),
        pytest.param("http://photo-link-talk.zdn.vn/a.jpg", False, id="not by https"),
        pytest.param("https://zdn.vn.example.com/x", False, id="a host that only begins like Zalo's"),
        pytest.param("https://evilzdn.vn/x", False, id="a host that only ends like Zalo's"),
        pytest.param("https://zdn.vn@10.0.0.1/x", False, id="a name before the host"),
        pytest.param("https://a:b@x.zdn.vn/x", False, id="with a password"),
        pytest.param("https://x.zdn.vn:8443/x", False, id="at another port"),
        pytest.param("https://x.zdn.vn:99999/x", False, id="at no port"),
        pytest.param("https://127.0.0.1/x", False, id="this very machine"),
        pytest.param("https://169.254.169.254/latest", False, id="what clouds keep there"),
        pytest.param("https://[::1]/x", False, id="this machine in the longer way"),
        pytest.param("http://127.0.0.1:8099/media/a", False, id="the stand-in, where none is set up"),
    ],
)
def test_only_zalos_own_hosts_are_asked(url: str, asked_for: bool):
    assert allowed(url, API) is asked_for


def test_the_server_that_was_set_up_is_asked_and_its_neighbour_is_not():
    assert allowed(f"{STAND_IN}/media/a", STAND_IN)
    assert not allowed("http://127.0.0.1:8098/media/a", STAND_IN)
    assert not allowed("https://127.0.0.1:8099/media/a", STAND_IN)


async def fetched(answer: Callable[[httpx.Request], httpx.Response], most: int = 100) -> bytes | Failed:
    fetcher = Fetcher(API, transport=httpx.MockTransport(answer))
    try:
        return await fetcher.fetch(AT, most)
    finally:
        await fetcher.close()


async def test_the_bytes_come_as_they_are():
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=b"x" * 100)

    assert await fetched(answer) == b"x" * 100
    assert asked[0].headers["Accept-Encoding"] == "identity" and "access_token" not in asked[0].headers


async def test_more_than_wanted_is_not_read_to_its_end():
    read = 0

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self):  # type: ignore[no-untyped-def]
            nonlocal read
            while True:
                read += 60
                yield b"x" * 60

    assert await fetched(lambda _: httpx.Response(200, stream=Endless())) == Failed("large", permanent=True)
    assert read == 120


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_an_address_that_has_run_out_is_not_asked_again(status: int):
    assert await fetched(lambda _: httpx.Response(status)) == Failed(f"gone: HTTP {status}", permanent=True)


@pytest.mark.parametrize("status", [204, 304, 429, 500, 503])
async def test_what_may_pass_is_asked_again(status: int):
    assert await fetched(lambda _: httpx.Response(status)) == Failed(f"unavailable: HTTP {status}")


async def test_a_broken_line_is_told_without_the_address():
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"cannot read {request.url}", request=request)

    assert await fetched(answer) == Failed("unavailable: ReadError")


async def test_bytes_that_are_pressed_together_are_not_taken():
    pressed = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"x")
    assert await fetched(lambda _: pressed) == Failed("unavailable: encoded")


async def test_it_is_followed_to_another_host_of_zalos():
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "photo-link-talk.zdn.vn":
            return httpx.Response(302, headers={"Location": "https://zalo-file-dl1.zadn.vn/a"})
        return httpx.Response(200, content=b"there")

    assert await fetched(answer) == b"there"


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "https://10.0.0.8/x", "https://example.com/", "//192.168.1.1/"]
)
async def test_it_is_not_followed_anywhere_else(to: str):
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"Location": to})

    assert await fetched(answer) == Failed("gone: not an address of Zalo's", permanent=True)
    assert asked == ["photo-link-talk.zdn.vn"]


async def test_a_circle_ends():
    circle = httpx.Response(302, headers={"Location": AT})
    assert await fetched(lambda _: circle) == Failed("gone: sent on and on", permanent=True)
