"""Words too long for one message, divided at line ends and never cut.

Parts are filled from the end: what stands last is the question and its numbered list, and those belong together.
Filling from the end needs no more parts than filling from the start, and sends are counted.
"""

from __future__ import annotations

import unicodedata

TEXT_MAX = 2000


def length(text: str) -> int:
    """Count as Zalo does where it tells how it counts: a letter beyond the first 65,536 is two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def parts(text: str, limit: int = TEXT_MAX) -> list[str]:
    """Divide a text into parts that each fit, in order; none is blank. Joined again they hold every word.

    Only a line that fits nowhere whole is divided between its words, so that no part stays nearly empty: a list
    never stands without the end of its question.
    """
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8").replace("\0", ""))
    lines, found = text.split("\n"), list[str]()
    part, size = list[str](), 0  # the part that is being filled, its last line first
    while lines:
        line = lines.pop()
        room = limit - size - (1 if part else 0)
        if length(line) <= room:
            part.append(line)
            size = limit - room + length(line)
            continue
        if part and size >= limit // 2:
            lines.append(line)
        else:
            before, after = _divide(line, room, anywhere=not part)
            lines.append(before)
            part += [after] if after else []
        found.append("\n".join(reversed(part)))
        part, size = [], 0
    found.append("\n".join(reversed(part)))
    return [part for part in (part.strip("\n") for part in reversed(found)) if part.strip()]


def _divide(line: str, room: int, *, anywhere: bool) -> tuple[str, str]:
    """Take as many words off the end of a line as there is room for; within a word only where there is no other way."""
    at = max(0, len(line) - room)
    while length(line[at:]) > room:
        at += 1
    space = line.find(" ", max(0, at - 1))
    if 0 <= space < len(line) - 1:
        return line[:space], line[space + 1 :]
    return (line[:at], line[at:]) if anywhere else (line, "")
