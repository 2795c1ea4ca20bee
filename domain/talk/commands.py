"""Commands: the same words with a slash, without, with accents or without, on every channel."""

from __future__ import annotations

from dataclasses import dataclass

from domain.folding import fold, nfc
from domain.people import Role


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what was written behind it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A command of the menu: its name, the words that mean it too, what the menu says, and whose it is."""

    name: str
    words: tuple[str, ...]
    menu: str
    roles: frozenset[Role]


_OFFICIAL = frozenset({Role.OFFICIAL})
_OVERSEER = frozenset({Role.HEAD, Role.ADMIN, Role.AUDITOR})
_DECIDER = frozenset({Role.HEAD, Role.ADMIN})
_ADMIN = frozenset({Role.ADMIN})
_VENDOR = frozenset({Role.VENDOR})

MENU: tuple[Entry, ...] = (
    Entry("batdau", ("bắt đầu", "bắt đầu rà soát"), "Bắt đầu rà soát", _OFFICIAL),
    Entry("homnay", ("hôm nay",), "Danh sách hôm nay, hoàn tác", _OFFICIAL),
    Entry("tiendo", ("tiến độ",), "Tiến độ", _OFFICIAL | _OVERSEER | _VENDOR),
    Entry("xephang", ("xếp hạng",), "Xếp hạng theo kế hoạch", _OVERSEER),
    Entry("hoantac", ("hoàn tác",), "Hoàn tác quyết định vừa rồi", _OFFICIAL),
    Entry("vuongmac", ("vướng mắc", "hỏi vướng mắc"), "Hỏi vướng mắc, xem trả lời", _OFFICIAL | {Role.HEAD}),
    Entry("nghi", ("nghỉ phép", "xin nghỉ"), "Báo nghỉ, người trực thay", _OFFICIAL),
    Entry("ngoaigio", ("ngoài giờ", "làm thêm"), "Làm thêm hồ sơ ngoài chỉ tiêu", _OFFICIAL),
    Entry("dung", ("dừng", "dừng nhắc"), "Dừng nhắc việc hôm nay", _OFFICIAL),
    Entry("nhacviec", ("nhắc việc",), "Nhắc cán bộ đang chậm", _DECIDER),
    Entry("phancong", ("phân công",), "Phân công, văn bản, điều người", _DECIDER),
    Entry("traloi", ("trả lời",), "Trả lời vướng mắc, hướng dẫn", _DECIDER),
    Entry("baocao", ("báo cáo",), "Tệp Excel: tiến độ, việc, nhật ký", _OVERSEER | _VENDOR),
    Entry("thongbao", ("thông báo",), "Thông báo: gửi, dừng, đính chính", _ADMIN),
    Entry("danhan", ("đã nhận",), "Xác nhận đã nhận thông báo", frozenset()),  # a word to type, in no menu
    Entry(
        "theodoi", ("theo dõi", "theo dõi sổ gốc"), "Theo dõi sổ gốc", frozenset()
    ),  # likewise; /tiendo has its button
    Entry(
        "khongphaitoi", ("không phải tôi",), "Đóng mọi trang rà soát mở với tên mình", frozenset()
    ),  # likewise
    Entry("nhansu", ("nhân sự",), "Nhân sự: thêm, chuyển, cấp mã", _ADMIN),
    Entry("donvi", ("đơn vị",), "Đơn vị: tìm, thêm, sáp nhập", _ADMIN),
    Entry("lich", ("lịch", "lịch làm việc"), "Lịch làm việc, ngày nghỉ, giờ nhắc", _ADMIN),
    Entry("han", ("hạn", "hạn rà soát"), "Hạn rà soát, hạn phân công", _ADMIN),
    Entry("hethong", ("hệ thống",), "Tình trạng hệ thống", _ADMIN),
    Entry("lienket", ("liên kết",), "Liên kết thêm kênh (Zalo, Telegram)", frozenset(Role)),
    Entry("huongdan", ("hướng dẫn", "trợ giúp", "giúp", "help"), "Hướng dẫn", frozenset(Role)),
)

_BY_WORDS: dict[str, str] = {
    fold(words).replace(" ", ""): entry.name for entry in MENU for words in (entry.name, *entry.words)
}
_SLASHED = frozenset(entry.name for entry in MENU) | {"start", "help"}
MAX_NAME = 32
# commands whose bare word, once its accents are gone, is another word as well: "đúng" is no "dừng"
_MISTAKABLE = {"dung": "dừng", "han": "hạn"}


def menu_for(roles: frozenset[Role]) -> tuple[Entry, ...]:
    """List the commands somebody with these roles is shown."""
    return tuple(entry for entry in MENU if entry.roles & roles)


def parse(text: str) -> Command | None:
    """Read a line as a command, or None. An unknown word behind a slash is a Command nobody serves.

    Without a slash, accents that make it another word are heeded.
    """
    line = text.strip()
    if line.startswith("/"):
        whole = _BY_WORDS.get(fold(line[1:]).replace(" ", ""), "") if len(line) <= MAX_NAME else ""
        if whole:  # "/hoàn tác", "/nghỉ phép"
            return Command(whole)
        head, _, argument = line[1:].partition(" ")
        name = fold(head.partition("@")[0])[:MAX_NAME]
        if name == "help":
            name = "huongdan"
        return Command(name if name in _SLASHED else "?", argument.strip())
    folded = fold(line).replace(" ", "") if len(line) <= MAX_NAME else ""
    if folded in _MISTAKABLE and not line.isascii() and nfc(line).lower() != _MISTAKABLE[folded]:
        return None
    name = _BY_WORDS.get(folded, "")
    return Command(name) if name else None
