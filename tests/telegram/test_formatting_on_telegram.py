"""Bold and italic on Telegram: told beside the text, counted as Telegram counts, so that nothing can break."""

from __future__ import annotations

import base64

from far_server import LAN, FarServer

from bot.telegram.outbound import TelegramOutbound
from domain import markup
from domain.talk.ports import Showing
from domain.talk.values import Address, File

HER = Address("telegram", str(LAN))


def shown(typed: str, **more: object) -> Showing:
    read = markup.read(typed)
    return Showing(read.text, marks=read.marks, **more)  # type: ignore[arg-type]


async def test_words_with_a_look_go_as_plain_text_with_entities_in_utf_16(
    far: FarServer, outbound: TelegramOutbound
) -> None:
    await outbound.show(HER, shown("📣 *Họp* <b>_8h_</b> & 5*3"))
    [asked] = far.asked
    assert asked.params["text"] == "📣 Họp <b>8h</b> & 5*3" and "parse_mode" not in asked.params
    assert asked.json("entities") == [
        {"type": "bold", "offset": 3, "length": 3}, {"type": "italic", "offset": 10, "length": 2},
    ]  # fmt: skip


async def test_words_without_any_go_without(far: FarServer, outbound: TelegramOutbound) -> None:
    await outbound.show(HER, shown("Họp 8h"))
    assert "entities" not in far.asked[0].params


async def test_under_a_file_they_are_the_captions(far: FarServer, outbound: TelegramOutbound) -> None:
    file = File("giay-moi.pdf", base64.b64encode(b"%PDF-1.4").decode())
    await outbound.show(HER, shown("*Giấy mời*", file=file))
    [asked] = far.asked
    assert asked.params["caption"] == "Giấy mời"
    assert asked.json("caption_entities") == [{"type": "bold", "offset": 0, "length": 8}]
