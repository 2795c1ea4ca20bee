"""How a broadcast looks to whoever gets it: the line that says who speaks, the words, the buttons."""

from __future__ import annotations

from datetime import datetime

from domain import markup
from domain.broadcast import TEXT_MAX
from domain.markup import Look, Mark, Marked
from domain.talk.values import Choice, Message
from domain.wording import broadcast as say
from domain.wording import captions

ACK_STEP = "broadcast_ack"  # what the router calls the step of who got one
SEEN, WHO_NOT = "seen", "silent"


def choices(*, heads: bool) -> tuple[Choice, ...]:
    """Give the buttons below it; who heads a unit sees there who of theirs has not acknowledged."""
    seen = Choice(SEEN, captions.ACKNOWLEDGE, row=0)
    return (seen, Choice(WHO_NOT, say.WHO_NOT, row=1)) if heads else (seen,)


def words(
    text: str, sender: str, *, corrects: datetime | None = None, reminds: datetime | None = None
) -> Marked:
    """Put the words below the line that says who speaks; an ordinary text that fills a whole message goes without it."""
    read = markup.read(text)
    above = say.heading(sender, corrects, reminds)
    whole = f"{above}\n\n{read.text}".rstrip()
    if len(whole) > TEXT_MAX and corrects is None and reminds is None:
        return read
    heading = Mark(Look.BOLD, 0, len(above))
    return Marked(whole, (heading, *markup.moved(read.marks, len(above) + 2)), read.plain)


def message(marked: Marked, broadcast_id: int, *, attachment: int | None, heads: bool) -> Message:
    """Make the message that somebody gets."""
    return Message(
        marked.text,
        marks=marked.marks,
        choices=choices(heads=heads),
        step=ACK_STEP,
        payload=(("b", broadcast_id),),
        attachment=attachment,
    )
