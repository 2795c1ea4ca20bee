"""The shape of a conversation: what a person says to the bot and what it says back.

Plain, frozen, storable values. Channels translate to and from them; handlers see nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.charts import Chart
from domain.markup import Mark
from domain.reports import Report


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be reached: a channel and that channel's own name for them."""

    channel: str  # "telegram", "zalo_bot", "zalo_oa"
    user: str


# ── what a person can say ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of text, as typed, at most what the channel lets through."""

    text: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A button: the prompt it was drawn for and the choice's key. Anyone can forge one, so it is only a claim."""

    prompt_id: int
    key: str


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card. `own` is true only when the channel vouches that it is the sender's own number."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """A photo or document somebody sent, by the channel's own name for it; its bytes are fetched afterwards."""

    kind: str  # "photo" | "document"
    ref: str  # a name only this channel's bot can use, or the address there
    name: str = ""  # as the sender's phone called it; a claim
    mime: str = ""  # a claim too
    size: int | None = None  # bytes, where the channel tells
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something the conversation has no use for: a sticker, a voice note."""

    what: str


Said = Typed | Chosen | SharedContact | Attached | Unsupported


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing said by one person, exactly once per (channel, bot, event_key)."""

    address: Address
    event_key: str
    said: Said
    message_ref: str | None = None  # the message that was tapped, or the message the words came in
    callback_ref: str | None = None  # what the channel wants answered, once, if anything


@dataclass(frozen=True, slots=True)
class Nothing:
    """An update that asks for no answer: an edit, another bot's words, a group's."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update whose form is not the channel's; kept with the reason, answered by nothing, tried once."""

    reason: str


Heard = Incoming | Nothing | Unreadable


# ── what the bot can say ─────────────────────────────────────────────────────────────────────────


class Style(StrEnum):
    """How a button should look where the channel can colour it; the words must do where it cannot."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a person may choose: `key` is stored and comes back, `label` is what they see or type."""

    key: str  # at most 40 bytes of ASCII, so that `prompt:key` fits the 64 bytes of a Telegram button
    label: str
    style: Style = Style.PLAIN
    row: int | None = None  # choices with the same row stand side by side; None: two to a row


class Slot(StrEnum):
    """Which place in the chat a message takes."""

    CARD = "card"  # the one living message per person, edited from card to card
    NOTE = "note"  # a message of its own


@dataclass(frozen=True, slots=True)
class Scan:
    """The scan of a record, as a name below the scans folder; the channel's side opens and draws it."""

    record_id: int
    name: str
    unit_code: str = ""  # whose folder goes first where several files have that name


@dataclass(frozen=True, slots=True)
class File:
    """A file made for the person, small enough to travel in an outbox row."""

    name: str
    content_base64: str
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address to be opened, with its caption; `app` is where the channel can open it within itself."""

    caption: str
    url: str
    app: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. With a `prompt` it offers choices; `step` and `payload` say who takes the answer."""

    text: str
    slot: Slot = Slot.NOTE
    choices: tuple[Choice, ...] = ()
    step: str = ""  # the router's name for who takes the answer; empty: nothing is asked
    payload: tuple[tuple[str, object], ...] = ()  # what that step needs to know, JSON values
    takes_text: bool = False
    scan: Scan | None = None
    file: File | None = None
    chart: Chart | None = None  # drawn when it is sent; the text tells all of it, should it not be
    attachment: int | None = (
        None  # a kept file of somebody's, loaded when it is sent; the text is its caption
    )
    report: Report | None = None  # a file made when it is sent, instead of the text
    ask_contact: bool = False
    drop_keyboard: bool = False  # the button that asked for the contact goes
    marks: tuple[Mark, ...] = ()  # how words of the text look, where the channel can show it
    link: Link | None = None  # a button that opens a page of ours; in words where no button can


@dataclass(frozen=True, slots=True)
class Aside:
    """Something said to somebody else: a head is told of what an official did. Said once per kind and key."""

    person_id: int
    message: Message
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Reply:
    """All that one turn says: messages in order, and the short word that answers a tap."""

    messages: tuple[Message, ...] = ()
    notice: str = ""
    asides: tuple[Aside, ...] = ()
    forget_words: bool = False  # what was typed is a person's data: it leaves the chat where the channel can


# ── how sending ends ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `message_ref` is the channel's name for the message now showing."""

    message_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not arrive. Permanent: never try again. Otherwise again after `retry_after_s` seconds."""

    reason: str
    permanent: bool = False
    unreachable: bool = False  # the person blocked us or is gone: reminders stop, their head is told
    retry_after_s: float | None = None
    slow_down: bool = False  # it was too much for the channel: whoever else sends for the bot waits too


Outcome = Sent | Failed


class Images(StrEnum):
    """How a picture gets onto a channel."""

    BYTES = "bytes"  # it travels with the message
    UPLOAD = "upload"  # it is uploaded first, and the message names it
    URL = "url"  # the channel fetches it from our own host


class Proactive(StrEnum):
    """Under which rule a channel lets us speak first."""

    FREE = "free"  # to whoever has met the bot
    COUNTED = "counted"  # so many messages a month, answers among them
    WINDOW = "window"  # only for a while after the person's last word


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can draw and do. Renderers and the turn read it; handlers only where they must."""

    channel: str
    buttons: int  # how many choices it can draw as buttons; 0: a numbered list
    text_max: int
    can_edit: bool
    can_share_contact: bool
    caption_max: int = 1024
    images: Images = Images.BYTES
    files_out: bool = True  # documents we send
    file_endings: tuple[str, ...] = ()  # which of them; none named: any
    file_max: int = 50 * 1024 * 1024  # bytes of one of them
    files_in: bool = True  # documents people send
    captions_speak: bool = False  # words under a picture that nobody asked for are what was meant
    proactive: Proactive = Proactive.FREE
    link_buttons: bool = False  # a button can open an address
    answers_taps: bool = True  # a tap waits for an acknowledgement of its own

    def sends(self, file_name: str) -> bool:
        """Say whether a document of this name can be sent."""
        return self.files_out and (not self.file_endings or file_name.lower().endswith(self.file_endings))
