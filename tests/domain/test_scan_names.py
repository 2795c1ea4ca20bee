"""A scan's name says which entry it claims to show."""

import pytest

from domain import scan_names
from domain.records import RecordType
from domain.scan_names import ScanName


@pytest.mark.parametrize(
    ("name", "read"),
    [
        pytest.param(
            "KS.2005.01.2005-03-21.024.pdf",
            ScanName(RecordType.KS, 2005, 1, "2005-03-21", (24, "")),
            id="as the scheme has it",
        ),
        pytest.param(
            "ks.2005.1.2005-03-21.24.PDF",
            ScanName(RecordType.KS, 2005, 1, "2005-03-21", (24, "")),
            id="padded otherwise and in another case, the same entry",
        ),
        pytest.param(
            "cmc-2006-01-2009-02-09-003.pdf",
            ScanName(RecordType.CMC, 2006, 1, "2009-02-09", (3, "")),
            id="dashes, before the files were sorted",
        ),
        pytest.param(
            "KH.2010.02.2010.07a.pdf",
            ScanName(RecordType.KH, 2010, 2, "2010", (7, "a")),
            id="only the year known",
        ),
        pytest.param(
            "KT.2008.01.2024-02-14.null.pdf",
            ScanName(RecordType.KT, 2008, 1, "2024-02-14", None),
            id="no number, a day years away",
        ),
        pytest.param("Cover.xa.KS.A3.2005.01.pdf", None, id="the cover of a book"),
        pytest.param("KS.2005.01.2005-03-21.024.pdf.exe", None, id="something behind the name"),
        pytest.param("../KS.2005.01.2005-03-21.024.pdf", None, id="a folder before the name"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_name_is_read_or_left_alone(name: str, read: ScanName | None) -> None:
    assert scan_names.parse(name) == read


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param(
            {"so": "24", "quyenSo": "01/2005", "ngayDangKy": "21.03.2005"},
            "KS.2005.01.2005-03-21.024.pdf",
            id="all parts known",
        ),
        pytest.param(
            {"so": "24a", "quyenSo": "2", "ngayDangKy": "03.2005"},
            "KS.2005.02.2005-03.024a.pdf",
            id="book without year",
        ),
        pytest.param(
            {"so": "7", "quyenSo": "01/2004", "ngayDangKy": "05.01.2005"},
            "KS.2004.01.2005-01-05.007.pdf",
            id="a book carried into the next year",
        ),
        pytest.param({"so": "24", "ngayDangKy": "21.03.2005"}, "", id="no book"),
        pytest.param({"so": "24", "quyenSo": "01/2005"}, "", id="no day"),
        pytest.param({"quyenSo": "01/2005", "ngayDangKy": "2005"}, "", id="no number"),
    ],
)
def test_the_scheme_builds_a_name_where_all_its_parts_are_known(fields: dict[str, str], name: str) -> None:
    assert scan_names.build(RecordType.KS, fields) == name
    if name:
        read = scan_names.parse(name)
        assert read is not None
        assert read.type is RecordType.KS


def test_a_book_without_a_year_may_have_been_opened_in_an_earlier_one() -> None:
    told = scan_names.carried_on(RecordType.KS, {"so": "7", "quyenSo": "01", "ngayDangKy": "05.01.2005"})
    assert told[:2] == ("KS.2004.01.2005-01-05.007.pdf", "KS.2003.01.2005-01-05.007.pdf")
    assert scan_names.carried_on(RecordType.KS, {"so": "7", "quyenSo": "01/2005", "ngayDangKy": "2005"}) == ()
