"""The Bot Platform's side as Python methods: the console, the phones, and orders for faults."""

from __future__ import annotations

from typing import Any

from bot.sandbox_zalo.clocks import month_of
from bot.sandbox_zalo.faults import Fault
from bot.sandbox_zalo.platform import people
from bot.sandbox_zalo.platform.api import PlatformApi
from bot.sandbox_zalo.platform.settings import Settings
from bot.sandbox_zalo.platform.world import Chat, World
from bot.sandbox_zalo.stage import Stage, throw

Json = dict[str, Any]


class ZaloBot:
    """One bot. Unknown people raise KeyError, what a phone cannot do Impossible. `world` holds everything.

    The acts of phones give {message_id, delivered}; `delivered` is false for whoever is one too many.
    """

    ACTS = (
        *("add_user", "add_group", "say", "say_in_group", "send_image", "send_sticker", "send_voice"),
        *("send_unsupported", "block", "raw", "faults", "heal", "configure", "reset_token"),
    )

    def __init__(self, stage: Stage, token: str, settings: Settings) -> None:
        self.world = World(stage, token, settings)
        self.api = PlatformApi(self.world)
        self.settings = settings

    @property
    def token(self) -> str:
        """The token that is good now."""
        return self.world.token

    @property
    def sent_this_month(self) -> int:
        """Messages counted against the month's quota."""
        return self.world.sent[month_of(self.world.stage.clock())]

    def reset_token(self, token: str) -> Json:
        """Give out a new token; the old one is dead at once."""
        self.world.token = token
        return {}

    def configure(self, **settings: Any) -> Json:
        """Throw switches of platform.settings.Settings."""
        return throw(self.settings, settings)

    def add_user(self, user: str, name: str, *, protected: bool = False) -> Json:
        """Give a person a phone; `protected` people's messages all arrive as unsupported."""
        return _about(self.world.add_user(user, name, protected=protected))

    def add_group(self, name: str) -> Json:
        """Put the bot into a group; gives {id, name}."""
        return _about(self.world.add_group(name))

    def say(self, user: str, text: str) -> Json:
        """Type a text; one that begins with an address arrives as unsupported."""
        return people.say(self.world, user, text)

    def say_in_group(self, user: str, group: str, text: str, *, mentions: bool = False) -> Json:
        """Type into a group; the bot hears of it only when it is mentioned."""
        return people.say_in_group(self.world, group, user, text, mentions=mentions)

    def send_image(self, user: str, content: bytes, caption: str = "", field: str = "photo_url") -> Json:
        """Send a picture; the event names its address `photo_url` (as captured) or `photo` (as documented)."""
        return people.send_image(self.world, user, content, caption, field)

    def send_sticker(self, user: str) -> Json:
        """Send a sticker."""
        return people.send_sticker(self.world, user)

    def send_voice(self, user: str) -> Json:
        """Send a voice message."""
        return people.send_voice(self.world, user)

    def send_unsupported(
        self, user: str, what: str = "link", content: str = "", with_message: bool = True
    ) -> Json:
        """Send a link, document, card or location; the event may come without `message`."""
        return people.send_unsupported(self.world, user, what, content, with_message)

    def block(self, user: str, blocked: bool = True) -> Json:
        """Shut the bot out, or let it in again."""
        return people.set_blocked(self.world, user, blocked)

    def raw(self, event: Json) -> Json:
        """Hand the bot an event as it is: one of another day again, or one that no phone could make."""
        people.publish(self.world, event)
        return {}

    def faults(self, method: str = "*", **order: Any) -> Json:
        """Order a fault: see bot.sandbox_zalo.faults.Fault for what can be ordered."""
        self.world.faults.add(Fault(method, **order))
        return {}

    def heal(self) -> Json:
        """Take all orders for faults back."""
        self.world.faults.clear()
        return {}

    def calls(self, since: int = 0, method: str = "") -> list[Json]:
        """The bot's calls after number `since`: {n, method, params, status, code, at}."""
        return self.world.stage.calls.since(since, method, "bot")

    def chat(self, user: str) -> list[Json]:
        """The messages on a phone or in a group, oldest first: {message_id, by, kind, date, text | photo …}."""
        return self.world.chat(user).messages

    def state(self, user: str) -> Json:
        """The person and the chat, as a page gets them."""
        chat = self.world.chat(user)
        return {"user": _about(chat) | {"blocked": chat.blocked}, "chat": chat.messages}


def _about(chat: Chat) -> Json:
    return {"id": chat.id, "name": chat.name}
