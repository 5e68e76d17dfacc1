"""Whole batches: every way in which an edition can end badly ends well for all the others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import psutil
import pytest

from support.cluster import RUN
from support.processes import processes_of
from support.unrun import code, notebook, text, use_notebooks
from thongbao.bulletin.plan import Wish
from thongbao.database import open_store
from thongbao.errors import NotebookInvalid, OutputUnwritable, RunBusy, WrongUse
from thongbao.files import only_one
from thongbao.flow import How, run, standing
from thongbao.params.office import read_office
from thongbao.settings import Settings, settings

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.bulletin.ledger import Batch

pytestmark = pytest.mark.usefixtures("little_preload")
DAY = date(2020, 2, 19)

ENDINGS = {
    "411702": "raise KeyError('pupils')",
    "411721": "import sys; sys.exit(0)",
    "411722": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "411723": "import threading; threading.Event().wait()",
    "411724": "county = '411725'",
    "411725": """
from IPython.display import publish_display_data
publish_display_data({"text/plain": "", "text/html": "<figure class='chart'></figure>",
                      "application/vnd.thongbao.block+json": {"kind": "figure", "size": 0}})
""",
    "411726": "import os; os._exit(0)",
}
"""What a cell does in each county; all others are well."""


def ending_badly(endings: dict[str, str]) -> str:
    """Return a notebook in which each county ends in its own way."""
    source = f"exec({endings!r}.get(county, ''))"
    return notebook(code(source, "ending"))


def batch_of(home: Settings, **wanted: object) -> Batch:
    """Run the sample office's batch."""
    return run(home, read_office(home.params, "zhumadian"), DAY, **wanted)  # type: ignore[arg-type]


def folder_of(home: Settings) -> Path:
    return home.outputs / "zhumadian" / DAY.isoformat()


@pytest.fixture(scope="module")
def bad_batch(tmp_path_factory: pytest.TempPathFactory, little_preload: None) -> tuple[Settings, Batch]:
    """One batch in which seven of twelve counties end badly, each in its own way."""
    from conftest import PROJECT

    folder = tmp_path_factory.mktemp("bad")
    shutil.copytree(PROJECT / "params", folder / "params")
    (folder / "notebooks").mkdir()
    bulletins = folder / "params/zhumadian/bulletins.yml"
    bulletins.write_text(bulletins.read_text(encoding="utf-8").replace("cadence:", "cell_seconds: 4\n  cadence:"))
    use_notebooks(folder / "notebooks", ending_badly(ENDINGS), notebook())
    home = settings(folder)
    open_store(home.store, make=True)
    return home, batch_of(home, wish=Wish(locale="en"))


@pytest.mark.parametrize(
    ("county", "cause"),
    [
        ("411702", "KeyError: 'pupils' in cell ending"),
        ("411721", "SystemExit 0 in cell ending"),
        ("411722", "kernel died"),
        ("411723", "ran longer than 4 s"),
        ("411724", "signed for another unit"),
        ("411725", "figure"),
        ("411726", "kernel died"),
    ],
)
def test_a_county_that_ends_badly_is_named_with_its_cause(
    bad_batch: tuple[Settings, Batch], county: str, cause: str
) -> None:
    """Success is never inferred from papermill's silence."""
    _, batch = bad_batch

    found = {record.edition.unit: record.cause for record in batch.failed}

    assert cause in found[county]


def test_the_other_counties_are_made_all_the_same(bad_batch: tuple[Settings, Batch]) -> None:
    """A failing county never stops the others."""
    home, batch = bad_batch

    made = {record.edition.unit for record in batch.made}

    assert len(made) == 13 - len(ENDINGS)
    assert not made & set(ENDINGS)
    assert all((folder_of(home) / unit).is_dir() for unit in made)


def test_the_page_of_a_county_that_failed_says_so_and_nothing_else(bad_batch: tuple[Settings, Batch]) -> None:
    """No figure that was not proven, and no words of a traceback."""
    home, batch = bad_batch

    for record in batch.failed:
        said = (folder_of(home) / f"{record.edition.stem}.html").read_text(encoding="utf-8")
        assert "could not be made for this day" in said
        assert "<table" not in said
        assert record.cause not in said
        assert "Traceback" not in said


def test_the_batch_file_says_what_was_planned_made_and_failed(bad_batch: tuple[Settings, Batch]) -> None:
    """batch.json tells the same story as the run."""
    home, batch = bad_batch

    told = json.loads((folder_of(home) / "batch.json").read_text(encoding="utf-8"))

    assert len(told["planned"]) == 13
    assert set(told["failed"]) == {record.edition.stem for record in batch.failed}
    assert len(told["made"]) + len(told["failed"]) == 13
    assert told["interrupted"] is False


def test_nothing_unproven_is_left_behind(bad_batch: tuple[Settings, Batch]) -> None:
    """Scratch files live only as long as the run."""
    home, _ = bad_batch

    names = {path.name for path in (home.outputs / "zhumadian").rglob("*")}

    assert ".work" not in names
    assert "ran.ipynb" not in names


def test_what_is_right_is_not_made_again(home: Settings) -> None:
    """The second run of the same inputs makes nothing; a removed page is made again."""
    use_notebooks(home.notebooks, notebook())
    wish = Wish(units=("411702", "411721"), bulletins=("county_daily",), locale="en")
    first = batch_of(home, wish=wish)
    page = folder_of(home) / "411702/county_daily.en.html"
    content = page.read_bytes()

    second = batch_of(home, wish=wish)
    page.unlink()
    third = batch_of(home, wish=wish)

    assert (len(first.made), len(second.made), len(second.skipped)) == (2, 0, 2)
    assert [record.edition.unit for record in third.made] == ["411702"]
    assert page.read_bytes() == content


def test_a_changed_notebook_makes_its_editions_stale(home: Settings) -> None:
    """What a page was made from is part of what it is."""
    use_notebooks(home.notebooks, notebook())
    wish = Wish(units=("411702",), locale="en")
    batch_of(home, wish=wish)
    params = read_office(home.params, "zhumadian")
    before = [why for _, why in standing(home, params, DAY, wish)]

    use_notebooks(home.notebooks, notebook(text("A word more.", "word")))
    after = [why for _, why in standing(home, params, DAY, wish)]

    assert before == [""]
    assert after == ["the notebook, the program or the settings changed"]


def test_a_notebook_without_parameters_cell_is_refused_before_anything_runs(home: Settings) -> None:
    """Without the tag papermill would run the notebook's own county, and only warn."""
    use_notebooks(home.notebooks, notebook(parameters=None))

    with pytest.raises(NotebookInvalid, match="tag 'parameters'"):
        batch_of(home, wish=Wish(locale="en"))

    assert not (folder_of(home)).exists()


def test_a_parameter_that_the_notebook_does_not_know_is_refused(home: Settings) -> None:
    """Papermill would only warn of it."""
    use_notebooks(home.notebooks, notebook(parameters='county: str = ""\ndate: str = ""\noffice: str = ""'))

    with pytest.raises(NotebookInvalid, match="no parameter 'locale'"):
        batch_of(home, wish=Wish(locale="en"))


def test_an_unknown_county_is_refused_with_what_there_is(home: Settings) -> None:
    """A mistyped code is not an empty batch."""
    with pytest.raises(WrongUse, match="411702"):
        batch_of(home, wish=Wish(units=("411703",)))


def test_a_second_run_at_the_same_time_says_so_and_leaves(home: Settings) -> None:
    """Two runs never write the same outputs."""
    use_notebooks(home.notebooks, notebook())

    with (
        only_one(home.outputs / "zhumadian/.lock", "making bulletins"),
        pytest.raises(RunBusy, match="Another process"),
    ):
        batch_of(home, wish=Wish(locale="en"))


def test_outputs_that_cannot_be_written_are_named(home: Settings) -> None:
    """A file stands where the folder should be: also root cannot write into it."""
    use_notebooks(home.notebooks, notebook())
    home.outputs.write_text("not a folder")

    with pytest.raises(OutputUnwritable, match="outputs"):
        batch_of(home, wish=Wish(locale="en"))


def test_a_full_disk_fails_the_new_edition_and_keeps_the_old(home: Settings, tmp_path: Path) -> None:
    """On a file system without room the page that stood there still stands, and the error names the reason."""
    use_notebooks(home.notebooks, notebook())
    wish = Wish(units=("411702",), bulletins=("county_daily",), locale="en")
    home.outputs.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(home.outputs)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system can be mounted only by root")
    try:
        batch_of(home, wish=wish)
        page = folder_of(home) / "411702/county_daily.en.html"
        good = page.read_bytes()
        with (home.outputs / "filler").open("wb") as filler:
            _fill(filler.fileno())

        # The scratch folder is on the same file system, so the run meets the full disk before the page is touched.
        with pytest.raises(OutputUnwritable, match="No space left"):
            batch_of(home, wish=wish, how=How(force=True))
        kept = page.read_bytes()
        (home.outputs / "filler").unlink()
        after = batch_of(home, wish=wish, how=How(force=True))
    finally:
        subprocess.run(["umount", str(home.outputs)], check=True)

    assert kept == good
    assert [record.state for record in after.made] == ["made"]


def _fill(handle: int) -> None:
    try:
        while True:
            os.write(handle, b"x" * 4096)
    except OSError:
        return


def test_ctrl_c_in_the_middle_keeps_what_is_made_and_the_next_run_carries_on(home: Settings, tmp_path: Path) -> None:
    """After Ctrl-C nothing is half done, nothing needs unlocking, and only the rest is made."""
    flag, reached = tmp_path / "flag", tmp_path / "reached"
    flag.touch()
    waiting = (
        "import os, pathlib, threading\n"
        f"if county == '411721' and os.path.exists({str(flag)!r}):\n"
        f"    pathlib.Path({str(reached)!r}).touch()\n"
        "    threading.Event().wait()"
    )
    use_notebooks(home.notebooks, notebook(code(waiting, "waiting")), notebook())
    command = [sys.executable, "-c", RUN, "run", DAY.isoformat(), "--locale", "en", "--jobs", "1"]
    command += ["--unit", "411702", "--unit", "411721", "--unit", "411722"]
    environment = {**os.environ, "THONGBAO_HOME": str(home.home)}

    first = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not reached.exists() and first.poll() is None:
        os.sched_yield()
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=60)
    flag.unlink()
    second = batch_of(home, wish=Wish(units=("411702", "411721", "411722"), locale="en"))

    assert first.returncode == 130
    assert "run the same command again" in said
    assert not second.failed
    assert [record.edition.stem for record in second.skipped] == ["411702/county_daily.en"]
    assert {record.edition.stem for record in second.made} == {"411721/county_daily.en", "411722/county_daily.en"}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("engine", ["warm", "nbclient"])
def test_a_run_that_is_killed_leaves_no_process_and_the_next_one_carries_on(
    home: Settings, tmp_path: Path, how: signal.Signals, engine: str
) -> None:
    """Nothing goes on writing without the lock, and nothing has to be cleared by hand."""
    flag, reached = tmp_path / "flag", tmp_path / "reached"
    flag.touch()
    waiting = (
        "import os, pathlib, threading\n"
        f"if os.path.exists({str(flag)!r}):\n"
        f"    pathlib.Path({str(reached)!r}).touch()\n"
        "    threading.Event().wait()"
    )
    use_notebooks(home.notebooks, notebook(code(waiting, "waiting")), notebook())
    command = [sys.executable, "-c", RUN, "run", DAY.isoformat(), "--locale", "en", "--engine", engine]
    command += ["--unit", "411702"]
    environment = {**os.environ, "THONGBAO_HOME": str(home.home)}

    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not reached.exists() and first.poll() is None:
        os.sched_yield()
    first.send_signal(how)
    first.wait(60)
    psutil.wait_procs(processes_of(home.home), timeout=20)
    left = processes_of(home.home)
    flag.unlink()
    second = batch_of(home, wish=Wish(units=("411702",), locale="en"))

    assert not left
    assert first.returncode
    assert [record.edition.unit for record in second.made] == ["411702"]


def test_a_batch_stops_after_as_many_failures_as_are_allowed(home: Settings) -> None:
    """A fault that is everywhere need not be met 2,850 times."""
    use_notebooks(home.notebooks, notebook(code("raise ValueError('everywhere')", "broken")))

    batch = batch_of(home, wish=Wish(locale="en"), how=How(jobs=1, max_failures=2))

    assert batch.stopped
    assert len(batch.failed) == 2
    assert not batch.made


def test_only_what_failed_is_tried_again(home: Settings) -> None:
    """--retry-failed leaves what is stale for other reasons alone."""
    wish = Wish(units=("411702", "411721"), locale="en")
    use_notebooks(home.notebooks, ending_badly({"411702": "raise ValueError('once')"}))
    first = batch_of(home, wish=wish)
    use_notebooks(home.notebooks, notebook())

    second = batch_of(home, wish=wish, how=How(retry_failed=True))

    assert [record.edition.unit for record in first.failed] == ["411702"]
    assert [record.edition.unit for record in second.made] == ["411702"]
    assert [record.edition.unit for record in second.skipped] == ["411721"]


HELPED = """
from thongbao import report
day = report.load(county, date, locale, office)
if county == '411702':
    import wording
"""


def test_a_helper_beside_the_notebooks_concerns_the_editions_that_imported_it(home: Settings) -> None:
    """One line of a used helper changed: all that use it are stale, and no other; one that nobody uses is nothing."""
    helper, unused = home.notebooks / "wording.py", home.notebooks / "unused.py"
    helper.write_text("WORD = 'a'\n")
    unused.write_text("X = 1\n")
    shown, sign = code("report.figures_table(day)", "shown"), "report.sign(day)"
    use_notebooks(home.notebooks, notebook(code(HELPED, "load"), shown, sign=sign, table=None))
    wish = Wish(units=("411702", "411721"), bulletins=("county_daily",), locale="en")
    params = read_office(home.params, "zhumadian")
    made = batch_of(home, wish=wish)

    def stale() -> dict[str, str]:
        return {job.edition.unit: why for job, why in standing(home, params, DAY, wish)}

    at_first = stale()
    unused.write_text("X = 2\n")
    unconcerned = stale()
    helper.write_text("WORD = 'b'\n")
    changed = stale()
    helper.unlink()

    assert [record.state for record in made.made] == ["made", "made"], made.failed
    assert at_first == unconcerned == {"411702": "", "411721": ""}
    assert changed == {"411702": "notebooks/wording.py changed", "411721": ""}
    assert stale() == changed
