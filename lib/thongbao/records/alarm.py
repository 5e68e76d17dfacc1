"""Rules by which a cluster of cases is an alarm, and the figures they watch."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from thongbao.records.base import Name, Record, RuleCode, Text

ANY = "any"


class ClusterRule(Record):
    """So many cases in one place within so many days.

    Attributes:
        disease: e.g. influenza; ``any`` for every disease, each by itself.
        place: what the cases have in common: a class (or dormitory), or a school.
        at_least: cases, from which on it is an alarm.
        days: within so many days, the day itself among them.
        source: where the rule comes from.
    """

    code: RuleCode
    disease: Name
    label: Text
    place: Literal["class", "school"]
    at_least: Annotated[int, Field(ge=1, le=10_000)]
    days: Annotated[int, Field(ge=1, le=31)]
    source: str


class Watched(Record):
    """A figure of a form that counts the cases of a disease.

    Attributes:
        disease: as in the rules.
        form, column: a flow or a cumulative; from a stock nothing new can be read.
        rows: added up; empty means the form's total row, or all rows where there is none.
        kinds: the kinds of unit that are such a place, e.g. school.
    """

    disease: Name
    place: Literal["class", "school"]
    form: Name
    column: Name
    rows: tuple[Name, ...] = ()
    kinds: tuple[Name, ...] = Field(min_length=1)


class AlarmSettings(Record):
    """The alarms of an office: params/alarms.yml, with what params/<office>/alarms.yml says otherwise.

    Attributes:
        rules: a rule of the office takes the place of the common one with its code.
        watched: which figures are held against them; only an office can say.
    """

    rules: tuple[ClusterRule, ...] = ()
    watched: tuple[Watched, ...] = ()
