"""Make the sample reports of Thái Bình: a CSV per district, and one workbook as a clerk sends it.

    python data/thai-binh/make_reports.py [FOLDER]

FOLDER is data/thai-binh/inbox unless named. The same files come out each time; files that are already as they would be
made are left alone. README.md beside this says what is published and what is illustrative.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from made.files import PARAMS, long_csv, made_from, make_unless_there  # noqa: E402
from weeks import FIRST, FRIDAY, District  # noqa: E402

from thongbao.data.workbook import write_workbook  # noqa: E402
from thongbao.files import publish, sha256  # noqa: E402
from thongbao.params.office import read_office  # noqa: E402

if TYPE_CHECKING:
    from thongbao.records import OfficeParams

BOOKED = "336"
"""Sends its weekly forms of the last Friday as a workbook."""


def make(folder: Path, params: OfficeParams) -> dict[str, str]:
    """Write all files into ``folder`` and return file name -> digest."""
    names = []
    for unit in params.reporting_units(FRIDAY):
        came = list(District(unit.code, unit.names.vi).sent())
        booked = [one for one in came if (one.unit, one.day) == (BOOKED, FRIDAY) and one.form in _weekly(params)]
        names.append(f"{FIRST}_{FRIDAY}_{unit.code}_{unit.names.vi}.csv".replace(" ", "-"))
        publish(folder / names[-1], long_csv(one for one in came if one not in booked))
        if booked:
            names.append(f"{FRIDAY}_{unit.code}_bao-cao-tuan.xlsx")
            reports = {one.form: one.cells for one in booked}
            write_workbook(folder / names[-1], params, unit, FRIDAY, reports, params.office.locale)  # type: ignore[arg-type]
            publish(folder / "received.csv", f"file,received_at\r\n{names[-1]},{booked[0].received}\r\n".encode())
    return {name: sha256((folder / name).read_bytes()) for name in [*names, "received.csv"]}


def _weekly(params: OfficeParams) -> set[str]:
    return {form.code for form in params.forms if form.cadence == "weekly"}


if __name__ == "__main__":
    office = read_office(PARAMS, "thai-binh")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "inbox"
    make_unless_there(target, made_from(HERE, "thai-binh"), lambda folder: make(folder, office))
