"""Clean records whose people are named and counted unusually: spellings, syllables, groups by their old names.

Each oddity changes a faultless entry in place and says whether it found room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic.labelled_lives import PEOPLE
from bot.synthetic.labelled_shape import Draft

_NEW_STYLE = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "ủy": "uỷ", "ùy": "uỳ", "úy": "uý", "ũy": "uỹ",
    "ụy": "uỵ", "óe": "oé", "ỏe": "oẻ",
}  # fmt: skip
_LOCAL_GIVEN = (
    "Slình", "Phjao", "Slấn", "Phjắc", "Slảo", "Pjàng", "Slửu", "Khjang", "Mjoong", "Slec", "Thjèm", "Pjẩu", "Nhình",
)  # fmt: skip
_SYLLABLES = ("Minh", "Ngọc", "Bảo", "Thanh", "Khánh", "Hoài", "Thiên", "Phương", "Gia", "Anh")
_GROUPS = {
    "Nùng": ("Nùng (Phàn Sinh)", "Nùng (Cháo)", "NÙNG", "nùng"),
    "Tày": ("Thổ", "Tày (Thổ)", "TÀY"),
    "Dao": ("Mán", "Dao (Mán)", "Dao (Đỏ)"),
    "Kinh": ("KINH", "kinh"),
    "Hoa": ("Hoa (Hán)",),
}
_MONG = ("Mông", "H'Mông", "HMông", "Hmông", "Mèo", "Mông (Mèo)")


def names_of(draft: Draft) -> list[str]:
    """List the fields that name the people an entry is about."""
    return [f"{who}HoTen" for who in PEOPLE[draft.type] if draft.has(f"{who}HoTen")]


def renamed(draft: Draft, name: str, other: str) -> bool:
    """Rename somebody wherever the entry names them."""
    before = draft.entry[name]
    for each, value in draft.entry.items():
        if each.endswith("HoTen") and value == before:
            draft.entry[each] = other
    return True


def _capitals(rng: Random, draft: Draft) -> bool:
    for name in names_of(draft):
        renamed(draft, name, draft.entry[name].upper())
    return True


def _new_style(rng: Random, draft: Draft) -> bool:
    """Put the tone where the newer manner has it, in everything that is written; add a name that has one."""
    name = rng.choice(names_of(draft))
    renamed(
        draft,
        name,
        f"{draft.entry[name].rpartition(' ')[0]} {rng.choice(('Hòa', 'Thủy', 'Thúy', 'Hỏa', 'Khỏe'))}",
    )
    for each, value in draft.entry.items():
        for old, new in _NEW_STYLE.items():
            value = value.replace(old + " ", new + " ").replace(old + ",", new + ",")
            value = value.removesuffix(old) + new if value.endswith(old) else value
        draft.entry[each] = value
    return True


def _one_syllable(rng: Random, draft: Draft) -> bool:
    return renamed(
        draft, rng.choice(names_of(draft)), rng.choice(("Páo", "Múi", "Slim", "Sính", "Chiu", "Nảy"))
    )


def _six_syllables(rng: Random, draft: Draft) -> bool:
    name = rng.choice(names_of(draft))
    return renamed(draft, name, " ".join([draft.entry[name].split()[0], *rng.sample(_SYLLABLES, 5)]))


def _local_name(rng: Random, draft: Draft) -> bool:
    name = rng.choice(names_of(draft))
    return renamed(draft, name, f"{draft.entry[name].rpartition(' ')[0]} {rng.choice(_LOCAL_GIVEN)}")


def _no_hint(rng: Random, draft: Draft) -> bool:
    """Give names that say nothing of the sex: no Văn, no Thị."""
    for name in names_of(draft):
        renamed(
            draft,
            name,
            f"{draft.entry[name].split()[0]} {rng.choice(_SYLLABLES[:5])} {rng.choice(_SYLLABLES[5:])}",
        )
    return True


def _woman_named_van(rng: Random, draft: Draft) -> bool:
    women = [name for name in names_of(draft) if " Thị " in draft.entry[name]]
    if not women:
        return False
    name = rng.choice(women)
    words = draft.entry[name].split()
    given_van = name == "nksHoTen" or rng.random() < 0.5  # a child keeps the surname of its family
    return renamed(draft, name, f"{words[0]} Thị Văn" if given_van else f"Văn Thị {words[-1]}")


def _old_group(rng: Random, draft: Draft) -> bool:
    there = [f"{who}DanToc" for who in PEOPLE[draft.type] if draft.has(f"{who}DanToc")]
    if not there:
        return False
    name = rng.choice(there)
    group = draft.entry[name]
    draft.entry[name] = rng.choice(_MONG if rng.random() < 0.2 else _GROUPS.get(group, (group.upper(),)))
    return True


def _nation_in_capitals(rng: Random, draft: Draft) -> bool:
    for who in PEOPLE[draft.type]:
        if draft.has(f"{who}QuocTich"):
            draft.entry[f"{who}QuocTich"] = rng.choice(("VIỆT NAM", "Việt nam"))
    return True


ODD: Mapping[str, Callable[[Random, Draft], bool]] = {
    "capitals": _capitals, "new style of tones": _new_style, "one syllable": _one_syllable,
    "six syllables": _six_syllables, "Tày–Nùng name": _local_name, "no hint in names": _no_hint,
    "woman named Văn": _woman_named_van, "old ethnic name": _old_group, "nation in capitals": _nation_in_capitals,
}  # fmt: skip
