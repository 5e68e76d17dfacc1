"""`thongbao unsubscribe`: who a one-click request comes from."""

from __future__ import annotations

import click

from thongbao.options import office_option, open_office


@click.command()
@click.argument("token")
@office_option
def unsubscribe(token: str, office: str | None) -> None:
    """Say whose request to get no more letters a token is, as your page of `unsubscribe_url` was sent it.

    Nothing is changed: recipients.yml belongs to the office. THONGBAO_UNSUBSCRIBE_KEY must be that of the letters.

    \b
    Example:
      thongbao unsubscribe 5f2b7c0a9e4d41c3a8b6d7e8f9012345
    """
    from thongbao.bulletin.mailheaders import lists_of, who_asked
    from thongbao.bulletin.signing import UNSUBSCRIBE_KEY, unsubscribe_key
    from thongbao.errors import WrongUse
    from thongbao.records import REMINDERS

    _, params = open_office(office)
    key = unsubscribe_key()
    if key is None:
        raise WrongUse(f"{UNSUBSCRIBE_KEY} was not set. Tokens can be told only with the key that they were made with.")
    found = who_asked(params, key, token)
    if not found:
        raise WrongUse(
            f"The token is nobody's in {params.office.code}: the address was changed or removed since, or "
            f"{UNSUBSCRIBE_KEY} is another one than when the letter was made."
        )
    for recipient, bulletin in found:
        others = [code for code in lists_of(recipient) if code != bulletin]
        this = "remove reports_for" if bulletin == REMINDERS else f"take {bulletin} out of their bulletins"
        how = f"{this}; they still get {', '.join(others)}" if others else ""
        all_of_it = "write opted_out: and the day into their entry" + (" for all letters" if others else "")
        known = f" They opted out on {recipient.opted_out} already." if recipient.opted_out else ""
        click.echo(f"{recipient.role} <{recipient.address}> wants no more {bulletin}.{known}")
        click.echo(f"  in params/{params.office.code}/recipients.yml: {'; or '.join(filter(None, [how, all_of_it]))}")
