"""What is to be said, packed for the outbox: its prompt, where it is shown, and what it brings along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from domain import markup
from domain.talk import numbered
from domain.talk.joining import joined
from domain.talk.values import Capabilities, Choice, Chosen, Incoming, Message, Proactive, Reply, Slot
from domain.wording import common as say
from domain.wording import typed as say_typed
from handlers.context import TAKES_FILE, Turn
from storage import people, prompt_tags, prompts
from storage.engine import Tx


def as_sent(reply: Reply, capabilities: Capabilities) -> tuple[Message, ...]:
    """List the messages of a reply as a channel can send them.

    Where a tap has no answer of its own, its word is a message; where every message counts, what only says something
    travels at the head of what follows.
    """
    messages = tuple(_in_words(message, capabilities) for message in reply.messages)
    if reply.notice and not capabilities.answers_taps:
        messages = (Message(reply.notice), *messages)
    if capabilities.proactive is Proactive.COUNTED:
        return joined(messages, capabilities.text_max)
    return messages


def _in_words(message: Message, capabilities: Capabilities) -> Message:
    """Write a link out where no button can open it, or none is left for it."""
    link = message.link
    if link is None or (capabilities.link_buttons and len(message.choices) < capabilities.buttons):
        return message
    return replace(message, text=f"{message.text}\n\n{link.caption}: {link.url}", link=None)


async def offer(
    tx: Tx, account_id: int, message: Message, capabilities: Capabilities, now: Any
) -> dict[str, Any]:
    """Store a message's prompt and pack the message as an outbox body."""
    body = packed(message, capabilities)
    if asks(message):
        as_list = bool(body.get("numbered"))
        body["prompt"] = await prompts.add(
            tx,
            account_id,
            slot=message.slot,
            step=message.step,
            payload=dict(message.payload),
            choices=message.choices,
            takes_text=message.takes_text,
            numbered=as_list,
            now=now,
        )
        if message.slot is Slot.CARD:
            await people.show_card(tx, account_id, body["prompt"])
        elif as_list or message.takes_text or takes_file(message.payload):
            await people.show_list(tx, account_id, body["prompt"])
        if as_list:
            said = replace(message, text=body["text"])
            body["text"] = await _with_tags(tx, account_id, said, body["prompt"], now)
    elif message.slot is Slot.CARD:
        await people.show_card(tx, account_id, None)
    return body


def asks(message: Message) -> bool:
    """Say whether a message waits for an answer, so that it has a prompt."""
    return bool(message.choices) or message.takes_text


def takes_file(payload: Iterable[tuple[str, object]]) -> bool:
    """Say whether a message waits for a photo or document."""
    return dict(payload).get(TAKES_FILE) is True


def drawn(choices: tuple[Choice, ...], *, takes_text: bool, capabilities: Capabilities) -> dict[str, Any]:
    """Pack what a message offers, as a channel can draw it."""
    offered: dict[str, Any] = {"choices": [[c.key, c.label, c.style.value, c.row] for c in choices]}
    if takes_text:
        offered["takes_text"] = True
    if numbered.is_numbered(choices, takes_text=takes_text, capabilities=capabilities):
        offered["numbered"] = True
    return offered


def packed(
    message: Message, capabilities: Capabilities, offered: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Pack a message as a channel can show it, all but the number of its prompt.

    `offered` is what `drawn` gives for its choices, where that is known already.
    """
    file = message.file
    if file is not None and not file.is_picture and not capabilities.sends(file.name):
        message = replace(message, text=f"{message.text}\n{say.file_not_here(file.name)}", file=None)
    body: dict[str, Any] = {"text": message.text}
    if asks(message):
        body |= offered or drawn(message.choices, takes_text=message.takes_text, capabilities=capabilities)
    if message.ask_contact:
        body["ask_contact"] = True
    if message.drop_keyboard:
        body["drop_keyboard"] = True
    if message.scan is not None:
        body["scan"] = [message.scan.record_id, message.scan.name, message.scan.unit_code]
    if message.file is not None:
        body["file"] = [message.file.name, message.file.content_base64, message.file.is_picture]
    if message.chart is not None:
        body["chart"] = message.chart.to_json()
    if message.report is not None:
        body["report"] = message.report.to_json()
    if message.attachment is not None:
        body["attachment"] = message.attachment
    if message.link is not None:
        body["link"] = [message.link.caption, message.link.url, message.link.app]
    if message.marks:
        body["marks"] = markup.packed(message.marks)
    return body


async def _with_tags(tx: Tx, account_id: int, message: Message, prompt_id: int, now: Any) -> str:
    """Name a numbered list, and whatever else waits for an answer, so that either can be answered by words alone."""
    found = await prompt_tags.open_beside(
        tx, account_id, prompt_id, slot=message.slot, step=message.step, now=now
    )
    if not found:
        return message.text
    called = await prompt_tags.call(tx, account_id, [*(other.id for other in found), prompt_id])
    others = [
        (called[other.id], say_typed.called(other.step, is_card=other.slot is Slot.CARD)) for other in found
    ]
    return say_typed.tagged(message.text, called[prompt_id], others)


def place_of_card(turn: Turn) -> dict[str, Any]:
    """Decide where the living card is shown: by editing a message, or anew at the foot of the chat.

    A tap on the card edits it. A tap elsewhere, or words, scroll the card away, so it is shown anew and the old one is
    put away. After a typed value, which leaves the chat, the card is edited where it stands.
    """
    living, incoming = turn.account.card_ref, turn.incoming
    tapped = incoming.message_ref if isinstance(incoming.said, Chosen) else None
    if tapped is None:
        return {"away": living, "edit_if_forgotten": living} if living else {}
    if tapped == living or living is None:
        return {"edit": tapped}
    asked = turn.asked
    if (
        asked is not None and asked.slot is Slot.CARD
    ):  # a twin of the card, left by a crash between send and record
        return {"edit": tapped, "away": living}
    if asked is not None:
        return {"away": living}
    return {"edit": living, "away": tapped}


def with_first(incoming: Incoming, reply: Reply) -> dict[str, Any]:
    """Pack what the first message of a reply brings along: the tap to answer, and words that leave the chat."""
    body: dict[str, Any] = {}
    if incoming.callback_ref is not None:
        body |= {"tap": incoming.callback_ref, "notice": reply.notice}
    if reply.forget_words and incoming.callback_ref is None and incoming.message_ref is not None:
        body["forget_words"] = incoming.message_ref
    return body
