"""How messages look to the Official Account API: text in pieces, buttons, pictures, files.

Source: the reference on Zalo, §3.3. A text longer than 2,000 characters is refused whole, so it is cut at line ends;
the buttons stand under the last piece.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.zalo.oa.inbound import payload_of
from domain.talk import numbered
from domain.talk.ports import Showing
from domain.talk.values import Choice, Link

TEXT_MAX = 2000
BUTTONS_MAX = 5
TITLE_MAX = 100
Body = dict[str, Any]


def pieces(text: str, limit: int = TEXT_MAX) -> list[str]:
    """Cut a text into pieces of at most `limit`, at line ends, else at spaces, else where it must be.

    Letters are counted as UTF-16 does, the larger of the two counts Zalo may use.
    """
    rest = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8")).strip("\n")
    found: list[str] = []
    while length(rest) > limit:
        room = _fitting(rest, limit)
        cut = rest.rfind("\n", 0, room + 1)
        if cut <= 0:
            cut = rest.rfind(" ", 0, room + 1)
        if cut <= 0:
            cut = room
        if piece := rest[:cut].rstrip():
            found.append(piece)
        rest = rest[cut:].lstrip("\n ")
    return [*found, rest] if rest.strip() or not found else found


def length(text: str) -> int:
    """Count letters as UTF-16 does."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _fitting(text: str, limit: int) -> int:
    """Tell how many letters of a text fit into `limit` UTF-16 units."""
    units = 0
    for place, letter in enumerate(text):
        units += 2 if ord(letter) > 0xFFFF else 1
        if units > limit:
            return place
    return len(text)


def texts(showing: Showing, limit: int = TEXT_MAX) -> list[Body]:
    """Make the messages that show words and their choices; what is more than the buttons stands in the text.

    Whoever offered them drew no numbers, so no number would be understood: the further labels are there to be typed.
    """
    text, choices = showing.text, showing.choices if showing.prompt_id is not None else ()
    link = showing.link
    if link is not None and not link.url.startswith("https://"):  # no button of Zalo's opens it
        text, link = f"{text}\n\n{link.caption}: {link.url}", None
    if further := choices[BUTTONS_MAX:]:
        text, choices = numbered.render(text, further, takes_text=True), choices[:BUTTONS_MAX]
    bodies: list[Body] = [{"text": piece} for piece in pieces(text, limit)]
    opening = [_opening(link)] if link is not None else []
    buttons = [*opening, *_buttons(showing.prompt_id or 0, choices)]
    if buttons:
        bodies[-1]["attachment"] = _template({"buttons": buttons})
    return bodies


def _opening(link: Link) -> Body:
    return {"title": clip(link.caption, TITLE_MAX), "type": "oa.open.url", "payload": {"url": link.url}}


def _buttons(prompt_id: int, choices: Sequence[Choice]) -> list[Body]:
    return [
        {
            "title": clip(choice.label, TITLE_MAX),
            "type": "oa.query.hide",
            "payload": payload_of(prompt_id, choice.key),
        }
        for choice in choices
    ]


def picture(attachment_id: str, caption: str) -> Body:
    """Make the message that shows an uploaded picture."""
    element = {"media_type": "image", "attachment_id": attachment_id}
    body: Body = {"attachment": _template({"template_type": "media", "elements": [element]})}
    return body | ({"text": clip(caption, TEXT_MAX)} if caption.strip() else {})


def document(token: str) -> Body:
    """Make the message that hands over an uploaded file; it can hold no words."""
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def _template(payload: Body) -> Body:
    return {"type": "template", "payload": payload}


def clip(text: str, limit: int) -> str:
    """Cut a text that is too long, and say so by three dots."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return text if length(text) <= limit else text[: _fitting(text, limit - 1)] + "…"
