"""The 54 ethnic groups by name (QĐ 121-TCTK/PPCĐ of 02/3/1979), how else they are written, and their older names.

By name and never by number: the lists of 1979 and of 2008 number them differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.folding import fold
from domain.text import canonical
from domain.triage import nations
from domain.triage.near import nearest
from domain.triage.values import LONGEST, says_nothing

# the name, then other spellings and names in use
_LISTED = """
Kinh: Việt, Kinh Việt | Tày | Thái | Hoa | Khơ-me: Khmer, Khơ-mer, Khơmer, Khome | Mường | Nùng | Mông: Hmông, H'Mông, Hơ-mông, Mông
Dao | Gia-rai: Jrai, Jarai, Giarai | Ngái | Ê-đê: Ê đê, Rhade | Ba-na: Bahnar, Ba na | Xơ-đăng: Xê-đăng, Xơ đăng, Sê-đăng
Sán Chay | Cơ-ho: K'Ho, Kơho, Cờ ho | Chăm: Chàm | Sán Dìu | Hrê: H'rê, Hơ-rê | Mnông: M'Nông, Mơ-nông
Ra-glai: Raglay, Rag-lai, Raglai | Xtiêng: X'tiêng, S'tiêng, Stiêng | Bru-Vân Kiều: Vân Kiều, Bru | Thổ | Giáy | Cơ-tu: Cà-tu, Katu, Ka-tu
Gié-Triêng: Giẻ-Triêng, Gié Triêng, Dẻ-Triêng | Mạ | Khơ-mú: Khơ mú, Khmu | Co: Cor, Kor, Cùa | Tà-ôi: Tà ôi, Ta-ôi, Tà Ôi, Pa Cô, Pa Kô
Chơ-ro: Châu ro, Chơro | Kháng | Xinh-mun: Xinh mun | Hà Nhì | Chu-ru: Churu | Lào | La Chí | La Ha | Phù Lá
La Hủ | Lự: Lừ | Lô Lô | Chứt | Mảng | Pà Thẻn | Cơ Lao: Cờ Lao | Cống | Bố Y | Si La | Pu Péo | Brâu
Ơ-đu: Ơ đu | Rơ-măm: Rơ măm
"""
_NOBODYS = (
    "Người nước ngoài",
    "Nước ngoài",
    "Khác",
    "Dân tộc khác",
    "Không rõ",
    "Không có thông tin",
    "Không xác định",
)
# what was written before the list, or beside it: the group that is meant now
_OLDER = {
    "Mán": "Dao", "Mèo": "Mông", "Mẹo": "Mông", "Hán": "Hoa", "Xạ Phang": "Hoa", "Khách": "Hoa", "Cao Lan": "Sán Chay",
    "Sán Chí": "Sán Chay", "Sán Chỉ": "Sán Chay", "Mán Cao Lan": "Sán Chay", "Cao Lan - Sán Chí": "Sán Chay",
    "Sán Déo": "Sán Dìu", "Trại": "Sán Dìu", "Ngạn": "Tày", "Phén": "Tày", "Pa Dí": "Tày", "Thu Lao": "Tày", "Xá Phó": "Phù Lá",
}  # fmt: skip
# branches of a group that registers name after it, mostly without brackets
_BRANCHES = (
    "phàn sinh", "phàn sình", "phàn slình", "phàn slìn", "cháo", "an", "inh", "giang", "lòi", "quý rịn", "dín", "xuồng",
    "đỏ", "tiền", "lô gang", "lù gang", "lù giang", "thanh y", "thanh phán", "quần chẹt", "quần trắng", "áo dài", "đại bản",
    "tiểu bản", "coóc ngáng", "hoa", "trắng", "đen", "xanh", "lềnh", "si", "việt", "hán", "thổ", "ngạn", "cao lan", "sán chí",
)  # fmt: skip
_NORTH = (
    "lang son",
    "cao bang",
    "bac kan",
    "bac can",
    "thai nguyen",
    "tuyen quang",
    "ha giang",
    "bac giang",
    "quang ninh",
)
_SPELLING = re.compile(r"[\s\-–'’.]+")
_BRACKETS = re.compile(r"\s*[(\[].*")
_BEFORE = re.compile(r"(?:dân tộc|người)\s+")


class Told(StrEnum):
    """What a text says about an ethnic group."""

    LISTED = "listed"  # one of the 54, or a branch of one
    NOBODYS = "nobodys"  # a foreigner's, or not known
    OLDER = "older"  # a name from before the list
    BRANCH = "branch"  # a group with a branch that we do not know
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True)
class Group:
    """A text read as an ethnic group: the group of the list that it means, or may mean; empty where nothing tells."""

    told: Told
    name: str = ""


def _key(text: str) -> str:
    return _SPELLING.sub("", canonical(text))


def _read_list() -> dict[str, str]:
    spelled = {}
    for entry in re.split(r"[|\n]", _LISTED.strip()):
        name, _, others = entry.strip().partition(":")
        for spelling in (name, *filter(None, map(str.strip, others.split(",")))):
            spelled[_key(spelling)] = name
    return spelled


_BY_KEY = _read_list()
NAMES = tuple(dict.fromkeys(_BY_KEY.values()))
_NOBODYS_KEYS = frozenset(map(_key, _NOBODYS))
_OLDER_BY_KEY = {_key(older): name for older, name in _OLDER.items()}
_BRANCH_KEYS = frozenset(map(_key, _BRANCHES))
_FOLDED = {fold(key): name for key, name in _BY_KEY.items()}


@lru_cache(maxsize=4096)
def read(text: str) -> Group:
    """Read what stands in a column of ethnic groups; an empty one, or a number, is none of the list."""
    if len(text) > LONGEST:
        return Group(Told.NOT_LISTED)
    plain = (
        _BEFORE.sub("", canonical(text), count=1)
        if canonical(text).startswith(("dân tộc ", "người "))
        else text
    )
    key = _key(plain)
    if key in _NOBODYS_KEYS or _key(text) in _NOBODYS_KEYS or says_nothing(text):
        return Group(Told.NOBODYS)
    if key in _BY_KEY:
        return Group(Told.LISTED, _BY_KEY[key])
    if key in _OLDER_BY_KEY:
        return Group(Told.OLDER, _OLDER_BY_KEY[key])
    return _branch(plain) or Group(Told.NOT_LISTED, nearest(fold(key), _FOLDED))


def _branch(text: str) -> Group | None:
    """Read "Nùng (Phàn Sinh)" and "Nùng Phàn Sinh"; two groups one after the other are none."""
    before = _BRACKETS.sub("", text)
    if before != text:
        key = _key(before)
        name = _BY_KEY.get(key) or _OLDER_BY_KEY.get(key)
        return Group(Told.LISTED if key in _BY_KEY else Told.OLDER, name) if name else None
    if nations.read(text):
        return None
    words = canonical(text).split()
    for count in range(len(words) - 1, 0, -1):
        name = _BY_KEY.get(_key(" ".join(words[:count])))
        rest = _key(" ".join(words[count:]))
        if name and rest in _BRANCH_KEYS:
            return Group(Told.LISTED, name)
        if name and rest not in _BY_KEY and not any(map(str.isdigit, rest)):
            return Group(Told.BRANCH, name)
    return None


@lru_cache(maxsize=4096)
def is_north(place: str) -> bool:
    """Say whether a place lies where registers wrote Thổ for Tày; the group of that name lives further south."""
    folded = fold(place[:LONGEST])
    return any(province in folded for province in _NORTH)
