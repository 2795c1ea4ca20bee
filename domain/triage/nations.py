"""The countries of the world as Vietnamese registers name them, so that a nationality can be held against a list."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.folding import fold
from domain.text import canonical
from domain.triage.near import nearest
from domain.triage.values import LONGEST, says_nothing

VIET_NAM = "Việt Nam"
_NAMES = """
Việt Nam | Trung Quốc | Đài Loan | Hồng Kông | Ma Cao | Hàn Quốc | Triều Tiên | Nhật Bản | Mông Cổ | Lào | Campuchia | Thái Lan
Mi-an-ma | Malaysia | Singapore | Indonesia | Philippines | Brunei | Đông Ti-mo | Ấn Độ | Pakistan | Bangladesh | Nepal | Bhutan
Sri Lanka | Maldives | Afghanistan | Iran | Iraq | Syria | Li-băng | Israel | Palestine | Jordan | Ả Rập Xê Út | Yemen | Oman | Qatar
Bahrain | Kuwait | Các Tiểu vương quốc Ả Rập Thống nhất | Thổ Nhĩ Kỳ | Síp | Gruzia | Armenia | Azerbaijan | Kazakhstan | Uzbekistan
Turkmenistan | Kyrgyzstan | Tajikistan | Nga | Ukraina | Belarus | Moldova | Litva | Latvia | Estonia | Ba Lan | Séc | Slovakia | Hungary
Romania | Bulgaria | Serbia | Croatia | Slovenia | Bosnia và Herzegovina | Montenegro | Bắc Macedonia | Albania | Kosovo | Hy Lạp
Đức | Áo | Thụy Sĩ | Liechtenstein | Pháp | Bỉ | Hà Lan | Luxembourg | Monaco | Anh | Ireland | Iceland | Na Uy | Thụy Điển | Phần Lan
Đan Mạch | Ý | San Marino | Vatican | Malta | Tây Ban Nha | Bồ Đào Nha | Andorra | Hoa Kỳ | Canada | Mexico | Guatemala | Belize
El Salvador | Honduras | Nicaragua | Costa Rica | Panama | Cuba | Jamaica | Haiti | Cộng hòa Dominica | Dominica | Bahamas | Barbados
Trinidad và Tobago | Grenada | Saint Lucia | Colombia | Venezuela | Guyana | Suriname | Ecuador | Peru | Brazil | Bolivia | Paraguay
Uruguay | Chile | Argentina | Úc | New Zealand | Papua New Guinea | Fiji | Vanuatu | Samoa | Tonga | Kiribati | Tuvalu | Nauru | Palau
Micronesia | Quần đảo Solomon | Quần đảo Marshall | Ai Cập | Libya | Tunisia | Algeria | Ma-rốc | Sudan | Nam Sudan | Ethiopia | Eritrea
Djibouti | Somalia | Kenya | Uganda | Tanzania | Rwanda | Burundi | Congo | Cộng hòa Dân chủ Congo | Gabon | Cameroon | Nigeria | Niger
Chad | Trung Phi | Mali | Burkina Faso | Bờ Biển Ngà | Ghana | Togo | Benin | Liberia | Sierra Leone | Guinea | Guinea-Bissau
Guinea Xích Đạo | Senegal | Gambia | Mauritania | Cabo Verde | Angola | Zambia | Zimbabwe | Malawi | Mozambique | Botswana | Namibia
Nam Phi | Lesotho | Eswatini | Madagascar | Mauritius | Seychelles | Comoros | Không quốc tịch
"""
_ALSO = {
    VIET_NAM: "VN, VNM, Vietnam, Cộng hòa xã hội chủ nghĩa Việt Nam, CHXHCN Việt Nam, CHXHCNVN",
    "Trung Quốc": "China, Trung Hoa, Cộng hòa nhân dân Trung Hoa, CHND Trung Hoa", "Đài Loan": "Taiwan, Trung Quốc Đài Loan",
    "Hồng Kông": "Hong Kong, Hồng Công", "Ma Cao": "Macau", "Hàn Quốc": "Đại Hàn Dân Quốc, Korea, Nam Triều Tiên, Nam Hàn",
    "Triều Tiên": "CHDCND Triều Tiên, Bắc Triều Tiên", "Nhật Bản": "Nhật, Japan", "Lào": "CHDCND Lào, Laos",
    "Campuchia": "Cam-pu-chia, Cambodia, Căm-pu-chia", "Thái Lan": "Thailand", "Mi-an-ma": "Myanmar, Miến Điện",
    "Malaysia": "Ma-lai-xi-a", "Singapore": "Xin-ga-po", "Indonesia": "In-đô-nê-xi-a", "Philippines": "Phi-líp-pin, Philippin",
    "Ấn Độ": "India", "Ả Rập Xê Út": "Ả Rập Saudi, Arập Xêút", "Nga": "Liên bang Nga, Liên Xô, Russia", "Ukraina": "Ukraine, U-crai-na",
    "Séc": "Cộng hòa Séc, Tiệp Khắc, Czech", "Slovakia": "Xlô-va-ki-a", "Ba Lan": "Poland", "Hungary": "Hung-ga-ri", "Romania": "Ru-ma-ni",
    "Bulgaria": "Bun-ga-ri", "Đức": "CHLB Đức, Cộng hòa Liên bang Đức, CHDC Đức, Germany", "Áo": "Austria", "Thụy Sĩ": "Thụy Sỹ",
    "Pháp": "Cộng hòa Pháp, France", "Anh": "Vương quốc Anh, Liên hiệp Anh", "Ý": "Italia, Italy", "Hoa Kỳ": "Mỹ, USA, Hợp chủng quốc Hoa Kỳ",
    "Canada": "Ca-na-đa", "Cuba": "Cu Ba", "Brazil": "Bra-xin", "Úc": "Australia, Ô-xtrây-li-a, Ôxtrâylia", "New Zealand": "Niu Di-lân",
    "Không quốc tịch": "Người không quốc tịch",
}  # fmt: skip
_SPELLING = re.compile(r"[\s\-–'’.,]+")
_BRACKETS = re.compile(r"\s*[(\[].*")


def _key(text: str) -> str:
    return _SPELLING.sub("", canonical(text))


_BY_KEY = {_key(name): name for name in map(str.strip, re.split(r"[|\n]", _NAMES)) if name} | {
    _key(other): name for name, others in _ALSO.items() for other in others.split(",")
}
_FOLDED = {fold(key): name for key, name in _BY_KEY.items() if len(key) > 3}


@lru_cache(maxsize=4096)
def read(text: str) -> str:
    """Tell which country a nationality names, in the list's spelling; empty where none."""
    if len(text) > LONGEST:
        return ""
    key = _key(text)
    found = _BY_KEY.get(key) or _BY_KEY.get(_key(_BRACKETS.sub("", text)))
    return found or _BY_KEY.get(key.removeprefix("nước"), "") or _BY_KEY.get(key.removeprefix("cộnghòa"), "")


@lru_cache(maxsize=1024)
def meant(text: str) -> str:
    """Tell which country a misspelled nationality may mean; empty where nothing tells."""
    return nearest(fold(_key(text)), _FOLDED) if len(text) <= LONGEST else ""


def is_foreign(text: str) -> bool:
    """Say whether a nationality is another country's; what names none is not."""
    return text != VIET_NAM and bool(text) and read(text) not in ("", VIET_NAM) and not says_nothing(text)
