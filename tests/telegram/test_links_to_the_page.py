"""A link to a page of ours, as each channel can open it: a button, a Mini App, or words."""

from __future__ import annotations

from bot.delivery.sender import showing_of
from bot.offering import as_sent, packed
from bot.telegram.keyboards import keyboard
from bot.telegram.outbound import TelegramOutbound
from bot.zalo.bot_platform.outbound import ZaloBotOutbound
from bot.zalo.oa import bodies
from bot.zalo.oa.outbound import ZaloOaOutbound
from domain.talk.ports import Showing
from domain.talk.values import Choice, Link, Message, Reply
from domain.wording import captions

URL = "https://rasoat.example/r/AAAAAAAAAAAAAAAAAAAAAA"
LINK = Link(captions.OPEN_PAGE, URL, "https://rasoat.example/mini?den=3")
BACK = Choice("back", captions.BACK)


def shown(message: Message, capabilities) -> Showing:
    """What a channel is given to show of a message."""
    [sent] = as_sent(Reply((message,)), capabilities)
    return showing_of({**packed(sent, capabilities), "prompt": 7})


def test_on_telegram_it_opens_within_telegram_or_in_the_browser():
    drawn = keyboard(shown(Message("Mời xem.", choices=(BACK,), link=LINK), TelegramOutbound.capabilities))
    here, beside, back = (row[0] for row in drawn.inline_keyboard)
    assert (here.text, here.web_app.url) == (captions.OPEN_HERE, LINK.app)
    assert (beside.text, beside.url) == (captions.OPEN_PAGE, URL)
    assert back.callback_data == "7:back"


def test_without_https_there_is_no_mini_app_and_a_message_with_nothing_else_has_its_link():
    plain = Link(captions.OPEN_PROGRESS, "http://127.0.0.1:8080/r/A")
    drawn = keyboard(shown(Message("Tiến độ.", link=plain), TelegramOutbound.capabilities))
    assert [[button.url for button in row] for row in drawn.inline_keyboard] == [[plain.url]]


def test_the_official_account_has_a_button_for_it_where_one_is_left():
    few = shown(Message("Mời xem.", choices=(BACK,), link=LINK), ZaloOaOutbound.capabilities)
    [body] = bodies.texts(few)
    first, second = body["attachment"]["payload"]["buttons"]
    assert (first["type"], first["payload"]) == ("oa.open.url", {"url": URL})
    assert second["type"] == "oa.query.hide" and URL not in body["text"]
    five = tuple(Choice(str(n), f"Chọn {n}") for n in range(5))
    [body] = bodies.texts(shown(Message("Mời xem.", choices=five, link=LINK), ZaloOaOutbound.capabilities))
    assert len(body["attachment"]["payload"]["buttons"]) == 5 and URL in body["text"]


def test_the_official_account_writes_out_what_no_button_of_zalos_opens():
    plain = Link(captions.OPEN_PAGE, "http://127.0.0.1:8080/r/A")
    [body] = bodies.texts(
        shown(Message("Mời xem.", choices=(BACK,), link=plain), ZaloOaOutbound.capabilities)
    )
    assert plain.url in body["text"] and len(body["attachment"]["payload"]["buttons"]) == 1


def test_where_there_are_no_buttons_the_link_stands_in_the_words_once():
    showing = shown(Message("Mời xem.", choices=(BACK,), link=LINK), ZaloBotOutbound.capabilities)
    assert showing.link is None and showing.text.count(URL) == 1
