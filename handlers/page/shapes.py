"""What the review page is told of a record: plain values that the templates and the page's script read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from domain.review import Move

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something that looks wrong: `suggestion` as it would be stored, `shown` as it is read."""

    field: str
    label: str
    severity: str
    text: str
    suggestion: str = ""
    shown: str = ""
    loss_free: bool = False


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: `value` as it is stored, `shown` as it is read. A column nobody knows cannot be corrected."""

    name: str
    label: str
    value: str
    shown: str
    kind: str
    required: str  # R | C | O
    codes: Pairs | None = None
    findings: tuple[FindingView, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class GroupView:
    """Fields that the register prints together."""

    name: str
    label: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What is asked before something is done. `acts`: what an answer changes about the act that asked for it.

    The answer "same" leads to the follow-up list with `kind` proposed, "wrong" to the field in question.
    """

    about: str  # approve | return | fix | skip | follow
    text: str
    choices: Pairs
    kind: str = ""
    field: str = ""
    acts: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the question as plain values."""
        return asdict(self) | {"acts": {key: dict(changes) for key, changes in self.acts}}


@dataclass(frozen=True, slots=True)
class UndoView:
    """What an undo would take back."""

    decision_id: int
    record_id: int
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows of one record to one person. Practice cards have numbers below nought."""

    record_id: int
    revision: int
    type: str
    title: str
    unit: str
    state: str
    heading: tuple[str, ...]  # type, entry, page; whom it is about
    notes: tuple[
        str, ...
    ]  # what was answered, what the vendor changed, what practice shows instead of a scan
    position: str  # "Hồ sơ 12/40 hôm nay"; empty where nothing is to be decided
    groups: tuple[GroupView, ...]
    findings: tuple[FindingView, ...]  # the gravest first
    can: tuple[str, ...]  # moves allowed now
    one_tap: tuple[tuple[str, str], ...]  # what 💡 would write
    asked_before_approving: QuestionView | None
    kind_proposed: str
    skip_needs_reason: bool
    reasons: Pairs
    kinds: tuple[tuple[str, str, str], ...]  # code, label, the legal way it proposes
    routes: Pairs
    skip_reasons: Pairs
    undo: UndoView | None
    practice: bool
    has_scan: bool

    @property
    def decides(self) -> bool:
        """Whether the record waits for this person's decision."""
        return Move.APPROVE.value in self.can


def view_json(view: View) -> dict[str, Any]:
    """Give a view as plain values."""
    question = view.asked_before_approving
    return asdict(view) | {
        "one_tap": dict(view.one_tap),
        "asked_before_approving": question.as_json() if question else None,
    }
