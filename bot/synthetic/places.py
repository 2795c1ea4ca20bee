"""The communes of a province as invented records name them: offices, addresses, villages."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random

SCHEMES = ("2024", "2025")
_FIRST = ("Nà", "Bản", "Khuổi", "Pò", "Cốc", "Lũng", "Pác", "Co", "Phai", "Kéo", "Còn", "Tềnh")
_SECOND = (
    "Pàn", "Vàng", "Lầu", "Chuông", "Mười", "Thỏa", "Sâm", "Tấu", "Luông", "Hin", "Khoang", "Tao", "Mò", "Nhàn",
    "Cáy", "Đeng", "Lạn", "Sla", "Nọi", "Chang",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune. `name` is spelled as inside a sentence ("xã Hòa Cư"), `around` what it lies in, widest last."""

    code: str
    name: str
    around: str  # "huyện Cao Lộc, tỉnh Lạng Sơn"
    villages: tuple[str, ...]

    @property
    def place(self) -> str:
        """The commune with all it lies in."""
        return f"{self.name}, {self.around}"

    @property
    def office(self) -> str:
        """The office as registers name it: "UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn"."""
        return f"UBND {self.name}, {self.around}"

    @property
    def is_town(self) -> bool:
        """Say whether it is a ward or a township, where people live in numbered blocks."""
        return not self.name.startswith("xã")


def unit_rows(scheme: str = "2024") -> list[dict[str, str]]:
    """Read the units of a scheme: code, name, level, parent_code; a scheme we do not have raises ValueError."""
    if scheme not in SCHEMES:
        raise ValueError(f"no units of scheme {scheme!r}, only of {SCHEMES}")
    text = files("bot.synthetic.data").joinpath(f"lang-son-units-{scheme}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=2)
def communes(scheme: str = "2024") -> tuple[Commune, ...]:
    """List the communes of a scheme in the order of their codes."""
    rows = unit_rows(scheme)
    by_code = {row["code"]: row for row in rows}
    return tuple(
        Commune(
            row["code"], _lowered(row["name"]), _around(row, by_code), _villages(row["code"], row["name"])
        )
        for row in rows
        if row["level"] == "commune"
    )


def commune(code: str, scheme: str = "2024") -> Commune:
    """Find a commune by its code; KeyError when there is none."""
    found = next((each for each in communes(scheme) if each.code == code), None)
    if found is None:
        raise KeyError(code)
    return found


def neighbour(home: Commune, among: Sequence[Commune], rng: Random) -> Commune:
    """Pick another commune of the same district, or any other one where the district has none."""
    near = [each for each in among if each.around == home.around and each.code != home.code]
    far = near or [each for each in among if each.code != home.code]
    return rng.choice(far or [home])


def _around(row: dict[str, str], by_code: dict[str, dict[str, str]]) -> str:
    names = []
    while row["parent_code"]:
        row = by_code[row["parent_code"]]
        names.append(_lowered(row["name"]))
    return ", ".join(names)


def _lowered(name: str) -> str:
    for level in ("Xã", "Phường", "Thị trấn", "Huyện", "Thành phố", "Tỉnh"):
        if name.startswith(level + " "):
            return level.lower() + name[len(level) :]
    return name


def _villages(code: str, name: str) -> tuple[str, ...]:
    rng = Random(f"villages:{code}")
    if not name.startswith("Xã"):
        return tuple(f"Khối {number}" for number in range(1, rng.randint(5, 10)))
    seconds = rng.sample(_SECOND, rng.randint(5, 9))
    return tuple(f"Thôn {rng.choice(_FIRST)} {second}" for second in seconds)
