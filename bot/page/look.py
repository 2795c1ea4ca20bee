"""What the review page's templates need of a record's view, laid out for the eye."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from domain.review import Move, ReturnReason
from domain.wording import captions
from domain.wording import review as review_words
from domain.wording import review_page as say
from handlers.page.shapes import FieldView, GroupView, View

_LONG = 12  # letters of a value from which on it may take several lines, where letters are large
_LINE = 38


def values(view: View, *, page: int = 1) -> dict[str, Any]:
    """Give all that `review.html` and `frame.html` ask for."""
    return {
        "view": view,
        "look": _look(view),
        "say": say,
        "captions": captions,
        "page": page,
        "script_words": dict(say.SCRIPT),
    }


def _look(view: View) -> SimpleNamespace:
    name, *about = view.heading
    return SimpleNamespace(
        may_edit=view.decides,
        kind_proposed=view.kind_proposed,
        skip_needs_reason=view.skip_needs_reason,
        one_tap=dict(view.one_tap),
        name=name,
        place=view.unit,
        progress=view.position or view.state,
        heading=[line for line in about if line],
        has_scan=view.has_scan,
        no_scan="" if view.practice else say.SCAN_SAID["none"],
        notes=view.notes,
        found=view.findings,
        groups=[_group(group) for group in view.groups],
        may_undo=view.undo is not None,
        undoes=view.undo.decision_id if view.undo else 0,
        many=captions.RETURN_REASONS[ReturnReason.MANY_ERRORS],
        return_reasons=view.reasons,
        guard_sentence=review_words.GUARD_SENTENCE,
        routes=view.routes,
        kinds=view.kinds,
        skip_reasons=[label for _, label in view.skip_reasons],
        may_skip=Move.SKIP.value in view.can,
    )


def _group(group: GroupView) -> SimpleNamespace:
    rows = [_row(field) for field in group.fields]
    return SimpleNamespace(
        label=group.label,
        open=[row for row in rows if row.value or row.required or row.found],
        tucked=[row for row in rows if not (row.value or row.required or row.found)],
    )


def _row(field: FieldView) -> SimpleNamespace:
    found = [
        SimpleNamespace(
            severity=each.severity, text=each.text, suggestion=each.suggestion, loss_free=each.loss_free,
            shown_suggestion=each.shown,
        )
        for each in field.findings
    ]  # fmt: skip
    return SimpleNamespace(
        name=field.name,
        label=field.label,
        value=field.value,
        required=field.required == "R",
        codes=list(field.codes) if field.codes else None,
        listed=dict(field.codes) if field.codes else {},
        found=found,
        long=len(field.value) > _LONG or "\n" in field.value,
        rows=max(1, -(-len(field.value) // _LINE)),
        is_name=field.kind == "name",
        digits=field.kind == "citizen",
        known=field.known,
    )
