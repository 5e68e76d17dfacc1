"""`thongbao schema`: what editors check params/ by."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path | None) -> None:
    """Write the JSON Schemas by which editors complete and check the files under params/.

    \b
    Example:
      thongbao schema params/schema
    """
    from thongbao.params.schema import write_schemas
    from thongbao.settings import settings

    target = folder or settings().params / "schema"
    write_schemas(target)
    click.echo(f"Schemas written to {target}")
