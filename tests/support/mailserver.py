"""A mail server that does what a script says: takes letters, refuses, hangs, drops the line, speaks nonsense."""

from __future__ import annotations

import base64
import ssl
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEPS = ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "end", "quit")
FAULTS = ("4xx", "5xx", "hang", "drop", "garbage")


@dataclass
class Script:
    """What a server does, and what came of it.

    Attributes:
        fault: called with a step and how often it was reached, from 1; returns one of FAULTS, or "" for all well.
        pipelining: whether it says that commands may come together.
        takes: whether a letter counts as taken although the answer to its end is a fault.
        login: (user, password) that is asked for; None: no login.
        tls: the context of a server that speaks TLS; None: no TLS.
        implicit: TLS from the first byte.
        echo: text that refusals repeat, e.g. what the client sent at login.
        taken: sender, recipient and bytes of each letter, in order.
        logins: what was tried.
    """

    fault: Callable[[str, int], str] = lambda _step, _times: ""
    takes: bool = True
    pipelining: bool = False
    login: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    echo: str = ""
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    lock: Any = field(default_factory=threading.Lock)
    ending: threading.Event = field(default_factory=threading.Event)

    def ids(self) -> Counter[str]:
        """Return how often each Message-ID was taken."""
        with self.lock:
            return Counter(str(BytesHeaderParser().parsebytes(content)["Message-ID"]) for *_, content in self.taken)


class _Dropped(Exception):
    pass


class _Handler(StreamRequestHandler):
    disable_nagle_algorithm = True
    script: Script

    def handle(self) -> None:
        self.script = self.server.script  # type: ignore[attr-defined]
        self.script.connections += 1
        self.envelope = ["", ""]
        try:
            if self.script.implicit:
                self._encrypt()
            if self._well("connect"):
                self._say("220 scripted")
            while line := self.rfile.readline(65536):
                words = line.decode("latin-1").strip()
                if not self._do(words):
                    return
        except (_Dropped, OSError, ValueError):
            return
        finally:
            self.rfile.close()
            self.connection.close()

    def _do(self, words: str) -> bool:
        verb = words.split(" ")[0].split(":")[0].lower()
        self.script.logins += [words] if verb == "auth" else []
        if verb in STEPS and not self._well(verb):
            return True
        if verb == "ehlo":
            offers = ["scripted", "SIZE 20000000", *(["PIPELINING"] if self.script.pipelining else [])]
            plain = not isinstance(self.connection, ssl.SSLSocket)
            offers += ["STARTTLS"] if self.script.tls and plain else []
            offers += ["AUTH PLAIN"] if self.script.login and not (self.script.tls and plain) else []
            for offer in offers[:-1]:
                self._say(f"250-{offer}")
            self._say(f"250 {offers[-1]}")
        elif verb == "starttls":
            self._say("220 go ahead")
            self._encrypt()
        elif verb == "auth":
            self._auth(words)
        elif verb in ("mail", "rcpt"):
            self.envelope[verb == "rcpt"] = words.split("<")[1].split(">")[0]
            self._say("250 ok")
        elif verb == "data":
            self._say("354 go ahead")
            self._body()
        elif verb == "quit":
            self._say("221 bye")
            return False
        else:
            self._say("250 ok")
        return True

    def _body(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Dropped  # the end never came: nobody has the letter
            lines.append(line[1:] if line.startswith(b".") else line)
        self._count("end")
        fault = self.script.fault("end", self.script.reached["end"])
        if not fault or (fault in ("hang", "drop", "garbage") and self.script.takes):
            with self.script.lock:
                self.script.taken.append((*self.envelope, b"".join(lines)))  # type: ignore[arg-type]
        if not fault:
            self._say("250 taken")
        else:
            self._do_fault(fault)

    def _auth(self, words: str) -> None:
        assert self.script.login
        user, password = self.script.login
        right = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        self._say("235 welcome" if words.split(" ")[-1] == right else f"535 5.7.8 no: {words} {self.script.echo}")

    def _count(self, step: str) -> None:
        with self.script.lock:
            self.script.reached[step] += 1

    def _well(self, step: str) -> bool:
        """Do the fault of a step, if its time has come; say whether all is well."""
        self._count(step)
        fault = self.script.fault(step, self.script.reached[step])
        if fault:
            self._do_fault(fault)
        return not fault

    def _do_fault(self, fault: str) -> None:
        if fault == "drop":
            raise _Dropped
        if fault == "hang":
            self.script.ending.wait(30)
            raise _Dropped
        said = {"4xx": "451 4.3.0 later", "5xx": "554 5.0.0 never", "garbage": "I am a teapot"}[fault]
        self._say(f"{said} {self.script.echo}".strip())

    def _encrypt(self) -> None:
        assert self.script.tls
        self.connection = self.script.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")

    def _say(self, line: str) -> None:
        self.connection.sendall(line.encode() + b"\r\n")


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


@contextmanager
def mail_server(script: Script) -> Iterator[int]:
    """Run a scripted server on this machine and give its port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.script = script  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        script.ending.set()
        server.shutdown()
        server.server_close()


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds that another process or thread brings about; fail where it never does."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)
