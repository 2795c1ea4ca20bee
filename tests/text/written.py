"""People's names as they are rightly written, and an encoder for each old encoding, from the other end than the tables."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import strategies as st

from bot.synthetic import names

_BARE = "aăâeêioôơuưy"
_TONED = dict(
    zip(
        _BARE,
        (
            "àáảãạ",
            "ằắẳẵặ",
            "ầấẩẫậ",
            "èéẻẽẹ",
            "ềếểễệ",
            "ìíỉĩị",
            "òóỏõọ",
            "ồốổỗộ",
            "ờớởỡợ",
            "ùúủũụ",
            "ừứửữự",
            "ỳýỷỹỵ",
        ),
        strict=True,
    )
)
TONED = "".join(_TONED.values())


HERE = Path(__file__).parent


def _units() -> list[str]:
    found = set()
    for scheme in ("2024", "2025"):
        with (HERE.parent / "imports" / f"lang-son-units-{scheme}.csv").open(encoding="utf-8") as sheet:
            found |= {row["name"] for row in csv.DictReader(sheet)}
    return sorted(found)


UNITS = _units()


GROUPS = list(names._GROUPS.values())
SURNAMES = sorted({word for group in GROUPS for word in group.surnames})
WORDS = sorted({word for group in GROUPS for part in (*group.middle, *group.given) for word in part})
PEOPLE = st.builds(
    lambda one, two, three: f"{one} {two} {three}",
    st.sampled_from(SURNAMES),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
)


def to_tcvn3(value: str) -> str:
    codes = {
        **dict(zip("ăâêôơưđ", "¨©ª«¬\u00ad®", strict=True)), **dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True)),
        **dict(zip("àảãáạ", "µ¶·¸¹", strict=True)), **dict(zip("ằẳẵắặ", "»¼½¾Æ", strict=True)),
        **dict(zip("ầẩẫấậ", "ÇÈÉÊË", strict=True)), **dict(zip("èẻẽéẹ", "ÌÎÏÐÑ", strict=True)),
        **dict(zip("ềểễếệ", "ÒÓÔÕÖ", strict=True)), **dict(zip("ìỉĩíị", "×ØÜÝÞ", strict=True)),
        **dict(zip("òỏõóọ", "ßáâãä", strict=True)), **dict(zip("ồổỗốộ", "åæçèé", strict=True)),
        **dict(zip("ờởỡớợ", "êëìíî", strict=True)), **dict(zip("ùủũúụ", "ïñòóô", strict=True)),
        **dict(zip("ừửữứự", "õö÷øù", strict=True)), **dict(zip("ỳỷỹýỵ", "úûüýþ", strict=True)),
    }  # fmt: skip
    return "".join(codes.get(letter) or codes.get(letter.lower(), letter) for letter in value)


def to_vni(value: str) -> str:
    signs = {
        "": "øùûõï", "^": "àáåãä", "(": "èéúüë",
    }  # fmt: skip
    codes = {"đ": "ñ", "ô": "oâ", "â": "aâ", "ê": "eâ", "ă": "aê", "ơ": "ô", "ư": "ö"}
    codes |= dict(zip("ìíỉĩịỵ", "ìíæóòî", strict=True))
    for bare, base, hat in (
        ("a", "a", ""), ("e", "e", ""), ("o", "o", ""), ("u", "u", ""), ("y", "y", ""), ("ơ", "ô", ""), ("ư", "ö", ""),
        ("â", "a", "^"), ("ê", "e", "^"), ("ô", "o", "^"), ("ă", "a", "("),
    ):  # fmt: skip
        for letter, sign in zip(_TONED[bare], signs[hat], strict=True):
            codes.setdefault(letter, base + sign)
    return "".join(
        codes[letter.lower()].upper()
        if letter.isupper() and letter.lower() in codes
        else codes.get(letter, letter)
        for letter in value
    )


def to_cp1252(value: str) -> str:
    return "".join(
        bytes((byte,)).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in value.encode("utf-8")
    )
