"""JupyterLab as `make lab` opens it, in Chromium: everything is in place, and a notebook runs at once."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import pytest

from conftest import PROJECT
from support.filled import put_published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from thongbao.settings import Settings

# A whole JupyterLab takes more than a minute.
pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.timeout(900)]

OPEN = ["--no-browser", "--allow-root", "--LabApp.expose_app_in_browser=True"]
WAIT = 120_000


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until_it_listens(port: int, process: subprocess.Popen[str]) -> None:
    """The address is said a moment before it can be reached."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return


@contextmanager
def lab(home: Settings, folder: Path) -> Iterator[str]:
    """Open JupyterLab with the Makefile's own options and give its address with the token."""
    rule = re.search(r"^lab:.*\n((?:\t.*\n)+)", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert rule is not None
    options = [word for word in rule[1].replace("\\\n", " ").split() if word.startswith("--")]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("THONGBAO", "JUPYTER"))}
    of_jupyter = ("CONFIG_DIR", "RUNTIME_DIR", "DATA_DIR")
    places = {f"JUPYTER_{name}": str(folder / name) for name in of_jupyter}
    places |= {f"JUPYTERLAB_{name}_DIR": str(folder / name) for name in ("WORKSPACES", "SETTINGS")}
    options = [word.replace("tools/", f"{PROJECT}/tools/") for word in options]
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", *options, *OPEN, f"--ServerApp.port={port}"],
        cwd=home.home,
        env={**kept, **places, "JUPYTER_PREFER_ENV_PATH": "1"},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    reader, heard = None, []
    try:
        for line in process.stderr:
            heard.append(line)
            found = re.search(r"http://127\.0\.0\.1:\S+token=\w+", line)
            if found:
                reader = threading.Thread(target=heard.extend, args=(process.stderr,), daemon=True)
                reader.start()
                until_it_listens(port, process)
                yield found[0]
                return
        pytest.fail("".join(heard))
    finally:
        process.terminate()
        process.wait(60)
        if reader is not None:
            reader.join()
        process.stderr.close()


@pytest.fixture(scope="module")
def extension() -> None:
    """Skip where the package is not installed as a whole."""
    if not (_share() / "labextensions" / "thongbao-desk" / "package.json").is_file():
        pytest.skip("the package was not installed with its JupyterLab extension: run make env")


def _share() -> Path:
    from jupyter_core.paths import ENV_JUPYTER_PATH

    return type(PROJECT)(ENV_JUPYTER_PATH[0])


def answer(url: str, path: str, *, token: bool = True) -> Any:
    base, _, key = url.replace("/lab?token=", " ").partition(" ")
    asked = urllib.request.Request(  # noqa: S310 -- of this machine
        f"{base}/{path}", headers={"Authorization": f"token {key}"} if token else {}
    )
    with urllib.request.urlopen(asked, timeout=60) as told:  # noqa: S310
        return json.load(told)


def run(page: Page, command: str, **arguments: Any) -> None:
    page.evaluate("([name, given]) => { window.jupyterapp.commands.execute(name, given); }", [command, arguments])


def test_open_run_all_preview_check_and_see_an_edit(
    home: Settings, tmp_path: Path, browser: Browser, extension: None
) -> None:
    """One morning of an analyst, in one go: JupyterLab takes its time to start."""
    put_published(home)
    with lab(home, tmp_path / "jupyter") as url:
        with pytest.raises(HTTPError, match="403"):
            answer(url, "api/contents", token=False)
        assert "bulletin" in answer(url, "api/nbconvert")
        assert {"zh_CN", "vi_VN"} <= set(answer(url, "lab/api/translations")["data"])
        page = browser.new_page(viewport={"width": 1500, "height": 1000})
        page.set_default_timeout(WAIT)
        page.goto(url.replace("/lab?", "/lab/tree/10_county_daily.ipynb?"))
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        _the_entries_are_there(page)
        _everything_runs_at_once(page)
        _the_preview_follows_an_edit(page)
        _the_check_names_the_cell(page)
        # It asks nobody whether they want news of Jupyter; such a question stays until it is answered.
        assert page.locator(".Toastify__toast").all_inner_texts() == []
        page.close()


def _the_entries_are_there(page: Page) -> None:
    """In the command palette, and "Bulletin" among the exports."""
    labels = page.evaluate(
        "() => ['thongbao:preview', 'thongbao:check'].map((name) => window.jupyterapp.commands.label(name))"
    )
    assert labels == ["Preview this bulletin for county …", "Check this notebook"]
    page.locator(".jp-MarkdownCell").first.click()
    asked = page.locator(".lm-CommandPalette-input")
    while not asked.is_visible():  # the shortcuts are there a moment after the notebook
        page.keyboard.press("Control+Shift+C")
        page.wait_for_timeout(500)
    asked.fill("Check this notebook")
    page.locator(".lm-CommandPalette-item", has_text="Check this notebook").first.wait_for()
    page.keyboard.press("Escape")
    entry = page.locator('.lm-Menu-itemLabel:text-is("Bulletin")')
    for _ in range(30):  # JupyterLab asks its server what there is, and an open menu does not change
        page.click('.lm-MenuBar-itemLabel:text-is("File")')
        page.hover('.lm-Menu-itemLabel:text-is("Save and Export Notebook As")')
        page.wait_for_timeout(1000)
        there = entry.is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        if there:
            return
    pytest.fail("no entry Bulletin among the exports")


def _everything_runs_at_once(page: Page) -> None:
    """Though the parameters are empty: it is said above the bulletin for whom it is shown."""
    run(page, "notebook:run-all-cells")
    signed = page.locator(".jp-OutputArea-output", has_text="Signed for 411702, 2020-02-19, zh_Hans")
    signed.wait_for(state="attached")
    run(page, "notebook:move-cursor-to-heading-above-or-collapse")
    page.locator(".jp-Cell").first.scroll_into_view_if_needed()
    banner = page.locator(".jp-OutputArea-output p.desk")
    banner.wait_for(state="attached")
    assert "411702" in (banner.text_content() or "")
    page.locator(".jp-MarkdownCell", has_text="驿城区").first.wait_for(state="attached")


def _the_preview_follows_an_edit(page: Page) -> None:
    """A Markdown cell is changed and saved; the page beside it changes and stays where it was."""
    run(page, "thongbao:preview")
    page.click('.jp-Dialog button:has-text("Show")')
    shown = page.frame_locator("iframe[title^=Preview]")
    bulletin = shown.frame_locator("iframe:not(.coming)")
    bulletin.locator("h1").wait_for()
    bulletin.locator("html").evaluate("(html) => html.ownerDocument.defaultView.scrollTo(0, 120)")
    page.evaluate(
        """() => {
          const cells = [...window.jupyterapp.shell.widgets('main')][0].content.model.cells;
          const at = [...Array(cells.length).keys()].find((n) => cells.get(n).id === 'figures-heading');
          cells.get(at).sharedModel.setSource('## Figures that were edited');
        }"""
    )
    page.evaluate("() => [...window.jupyterapp.shell.widgets('main')][0].context.save()")
    bulletin.locator("h2", has_text="Figures that were edited").wait_for(state="attached")
    assert bulletin.locator("html").evaluate("(html) => html.ownerDocument.defaultView.scrollY") == 120
    shown.locator(".remarks", has_text="figures-heading").wait_for(state="attached")


def _the_check_names_the_cell(page: Page) -> None:
    """Its translation is missing now."""
    page.evaluate("() => window.jupyterapp.shell.activateById([...window.jupyterapp.shell.widgets('main')][0].id)")
    run(page, "thongbao:check")
    said = page.locator(".thongbao-check")
    said.wait_for()
    assert "cell 'figures-heading': It has no translation into zh_Hans" in said.inner_text()
