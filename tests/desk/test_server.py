"""The preview's server: reached by this machine's own browser, with the token, and by nobody else."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from thongbao.desk.board import Board
from thongbao.desk.server import LOOPBACK, MOST_LISTENERS, Preview, serving
from thongbao.desk.trial import Tried
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[Preview]:
    """A server with one page."""
    board = Board(["one"])
    board.put(0, Tried("<p>figures</p>", (), 0.1))
    with serving(board) as found:
        yield found


def asked(server: Preview, path: str, host: str | None = None, method: str = "GET") -> HTTPResponse:
    """Ask for a path under the token, as a browser that was given a name for this machine."""
    connection = HTTPConnection(LOOPBACK, server.server_address[1], timeout=30)
    connection.request(method, path, headers={"Host": host} if host else {})
    return connection.getresponse()


def test_it_listens_on_the_loopback_address_only(server: Preview) -> None:
    """No other machine can reach it, whatever it knows."""
    assert server.socket.getsockname()[0] == "127.0.0.1"
    assert urlsplit(server.url).hostname == "127.0.0.1"


@pytest.mark.parametrize("path", ["", "live.js", "live.css", "state", "page/0", "page/0?3"])
def test_with_the_token_everything_of_the_page_is_there(server: Preview, path: str) -> None:
    """And is kept by no cache."""
    answer = asked(server, f"/{server.token}/{path}")

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example", "[::1]"])
def test_another_name_for_this_machine_is_refused(server: Preview, host: str) -> None:
    """A page of the internet can point its own name here; even with the token it learns nothing."""
    answer = asked(server, f"/{server.token}/page/0", host)

    assert (answer.status, answer.read()) == (421, b"")


def test_its_own_names_are_known(server: Preview) -> None:
    """As a browser sends them."""
    port = server.server_address[1]

    assert asked(server, f"/{server.token}/state", f"localhost:{port}").status == 200
    assert asked(server, f"/{server.token}/state", f"127.0.0.1:{port}").status == 200


@pytest.mark.parametrize("path", ["/", "/state", "/page/0", "//page/0", "/wrong/page/0", "/%C3%A9/page/0"])
def test_without_the_token_nothing_is_there(server: Preview, path: str) -> None:
    """Other users of this machine can reach the port."""
    answer = asked(server, path)

    assert (answer.status, answer.read()) == (404, b"")


@pytest.mark.parametrize(
    "path",
    ["page/1", "page/-1", "page/x", "page/0/..", "page/", "../server.py", "index.html", "page/%D9%A0", "%2e%2e/x"],
)
def test_nothing_else_is_served(server: Preview, path: str) -> None:
    """No file of the disk, and no page that is not there."""
    answer = asked(server, f"/{server.token}/{path}")

    assert (answer.status, answer.read()) == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_there_is_nothing_to_do_but_look(server: Preview, method: str) -> None:
    """Other methods are not there."""
    assert asked(server, f"/{server.token}/state", method=method).status == 501


def test_a_bulletin_can_run_nothing_and_reach_nothing(server: Preview) -> None:
    """Its own policy and sandbox, whatever stands in it."""
    policy = asked(server, f"/{server.token}/page/0").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "script" not in policy


def test_the_page_may_be_framed_only_by_the_origin_that_was_named() -> None:
    """JupyterLab shows it beside the notebook; without being told, nobody may."""
    for origin, said in (
        ("", "frame-ancestors 'none'"),
        ("http://localhost:8888", "frame-ancestors http://localhost:8888"),
    ):
        with serving(Board(["one"]), embedded_in=origin) as server:
            policy = asked(server, f"/{server.token}/").headers["Content-Security-Policy"]
            assert policy.endswith(said)
            assert "'unsafe" not in policy


@pytest.mark.parametrize("origin", ["*", "http://a b", "http://a; script-src *", "javascript:1", "http://x/\r\nA: b"])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    """It would become part of the policy."""
    with pytest.raises(WrongUse, match="is not the origin"):
        Preview(Board(["one"]), embedded_in=origin)


def test_a_new_page_is_told_as_it_comes(server: Preview) -> None:
    """As a server-sent event with its number."""
    answer = asked(server, f"/{server.token}/events")

    first = answer.fp.readline()
    answer.fp.readline()
    server.board.put(0, Tried("<p>new</p>", (), 0.1))
    second = answer.fp.readline()
    answer.close()

    assert (first, second) == (b"data: 1\n", b"data: 2\n")


def test_only_so_many_can_listen_at_a_time(server: Preview) -> None:
    """Each holds a thread."""
    listening = [asked(server, f"/{server.token}/events") for _ in range(MOST_LISTENERS)]

    assert {answer.status for answer in listening} == {200}
    assert asked(server, f"/{server.token}/events").status == 503
    for answer in listening:
        answer.close()


def test_two_servers_have_different_tokens() -> None:
    """Of 256 bits."""
    with serving(Board(["one"])) as one, serving(Board(["one"])) as other:
        assert one.token != other.token
        assert len(one.token) >= 43
