"""What a page says about itself, said in the reader's language and ready for the template. Pure.

The order is that of official notices: issuer, title and number, the unit it is about, then what the figures are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.language import LANG, N_, long_date, moment, span, translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from thongbao.records import Head

STATUS = {"provisional": N_("Provisional figures"), "approved": N_("Approved")}
AUDIENCE = {"internal": N_("For internal use"), "public": N_("Public")}

_COMPOUND = re.compile(
    r"\b(thành phố|thị xã|thị trấn|đặc khu|giáo dục|đào tạo|y tế|trung ương|sức khỏe|dự phòng"
    r"|bản tin|tổng hợp|phòng chống|trường học|trực tuyến|thiết bị|đường truyền|nhiệm vụ|làm việc|dạy thêm|cơ sở)\b",
    re.IGNORECASE,
)
"""Vietnamese writes a word as several syllables; these must not be torn apart where issuer or title take two lines."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The texts of head and foot, as plain text: the template escapes them.

    Attributes:
        issuer: its name in parts; every second one is a word that stays in one line.
        number: of the bulletin, if it has one, and of the revision.
        replaces: what a later revision says of the earlier ones; "" for the first.
        period: the week that a weekly bulletin is about, "" for others.
        received: until when reports were taken in, as one sentence.
        foot: heading and paragraphs of each part of the foot, in order; parts without paragraphs are left out.
        distribution_label: the heading of the distribution list.
        parameters: what the notebook was run with, as codes: with the digest all that made these figures.
    """

    lang: str
    page_title: str
    issuer: tuple[str, ...]
    title: str
    number: str
    unit: str
    unit_code: str
    as_of: str
    as_of_iso: str
    period: str
    status: str
    audience: str
    notice: str
    notice_label: str
    replaces: str
    received: str
    foot: tuple[tuple[str, tuple[str, ...]], ...]
    distribution_label: str
    distribution: tuple[str, ...]
    parameters_label: str
    parameters: tuple[str, ...]
    digest_label: str
    digest: str


def masthead(head: Head) -> Masthead:
    """Say everything that ``head`` holds in its language."""
    t = translator(head.locale)
    day = long_date(head.date, head.locale)
    numbered = t("No. {number}, revision {revision}") if head.number else t("Revision {revision}")
    return Masthead(
        lang=LANG[head.locale],
        page_title=t("{unit}: {title}, {date}").format(
            unit=head.unit, title=head.title, date=long_date(head.date, head.locale, "long")
        ),
        issuer=tuple(_COMPOUND.split(head.issuer)) if head.locale == "vi" else (head.issuer,),
        title=_COMPOUND.sub(_unbroken, head.title) if head.locale == "vi" else head.title,
        number=numbered.format(number=head.number, revision=head.revision),
        unit=head.unit,
        unit_code=head.unit_code,
        as_of=t("Figures as of {date}").format(date=day),
        as_of_iso=head.date.isoformat(),
        period=_period(head, t),
        status=t(STATUS[head.status]),
        audience=t(AUDIENCE[head.audience]),
        notice=head.notice,
        notice_label=t("Please note"),
        replaces=_replaces(head.revision, t),
        received=_received(head, t),
        foot=_foot(head, t),
        distribution_label=t("Distribution"),
        distribution=head.distribution,
        parameters_label=t("Made with the parameters"),
        parameters=(head.bulletin, head.unit_code, head.date.isoformat(), head.locale) if head.bulletin else (),
        digest_label=t("Digest of the reports used (SHA-256)"),
        digest=head.digest,
    )


def _unbroken(word: re.Match[str]) -> str:
    return word[0].replace(" ", "\N{NO-BREAK SPACE}")


def _period(head: Head, t: Callable[[str], str]) -> str:
    if head.period is None:
        return ""
    first, last = head.period
    week = last.isocalendar()
    return t("Week {week} of {year}: {days}").format(
        week=week.week, year=week.year, days=span(first, last, head.locale)
    )


def _replaces(revision: int, t: Callable[[str], str]) -> str:
    if revision < 2:
        return ""
    return t("Revision {revision}: replaces all earlier revisions of this bulletin.").format(revision=revision)


def _received(head: Head, t: Callable[[str], str]) -> str:
    if head.received_to is None:
        return t("No report received yet")
    return t("Reports received to {moment}").format(moment=moment(head.received_to, head.locale))


def _foot(head: Head, t: Callable[[str], str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    definitions = tuple(t("{term}: {definition}").format(term=term, definition=text) for term, text in head.definitions)
    parts = (
        (t("Definitions"), definitions),
        (t("Sources"), (head.sources,) if head.sources else ()),
        (t("Please note"), (head.notice,) if head.notice else ()),
        (t("Contact"), (head.contact,) if head.contact else ()),
    )
    return tuple(part for part in parts if part[1])
