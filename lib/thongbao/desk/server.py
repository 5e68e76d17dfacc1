"""The preview's server: for this machine's own browser and nobody else.

It listens on the loopback address only. A page of the internet that the analyst has open at the same time can reach
that, too, under a name of its own that it points there (DNS rebinding); so the Host header must name this machine, and
every path begins with a random token. It serves the files of ``page/`` and the board, and nothing of the disk.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.desk.board import Board

LOOPBACK = "127.0.0.1"
FILES = Path(__file__).parent / "page"
SERVED = {
    "": ("index.html", "text/html; charset=utf-8"),
    "live.js": ("live.js", "text/javascript; charset=utf-8"),
    "live.css": ("live.css", "text/css; charset=utf-8"),
}
BEAT_SECONDS = 10.0
"""After which somebody who listens is told that we are still there; what has gone is found out by it."""

MOST_LISTENERS = 16

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")

_ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OURS = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'"
_OURS += "; form-action 'none'"
_BULLETIN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'"
# Without allow-scripts nothing in it runs; of the same origin so that our script can keep its place when it changes.
_BULLETIN += "; form-action 'none'; sandbox allow-same-origin"


class Preview(ThreadingHTTPServer):
    """Serves one board.

    Attributes:
        url: where the page is, token and all.
    """

    daemon_threads = True

    def __init__(self, board: Board, port: int = 0, embedded_in: str = "") -> None:
        """Listen on a free port.

        Args:
            port: 0 for any.
            embedded_in: the origin of a page that may show this one in a frame, e.g. JupyterLab's; "" for none.

        Raises:
            WrongUse: ``embedded_in`` is no origin.
        """
        if embedded_in and not _ORIGIN.fullmatch(embedded_in):
            raise WrongUse(f"{embedded_in!r} is not the origin of a page, such as http://localhost:8888.")
        super().__init__((LOOPBACK, port), Handler)
        self.board, self.embedded_in = board, embedded_in or "'none'"
        self.token = secrets.token_urlsafe(32)
        self.hosts = {f"{name}:{self.server_address[1]}" for name in (LOOPBACK, "localhost")}
        self.listeners = threading.Semaphore(MOST_LISTENERS)
        self.url = f"http://{LOOPBACK}:{self.server_address[1]}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET; there is nothing else to do here."""

    server: Preview
    server_version, sys_version = "thongbao", ""

    def do_GET(self) -> None:
        """Answer a request that names this machine and knows the token."""
        if self.headers.get("Host", "") not in self.server.hosts:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        token, slash, path = self.path.partition("?")[0].removeprefix("/").partition("/")
        if not slash or not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND)
        elif path in SERVED:
            name, kind = SERVED[path]
            policy = f"{_OURS}; frame-ancestors {self.server.embedded_in}"
            self._answer((FILES / name).read_bytes(), kind, policy)
        elif path == "state":
            self._answer(self.server.board.state(), "application/json", "default-src 'none'")
        elif path == "events":
            self._tell()
        else:
            self._page(path)

    def _page(self, path: str) -> None:
        kind, _, place = path.partition("/")
        page = ""
        if kind == "page" and place.isascii() and place.isdecimal():
            with suppress(IndexError):
                page = self.server.board.page(int(place))
        if page:
            # Every page around it is meant by this, also the one that holds ours.
            around = self.server.embedded_in.replace("'none'", "")
            policy = f"{_BULLETIN}; frame-ancestors 'self' {around}".rstrip()
            self._answer(page.encode(), "text/html; charset=utf-8", policy)
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _tell(self) -> None:
        """Tell the number of each new state as a server-sent event, until the browser goes."""
        if not self.server.listeners.acquire(blocking=False):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        try:
            self._head(HTTPStatus.OK, "text/event-stream", "default-src 'none'")
            self.end_headers()
            seen = -1
            while True:
                number = self.server.board.wait(seen, BEAT_SECONDS)
                self.wfile.write(f"data: {number}\n\n".encode() if number != seen else b": still here\n\n")
                seen = number
        finally:
            self.server.listeners.release()

    def _answer(self, content: bytes, kind: str, policy: str) -> None:
        self._head(HTTPStatus.OK, kind, policy)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _refuse(self, status: HTTPStatus) -> None:
        self._head(status, "text/plain; charset=utf-8", "default-src 'none'")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _head(self, status: HTTPStatus, kind: str, policy: str) -> None:
        self.send_response(status)
        for name, value in {**_ALWAYS, "Content-Type": kind, "Content-Security-Policy": policy}.items():
            self.send_header(name, value)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class's name
        """Say nothing: the token would stand in the log."""


@contextmanager
def serving(board: Board, port: int = 0, embedded_in: str = "") -> Iterator[Preview]:
    """Serve a board in the background; see Preview."""
    server = Preview(board, port, embedded_in)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
