"""The words of the design as frozen values: no files, clock or database here."""

from thongbao.records.alarm import AlarmSettings, ClusterRule, Watched
from thongbao.records.base import LOCALES, Audience, Basis, Code, Fault, Locale, Name, Record, RuleCode, Severity, Text
from thongbao.records.desk import Desk
from thongbao.records.edition import (
    BLOCK_MIME,
    INLINE_MIME,
    RECEIPT_MIME,
    Edition,
    EditionRecord,
    Head,
    Helper,
    Receipt,
    ReportKey,
    Slice,
)
from thongbao.records.form import Choice, Column, EntryColumn, Form, Row, Rule
from thongbao.records.limits import Limits
from thongbao.records.lines import LineRate, LineRates
from thongbao.records.mail import Mail
from thongbao.records.mapping import MappedFigure, MappedUnit, Mapping, When
from thongbao.records.office import Bulletin, CalendarEntry, Group, Office, SmallNumbers, Unit
from thongbao.records.params import OfficeParams
from thongbao.records.recipient import Letters, Recipient, RecipientGroup
from thongbao.records.reminder import REMINDERS, Awaited, Refused, Silence
from thongbao.records.same import Same

__all__ = [
    "BLOCK_MIME",
    "INLINE_MIME",
    "LOCALES",
    "RECEIPT_MIME",
    "REMINDERS",
    "AlarmSettings",
    "Audience",
    "Awaited",
    "Basis",
    "Bulletin",
    "CalendarEntry",
    "Choice",
    "ClusterRule",
    "Code",
    "Column",
    "Desk",
    "Edition",
    "EditionRecord",
    "EntryColumn",
    "Fault",
    "Form",
    "Group",
    "Head",
    "Helper",
    "Letters",
    "Limits",
    "LineRate",
    "LineRates",
    "Locale",
    "Mail",
    "MappedFigure",
    "MappedUnit",
    "Mapping",
    "Name",
    "Office",
    "OfficeParams",
    "Receipt",
    "Recipient",
    "RecipientGroup",
    "Record",
    "Refused",
    "ReportKey",
    "Row",
    "Rule",
    "RuleCode",
    "Same",
    "Severity",
    "Silence",
    "Slice",
    "SmallNumbers",
    "Text",
    "Unit",
    "Watched",
    "When",
]
