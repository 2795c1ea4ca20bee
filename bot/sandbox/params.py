"""A call's parameters, read as the Bot API reads them: every scalar may come as text, nested values as JSON text."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad

TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """One file out of a multipart body."""

    name: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class Params:
    """Parameters by name (text, or JSON values out of a JSON body), and files by the name of their part."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as text; missing gives an empty one."""
        value = self.values.get(name, "")
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:  # half of a surrogate pair, out of a JSON escape
                raise bad("strings must be encoded in UTF-8") from None
            return value
        if value is None:
            return ""
        return json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """The value as a whole number; unreadable gives `default`, as the Bot API does."""
        value = self.values.get(name)
        if isinstance(value, int):
            return int(value)
        try:
            return int(str(value)) if value is not None else default
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """`true`, `yes` and `1` in any letter case are true, all else is false."""
        value = self.values.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        return str(value).lower() in TRUE

    def json(self, name: str, refusal: str) -> Any:
        """The value out of JSON text or a JSON body; None if missing or empty. Unreadable raises 400 `refusal`."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise bad(refusal) from None

    def shown(self) -> dict[str, Any]:
        """The parameters for the log of calls: files by name and size only."""
        if not self.files:
            return self.values
        sizes = {name: {"file_name": f.name, "file_size": len(f.content)} for name, f in self.files.items()}
        return {**self.values, **sizes}
