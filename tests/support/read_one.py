"""Read a file as the intake does, and print what came of it and what it cost: `python read_one.py FILE LOCALE`.

In a process of its own, so that what the reading children took (all of them, also those that fell) can be told.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from thongbao.data.cells import Unreadable
from thongbao.data.reader import Reader


def main(path: Path, locale: str) -> None:
    with Reader(locale) as reader:
        try:
            reader.read(path.read_bytes())
            code = "read"
        except Unreadable as error:
            code = error.problem.code
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    kilobyte = 1 if sys.platform == "darwin" else 1024
    told = {"code": code, "seconds": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * kilobyte}
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
