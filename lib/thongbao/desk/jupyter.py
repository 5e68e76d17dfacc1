"""The part of the desk that runs in JupyterLab's server: it marks kernels, and answers the two menu entries.

Installed with the package, loaded by every Jupyter server of the environment, at work only inside a project. The
previews are processes of their own; they end with the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from thongbao.errors import ThongbaoError, WrongUse
from thongbao.settings import DESK, settings

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from thongbao.settings import Settings

BEGIN_SECONDS = 60
"""Until a preview must have said where it is."""

MOST_PREVIEWS = 4
"""At a time; each holds some hundred megabytes."""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "thongbao.desk.jupyter"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Mark this server's kernels and add the handlers, if it was started in a project and asks who one is."""
    home = _home_of(Path(app.root_dir))
    if home is None:
        return
    if not app.identity_provider.auth_enabled:
        app.log.critical("Thongbao's desk is off: this server lets anybody in. Start it with a token.")
        return
    os.environ[DESK] = "1"
    os.environ["THONGBAO_HOME"] = str(home)
    desk = Desk(settings(home), Path(app.root_dir).resolve())
    base = app.web_app.settings["base_url"]
    handlers = [
        (url_path_join(base, "thongbao", name), handler, {"desk": desk})
        for name, handler in (("units", Units), ("preview", Preview), ("check", Check))
    ]
    app.web_app.add_handlers(".*$", handlers)
    app.log.info("Thongbao's desk is at %s", home)


def _home_of(folder: Path) -> Path | None:
    here = folder.resolve()
    return next(
        (one for one in (here, *here.parents) if (one / "params").is_dir() and (one / "notebooks").is_dir()), None
    )


class Desk:
    """What the handlers share: the project, and the previews that are open, one per notebook."""

    def __init__(self, here: Settings, root: Path) -> None:
        """Begin without a preview."""
        self.here, self.root = here, root
        self._previews: dict[Path, Process] = {}

    def notebook(self, named: str) -> Path:
        """Return the file that JupyterLab calls by a path.

        Raises:
            WrongUse: it is no notebook, or lies outside of what this server shows.
        """
        path = (self.root / named.lstrip("/")).resolve()
        if not path.is_relative_to(self.root) or path.suffix != ".ipynb" or not path.is_file():
            raise WrongUse(f"{named} is no notebook of this folder.")
        return path

    def units(self, notebook: Path) -> dict[str, Any]:
        """Return the units that a notebook is made for, and the one that is shown where none is named."""
        from thongbao.data.sample import bulletin_of, sample
        from thongbao.params.office import default_office, read_office

        params = read_office(self.here.params, os.environ.get("THONGBAO_OFFICE") or default_office(self.here.params))
        bulletin = bulletin_of(params, notebook.name)
        meant = sample(params, self.here.store, bulletin)
        whole = any(one.notebook == notebook.name and one.scope == "office" for one in params.bulletins)
        kinds = set(bulletin.kinds) if bulletin else {kind for form in params.forms for kind in form.filled_by}
        there = [one for one in params.units if one.kind in kinds and one.exists(meant.date)]
        there += [one for one in params.units if whole and one.code == params.office.root]
        return {
            "units": [{"code": one.code, "name": one.names.to(meant.locale)} for one in there],
            "sample": meant.unit,
        }

    async def preview(self, notebook: Path, unit: str, origin: str) -> str:
        """Open a preview, in the place of one of the same notebook, and return its address.

        Args:
            origin: of the page that will hold it.

        Raises:
            WrongUse: it could not be opened; with what was said.
        """
        for old in [notebook, *list(self._previews)[: 1 - MOST_PREVIEWS]]:
            await _end(self._previews.pop(old, None))
        words = ("preview", str(notebook), "--unit", unit, "--no-open", "--until-closed", "--embedded-in", origin)
        process = await self._thongbao(*words)
        assert process.stdout is not None  # noqa: S101 -- it was asked for
        try:
            said = await asyncio.wait_for(process.stdout.readline(), BEGIN_SECONDS)
        except TimeoutError:
            said = b""
        if not said.startswith(b"http"):
            await _end(process)
            raise WrongUse(await _complaint(process) or f"The preview did not begin within {BEGIN_SECONDS} s.")
        self._previews[notebook] = process
        return said.decode().strip()

    async def check(self, notebook: Path) -> tuple[bool, str]:
        """Check a notebook; return whether all is well, and what was said."""
        process = await self._thongbao("check", str(notebook))
        out, complaints = await process.communicate()
        return process.returncode == 0, (out + complaints).decode(errors="replace").strip()

    async def _thongbao(self, *words: str) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "thongbao", *words), stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=self.here.home
        )


async def _end(process: Process | None) -> None:
    if process is None or process.returncode is not None:
        return
    if process.stdin is not None:
        process.stdin.close()  # it ends by itself when nobody holds its input any more
    try:
        await asyncio.wait_for(process.wait(), 5)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()


async def _complaint(process: Process) -> str:
    return (await process.stderr.read()).decode(errors="replace").strip() if process.stderr else ""


class _Handler(APIHandler):
    def initialize(self, desk: Desk) -> None:
        self.desk = desk

    def asked(self) -> dict[str, Any]:
        body = self.get_json_body()
        return body if isinstance(body, dict) else {}

    def answer(self, told: dict[str, Any]) -> None:
        self.finish(json.dumps(told, ensure_ascii=False))

    def refuse(self, error: ThongbaoError) -> None:
        self.set_status(400)
        self.answer({"message": str(error)})


class Units(_Handler):
    """Whose bulletin can be previewed."""

    @web.authenticated
    async def get(self) -> None:
        """Answer with the units of a notebook."""
        try:
            notebook = self.desk.notebook(self.get_query_argument("notebook"))
            self.answer(await asyncio.to_thread(self.desk.units, notebook))
        except ThongbaoError as error:
            self.refuse(error)


class Preview(_Handler):
    """Open a preview."""

    @web.authenticated
    async def post(self) -> None:
        """Answer with its address."""
        asked = self.asked()
        try:
            notebook = self.desk.notebook(str(asked.get("notebook")))
            origin = f"{self.request.protocol}://{self.request.host}"
            self.answer({"url": await self.desk.preview(notebook, str(asked.get("unit")), origin)})
        except ThongbaoError as error:
            self.refuse(error)


class Check(_Handler):
    """Check a notebook."""

    @web.authenticated
    async def post(self) -> None:
        """Answer with what is to be mended."""
        try:
            well, said = await self.desk.check(self.desk.notebook(str(self.asked().get("notebook"))))
            self.answer({"well": well, "said": said})
        except ThongbaoError as error:
            self.refuse(error)
