"""The one door out of the house: what every channel's outgoing side can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from domain.markup import Mark
from domain.talk.values import Address, Capabilities, Choice, Failed, File, Link, Sent


@dataclass(frozen=True, slots=True)
class Kept:
    """A file somebody sent to us, on its way to somebody: its bytes, and the name its own channel had for it."""

    content: bytes
    content_key: str  # names the bytes, so that they are uploaded once
    name: str
    mime: str
    channel: str  # where it came from
    ref: str  # what it was called there
    as_photo: bool = False  # it came as a photo; a picture may come as a document too

    @property
    def is_picture(self) -> bool:
        return self.mime.startswith("image/")


@dataclass(frozen=True, slots=True)
class Showing:
    """A message ready to be shown: its words, its choices and, where it may, the message it takes the place of."""

    text: str
    prompt_id: int | None = None
    choices: tuple[Choice, ...] = ()
    takes_text: bool = False
    edit_ref: str | None = None  # show it by editing this message; where that is gone, as a new one
    ask_contact: bool = False
    drop_keyboard: bool = False  # take the contact button away again; only with no choices
    file: File | None = None
    text_tells_all: bool = False  # where the file cannot be sent, nothing is to be said of it
    kept: Kept | None = None  # instead of `file`
    link: Link | None = None
    marks: tuple[Mark, ...] = ()  # how words look; a channel that cannot show it leaves them plain


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a scan as JPEG. `content_key` names the bytes, so that they are uploaded once."""

    jpeg: bytes
    content_key: str
    caption: str = ""


class Outbound(Protocol):
    """A channel's way out. No method raises for what the network or the far server does: it is in the outcome."""

    capabilities: Capabilities

    async def show(self, to: Address, showing: Showing) -> Sent | Failed:
        """Show a message; `Sent.message_ref` names the message it now stands in."""
        ...

    async def show_page(self, to: Address, page: Page) -> Sent | Failed:
        """Show a page of a scan, protected from forwarding."""
        ...

    async def put_away(self, to: Address, message_ref: str, text: str) -> Sent | Failed:
        """Replace a message of ours by a short line without choices."""
        ...

    async def take_back(self, to: Address, message_ref: str) -> Sent | Failed:
        """Delete a message from the chat; one that is gone already, or too old, counts as done."""
        ...

    async def answer_tap(self, callback_ref: str, text: str) -> Sent | Failed:
        """Stop the tapped button's waiting, with a short word or none."""
        ...
