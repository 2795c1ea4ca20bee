"""The words of a place ("UBND xã X, huyện Y, tỉnh Z") cut into its levels, however they are abbreviated or parted."""

from __future__ import annotations

import re

from domain.folding import fold

LONGEST = 500  # characters that are looked at; a place is named long before
WIDE = frozenset({"huyen", "thanh pho", "quan", "tinh"})
LEVEL = re.compile(r"^(xa|phuong|thi tran|huyen|thanh pho|thi xa|quan|tinh)\s+(?=\S)")
_OFFICE = re.compile(
    r"^(?:(?:uy ban nhan dan|uy ban hanh chinh|ubnd|ubhc|u b n d|uy ban|phong tu phap|so tu phap)\b[\s.:,]*)+"
)
_SHORT = (
    (re.compile(r"\btt\b\.?\s*"), "thi tran "),
    (re.compile(r"\btp\b\.?\s*|\bt\.p\b\.?\s*"), "thanh pho "),
    (re.compile(r"\btx\b\.?\s*"), "thi xa "),
    (re.compile(r"(?<![a-z])x\.\s*"), "xa "),
    (re.compile(r"(?<![a-z])p\.\s*"), "phuong "),
    (re.compile(r"(?<![a-z])h\.\s*"), "huyen "),
    (re.compile(r"(?<![a-z])t\.\s*"), "tinh "),
)
_CUT = re.compile(r"\s*[,;()/–—]\s*|\s+-\s+")
_BELOW = re.compile(r"\s(?=(?:huyen|thanh pho|thi xa|tinh)\s)")
_NO_UNIT = frozenset({"cu", "viet nam", "vn"})


def parts(text: str) -> tuple[str, ...]:
    """Cut a place into its levels, the narrowest first, folded and spelled out ("xa hoa cu", "huyen cao loc")."""
    folded = _OFFICE.sub("", fold(text[:LONGEST]))
    for short, whole in _SHORT:
        folded = short.sub(whole, folded)
    pieces: list[str] = []
    for piece in _CUT.split(_OFFICE.sub("", folded)):
        # a wider level may follow without a comma; what stands right behind "xa" is a name ("xa tinh bac")
        level = LEVEL.match(piece)
        start = level.end() if level else 0
        narrow, *wider = _BELOW.split(piece[start:])
        pieces += [piece[:start] + narrow, *wider]
    tidy = (" ".join(piece.replace(".", " ").split()) for piece in pieces)
    return tuple(piece for piece in tidy if piece and piece not in _NO_UNIT)


def bare(name: str) -> str:
    """Take the level off a folded name: "xa hoa cu" is "hoa cu"."""
    return LEVEL.sub("", name)


def level_of(name: str) -> str:
    """Give the level that a folded name begins with, or nothing."""
    found = LEVEL.match(name)
    return found[1] if found else ""


def shortens(one: str, other: str) -> bool:
    """Say whether a folded name is another one cut short: "t dinh" or "td" for "trang dinh"."""
    cut, words = one.split(), other.split()
    if len(cut) == len(words):
        return all(word.startswith(piece) for piece, word in zip(cut, words, strict=True))
    return len(words) > 1 and "".join(cut) == "".join(word[0] for word in words)


def one_slip(one: str, other: str) -> bool:
    """Say whether two different words are one slip of a finger apart: a letter more, less, another, or two exchanged."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    start = 0
    shorter, longer = sorted((one, other), key=len)
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    rest, same = shorter[start + 1 :], longer[start + 1 :]
    return rest == same or (
        shorter[start : start + 2] == longer[start : start + 2][::-1] and rest[1:] == same[1:]
    )
