"""Which records somebody may look at on the page, and which they may decide: asked anew at every request."""

from __future__ import annotations

from dataclasses import dataclass

from domain.people import Person, Role
from domain.review import State
from storage import desk
from storage.desk import Held
from storage.engine import Tx


@dataclass(frozen=True, slots=True)
class Reach:
    """A record within somebody's reach. `decides`: it lies on their desk and waits."""

    held: Held
    decides: bool


async def reach(tx: Tx, person: Person, record_id: int) -> Reach | None:
    """Find a record for somebody; None where there is none, or none for them: nobody can tell which.

    An official sees what lies on their own desk or on nobody's in the units they serve; who oversees a subtree sees
    what is in it and decides nothing there.
    """
    held = await desk.load(tx, record_id) if record_id > 0 else None
    return of_held(person, held) if held is not None else None


def of_held(person: Person, held: Held) -> Reach | None:
    """Say how far somebody reaches a record that was loaded."""
    serves = bool(person.posts_as(Role.OFFICIAL)) and person.reviews_in(held.unit_path)
    own = serves and held.assignee_id == person.id
    if own or (serves and held.assignee_id is None) or person.oversees(held.unit_path):
        return Reach(held, decides=own and held.record.state is State.PENDING)
    return None
