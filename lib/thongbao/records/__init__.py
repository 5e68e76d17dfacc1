"""The words of the design as frozen values: no files, clock or database here."""

from thongbao.records.base import LOCALES, Audience, Basis, Code, Fault, Locale, Name, Record, RuleCode, Severity, Text
from thongbao.records.edition import (
    BLOCK_MIME,
    INLINE_MIME,
    RECEIPT_MIME,
    Edition,
    EditionRecord,
    Head,
    Receipt,
    ReportKey,
    Slice,
)
from thongbao.records.form import Column, Form, Row, Rule
from thongbao.records.mapping import MappedFigure, MappedUnit, Mapping, When
from thongbao.records.office import Bulletin, Group, Office, Recipient, Unit
from thongbao.records.params import OfficeParams

__all__ = [
    "BLOCK_MIME",
    "INLINE_MIME",
    "LOCALES",
    "RECEIPT_MIME",
    "Audience",
    "Basis",
    "Bulletin",
    "Code",
    "Column",
    "Edition",
    "EditionRecord",
    "Fault",
    "Form",
    "Group",
    "Head",
    "Locale",
    "MappedFigure",
    "MappedUnit",
    "Mapping",
    "Name",
    "Office",
    "OfficeParams",
    "Receipt",
    "Recipient",
    "Record",
    "ReportKey",
    "Row",
    "Rule",
    "RuleCode",
    "Severity",
    "Slice",
    "Text",
    "Unit",
    "When",
]
