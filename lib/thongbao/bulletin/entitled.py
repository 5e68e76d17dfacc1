"""Who gets which edition, and who is named on it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thongbao.records import Audience, Edition, OfficeParams, Recipient


def entitled(recipient: Recipient, edition: Edition, audience: Audience) -> bool:
    """Say whether a recipient gets an edition: its bulletin, unit, language and audience are theirs, and they want it.

    Args:
        audience: of the edition; what is public may be read by everybody.
    """
    return (
        edition.bulletin in recipient.bulletins
        and ("*" in recipient.units or edition.unit in recipient.units)
        and edition.locale == recipient.locale
        and (audience == "public" or recipient.audience == "internal")
        and recipient.opted_out is None
    )


def audience_of(params: OfficeParams, edition: Edition) -> Audience:
    """Return for whom an edition is; a bulletin that the settings do not know is internal."""
    return next((b.audience for b in params.bulletins if b.code == edition.bulletin), "internal")


def recipients_of(params: OfficeParams, edition: Edition) -> list[Recipient]:
    """Return who gets an edition, the archive too, in the order of recipients.yml."""
    audience = audience_of(params, edition)
    return [recipient for recipient in params.recipients if entitled(recipient, edition, audience)]


def distribution(params: OfficeParams, edition: Edition) -> tuple[str, ...]:
    """Return the distribution list of an edition, in its language: groups and roles, never an address or a name.

    A group stands once for everybody in it, in the order of office.yml; then the roles that are in no group, and last
    the archive, as official notices end.
    """
    there = recipients_of(params, edition)
    mailed = [recipient for recipient in there if recipient.delivery == "mail"]
    groups = {recipient.group for recipient in mailed}
    lines = [group.label for group in params.office.recipient_groups if group.code in groups]
    lines += [recipient.role for recipient in mailed if recipient.group is None]
    lines += [recipient.role for recipient in there if recipient.delivery == "archive"]
    return tuple(dict.fromkeys(line.to(edition.locale) for line in lines))
