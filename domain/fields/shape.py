"""What a field of a register is: its names, its kind, whether it must be there, its list of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.folding import fold


class Kind(StrEnum):
    """What a field holds, which decides how a value is checked and how it is masked."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    NUMBER = "number"  # entry and page numbers
    BOOK = "book"  # NN/YYYY
    CODE = "code"
    IDENTITY = "identity"  # number of an identity paper
    CITIZEN = "citizen"  # personal identification number, 12 digits
    PLACE = "place"  # where somebody lives, was born, comes from
    OFFICE = "office"  # a public body: nobody's address


class Required(StrEnum):
    """Whether approval asks for the field. The ministry's own flags are not public; these follow Luật Hộ tịch Đ.14, 17."""

    REQUIRED = "R"
    CONDITIONAL = "C"
    OPTIONAL = "O"


@dataclass(frozen=True, eq=False)
class CodeList:
    """A list of codes as the exchange files number them, never to be mixed with the online portal's numbering."""

    labels: Mapping[str, str]
    aliases: Mapping[str, str] | None = None  # folded words → code

    def items(self) -> Iterable[tuple[str, str]]:
        """List (code, words) in the order of the codes."""
        return self.labels.items()

    def label_of(self, code: str) -> str | None:
        """Tell the words of a code; "1.0" and "01", as spreadsheets leave them, count as "1"."""
        code = code.strip()
        found = self.labels.get(code)
        if found is None and code:
            found = self.labels.get(code.removesuffix(".0").lstrip("0") or "0")
        return found

    def code_of(self, typed: str) -> str | None:
        """Find the code meant by a code or by its words, with or without accents."""
        typed = typed.strip()
        if typed in self.labels:
            return typed
        wanted = fold(typed)
        for code, label in self.labels.items():
            if fold(label) == wanted:
                return code
        return (self.aliases or {}).get(wanted)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a type's header row. `also` holds further spellings by which people ask for it."""

    name: str  # machine name, as in the header row
    label: str  # at most 20 characters, for a button; unique within the type
    long_label: str
    kind: Kind
    required: Required
    group: str  # a key of groups.GROUP_LABEL
    codes: CodeList | None = None
    also: tuple[str, ...] = ()
    only_158: bool = False  # in the newer birth layout only
