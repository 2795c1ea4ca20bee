"""What can be wrong with a file handed in, as values: which cell, what kind, and whether it keeps the file out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Kinds of faults. Those of structure refuse the whole file; those of content are noted and come in."""

    # the file
    NO_FILE = "no_file"
    EMPTY = "empty"
    WRONG_ENDING = "wrong_ending"  # neither .xlsx nor .csv
    NOT_A_SHEET = "not_a_sheet"
    OLD_FORMAT = "old_format"  # .xls, or locked with a password
    MACROS = "macros"
    DTD = "dtd"
    BOMB = "bomb"
    TOO_FAR = "too_far"  # a cell far away from all others
    TOO_BIG = "too_big"
    TOO_SLOW = "too_slow"
    BROKEN = "broken"
    NOT_UTF8 = "not_utf8"
    CELL_TOO_LONG = "cell_too_long"
    TOO_MANY_ROWS = "too_many_rows"
    # its header row
    NO_TYPE = "no_type"
    OTHER_TYPE = "other_type"  # the headers are those of another type than the one named
    NO_COLUMN = "no_column"
    COLUMN_TWICE = "column_twice"
    NO_PLACE_COLUMN = "no_place_column"
    NO_ROWS = "no_rows"
    NO_UNITS = "no_units"  # none of that scheme is in the database yet
    # its rows
    ROW_TOO_LONG = "row_too_long"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_UNTOLD = "unit_untold"
    UNIT_AMBIGUOUS = "unit_ambiguous"
    UNIT_OPTION = "unit_option"  # the unit named on the command line
    VALUE_MISSING = "value_missing"
    VALUE_WRONG = "value_wrong"
    LEVEL_WRONG = "level_wrong"
    PARENT_UNKNOWN = "parent_unknown"
    PARENT_CYCLE = "parent_cycle"
    CODE_TWICE = "code_twice"
    PHONE_WRONG = "phone_wrong"
    PHONE_OF_ANOTHER = "phone_of_another"
    ROLE_UNKNOWN = "role_unknown"
    ROLE_TWICE = "role_twice"
    MERGED_INTO_ITSELF = "merged_into_itself"
    MERGED_ALREADY = "merged_already"  # into another unit
    MERGER_CYCLE = "merger_cycle"
    INTO_CLOSED = "into_closed"
    SUCCESSOR_BELOW = "successor_below"
    DAY_TO_COME = "day_to_come"
    AS_OF_TO_COME = "as_of_to_come"
    OTHER_PROVINCE = "other_province"  # a status list in which no unit is one of ours
    # of content
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    TWICE = "twice"
    STATE_UNKNOWN = "state_unknown"
    SCAN_MISSING = "scan_missing"
    SCAN_DOUBTFUL = "scan_doubtful"
    SCAN_TOO_SMALL = "scan_too_small"
    SCAN_ELSEWHERE = "scan_elsewhere"  # in the folder of another unit
    CONFLICT = "conflict"
    RECORD_UNKNOWN = "record_unknown"  # maHoSo names no record of this type
    RECORD_TWICE = "record_twice"  # another row above names the same
    SENT_UNCHANGED = "sent_unchanged"  # a returned record that comes again as it was
    HEADER_UNKNOWN = "header_unknown"
    LEVEL_LOST = "level_lost"  # somebody's unit ended without a successor
    # of content, in a status list: the row is left out
    TYPE_UNKNOWN = "type_unknown"
    YEAR_UNREADABLE = "year_unreadable"
    NUMBER_UNREADABLE = "number_unreadable"
    UNIT_ELSEWHERE = "unit_elsewhere"
    ENTRY_TWICE = "entry_twice"
    RECORDS_SEVERAL = "records_several"  # here several records bear the number
    RECORD_ABSENT = "record_absent"


CONTENT = frozenset(
    {
        Fault.NO_NUMBER,
        Fault.BAD_NUMBER,
        Fault.NO_DATE,
        Fault.BAD_DATE,
        Fault.TWICE,
        Fault.STATE_UNKNOWN,
        Fault.SCAN_MISSING,
        Fault.SCAN_DOUBTFUL,
        Fault.SCAN_TOO_SMALL,
        Fault.SCAN_ELSEWHERE,
        Fault.CONFLICT,
        Fault.RECORD_UNKNOWN,
        Fault.RECORD_TWICE,
        Fault.SENT_UNCHANGED,
        Fault.HEADER_UNKNOWN,
        Fault.LEVEL_LOST,
        Fault.TYPE_UNKNOWN,
        Fault.YEAR_UNREADABLE,
        Fault.NUMBER_UNREADABLE,
        Fault.UNIT_ELSEWHERE,
        Fault.ENTRY_TWICE,
        Fault.RECORDS_SEVERAL,
        Fault.RECORD_ABSENT,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """One fault at its place. Row 0: the file as a whole; `column` is the letter a spreadsheet shows."""

    fault: Fault
    row: int = 0
    column: str = ""
    header: str = ""
    value: str = ""
    detail: str = ""

    @property
    def refuses(self) -> bool:
        """Say whether the whole file is refused because of it."""
        return self.fault not in CONTENT


def column_letter(index: int) -> str:
    """Name a column, counted from 0, as spreadsheets do: A … Z, AA …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
