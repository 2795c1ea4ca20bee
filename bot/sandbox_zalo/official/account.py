"""The Official Account's side as Python methods: the console, the phones, and orders for faults."""

from __future__ import annotations

from typing import Any

from bot.sandbox_zalo.faults import Fault
from bot.sandbox_zalo.official import people
from bot.sandbox_zalo.official.api import OaApi
from bot.sandbox_zalo.official.hook import Hook
from bot.sandbox_zalo.official.settings import Settings
from bot.sandbox_zalo.official.tokens import Tokens
from bot.sandbox_zalo.official.world import Person, Template, World
from bot.sandbox_zalo.stage import Stage, throw

Json = dict[str, Any]


class OfficialAccount:
    """One account. Unknown people raise KeyError, what a phone cannot do Impossible. `world` holds everything.

    `tokens` gives out and takes back, `hook` delivers; both are there for tests to look into.
    """

    ACTS = (
        *(
            "configure",
            "save_webhook",
            "add_template",
            "issue_tokens",
            "revoke",
            "answer_by_hand",
            "deliver_again",
        ),
        *(
            "add_user",
            "say",
            "tap",
            "send_image",
            "send_file",
            "send_link",
            "send_other",
            "submit_info",
            "follow",
        ),
        *("block", "read_chat", "faults", "heal"),
    )

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self.world = World(stage, settings)
        self.api = OaApi(self.world)
        self.settings = settings

    @property
    def tokens(self) -> Tokens:
        """What was given out, and the log of the token endpoint."""
        return self.world.tokens

    @property
    def hook(self) -> Hook:
        """The webhook and its deliveries."""
        return self.world.hook

    # The console.

    def configure(self, **settings: Any) -> Json:
        """Throw switches of official.settings.Settings."""
        return throw(self.settings, settings)

    async def save_webhook(self, url: str) -> Json:
        """Save the webhook's address; raises Impossible unless its unsigned ping gets 200."""
        return await self.hook.save(url)

    def add_template(self, id: str, limits: dict[str, int], **more: Any) -> Json:
        """Have a template with parameters of so many letters each: `text` with {name}, `by_user_id`, `approved`."""
        self.world.templates[id] = Template(id, limits, **more)
        return {}

    def issue_tokens(self) -> Json:
        """A first pair: {access, refresh}."""
        pair = self.tokens.issue()
        return {"access": pair.access, "refresh": pair.refresh}

    def revoke(self, what: str = "access") -> Json:
        """Take tokens back: `access` (-216 from now on), `refresh`, or let the access ones `expire` (-220)."""
        {
            "access": self.tokens.revoke_access,
            "refresh": self.tokens.revoke_refresh,
            "expire": self.tokens.expire_access,
        }[what]()
        return {}

    def answer_by_hand(self, user: str, text: str) -> Json:
        """A colleague writes at the console; the webhook hears an echo."""
        return people.answer_by_hand(self.world, user, text)

    async def deliver_again(self, number: int | None = None) -> Json:
        """Deliver one event (or the newest) once more, byte for byte; gives {status}."""
        return {"status": await self.hook.again(number)}

    # The phones.

    def add_user(self, user: str, name: str, phone: str = "", *, follows: bool = False) -> Json:
        """Give a person a phone; with `follows` they have just followed the account."""
        person = self.world.add_user(user, name, phone)
        if follows:
            people.follow(self.world, user)
        return _about(person)

    def say(self, user: str, text: str) -> Json:
        """Type a text; gives {message_id}."""
        return people.say(self.world, user, text)

    def tap(self, user: str, message_id: str, title: str) -> Json:
        """Tap a button of any message in the chat; gives {type, payload} and, if it speaks, {message_id}."""
        return people.tap(self.world, user, message_id, title)

    def send_image(self, user: str, content: bytes, text: str = "") -> Json:
        """Send a picture, with words or without."""
        return people.send_image(self.world, user, content, text)

    def send_file(self, user: str, content: bytes, name: str) -> Json:
        """Send a document."""
        return people.send_file(self.world, user, content, name)

    def send_link(self, user: str, url: str, text: str = "") -> Json:
        """Paste a link."""
        return people.send_link(self.world, user, url, text)

    def send_other(self, user: str, kind: str, **payload: Any) -> Json:
        """Send a sticker, gif, audio, video, location or business_card."""
        return people.send_other(self.world, user, kind, **payload)

    def submit_info(self, user: str, name: str, phone: str) -> Json:
        """Fill in what request_user_info asks for."""
        return people.submit_info(self.world, user, name, phone)

    def follow(self, user: str, follows: bool = True) -> Json:
        """Follow the account, or leave it."""
        return people.follow(self.world, user, follows)

    def block(self, user: str, blocked: bool = True) -> Json:
        """Shut the account's messages out (-244), or let them in again."""
        return people.set_blocked(self.world, user, blocked)

    def read_chat(self, user: str) -> Json:
        """Look at the chat: reported as seen."""
        return people.read_chat(self.world, user)

    # What a test orders and looks at.

    def faults(self, method: str = "*", **order: Any) -> Json:
        """Order a fault: `code=-32, count=3`, `code=-244, user=…`; see bot.sandbox_zalo.faults.Fault."""
        self.world.faults.add(Fault(method, **order))
        return {}

    def heal(self) -> Json:
        """Take all orders for faults back."""
        self.world.faults.clear()
        return {}

    def calls(self, since: int = 0, method: str = "") -> list[Json]:
        """The product's calls after number `since`: {n, method, params, status, code, at}."""
        return self.world.stage.calls.since(since, method, "oa")

    def chat(self, user: str) -> list[Json]:
        """What the phone shows, oldest first; hidden payloads are not shown."""
        return [one for one in self.world.person(user).messages if not one.get("hidden")]

    def state(self, user: str) -> Json:
        """The person and the chat, as a page gets them."""
        person = self.world.person(user)
        about = {"blocked": person.blocked, "follows": person.follows}
        return {"user": _about(person) | about, "chat": self.chat(user)}


def _about(person: Person) -> Json:
    return {"id": person.id, "name": person.name}
