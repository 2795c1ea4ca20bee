"""Whose word is taken for who asks, and how much each may ask."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.page.limits import MOST_KEPT, Buckets, Pace, address_of
from bot.settings import Web, WrongSetting, load


def asked(peer: str, forwarded: str, proxies: str) -> str:
    """Who asks, as a request from this peer with this header looks."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=peer)
    return address_of(request, Web(proxies=proxies).trusts)


def test_a_header_is_the_visitors_own_invention_unless_a_known_proxy_sends_it():
    assert asked("203.0.113.7", "10.0.0.1", "") == "203.0.113.7"
    assert asked("203.0.113.7", "10.0.0.1", "127.0.0.1") == "203.0.113.7"
    assert asked("127.0.0.1", "203.0.113.7", "127.0.0.1") == "203.0.113.7"
    assert asked("127.0.0.1", "", "127.0.0.1") == "127.0.0.1"


def test_what_stands_before_the_proxys_own_word_counts_for_nothing():
    assert asked("127.0.0.1", "1.1.1.1, 203.0.113.7", "127.0.0.1") == "203.0.113.7"
    assert asked("10.0.0.2", "1.1.1.1, 203.0.113.7, 10.0.0.9", "10.0.0.0/8") == "203.0.113.7"


def test_a_wrong_list_of_proxies_stops_the_start_with_one_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RASOAT_WEB__PROXIES", "127.0.0.1, localhost")
    with pytest.raises(WrongSetting, match=r"RASOAT_WEB__PROXIES.*localhost"):
        load()


def test_the_page_needs_a_host_of_its_own():
    assert Web(public_url="https://rasoat.example").page_url == "https://rasoat.example"
    assert Web(public_url="https://tinh.example/rasoat").page_url is None
    assert Web().page_url is None


def test_a_bucket_refills_and_does_not_grow_without_end():
    now = [0.0]
    buckets = Buckets(Pace(2, 1), ticks=lambda: now[0])
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]
    now[0] = 1.0
    assert [buckets.take("a") for _ in range(2)] == [True, False]
    for number in range(MOST_KEPT + 10):
        buckets.take(f"b{number}")
    assert len(buckets._left) == MOST_KEPT
