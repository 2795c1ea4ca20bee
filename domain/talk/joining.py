"""Several messages of one turn as fewer, for channels on which every message counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.talk import numbered
from domain.talk.values import Message, Slot


def joined(messages: Sequence[Message], text_max: int) -> tuple[Message, ...]:
    """Put each line that asks nothing at the head of the message after it, as long as the whole fits one message.

    So the word that acknowledges a decision travels with the next card. Choices stay last, where their numbers are
    read; files, pictures, scans and the request for a contact stay messages of their own.
    """
    found: list[Message] = []
    for message in messages:
        if found and _only_says(found[-1]) and _takes_more(message):
            whole = _under(found[-1], message)
            if len(numbered.render(whole.text, whole.choices, takes_text=whole.takes_text)) <= text_max:
                found[-1] = whole
                continue
        found.append(message)
    return tuple(found)


def _only_says(message: Message) -> bool:
    asks = message.choices or message.takes_text or message.ask_contact or message.step
    return message.slot is Slot.NOTE and not asks and _takes_more(message)


def _takes_more(message: Message) -> bool:
    return (
        message.scan is None and message.file is None and message.chart is None and message.attachment is None
    )


def _under(first: Message, second: Message) -> Message:
    text = "\n\n".join(text for text in (first.text, second.text) if text.strip())
    return replace(second, text=text, drop_keyboard=first.drop_keyboard or second.drop_keyboard)
