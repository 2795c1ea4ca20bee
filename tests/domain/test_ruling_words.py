"""Words of questions, slips of the finger, cases and topics typed, contradictions, and until when one may answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain import ruling_search, ruling_words, rulings
from domain.records import Finding, Record, RecordType, Severity
from domain.review import State
from domain.ruling_search import Document
from domain.rulings import Draft, Ruling
from domain.synonyms import SYNONYMS
from domain.wording import questions as say
from domain.workdays import Calendar, Day, DayKind

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("kí", "ký"),
        ("CMND", "chứng minh"),
        ("Ðông", "đông"),
        ("ha\u0300", "hà"),
    ],
)
def test_two_spellings_are_the_same_words(one: str, other: str):
    first, second = ruling_words.read(one), ruling_words.read(other)
    assert [word.plain for word in first] == [word.plain for word in second]
    assert all(a.is_of(b) for a, b in zip(first, second, strict=True))


def test_a_word_without_accents_may_be_any_and_one_with_them_only_itself():
    [bare], [number], [book] = (ruling_words.read(word) for word in ("so", "số", "sổ"))
    assert bare.is_of(number) and bare.is_of(book) and not number.is_of(book)


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [("khia", "khai", True), ("chinhh", "chinh", True), ("chnh", "chinh", True), ("chenh", "chinh", True),
     ("chinh", "chinh", False), ("chinh", "thanh", False), ("sinh", "sinhhh", False), ("abcd", "badc", False)],
)  # fmt: skip
def test_one_slip_of_the_finger(typed: str, meant: str, slip: bool):
    assert ruling_search.one_slip(typed, meant) is slip
    assert ruling_search.one_slip(meant, typed) is slip


def test_each_row_of_the_table_has_words_to_choose_from():
    assert all(len({ruling_words.read(phrase) for phrase in row}) > 1 for row in SYNONYMS)
    assert all(ruling_words.read(phrase) for row in SYNONYMS for phrase in row)


DOCUMENTS = [
    Document(1, "Sổ rách", "Trang sổ giấy rách, không đọc được: theo dõi."),
    Document(2, "Con ngoài giá thú", "Sổ để trống phần cha: chọn chưa xác định cha rồi phê duyệt."),
    Document(3, "Trùng số", "Hai người cùng một số đăng ký: theo dõi."),
]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("quyen bi rach nat", 1),
        ("khong co ten bo", 2),
        ("mẹ đơn thân", 2),
        ("trùgn số", 3),
        ("cùng một số", 3),
    ],
)
def test_other_words_for_the_same_thing_find_it(question: str, first: int):
    assert ruling_search.rank(question, DOCUMENTS, total=3)[0].id == first


def test_the_order_does_not_depend_on_the_order_the_database_gave():
    question = "sổ trống phần cha, trùng số đăng ký"
    assert ruling_search.rank(question, DOCUMENTS, total=3) == ruling_search.rank(
        question, DOCUMENTS[::-1], total=3
    )


@pytest.mark.parametrize("question", ["", "?!", "là và thì", "xyzt"])
def test_what_says_nothing_finds_nothing_surely(question: str):
    assert ruling_search.sure_answer(ruling_search.rank(question, DOCUMENTS, total=3)) is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a", "a"),
        ("(B)", "b"),
        ("c, a", "ac"),
        ("a và b", "ab"),
        ("", None),
        ("d", None),
        ("a d", None),
        ("abc", None),
    ],
)
def test_cases_typed(typed: str, read: str | None):
    assert rulings.read_cases(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("R04", ("R04",)), ("r4, R12", ("R04", "R12")), ("KS", ("KS",)), ("r4 r12", ("R04", "R12")),
     ("cmc và R1", ("CMC", "R01")), ("R04, R04", ("R04",)), ("R24", None), ("R0", None), ("XX", None), ("", None),
     ("R04 hoặc gì đó", None)],
)  # fmt: skip
def test_topics_typed(typed: str, read: tuple[str, ...] | None):
    assert rulings.read_topics(typed) == read


def ruling(cases: str, *topics: str) -> Ruling:
    return Ruling(9, "HD-09", "t", "t", cases, topics, datetime(2024, 7, 4, tzinfo=UTC), withdrawn=False)


@pytest.mark.parametrize(
    ("cases", "topics", "standing", "contradicts"),
    [
        pytest.param("a", ("R04",), ruling("c", "R04", "KS"), True, id="same topic, other case"),
        pytest.param("c", ("R04",), ruling("c", "R04"), False, id="same topic, same case"),
        pytest.param("ac", ("R04",), ruling("a", "R04"), True, id="one case more"),
        pytest.param("a", ("R05",), ruling("c", "R04"), False, id="other topic"),
        pytest.param("", ("R04",), ruling("c", "R04"), False, id="leads to no case"),
        pytest.param("a", (), ruling("c"), False, id="no topic at all"),
    ],
)
def test_two_rulings_contradict(cases: str, topics: tuple[str, ...], standing: Ruling, contradicts: bool):
    assert rulings.contradict(Draft("t", "t", cases, topics), standing) is contradicts


def test_the_first_line_is_the_title_or_else_the_first_sentence():
    assert rulings.split("Tiêu đề\nNội dung\n hai dòng") == ("Tiêu đề", "Nội dung hai dòng")
    assert rulings.split("Câu đầu. Câu sau.") == ("Câu đầu", "Câu đầu. Câu sau.")
    title, text = rulings.split("chữ " * 200)
    assert len(title) <= rulings.TITLE_MOST and title.endswith("…") and text.startswith("chữ chữ")


def test_a_level_has_two_working_days_to_answer():
    calendar = Calendar(lambda on: Day(DayKind.HOLIDAY) if on == date(2024, 9, 2) else None)

    def due(*at: int) -> str:
        return f"{rulings.due(calendar, datetime(2024, *at, tzinfo=ZONE)):%d/%m %H:%M}"

    assert due(7, 4, 10, 0) == "08/07 10:00", "Thursday: Friday and Monday"
    assert due(7, 6, 9, 0) == "09/07 09:00", "asked on a Saturday: Monday and Tuesday"
    assert due(8, 30, 16, 0) == "04/09 16:00", "over a weekend and a holiday"


def record(**fields: str) -> Record:
    return Record(1, 3, "Xã Hòa Cư", RecordType.KS, "24", "01/2005", "7", State.PENDING, 1, "x", fields)


def test_a_card_is_about_its_gravest_finding_first_and_its_type_last():
    found = (
        Finding("R20", severity=Severity.HINT),
        Finding("R12", severity=Severity.SERIOUS),
        Finding("R04"),
    )
    about = Record(1, 3, "x", RecordType.KS, "1", "1", "1", State.PENDING, 1, "x", {}, found)
    assert rulings.topics_of(about) == ("R12", "R04", "R20", "KS")
    assert rulings.topics_of(record()) == ("KS",)


def test_who_answers_sees_initials_and_no_numbers_or_addresses():
    one = record(
        nksHoTen="Nông Văn Thử", meHoTen="Hoàng Thị Mẫu", meSoGiayToTuyThan="020080001234",
        meNoiCuTru="Thôn Bản Thử, xã Hòa Cư", nksNgaySinh="01.03.2005",
    )  # fmt: skip
    shown = say.masked_card(one)
    assert "N.V.T." in shown and "H.T.M." in shown and "2005" in shown and "Số 24" in shown
    assert not any(word in shown for word in ("Nông", "Hoàng", "0200", "Bản Thử", "01/03"))
    words = say.masked("bà hoàng thị mẫu, căn cước 020080001234, là con ông Văn", one)
    assert words == "bà H.T.M., căn cước ***234, là con ông Văn"
