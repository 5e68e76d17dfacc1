"""The desk's part of JupyterLab's server: what it answers, to whom, and what it never opens."""

from __future__ import annotations

import asyncio
import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from thongbao.desk import jupyter
from thongbao.desk.jupyter import Desk, _home_of, _load_jupyter_server_extension
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from thongbao.settings import Settings

NAME = "10_county_daily.ipynb"


@pytest.fixture
def desk(home: Settings) -> Desk:
    """A desk on the notebooks of the small office."""
    return Desk(home, home.notebooks.resolve())


@pytest.mark.parametrize("named", ["../params/zhumadian/office.yml", "none.ipynb", "", "..", "locale", "README.md"])
def test_nothing_but_a_notebook_of_the_folder_is_opened(desk: Desk, named: str) -> None:
    """Whatever a browser asks for."""
    with pytest.raises(WrongUse, match="no notebook of this folder"):
        desk.notebook(named)


def test_a_link_out_of_the_folder_is_no_notebook_of_it(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It would be run."""
    other = tmp_path_factory.mktemp("elsewhere") / "other.ipynb"
    other.write_text("{}")
    (desk.root / "link.ipynb").symlink_to(other)

    with pytest.raises(WrongUse):
        desk.notebook("link.ipynb")


def test_units_are_those_the_bulletin_is_made_for_in_the_language_of_the_desk(desk: Desk) -> None:
    """The root only for a notebook that is made for the whole office."""
    daily, rollup = (desk.units(desk.notebook(name)) for name in (NAME, "90_city_rollup.ipynb"))

    assert {"code": "411702", "name": "驿城区"} in daily["units"]
    assert daily["sample"] == "411702"
    assert "411700" not in [one["code"] for one in daily["units"]]
    assert "411700" in [one["code"] for one in rollup["units"]]


def test_a_project_is_found_from_any_folder_in_it(home: Settings, tmp_path: Path) -> None:
    """And elsewhere there is none."""
    assert _home_of(home.notebooks) == home.home.resolve()
    assert _home_of(home.notebooks / "locale" / "vi") == home.home.resolve()
    assert _home_of(tmp_path) is None


def server(folder: Path, *, auth: bool = True) -> tuple[Any, list[str]]:
    """As much of a Jupyter server as the extension touches."""
    said: list[str] = []
    app = Application(settings={"base_url": "/"})
    app.settings["base_url"] = "/"
    log = SimpleNamespace(critical=lambda text, *_: said.append(text), info=lambda text, *_: said.append(text))
    return SimpleNamespace(
        root_dir=str(folder), web_app=app, log=log, identity_provider=SimpleNamespace(auth_enabled=auth)
    ), said


def test_it_is_off_outside_of_a_project_and_where_anybody_may_come_in(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package is loaded by every Jupyter server of the environment."""
    monkeypatch.delenv(jupyter.DESK, raising=False)
    other, silent = server(tmp_path)
    open_to_all, said = server(home.notebooks, auth=False)
    _load_jupyter_server_extension(other)
    _load_jupyter_server_extension(open_to_all)

    assert silent == []
    assert "Start it with a token" in said[0]
    assert jupyter.DESK not in jupyter.os.environ


def answered(desk: Desk, ask: Callable[[AsyncHTTPClient, str], Awaitable[HTTPResponse]], user: str | None) -> Any:
    """Ask the handlers as a browser does whose server knows it as ``user``."""

    class Known:
        """Stands for Jupyter's own login and its checks of where a request comes from."""

        current_user = user

        async def prepare(self) -> None:
            """Nothing to find out."""

        def check_xsrf_cookie(self) -> None:
            """Jupyter's own tests hold it."""

    named = {"units": jupyter.Units, "preview": jupyter.Preview, "check": jupyter.Check}
    made = [(f"/{name}", type(name, (Known, one), {}), {"desk": desk}) for name, one in named.items()]

    async def run() -> Any:
        sock, port = bind_unused_port()
        http = HTTPServer(Application(made, login_url="/login", base_url="/", headers={}))
        http.add_socket(sock)
        try:
            answer = await ask(AsyncHTTPClient(), f"http://127.0.0.1:{port}")
            return answer.code, json.loads(answer.body)
        except HTTPClientError as error:
            return error.code, json.loads(error.response.body) if error.code == 400 and error.response else None
        finally:
            http.stop()

    return asyncio.run(run())


def test_a_stranger_learns_nothing(desk: Desk) -> None:
    """Not even the names of the units."""
    status, _ = answered(desk, lambda http, url: http.fetch(f"{url}/units?notebook={NAME}"), None)

    assert status == 403


def test_what_goes_wrong_is_said_in_words(desk: Desk) -> None:
    """With a status that the extension shows."""
    status, told = answered(desk, lambda http, url: http.fetch(f"{url}/units?notebook=none.ipynb"), "analyst")

    assert (status, told) == (400, {"message": "none.ipynb is no notebook of this folder."})


def test_a_preview_that_does_not_begin_says_why_and_leaves_no_process(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are those of the command."""
    started = []
    real = asyncio.create_subprocess_exec

    async def start(*words: str, **how: Any) -> Any:
        complaint = "import sys; sys.exit('county_daily is not made for 9')"
        started.append(await real(sys.executable, "-c", complaint, **how))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)

    async def ask() -> None:
        await desk.preview(desk.notebook(NAME), "9", "http://127.0.0.1:1")

    with pytest.raises(WrongUse, match="county_daily is not made for 9"):
        asyncio.run(ask())
    assert [one.returncode for one in started] == [1]


def test_a_preview_takes_the_place_of_the_one_before_and_there_are_only_so_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each holds memory; it ends when nobody holds its input."""
    started = []
    real = asyncio.create_subprocess_exec

    async def start(*words: str, **how: Any) -> Any:
        one = "import sys; print('http://127.0.0.1:1/'); sys.stdout.flush(); sys.stdin.read()"
        started.append(await real(sys.executable, "-c", one, **how))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
    paths = [desk.root / f"{number}0_x.ipynb" for number in range(1, jupyter.MOST_PREVIEWS + 2)]

    async def ask() -> tuple[list[bool], list[bool]]:
        await desk.preview(paths[0], "1", "http://127.0.0.1:1")
        await desk.preview(paths[0], "2", "http://127.0.0.1:1")
        twice = [one.returncode is None for one in started]
        for path in paths[1:]:
            await desk.preview(path, "1", "http://127.0.0.1:1")
        alive = [one.returncode is None for one in started]
        for one in started:
            await jupyter._end(one)
        return twice, alive

    twice, alive = asyncio.run(ask())

    assert twice == [False, True]
    assert sum(alive) == jupyter.MOST_PREVIEWS
    assert alive[1] is False
    assert all(one.returncode is not None for one in started)
