"""An illustrative country for the benchmarks: N counties, 28 days, the daily forms, straight into a store.

    PYTHONPATH=tests python -m benchmarks.country FOLDER [COUNTIES]

The same folder comes out each time. Nothing in it is a statistic: names are numbers, and figures are smooth curves.
"""

from __future__ import annotations

import ast
import json
import random
import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from benchmarks.course import Course, opening
from thongbao.data.reports import NewReport, content_digest
from thongbao.database import entries, figures, open_store, reports, sources, writing
from thongbao.files import publish, sha256
from thongbao.settings import Settings, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.course import Entries, Figures, State

PROJECT = Path(__file__).resolve().parents[2]
OFFICE, ROOT = "country", "0"
WHOLE = 2850
DAYS, LAST = 28, date(2020, 2, 19)
FIRST = LAST - timedelta(days=DAYS - 1)
AT_ONCE = 200
"""Counties per insert: some ten thousand lines of figures at a time."""
KINDS = ("county",) * 17 + ("district",) * 11 + ("development_zone",) * 2 + ("city_direct_schools",)


def forms_read(*notebooks: str) -> list[str]:
    """Return the forms that notebooks ask ``report.load`` for. Of those that are not made up here no report came."""
    found: dict[str, None] = {}
    for name in notebooks:
        cells = json.loads((PROJECT / "notebooks" / name).read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            for node in ast.walk(ast.parse("".join(cell["source"]) if cell["cell_type"] == "code" else "")):
                if isinstance(node, ast.keyword) and node.arg == "forms" and isinstance(node.value, ast.Constant):
                    found |= dict.fromkeys(str(node.value.value).split())
    return list(found)


OFFICE_YML = f"""code: {OFFICE}
names: {{zh_Hans: 示例国教育局, vi: Sở Giáo dục quốc gia mẫu, en: Illustrative Country Education Bureau}}
root: {ROOT}
timezone: Asia/Shanghai
country: CN
locale: zh_Hans
starts: {FIRST}
forms: [{", ".join(forms_read("10_county_daily.ipynb", "90_city_rollup.ipynb"))}]
notice: {{zh_Hans: 仅用于测速的虚构数据。, vi: Số liệu giả để đo tốc độ., en: Made-up figures for measuring speed.}}
"""
BULLETINS_YML = """- code: county_daily
  notebook: 10_county_daily.ipynb
  title: {zh_Hans: 疫情防控日报, vi: Bản tin hằng ngày, en: Daily situation}
  scope: unit
  kinds: [county, district, development_zone, city_direct_schools]
  locales: [zh_Hans]
  numbered_from: 2020-01-23
"""
ROLLUP_YML = """- code: country_rollup
  notebook: 90_city_rollup.ipynb
  title: {zh_Hans: 全国日报, vi: Bản tin tổng hợp, en: Roll-up of the daily reports}
  scope: office
  locales: [zh_Hans]
  numbered_from: 2020-01-23
"""


def make_country(folder: Path, counties: int = WHOLE, *, rollup: bool = False) -> Settings:
    """Make a home with ``counties`` counties: params, the project's notebooks, and a store with their reports.

    Args:
        folder: empty or not there yet.
        rollup: whether there is a bulletin of the whole country, whose page has a line for each county.
    """
    params = folder / "params" / OFFICE
    shutil.copytree(PROJECT / "params" / "forms", folder / "params" / "forms")
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    publish(params / "office.yml", OFFICE_YML)
    publish(params / "bulletins.yml", BULLETINS_YML + (ROLLUP_YML if rollup else ""))
    publish(params / "units.csv", "\n".join(units_csv(counties)) + "\n")
    home = settings(folder)
    fill(home, counties)
    return home


def codes(counties: int) -> list[str]:
    """Return the codes of the counties."""
    return [f"{n:06}" for n in range(1, counties + 1)]


def units_csv(counties: int) -> Iterator[str]:
    """Yield the lines of units.csv: the country, a province for every hundred counties, the counties."""
    yield "code,parent,kind,name_zh_Hans,name_vi,name_en,valid_from,valid_to,pupils,staff"
    yield f"{ROOT},,country,示例国,quốc gia mẫu,Illustrative Country,,,,"
    for n in range((counties - 1) // 100 + 1):
        yield f"p{n:02},{ROOT},province,示例省{n:02},tỉnh mẫu {n:02},Province {n:02},,,,"
    for n, code in enumerate(codes(counties)):
        kind = KINDS[n % len(KINDS)] if n >= len(KINDS) else sorted(set(KINDS))[n % len(set(KINDS))]
        yield f"{code},p{n // 100:02},{kind},示例县{n:04},huyện mẫu {n:04},County {n:04},,,{9000 + n},{700 + n % 90}"


def fill(home: Settings, counties: int) -> None:
    """Put all reports into the store, as the intake would have, in bulk."""
    with writing(open_store(home.store, make=True)) as connection:
        report_id = 0
        every = codes(counties)
        for start in range(0, counties, AT_ONCE):
            heads: list[dict[str, Any]] = []
            lines: list[dict[str, Any]] = []
            written: list[dict[str, Any]] = []
            for code in every[start : start + AT_ONCE]:
                for form, day, revision, report in sent(code):
                    report_id += 1
                    heads.append(_head(report_id, form, code, day, revision, report))
                    lines += [
                        {"report_id": report_id, "row": row, "measure": column, "value": value}
                        for (row, column), value in sorted(report.figures.items())
                    ]
                    written += [
                        {"report_id": report_id, "row": row, "measure": entry, "text": text}
                        for (row, entry), text in sorted(report.entries.items())
                    ]
            connection.execute(insert(reports), heads)
            connection.execute(insert(figures), lines)
            connection.execute(insert(entries), written)
        source = {"name": "made-up.csv", "size": 0, "taken_in_at": _moment(LAST, 17, 0), "outcome": "accepted"}
        connection.execute(insert(sources).values(office=OFFICE, digest=sha256("made up"), **source))


def _head(report_id: int, form: str, unit: str, day: date, revision: int, report: NewReport) -> dict[str, Any]:
    names = ("form_version", "received_at", "taken_in_at", "source", "source_name", "state", "on_time")
    said = {name: getattr(report, name) for name in names}
    key = {"office": OFFICE, "form": form, "unit": unit, "day": day, "revision": revision}
    return {"id": report_id, **key, **said, "digest": content_digest(report)}


def sent(unit: str) -> Iterator[tuple[str, date, int, NewReport]]:
    """Yield (form, day, revision, report) of all that a county sent: some days lack, some are late, few corrected."""
    dice = random.Random(f"country {unit}")
    course = Course(dice.randint(40, 900), dice.uniform(6, 11), sorted(dice.choices(range(3, 60), k=8)))
    for number in range(DAYS):
        if dice.random() < 0.01:
            continue
        late = dice.random() < 0.03
        day = FIRST + timedelta(days=number)
        corrected = dice.random() < 0.005
        came = _moment(day, 18, 40) if late else _moment(day, 15, dice.randrange(60))
        for form, (state, stated) in (course.reports(number) | course.further(number)).items():
            yield form, day, 1, _report(came, stated, state, on_time=not late)
            if corrected and form == "isolation":
                mended = stated | {("total", "home_now"): stated["total", "home_now"] + 4}
                yield form, day, 2, _report(came + timedelta(hours=15), mended, state, on_time=not late)
    for number, said in opening(dice).items():
        day = FIRST + timedelta(days=number)
        yield "school_opening", day, 1, _report(_moment(day, 10, 5), {}, "filled", on_time=True, written=said)


def _report(
    came: datetime, stated: Figures, state: State, *, on_time: bool, written: Entries | None = None
) -> NewReport:
    return NewReport(
        form_version="1",
        received_at=came,
        taken_in_at=_moment(LAST, 17, 0),
        source=sha256("made up"),
        source_name="made-up.csv",
        state=state,
        on_time=on_time,
        figures=stated,
        entries=written or {},
    )


def _moment(day: date, hour: int, minute: int) -> datetime:
    """Return a moment of the office's day, eight hours before Greenwich."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


if __name__ == "__main__":
    made = make_country(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else WHOLE)
    print(f"A made-up country is in {made.home}. Make it: THONGBAO_HOME={made.home} thongbao run {LAST}")
