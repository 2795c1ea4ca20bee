"""The sentences about a file handed in: what is wrong with it and where, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.records import TYPE_LABEL, RecordType
from domain.review import State
from domain.sheet_faults import Fault, Found
from domain.wording.figures import count
from domain.wording.review import STATE_WORDS

# {value}: what stands in the cell; {name}: the column's machine name; {detail}: what else is known
SENTENCE: Mapping[Fault, str] = {
    Fault.NO_FILE: "không có tệp này, hoặc đó không phải là tệp",
    Fault.EMPTY: "tệp trống",
    Fault.WRONG_ENDING: "chỉ nhận tệp .xlsx hoặc .csv",
    Fault.NOT_A_SHEET: "không phải bảng tính",
    Fault.OLD_FORMAT: "tệp .xls đời cũ hoặc có mật khẩu; hãy lưu lại thành .xlsx không mật khẩu",
    Fault.MACROS: "tệp có macro; hãy lưu lại thành .xlsx",
    Fault.DTD: "tệp chứa khai báo XML nguy hiểm",
    Fault.BOMB: "tệp nén bất thường, bung ra quá lớn",
    Fault.TOO_FAR: "có ô nằm quá xa ({detail}); hãy xóa các hàng, cột thừa",
    Fault.TOO_BIG: "tệp quá lớn, đọc cần nhiều hơn bộ nhớ cho phép ({detail})",
    Fault.TOO_SLOW: "đọc tệp quá lâu, đã dừng",
    Fault.BROKEN: "tệp hỏng, không đọc được",
    Fault.NOT_UTF8: "tệp .csv không phải mã UTF-8",
    Fault.CELL_TOO_LONG: "có ô dài hơn 32.767 ký tự",
    Fault.TOO_MANY_ROWS: "quá nhiều hàng (nhiều nhất {detail}); hãy chia tệp",
    Fault.NO_TYPE: "không nhận ra loại hồ sơ từ hàng tiêu đề; hãy dùng --type KS, KH, KT, HN hoặc CMC",
    Fault.OTHER_TYPE: "hàng tiêu đề là của loại {detail}, không phải {value}",
    Fault.NO_COLUMN: "thiếu cột {name}",
    Fault.COLUMN_TWICE: "cột {name} lặp lại cột {detail}",
    Fault.NO_PLACE_COLUMN: "thiếu cột {name} hoặc maDonVi để biết hồ sơ của đơn vị nào; hãy dùng --unit",
    Fault.NO_ROWS: "tệp chỉ có hàng tiêu đề",
    Fault.NO_UNITS: "chưa có đơn vị nào của bộ mã {value}; hãy nạp danh sách đơn vị trước",
    Fault.ROW_TOO_LONG: "hàng có nhiều ô hơn hàng tiêu đề (thường do dấu phân cách nằm trong ô): “{value}”",
    Fault.UNIT_UNKNOWN: "không có đơn vị mã “{value}”",
    Fault.UNIT_UNTOLD: "không biết là đơn vị nào: “{value}”",
    Fault.UNIT_AMBIGUOUS: "“{value}” có thể là nhiều đơn vị: {detail}",
    Fault.UNIT_OPTION: "--unit: không có đơn vị mã “{value}”",
    Fault.VALUE_MISSING: "ô bắt buộc đang trống",
    Fault.VALUE_WRONG: "giá trị “{value}” không hợp lệ",
    Fault.LEVEL_WRONG: "cấp “{value}” không hợp lệ hoặc không nằm dưới cấp trên của nó",
    Fault.PARENT_UNKNOWN: "không có đơn vị cấp trên mã “{value}”",
    Fault.PARENT_CYCLE: "đơn vị nằm dưới chính nó",
    Fault.CODE_TWICE: "mã “{value}” đã có ở hàng {detail}",
    Fault.PHONE_WRONG: "“{value}” không phải số điện thoại",
    Fault.PHONE_OF_ANOTHER: "số “{value}” đã ghi cho tên khác ở hàng {detail}",
    Fault.ROLE_UNKNOWN: "không có vai trò “{value}”; chỉ nhận can_bo, lanh_dao, quan_tri, giam_sat, so_hoa",
    Fault.ROLE_TWICE: "người này đã có vai trò đó ở hàng {detail}",
    Fault.MERGED_INTO_ITSELF: "đơn vị sáp nhập vào chính nó",
    Fault.MERGED_ALREADY: "đơn vị mã “{value}” đã sáp nhập vào {detail}",
    Fault.MERGER_CYCLE: "các đơn vị sáp nhập vòng quanh vào nhau",
    Fault.INTO_CLOSED: "không thể sáp nhập vào đơn vị đã thôi hoạt động “{value}”",
    Fault.SUCCESSOR_BELOW: "đơn vị nhận “{value}” lại nằm dưới đơn vị cũ",
    Fault.DAY_TO_COME: "ngày “{value}” chưa tới; hãy nạp từ ngày đó",
    Fault.NO_NUMBER: "thiếu số đăng ký; vẫn nhập, tạm gọi theo hàng trong tệp",
    Fault.BAD_NUMBER: "số đăng ký “{value}” không đọc được; vẫn nhập",
    Fault.NO_DATE: "thiếu ngày đăng ký; vẫn nhập, tạm gọi theo hàng trong tệp",
    Fault.BAD_DATE: "ngày đăng ký “{value}” không đọc được; vẫn nhập",
    Fault.TWICE: "số “{value}” trùng số, năm và đơn vị với hồ sơ khác; vẫn nhập, có đánh dấu",
    Fault.STATE_UNKNOWN: "tình trạng “{value}” không rõ; giữ là “chưa rõ trạng thái”",
    Fault.SCAN_MISSING: "không thấy bản quét “{value}”",
    Fault.SCAN_DOUBTFUL: "nhiều bản quét cùng tên: {detail}",
    Fault.SCAN_TOO_SMALL: "tệp “{value}” quá nhỏ, không thể là một trang quét",
    Fault.SCAN_ELSEWHERE: "bản quét “{value}” nằm trong thư mục của đơn vị khác; vẫn dùng, có đánh dấu",
    Fault.CONFLICT: "hồ sơ đã có ({detail}) nhưng nội dung khác; giữ nguyên như đang có",
    Fault.RECORD_UNKNOWN: "không có hồ sơ nào mang mã “{value}” ở loại này; nhận theo số, năm và đơn vị",
    Fault.RECORD_TWICE: "mã hồ sơ “{value}” đã có ở hàng {detail}; hàng này nhận theo số, năm và đơn vị",
    Fault.SENT_UNCHANGED: "hồ sơ đã trả lại mà gửi lại y nguyên; vẫn chờ số hóa làm lại",
    Fault.HEADER_UNKNOWN: "không có cột nào tên “{name}”; bảng hồ sơ giữ nguyên giá trị, danh sách thì bỏ qua",
    Fault.AS_OF_TO_COME: "--as-of: ngày {value} chưa tới",
    Fault.OTHER_PROVINCE: "tệp của tỉnh khác: không đơn vị nào trong tệp ({value}) có ở đây",
    Fault.TYPE_UNKNOWN: "không có loại hồ sơ “{value}”; bỏ qua hàng này",
    Fault.YEAR_UNREADABLE: "năm “{value}” không đọc được; bỏ qua hàng này",
    Fault.NUMBER_UNREADABLE: "số đăng ký “{value}” không đọc được; bỏ qua hàng này",
    Fault.UNIT_ELSEWHERE: "không có đơn vị mã “{value}” ở đây; bỏ qua hàng này",
    Fault.ENTRY_TWICE: "số “{value}” có ở nhiều hàng (từ hàng {detail}); bỏ qua các hàng ấy, không đoán",
    Fault.RECORDS_SEVERAL: "ở đây có {detail} hồ sơ cùng số “{value}”, năm và đơn vị; bỏ qua hàng này, không đoán",
    Fault.RECORD_ABSENT: "ở đây không có hồ sơ số “{value}” của năm và đơn vị ấy; ghi vào danh sách lệch",
    Fault.LEVEL_LOST: "mất cấp: {value} ({detail}) cần nhiệm vụ ở đơn vị khác",
}
HELP = "Nạp danh sách đơn vị, cán bộ, bảng hồ sơ và tình trạng trong phần mềm 158 (.xlsx, .csv UTF-8)."
HELP_FILE = ".xlsx (trang đầu) hoặc .csv (UTF-8)"
HELP_DRY_RUN = "chỉ kiểm tra, không ghi gì"
HELP_SCHEME = "bộ mã đơn vị"
HELP_FAULTS = "ghi mọi lỗi ra .csv hoặc .xlsx"
HELP_UNIT = "đơn vị nhận hồ sơ"
HELP_AS_OF = "số liệu đến hết ngày nào, 2024-07-04; mặc định là lúc nạp tệp này lần đầu"
TABLE_HEADS = ("Hàng", "Cột", "Ô", "Lỗi")
FAULTS_SHEET = "Lỗi"
CODES_SHEET, CARDS_SHEET = "Kích hoạt", "In mã QR"
REFUSES, NOTED = "chặn tệp", "ghi nhận"
FAULT_COLUMNS = ("hang", "cot", "ten_cot", "gia_tri", "muc", "loi")
WHOLE_FILE = "cả tệp"
NO_NAME = "Không hỏi được tên bot từ Telegram ({reason}). Hãy đặt RASOAT_TELEGRAM__USERNAME rồi chạy lại; chưa ghi gì."
_KINDS = {"units": "danh sách đơn vị", "roster": "danh sách cán bộ", "records": "bảng hồ sơ",
          "mergers": "danh sách sáp nhập", "status": "tình trạng trong phần mềm 158"}  # fmt: skip
_COUNTS = {
    "new": "mới",
    "changed": "thay đổi",
    "same": "như cũ",
    "older": "cũ hơn điều đã biết, giữ nguyên",
    "absent": "không có hồ sơ ở đây",
    "left_out": "bỏ qua vì không rõ hồ sơ nào",
    "still_returned": "trong đó đã trả lại mà gửi lại y nguyên",
    "resubmitted": "số hóa gửi lại, rà soát lại",
    "moved": "trong đó chuyển về đúng đơn vị",
    "conflicts": "khác nhưng giữ nguyên",
    "people_new": "người mới",
    "people_renamed": "người đổi tên",
    "roles_begun": "nhiệm vụ mới",
    "roles_ended": "nhiệm vụ kết thúc",
    "roles_changed": "nhiệm vụ thay đổi",
    "roles_same": "nhiệm vụ như cũ",
    "merged": "đơn vị sáp nhập",
    "closed": "đơn vị mất cấp, thôi hoạt động",
    "posts_moved": "nhiệm vụ theo về đơn vị mới",
    "released": "hồ sơ đang giữ trở về hàng chờ",
}


def no_type(types: Iterable[str]) -> str:
    """Say which types of records there are."""
    return f"--type phải là một trong {', '.join(types)}"


def sentence(found: Found) -> str:
    """Say what is wrong, without saying where."""
    detail = found.detail
    if found.fault is Fault.CONFLICT and detail in State.__members__:
        detail = STATE_WORDS[State(detail)].lower()
    if found.fault is Fault.OTHER_TYPE and detail in RecordType.__members__:
        detail = TYPE_LABEL[RecordType(detail)].lower()
    text = SENTENCE[found.fault].format(value=found.value, name=found.header, detail=detail)
    return text.replace(" ()", "")


def cell_at(row: int, column: int) -> str:
    """Name a cell whose column is too far to the right for a letter to help."""
    return f"hàng {row}, cột {column}"


def place(found: Found) -> str:
    """Say where: "hàng 17, cột C", or the file as a whole."""
    if not found.row:
        return WHOLE_FILE
    return f"hàng {count(found.row)}" + (f", cột {found.column}" if found.column else "")


def fault_row(found: Found) -> tuple[str, str, str, str, str, str]:
    """Give a fault as a line of the file of faults, in the order of FAULT_COLUMNS."""
    weight = REFUSES if found.refuses else NOTED
    return (str(found.row or ""), found.column, found.header, found.value, weight, sentence(found))


def summary(
    kind: str,
    name: str,
    rows: int,
    counts: Mapping[str, int],
    *,
    record_type: str | None,
    dry_run: bool,
    refused: bool,
) -> str:
    """Say in a line or two what came of a file; `counts` has the names of an Outcome's."""
    what = _KINDS[kind]
    if record_type:
        what += f" {TYPE_LABEL[RecordType(record_type)].lower()}"
    if refused:
        head = f"Từ chối {name} ({what}): chưa ghi gì."
        return f"{head} Sửa các lỗi “{REFUSES}” rồi chạy lại."
    parts = [f"{count(counts[each])} {words}" for each, words in _COUNTS.items() if counts.get(each)]
    body = f"{count(rows)} hàng; {', '.join(parts) or 'không có gì mới'}."
    return f"Chạy thử {name} ({what}), chưa ghi gì: {body}" if dry_run else f"Đã nhập {name} ({what}): {body}"


def states(by_state: Mapping[str, int]) -> str:
    """Say in what states the new records came."""
    listed = [f"{STATE_WORDS[state]} {count(by_state[state])}" for state in State if by_state.get(state)]
    return "Hồ sơ mới theo trạng thái: " + " · ".join(listed)


def heading(refusing: int, noted: int) -> str:
    """Head the list of faults."""
    return f"{count(refusing + noted)} lỗi: {count(refusing)} {REFUSES}, {count(noted)} {NOTED}"


def more(left_out: int) -> str:
    """Say that a list on the screen was cut."""
    return f"Còn {count(left_out)} lỗi nữa; xem đủ bằng --faults TỆP.csv hoặc TỆP.xlsx."


def not_kept(left_out: int) -> str:
    """Say that there are more faults than are listed one by one."""
    return f"Ngoài ra còn {count(left_out)} lỗi chỉ đếm, không liệt kê."


def written(path: str, lines: int) -> str:
    """Say where the file of faults lies."""
    return f"Đã ghi {count(lines)} lỗi vào {path}."


def invited(path: str, people: int, lines: int, *, linked: bool) -> str:
    """Say what the activation sheet holds."""
    tail = "" if linked else " Chưa biết tên bot nên để trống liên kết (RASOAT_TELEGRAM__USERNAME)."
    return f"Đã ghi mã kích hoạt của {count(people)} người ({count(lines)} hàng) vào {path}.{tail}"
