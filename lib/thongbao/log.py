"""Log lines for machines: one JSON object a line, with ids and numbers, and nothing that somebody wrote.

A line holds only the fields that are named here, and only values of their form. What a notebook, a county or a mail
server said may hold a name, an address or a password, so no free text is logged: the cause of a failure is its kind.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from thongbao.errors import OutputUnwritable, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "THONGBAO_LOG"
_LOGGER = logging.getLogger("thongbao.events")
_LOGGER.propagate = False
_LOGGER.setLevel(logging.INFO)
_LOGGER.addHandler(logging.NullHandler())

_RUN: ContextVar[str] = ContextVar("run", default="")
_OFFICE: ContextVar[str] = ContextVar("office", default="")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_WORDS = ("run", "office", "day", "unit", "bulletin", "locale", "state", "command", "kind")
_NUMBERS = (
    *("seconds", "made", "failed", "skipped", "attempts", "revision", "exit_code"),
    *("files", "new", "revised", "refused", "letters", "removed"),
    *("waiting", "sent", "deferred", "in_doubt", "cancelled"),
)
_KIND = re.compile(
    r"[A-Z][A-Za-z]{0,60}(Error|Exception|Exit|Interrupt|Refused|Invalid|Name|Unwritable|TooSlow|TooLarge|Died)\b"
)
"""The class of an error, as a cause begins with it; any other first word may be anybody's."""


class Lines(logging.Formatter):
    """Write what happened as one line of JSON: time (UTC), event, and the fields that may be logged."""

    def format(self, record: logging.LogRecord) -> str:
        given: dict[str, Any] = getattr(record, "fields", {})
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "event": _word(record.getMessage())}
        for name in _WORDS:
            if given.get(name) not in (None, ""):
                line[name] = _word(given[name])
        for name in _NUMBERS:
            if isinstance(given.get(name), int | float) and not isinstance(given[name], bool):
                line[name] = round(given[name], 3)
        return json.dumps(line, separators=(",", ":"))


def _word(value: object) -> str:
    """Return a code as it is; anything else was never meant to be logged and is named as such."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if _CODE.fullmatch(text) else "?"


def kind_of(cause: str) -> str:
    """Return the class that a cause begins with, "Other" where it begins with none: no word of what was said."""
    found = _KIND.match(cause)
    return found[0] if found else "Other"


def event(name: str, **fields: object) -> None:
    """Log that something happened; without effect where no log was asked for.

    Args:
        name: one word, e.g. ``edition``.
        fields: ids and numbers; names that are not known here are left out.
    """
    _LOGGER.info("%s", name, extra={"fields": {"run": _RUN.get(), "office": _OFFICE.get(), **fields}})


def begin(command: str, office: str) -> None:
    """Give what follows an id of its own and the office's code, and log the command that begins."""
    _RUN.set(uuid4().hex[:12])
    _OFFICE.set(office)
    event("begin", command=command)


def to_file(path: Path) -> None:
    """Append to a file from now on; it is made readable and writable by its owner only.

    Raises:
        OutputUnwritable: it cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        stream = os.fdopen(handle, "a", encoding="utf-8")
    except OSError as error:
        raise OutputUnwritable(path, error) from error
    _handle(_Quietly(stream))


def from_environment() -> None:
    """Log to standard error where THONGBAO_LOG is ``json``; not at all where it is not set.

    Raises:
        WrongUse: it says something else.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", "json"):
        raise WrongUse(
            f"{VARIABLE}={wanted!a} is not known. Set it to json for lines on standard error, or give --log."
        )
    if wanted and not any(isinstance(one, _ToStandardError) for one in _LOGGER.handlers):
        _handle(_ToStandardError(sys.stderr))


class _Quietly(logging.StreamHandler[Any]):
    """A log that cannot be written, e.g. on a full disk, is said once and stops nobody's work."""

    said = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 -- logging's own name for it
        if not self.said:
            self.said = True
            print("thongbao: the log could not be written", file=sys.stderr)  # noqa: T201

    def close(self) -> None:
        if self.stream is not sys.stderr:
            self.stream.close()
        super().close()


class _ToStandardError(_Quietly):
    """Standard error as it is when a line is written, not as it was when logging was set up."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _handle(handler: logging.Handler) -> None:
    handler.setFormatter(Lines())
    _LOGGER.addHandler(handler)


def stop() -> None:
    """Close what was opened; nothing is logged from now on."""
    for handler in [one for one in _LOGGER.handlers if not isinstance(one, logging.NullHandler)]:
        _LOGGER.removeHandler(handler)
        handler.close()
