"""The fields of the five types. Callers say `fields.fields_of(...)`, hence the names gathered here."""

from domain.fields.catalogue import (
    field,
    fields_of,
    find_field,
    find_field_by_words,
    header_row,
    needed_columns,
)
from domain.fields.headers import match_header, type_of_headers
from domain.fields.shape import CodeList, Field, Kind, Required
from domain.records import TYPE_LABEL

__all__ = [
    "TYPE_LABEL",
    "CodeList",
    "Field",
    "Kind",
    "Required",
    "field",
    "fields_of",
    "find_field",
    "find_field_by_words",
    "header_row",
    "match_header",
    "needed_columns",
    "type_of_headers",
]
