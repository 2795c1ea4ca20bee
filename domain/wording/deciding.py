"""The deciding question as it is put, and what the law asks for what was found."""

from __future__ import annotations

from domain.fields import find_field
from domain.guard import Question, gravest_first
from domain.records import Finding, Record
from domain.wording import findings, shown

ASK = "Sổ ghi thế nào?"
_HINT = "Gợi ý: {0}."
_OTHERS = "Cũng nghi: {0}."
_BEFORE_RETURN = "Chỉ trả lại khi sổ ghi khác dữ liệu."
_MOST_OTHERS = 3
_VALUE = 60  # of a value within the question
_CLAUSES = 500  # characters for all that the law asks


def question(record: Record, asked: Question, detail: str, *, returning: bool) -> str:
    """Put the question about the gravest finding and name the others; `returning`: instead of sending it back at once."""
    premise = _premise(record, asked.finding, detail)
    lines = [_BEFORE_RETURN] if returning else []
    lines.append(f"{premise} {ASK}")
    if asked.others:
        names = list(dict.fromkeys(_named(record, each) for each in asked.others))
        more = len(names) - _MOST_OTHERS
        told = "; ".join(names[:_MOST_OTHERS]) + (f" và {more} điểm khác" if more > 0 else "")
        lines.append(_OTHERS.format(told))
    return "\n".join(lines)


def _premise(record: Record, finding: Finding, detail: str) -> str:
    current = record.fields.get(finding.field, "")
    told = findings.question(record.type, finding, current, detail, _VALUE)
    hint = shown.value(find_field(record.type, finding.field), finding.suggestion, detail, _VALUE)
    return f"{told} {_HINT.format(hint)}" if hint else told


def _named(record: Record, finding: Finding) -> str:
    where = shown.label(record.type, finding.field) if finding.field else findings.WHOLE_RECORD
    return f"{where} ({findings.reason(record.type, finding)})"


def clauses(record: Record) -> str:
    """Write the clauses behind what was found, the gravest first; empty where nothing was found."""
    rules = dict.fromkeys(finding.rule for finding in gravest_first(record.findings))
    lines: list[str] = []
    room = _CLAUSES
    for clause in dict.fromkeys(findings.CLAUSE[rule] for rule in rules if rule in findings.CLAUSE):
        room -= len(clause) + 1
        if lines and room < 0:
            break
        lines.append(shown.clean(clause, _CLAUSES))
    return "\n".join(lines)
