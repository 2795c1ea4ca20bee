"""What people type in place of a button, row by row: what it means with this or that before them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.review import FollowUpKind, ReturnReason
from domain.talk import answers, commands, meanings, tags
from domain.talk.meanings import Open, Standing
from domain.talk.values import Choice
from domain.wording import captions
from domain.wording.typed import VOCABULARY


def offers(**labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(key, label) for key, label in labels.items())


DECISIONS = offers(
    approve=captions.APPROVE, fix=captions.FIX, returned=captions.RETURN, follow=captions.FOLLOW_UP,
    more=captions.MORE, undo=captions.UNDO,
)  # fmt: skip
BACK = offers(back=captions.BACK)
DROP = offers(drop=captions.DROP)

CARD = Open(1, DECISIONS, numbered=True, corrects=True)
TAPPED = Open(1, DECISIONS, corrects=True)  # drawn as buttons: no numbers to type
CONFIRM = Open(1, offers(anyway=captions.APPROVE_ANYWAY) + BACK, numbered=True, corrects=True)
CHECK = Open(1, offers(save=captions.SAVE, more=captions.FIX_MORE) + DROP, numbered=True, corrects=True)
RETURN = Open(
    1,
    (
        *(Choice(reason.value, captions.RETURN_REASONS[reason]) for reason in ReturnReason),
        *offers(guard=captions.GUARD),
        *BACK,
    ),
    numbered=True,
)
FOLLOW = Open(
    1,
    (
        *(Choice(kind.value, captions.FOLLOW_UP_KINDS[kind]) for kind in FollowUpKind),
        *offers(route=captions.ROUTE, note=captions.NOTE),
        *BACK,
    ),
    numbered=True,
)
VALUE = Open(1, DROP, takes_text=True)
SEX = Open(1, offers(male="Nam", female="Nữ") + DROP, takes_text=True)
REASON = Open(1, offers(nobook=captions.SKIP_NO_BOOK, wait=captions.SKIP_WAITING) + BACK, takes_text=True)
LEAVE = Open(2, offers(today="Nghỉ hôm nay", days="📅 Nghỉ nhiều ngày") + DROP, numbered=True)
SEARCH = Open(2, offers(new="➕ Thêm người") + DROP, takes_text=True)
FOUND = Open(2, offers(p1="Nông Thị Lan · Xã Hòa Cư", p2="Nông Thị Lan · Xã Hải Yến") + DROP, numbered=True)
WHICH = Open(
    3, offers(m0="Nghỉ hôm nay (nghỉ phép)", m1="Ghi “1” (thẻ hồ sơ)"), numbered=True, asks_back=True
)
CLOSED = Open(2, LEAVE.choices, numbered=True, live=False)


def alone(card: Open | None) -> Standing:
    return Standing(card=card)


def after(card: Open | None, shown: Open) -> Standing:
    return Standing(card=card, shown=shown, card_is_last=False)


def naming(standing: Standing, named: Open) -> Standing:
    return Standing(standing.card, standing.shown, named, standing.card_is_last)


NOTHING_OPEN = Standing()
ON_CARD, ON_BUTTONS, ON_CONFIRM, ON_CHECK = alone(CARD), alone(TAPPED), alone(CONFIRM), alone(CHECK)
ON_RETURN, ON_FOLLOW = alone(RETURN), alone(FOLLOW)
ON_VALUE, ON_SEX, ON_REASON = alone(VALUE), alone(SEX), alone(REASON)
LEAVE_OVER_CARD, LEAVE_OVER_VALUE, LEAVE_OVER_CHECK = (
    after(CARD, LEAVE),
    after(VALUE, LEAVE),
    after(CHECK, LEAVE),
)
SEARCH_OVER_CARD, SEARCH_OVER_SEX = after(CARD, SEARCH), after(SEX, SEARCH)
LIST_ONLY, SEARCH_ONLY, FOUND_ONLY = after(None, LEAVE), after(None, SEARCH), after(None, FOUND)
WHICH_OVER_VALUE = after(VALUE, WHICH)
CLOSED_OVER_CARD = after(CARD, CLOSED)
TAGGED_CARD = Open(1, DECISIONS, numbered=True, corrects=True, tag="A7")
A7 = naming(after(TAGGED_CARD, LEAVE), TAGGED_CARD)  # the card is A7, a leave list was shown after it
A7_IS_OLD = naming(ON_CARD, Open(9, DECISIONS, numbered=True, tag="A7", live=False))
A7_IS_A_LIST = naming(ON_CARD, Open(2, LEAVE.choices, numbered=True, tag="A7"))
A7_IS_A_SEARCH = naming(ON_CARD, Open(2, SEARCH.choices, takes_text=True, tag="A7"))
A7_OVER_SEARCH = naming(after(TAGGED_CARD, SEARCH), TAGGED_CARD)
A7_IS_OLD_AT_VALUE = naming(ON_VALUE, Open(9, DECISIONS, numbered=True, tag="A7", live=False))


def told(heard: meanings.Heard) -> str:
    """Write what was understood in a short form: key · "= words" · "/command" · "~ correction" · "? keys" · gone · -"""
    match heard:
        case meanings.Picked(_, key):
            return key
        case meanings.Words(_, text):
            return f"= {text}"
        case commands.Command(name, argument):
            return f"/{name} {argument}".strip()
        case meanings.Correction(_, text):
            return f"~ {text}"
        case meanings.Unclear(found):
            return "? " + " ".join(one.choice.key if one.choice else "=" for one in found)
        case meanings.Gone():
            return "gone"
    return "-"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


ROWS: dict[str, list[tuple[str, Standing, str]]] = {
    "the whole label, in any spelling": [
        ("✅ Phê duyệt", ON_CARD, "approve"),
        ("✅ Phê duyệt", ON_BUTTONS, "approve"),
        ("Phê duyệt", ON_BUTTONS, "approve"),
        ("phê duyệt", ON_CARD, "approve"),
        ("phe duyet", ON_CARD, "approve"),
        ("PHE DUYET", ON_CARD, "approve"),
        ("PHÊ DUYỆT", ON_CARD, "approve"),
        ("  Phê   duyệt  ", ON_CARD, "approve"),
        ("Phê\u00a0duyệt", ON_CARD, "approve"),
        ("Phê\nduyệt", ON_CARD, "approve"),
        ("Phê duyệt.", ON_CARD, "approve"),
        ("Phê duyệt!", ON_CARD, "approve"),
        ("Phê duyệt ...", ON_CARD, "approve"),
        ("✅Phê duyệt", ON_CARD, "approve"),
        ("✅\ufe0f Phê duyệt", ON_CARD, "approve"),
        (nfd("Phê duyệt"), ON_CARD, "approve"),
        (nfd("✅ PHÊ DUYỆT"), ON_CARD, "approve"),
        ("Ｐｈê ｄｕｙệｔ", ON_CARD, "approve"),
        ("Phê\u200b duyệt", ON_CARD, "approve"),
        ("✏️ Sửa và duyệt", ON_CARD, "fix"),
        ("✏ Sửa và duyệt", ON_CARD, "fix"),
        ("sua va duyet", ON_CARD, "fix"),
        ("↩️ Trả lại số hóa", ON_CARD, "returned"),
        ("tra lai so hoa", ON_CARD, "returned"),
        ("Trả lại số hoá", ON_CARD, "returned"),
        ("📕 Sổ gốc sai/thiếu", ON_CARD, "follow"),
        ("so goc sai/thieu", ON_CARD, "follow"),
        ("⋯ Thêm", ON_CARD, "more"),
        ("thêm", ON_CARD, "more"),
        ("Vẫn phê duyệt", ON_CONFIRM, "anyway"),
        ("◀ Quay lại", ON_CONFIRM, "back"),
        ("quay lai", ON_CONFIRM, "back"),
        ("✔ Đã đối chiếu sổ, lưu và duyệt", ON_CHECK, "save"),
        ("da doi chieu so, luu va duyet", ON_CHECK, "save"),
        ("✏️ Sửa thêm", ON_CHECK, "more"),
        ("bỏ", ON_CHECK, "drop"),
        ("Nhầm bản quét", ON_RETURN, "WRONG_SCAN"),
        ("thieu/mo ban quet", ON_RETURN, "BAD_SCAN"),
        ("nhập thiếu, sổ có ghi", ON_RETURN, "MISSING_FIELDS"),
        ("Sổ gốc cũng như vậy", ON_RETURN, "guard"),
        ("mất/hỏng sổ", ON_FOLLOW, "REGISTER_LOST"),
        ("trường khác", alone(Open(1, offers(page1=captions.OTHER_FIELDS))), "page1"),
        ("trường khác ▸", alone(Open(1, offers(page1=captions.OTHER_FIELDS))), "page1"),
        ("trang trước", alone(Open(1, offers(page0=captions.PAGE_BACK))), "page0"),
        ("nông thị lan · xã hòa cư", FOUND_ONLY, "p1"),
    ],
    "a number of the list last shown": [
        ("1", ON_CARD, "approve"),
        ("2", ON_CARD, "fix"),
        (" 2 ", ON_CARD, "fix"),
        ("２", ON_CARD, "fix"),
        ("2.", ON_CARD, "fix"),
        ("2)", ON_CARD, "fix"),
        ("2 .", ON_CARD, "fix"),
        ("2,", ON_CARD, "fix"),
        ("2!", ON_CARD, "fix"),
        ("(2)", ON_CARD, "fix"),
        ("（２）", ON_CARD, "fix"),
        ("[2]", ON_CARD, "fix"),
        ("#2", ON_CARD, "fix"),
        ("# 2", ON_CARD, "fix"),
        ("số 2", ON_CARD, "-"),
        ("SỐ 2", ON_CARD, "-"),
        ("so 2.", ON_CARD, "-"),
        ("chọn 2", ON_CARD, "fix"),
        ("mục 3", ON_CARD, "returned"),
        (nfd("số 2"), ON_CARD, "-"),
        ("2️⃣", ON_CARD, "fix"),
        ("②", ON_CARD, "fix"),
        ("02", ON_CARD, "fix"),
        ("6", ON_CARD, "undo"),
        ("🔟", alone(Open(1, tuple(Choice(f"k{n}", f"Trường {n * 7}") for n in range(1, 13)), numbered=True)), "k10"),
        ("2. ✏️ Sửa và duyệt", ON_CARD, "fix"),
        ("1. Phê duyệt", ON_CARD, "approve"),
        ("1) phe duyet", ON_CARD, "approve"),
        ("1", ON_RETURN, ReturnReason.WRONG_UNIT.value),
        ("8", ON_RETURN, "back"),
    ],
    "numbers that are no answer": [
        ("0", ON_CARD, "-"),
        ("7", ON_CARD, "-"),
        ("99", ON_CARD, "-"),
        ("-1", ON_CARD, "-"),
        ("+1", ON_CARD, "-"),
        ("1?", ON_CARD, "-"),
        ("1 2", ON_CARD, "-"),
        ("1,2", ON_CARD, "-"),
        ("1.2", ON_CARD, "-"),
        ("1/2", ON_CARD, "-"),
        ("1a", ON_CARD, "-"),
        ("1 ok", ON_CARD, "-"),
        ("một", ON_CARD, "-"),
        ("½", ON_CARD, "-"),
        ("0000001", ON_CARD, "-"),
        ("1" * 1000, ON_CARD, "-"),
        ("١", ON_CARD, "-"),
        ("hồ sơ 1", ON_CARD, "-"),
        ("❌ 1", ON_CARD, "-"),
        ("không 1", ON_CARD, "-"),
        ("1", ON_BUTTONS, "-"),
        ("số 1", ON_BUTTONS, "-"),
        ("1", NOTHING_OPEN, "-"),
        ("2. Phê duyệt", ON_CARD, "? fix approve"),  # the number and the label contradict each other
        ("1. Phê duyệt", ON_BUTTONS, "? approve"),
    ],
    "words of approval approve nothing": [
        ("ok", ON_CARD, "? approve fix"),
        ("OK", ON_BUTTONS, "? approve fix"),
        ("ok ạ", ON_CARD, "? approve fix"),
        ("oke em", ON_CARD, "? approve fix"),
        ("được", ON_CARD, "? approve fix"),
        ("duoc", ON_CARD, "? approve fix"),
        ("được rồi", ON_CARD, "? approve fix"),
        ("đúng", ON_CARD, "? approve fix"),
        ("đúng rồi ạ", ON_CARD, "? approve fix"),
        ("duyệt", ON_CARD, "? approve fix"),
        ("DUYET", ON_CARD, "? approve fix"),
        ("duyệt đi", ON_CARD, "? approve fix"),
        ("duyệt", ON_CONFIRM, "? anyway"),
        ("phê duyệt", ON_CONFIRM, "? anyway"),
        ("duyệt", ON_CHECK, "? save"),
        ("lưu và duyệt", ON_CHECK, "? save"),
        ("lưu", ON_CHECK, "? save"),
        ("đồng ý", ON_CARD, "? approve fix"),
        ("vâng", ON_CARD, "? approve fix"),
        ("ừ", ON_CARD, "? approve fix"),
        ("yes", ON_CARD, "? approve fix"),
        ("chuẩn", ON_CARD, "? approve fix"),
        ("👍", ON_CARD, "? approve fix"),
        ("👍🏻", ON_CARD, "? approve fix"),
        ("👌", ON_BUTTONS, "? approve fix"),
        ("✅", ON_CARD, "? approve fix"),
        ("✔️", ON_CARD, "? approve fix"),
        ("ok", ON_RETURN, "-"),
        ("👍", NOTHING_OPEN, "-"),
        ("phê", ON_CARD, "? approve"),
        ("phê duyệt ạ", ON_CARD, "? approve"),
        ("phê duyệt nhé", ON_CARD, "? approve"),
        ("phê duyệt?", ON_CARD, "? approve"),
        ("phê duyệt 👍", ON_CARD, "? approve"),
        ("❌ Phê duyệt", ON_CARD, "? approve"),
        ("☑ Phê duyệt", ON_CARD, "? approve"),
        ("- phê duyệt", ON_CARD, "? approve"),
        ("không phê duyệt", ON_CARD, "? approve"),
        ("chưa phê duyệt được", ON_CARD, "? approve"),
        ("phê duyệt hồ sơ này", ON_CARD, "? approve"),
        ("phê duyệt phê duyệt", ON_CARD, "? approve"),
        ("pheduyet", ON_CARD, "-"),
        ("phê-duyệt", ON_CARD, "? approve"),
        ("phee duyeejt", ON_CARD, "-"),  # keystrokes of an input method that was off
        ("phe6 duye65t", ON_CARD, "-"),
        ("approve", ON_CARD, "-"),
        ("phê duyêt", ON_CARD, "approve"),  # a missing dot is an accent left out
        ("phê duyệtt", ON_CARD, "-"),
    ],
    "short forms that only lead on": [
        ("sửa", ON_CARD, "fix"),
        ("sua", ON_BUTTONS, "fix"),
        ("Sửa.", ON_CARD, "fix"),
        ("trả lại", ON_CARD, "returned"),
        ("sổ gốc", ON_CARD, "follow"),
        ("sổ gốc sai", ON_CARD, "follow"),
        ("ghi chú", ON_FOLLOW, "note"),
        ("hướng xử lý", ON_FOLLOW, "route"),
        ("trả", ON_CARD, "? returned"),
        ("số hóa", ON_CARD, "? returned"),
        ("sửa", ON_CHECK, "? more"),
    ],
    "short forms that would decide are asked about": [
        ("nhầm", ON_RETURN, "? WRONG_SCAN"),
        ("bản quét", ON_RETURN, "? WRONG_SCAN BAD_SCAN"),
        ("trùng", ON_RETURN, "? DUPLICATE"),
        ("trùng dữ liệu rồi ạ", ON_RETURN, "? DUPLICATE"),
        ("mất sổ", ON_FOLLOW, "-"),
        ("sổ ghi", ON_FOLLOW, "? REGISTER_INCOMPLETE REGISTER_WRONG"),
        ("của đơn vị khác chuyển sang nên phải trả lại cho đơn vị đó làm tiếp nhé", ON_RETURN, "-"),
        ("hôm nay nghỉ nhiều ngày", LIST_ONLY, "? days"),
        ("nhiều ngày", LIST_ONLY, "? days"),
    ],
    "undo, at every step": [
        ("hoàn tác", ON_CARD, "/hoantac"),
        ("hoan tac", ON_CARD, "/hoantac"),
        ("HOÀN TÁC", ON_CARD, "/hoantac"),
        ("Hoàn tác!", ON_CARD, "/hoantac"),
        ("hoantac", ON_CARD, "/hoantac"),
        ("↶ Hoàn tác", ON_CARD, "/hoantac"),
        ("/hoantac", ON_CARD, "/hoantac"),
        ("/hoàn tác", ON_CARD, "/hoantac"),
        ("/Hoan tac", ON_CARD, "/hoantac"),
        ("／hoantac", ON_CARD, "/hoantac"),
        ("/hoantac@rasoat_bot", ON_CARD, "/hoantac"),
        (nfd("hoàn tác"), ON_VALUE, "/hoantac"),
        ("hoàn tác", ON_VALUE, "/hoantac"),
        ("↶ hoàn tác", ON_VALUE, "/hoantac"),
        ("/hoàn tác", ON_VALUE, "/hoantac"),
        ("hoàn tác.", ON_REASON, "/hoantac"),
        ("hoàn tác", SEARCH_ONLY, "/hoantac"),
        ("hoàn tác", ON_CHECK, "/hoantac"),
        ("hoàn tác", LEAVE_OVER_VALUE, "/hoantac"),
        ("hoàn tác", NOTHING_OPEN, "/hoantac"),
        ("undo", ON_CARD, "-"),
        ("undo", ON_VALUE, "= undo"),
        ("không hoàn tác", ON_CARD, "? undo"),
        ("❌ hoàn tác", ON_CARD, "? undo"),
        ("hoàn tác giúp em hồ sơ vừa rồi", ON_VALUE, "= hoàn tác giúp em hồ sơ vừa rồi"),
        ("↶ Hoàn tác cả quyển", after(CARD, Open(2, offers(all="↶ Hoàn tác cả quyển"))), "all"),
    ],
    "commands": [
        ("/tiendo", ON_CARD, "/tiendo"),
        ("/tiendo", ON_VALUE, "/tiendo"),
        ("/TIENDO", ON_VALUE, "/tiendo"),
        ("tiến độ", ON_CARD, "/tiendo"),
        ("tien do", NOTHING_OPEN, "/tiendo"),
        ("Tiến độ.", ON_CARD, "/tiendo"),
        ("tiến độ", ON_VALUE, "= tiến độ"),
        ("hôm nay", LEAVE_OVER_CARD, "/homnay"),
        ("nghỉ phép", ON_CARD, "/nghi"),
        ("nghỉ", LIST_ONLY, "/nghi"),
        ("/nghi 10/7-12/7", ON_CARD, "/nghi 10/7-12/7"),
        ("/nghỉ phép", ON_CARD, "/nghi"),
        ("bắt đầu rà soát", after(Open(1, offers(start=captions.START)), Open(2, offers(start=captions.START))),
         "/batdau"),
        ("/khongco", ON_CARD, "/?"),
        ("/", ON_CARD, "/?"),
        ("giúp", ON_CARD, "/huongdan"),
    ],
    "where words are awaited they stay words": [
        ("2", ON_VALUE, "= 2"),
        ("２", ON_VALUE, "= ２"),
        ("1980", ON_VALUE, "= 1980"),
        ("số 2", ON_VALUE, "= số 2"),
        ("01.03.2005", ON_VALUE, "= 01.03.2005"),
        ("ok", ON_VALUE, "= ok"),
        ("được", ON_REASON, "= được"),
        ("👍", ON_REASON, "= 👍"),
        ("phê duyệt", ON_VALUE, "= phê duyệt"),
        ("Hoàng Thị Mẫu", ON_VALUE, "= Hoàng Thị Mẫu"),
        ("Họ tên mẹ: Lý Thị Khác", ON_VALUE, "= Họ tên mẹ: Lý Thị Khác"),
        ("A7 1", ON_VALUE, "= A7 1"),
        ("Bản Thử: nhà số 2", ON_VALUE, "= Bản Thử: nhà số 2"),
        ("nam", ON_SEX, "male"),
        ("Nữ", ON_SEX, "female"),
        ("nu", ON_SEX, "female"),
        ("1", ON_SEX, "= 1"),
        ("bỏ", ON_VALUE, "drop"),
        ("✖ Bỏ", ON_VALUE, "drop"),
        ("bỏ cách", ON_VALUE, "= bỏ cách"),
        ("chờ xác minh", ON_REASON, "wait"),
        ("chờ", ON_REASON, "= chờ"),
        ("lan", SEARCH_ONLY, "= lan"),
        ("lan", SEARCH_OVER_CARD, "= lan"),
        ("2", SEARCH_OVER_CARD, "= 2"),
        ("thêm người", SEARCH_OVER_CARD, "new"),
        ("phê duyệt", SEARCH_OVER_CARD, "approve"),
        ("ok", SEARCH_OVER_CARD, "= ok"),
        ("sửa", SEARCH_OVER_CARD, "= sửa"),
        ("", ON_VALUE, "= "),
    ],
    "a card and a list": [
        ("1", LEAVE_OVER_CARD, "today"),
        ("3", LEAVE_OVER_CARD, "drop"),
        ("4", LEAVE_OVER_CARD, "-"),  # beyond this list; the card's fourth choice is not meant
        ("phê duyệt", LEAVE_OVER_CARD, "approve"),
        ("nghỉ hôm nay", LEAVE_OVER_CARD, "today"),
        ("bỏ", LEAVE_OVER_CARD, "drop"),
        ("bỏ", LEAVE_OVER_CHECK, "? drop drop"),
        ("3", LEAVE_OVER_CHECK, "drop"),
        ("duyệt", LEAVE_OVER_CARD, "? approve fix"),
        ("1", LEAVE_OVER_VALUE, "? today ="),  # the list's first, or the value
        ("nghỉ hôm nay", LEAVE_OVER_VALUE, "? today ="),
        ("bỏ", LEAVE_OVER_VALUE, "? drop drop"),
        ("1980", LEAVE_OVER_VALUE, "= 1980"),
        ("nam", SEARCH_OVER_SEX, "? male ="),
        ("bỏ", SEARCH_OVER_SEX, "? drop drop"),
        ("lan", SEARCH_OVER_SEX, "= lan"),
        ("1", CLOSED_OVER_CARD, "gone"),
        ("nghỉ hôm nay", CLOSED_OVER_CARD, "gone"),
        ("phê duyệt", CLOSED_OVER_CARD, "approve"),
        ("nông thị lan", FOUND_ONLY, "? p1 p2"),
        ("1", WHICH_OVER_VALUE, "m0"),  # which was meant; not asked about once more
        ("Ghi “1” (thẻ hồ sơ)", WHICH_OVER_VALUE, "m1"),
        ("1980", WHICH_OVER_VALUE, "= 1980"),
        ("phê duyệt", after(CARD, WHICH), "approve"),
        ("Xin chào", FOUND_ONLY, "-"),
    ],
    "corrections": [
        ("Họ tên mẹ: Hoàng Thị Mậu", ON_CARD, "~ Họ tên mẹ: Hoàng Thị Mậu"),
        ("ho ten me: Hoàng Thị Mậu", ON_BUTTONS, "~ ho ten me: Hoàng Thị Mậu"),
        ("HỌ TÊN MẸ:Hoàng", ON_CARD, "~ HỌ TÊN MẸ:Hoàng"),
        ("Họ tên mẹ：Hoàng", ON_CARD, "~ Họ tên mẹ:Hoàng"),
        (nfd("Họ tên mẹ: Hoàng"), ON_CARD, "~ " + nfd("Họ tên mẹ: Hoàng")),
        ("Số: 42", ON_CARD, "~ Số: 42"),
        ("Ngày sinh: 1", ON_CARD, "~ Ngày sinh: 1"),
        ("Họ tên mẹ: ok", ON_CHECK, "~ Họ tên mẹ: ok"),
        ("Họ tên mẹ: phê duyệt", ON_CARD, "~ Họ tên mẹ: phê duyệt"),
        ("Họ tên mẹ: X", LEAVE_OVER_CARD, "~ Họ tên mẹ: X"),
        ("Họ tên mẹ: X", SEARCH_OVER_CARD, "~ Họ tên mẹ: X"),
        ("Họ tên mẹ: X", CLOSED_OVER_CARD, "~ Họ tên mẹ: X"),
        ("Họ tên mẹ: X", SEARCH_ONLY, "= Họ tên mẹ: X"),
        ("Họ tên mẹ: X", ON_RETURN, "-"),
        ("Họ tên mẹ: X", NOTHING_OPEN, "-"),
        ("Họ tên mẹ Hoàng", ON_CARD, "-"),
        (": Hoàng", ON_CARD, "-"),
        ("12:30", ON_CARD, "-"),
        ("việc khác: chưa rõ", ON_CARD, "-"),
        ("họ tên mẹ " * 9 + ": X", ON_CARD, "-"),
    ],
    "short tags": [
        ("A7 1", A7, "approve"),
        ("a7 1", A7, "approve"),
        ("a7.1", A7, "approve"),
        ("A7-2", A7, "fix"),
        ("A7: 2", A7, "fix"),
        ("A7) 2.", A7, "fix"),
        ("Ａ７ ２", A7, "fix"),
        ("A7\n2", A7, "fix"),
        ("A7 số 2", A7, "? approve fix returned follow more undo"),
        ("A7 phê duyệt", A7, "approve"),
        ("a7 phe duyet", A7, "approve"),
        ("A7 ✅ Phê duyệt", A7, "approve"),
        ("A7 duyệt", A7, "? approve fix"),
        ("A7 ok", A7, "? approve fix"),
        ("A7 sửa", A7, "fix"),
        ("A7 Họ tên mẹ: X", A7, "~ Họ tên mẹ: X"),
        ("A7", A7, "? approve fix returned follow more undo"),
        ("A7 9", A7, "? approve fix returned follow more undo"),
        ("A7 xin chào", A7, "? approve fix returned follow more undo"),
        ("A71", A7, "-"),
        ("A 7 1", A7, "-"),
        ("1 A7", A7, "-"),
        ("B7 1", A7, "-"),
        ("1", A7, "today"),  # without the tag: the list last shown
        ("A7 1", ON_CARD, "-"),  # nobody was ever called so
        ("A7 1", A7_IS_OLD, "gone"),
        ("A7 phê duyệt", A7_IS_OLD, "gone"),
        ("phê duyệt", A7_IS_OLD, "approve"),
        ("A7 1", A7_IS_A_LIST, "today"),
        ("A7 bỏ", A7_IS_A_LIST, "drop"),
        ("A7 phê duyệt", A7_IS_A_LIST, "? today days drop"),
        ("A7 lan", A7_IS_A_SEARCH, "= lan"),
        ("A7 1", A7_OVER_SEARCH, "approve"),
        ("A7 lan", A7_OVER_SEARCH, "= A7 lan"),
        ("A7", A7_OVER_SEARCH, "= A7"),
        ("A7 1", A7_IS_OLD_AT_VALUE, "= A7 1"),
        ("A7 hoàn tác", A7, "undo"),
    ],
    "all else": [
        ("", ON_CARD, "-"),
        ("   ", ON_CARD, "-"),
        ("...", ON_CARD, "-"),
        ("?", ON_CARD, "-"),
        ("xin chào", ON_CARD, "-"),
        ("😀", ON_CARD, "-"),
        ("⋯", ON_CARD, "-"),
        ("anh ơi hồ sơ này em chưa rõ", ON_CARD, "-"),
        ("x" * 1000, ON_CARD, "-"),
        ("\u200b", ON_CARD, "-"),
    ],
}  # fmt: skip
TABLE = [
    pytest.param(*row, id=f"{group}: {row[0][:40]!r} {place}")
    for group, rows in ROWS.items()
    for place, row in enumerate(rows)
]


@pytest.mark.parametrize(("text", "standing", "expected"), TABLE)
def test_what_people_type_is_understood(text: str, standing: Standing, expected: str):
    assert told(answers.read(text, standing, VOCABULARY)) == expected


def test_the_table_is_as_long_as_what_people_type():
    assert len(TABLE) >= 150


def _approvals(heard: meanings.Heard) -> bool:
    return isinstance(heard, meanings.Picked) and heard.key in ("approve", "anyway", "save")


def _letters(text: str) -> str:
    """Leave of a text only its plain letters and digits, by other means than the reader's own."""
    plain = unicodedata.normalize("NFKD", text).replace("đ", "d").replace("Đ", "D").lower()
    return re.sub("[^a-z0-9]", "", plain)


WHOLE = {
    _letters(label) for label in (captions.APPROVE, captions.APPROVE_ANYWAY, captions.SAVE)
}  # fmt: skip
NUMBERED = re.compile(r"(so|chon|muc|cau|y)?0{0,2}1")
PIECES = st.sampled_from(
    ["ok", "được", "đúng", "duyệt", "Phê", "phê duyệt", "✅", "👍", "❌", "không", "chưa", "1", "2", "１", "A7", "a7.", " ",
     "\n", ".", "?", "!", ")", "(", "#", "số", "vẫn", "Lưu và duyệt", "đã đối chiếu sổ,", "sửa", "và", "\u0301", "\u200d",
     "\ufe0f", "hồ sơ", ":", "-", "/", "ạ"]
)  # fmt: skip
SCENES = st.sampled_from(
    [ON_CARD, ON_BUTTONS, ON_CONFIRM, ON_CHECK, LEAVE_OVER_CARD, SEARCH_OVER_CARD, A7, A7_IS_OLD, A7_OVER_SEARCH,
     CLOSED_OVER_CARD]
)  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=30),
    st.lists(PIECES, max_size=6).map("".join),
    st.lists(PIECES, max_size=6).map(" ".join),
)


@given(TYPED, SCENES)
def test_nothing_but_a_whole_label_or_its_number_approves(text: str, standing: Standing):
    if not _approvals(answers.read(text, standing, VOCABULARY)):
        return
    said = _letters(text)
    tagged = standing.named is not None and standing.named.live and said.startswith("a7")
    rest = said.removeprefix("a7") if tagged else said
    numbered = standing not in (ON_BUTTONS, LEAVE_OVER_CARD, SEARCH_OVER_CARD, CLOSED_OVER_CARD)
    by_number = numbered and (tagged or standing.card_is_last)
    whole = rest in WHOLE or (by_number and re.sub("^1", "", rest) in WHOLE)
    assert whole or (by_number and NUMBERED.fullmatch(rest)), text
    assert "?" not in text and "❌" not in text


@given(st.text(max_size=200), SCENES)
def test_anything_typed_is_read_without_a_fault(text: str, standing: Standing):
    heard = answers.read(text, standing, VOCABULARY)
    if isinstance(heard, meanings.Unclear):
        assert heard.meanings


@given(st.text(max_size=60))
def test_what_no_prompt_offered_is_never_chosen(text: str):
    assert not isinstance(answers.read(text, NOTHING_OPEN, VOCABULARY), meanings.Picked | meanings.Words)


def test_tags_follow_one_another_and_all_can_be_typed():
    tag, seen = "", []
    for _ in tags.ALL:
        tag = tags.after(tag)
        seen.append(tag)
        assert tags.split(f"{tag.lower()} 1") == (tag, "1")
    assert len(set(seen)) == len(tags.ALL) and tags.after(tag) == tags.ALL[0]
    assert not {"T2", "T7"} & set(seen)  # those are days of the week
