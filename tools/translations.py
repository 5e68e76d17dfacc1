"""Gather every string that is said to a reader into the catalogs, keeping what is translated already.

lib/thongbao/locale/<locale>/<area>.po holds what the package says, notebooks/locale/<locale>/notebooks.po the
Markdown cells of the notebooks, each cell whole. New strings come in empty: fill them in; tests refuse empty and
fuzzy ones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from thongbao.bulletin.messages import METHOD

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "lib" / "thongbao"
LOCALES = ("zh_Hans", "vi")
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Always the same, so that a catalog changes only when its strings do."""

OF_LETTERS = ("letter*.py", "mail*.py", "plaintext.py", "proof.py", "reminder*.py")
OF_WORKBOOKS = ("workbook.py", "worksheet.py", "inputs.py", "*cell.py", "*cells.py", "equations.py")


def areas() -> dict[str, list[Path]]:
    """Return catalog -> the sources whose strings it holds."""
    data, bulletin = PACKAGE / "data", PACKAGE / "bulletin"
    workbook = sorted(path for pattern in OF_WORKBOOKS for path in data.glob(pattern))
    letter = sorted(path for pattern in OF_LETTERS for path in bulletin.glob(pattern))
    return {
        "data": sorted(set(data.glob("*.py")) - set(workbook)),
        "workbook": workbook,
        "report": sorted((PACKAGE / "report").glob("*.py")),
        "bulletin": sorted(set(bulletin.glob("*.py")) - set(letter)),
        "letter": letter,
    }


def strings_of(paths: list[Path]) -> list[str]:
    """Return the strings that are marked with t(...) or N_(...), in the order of the sources."""
    keywords = {"t": None, "N_": None}
    found = [str(m[1]) for path in paths for m in extract_from_file("python", path, keywords=keywords)]
    return list(dict.fromkeys(found))


def cells_of(notebooks: list[Path]) -> list[str]:
    """Return the Markdown cells of the notebooks, each once."""
    return list(dict.fromkeys(str(found[1]) for path in notebooks for found in extract_from_file(METHOD, path)))


def update(path: Path, locale: str, strings: list[str]) -> int:
    """Write the catalog anew with exactly ``strings``; return how many are not translated yet."""
    old = Catalog(locale=locale)
    if path.is_file():
        with path.open("rb") as file:
            old = read_po(file, locale=locale)
    new = Catalog(
        locale=locale,
        header_comment=f"# {Locale.parse(locale).english_name}: {path.stem}. Written by `make translations`.",
        project="Thongbao",
        version="1",
        msgid_bugs_address="the Thongbao authors",
        last_translator="the Thongbao authors",
        language_team="the Thongbao authors",
        charset="utf-8",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        fuzzy=False,
    )
    for string in strings:
        before = old.get(string)
        new.add(string, str(before.string) if before and before.string and not before.fuzzy else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=110, omit_header=False)
    return sum(not message.string for message in new if message.id)


def main() -> None:
    """Update every catalog and say what is left to translate."""
    sources = {PACKAGE / "locale": {area: strings_of(paths) for area, paths in areas().items()}}
    sources[PROJECT / "notebooks" / "locale"] = {"notebooks": cells_of(sorted((PROJECT / "notebooks").glob("*.ipynb")))}
    for folder, catalogs in sources.items():
        for area, strings in catalogs.items():
            for locale in LOCALES:
                path = folder / locale / f"{area}.po"
                left = update(path, locale, strings)
                print(f"{path.relative_to(PROJECT)}: {len(strings)} strings, {left} to translate")


if __name__ == "__main__":
    main()
