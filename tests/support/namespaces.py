"""Machines of a network that are none: network namespaces, joined by a bridge."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


class Machine(NamedTuple):
    """A namespace.

    Attributes:
        address: of its end of the line.
        within: the command that starts another one in it.
        line: the interface at our end; set down, the machine is cut off.
    """

    address: str
    within: tuple[str, ...]
    line: str


def ip(*words: str) -> None:
    """Run iproute2's ``ip``."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def machines(many: int) -> Iterator[list[Machine]]:
    """Make namespaces that reach each other and this one; skip the test where that cannot be done."""
    if shutil.which("ip") is None:
        pytest.skip("network namespaces need iproute2")
    tag = f"tb{os.getpid() % 100_000}"
    net = f"10.{200 + os.getpid() % 50}.{os.getpid() // 50 % 250}"
    try:
        try:
            made = _made(tag, net, many)
        except subprocess.CalledProcessError as error:
            pytest.skip(f"network namespaces cannot be made here: {error.stderr.decode().strip()}")
        yield made
    finally:
        for number in range(many):
            subprocess.run(["ip", "netns", "delete", f"{tag}n{number}"], check=False, capture_output=True)
        subprocess.run(["ip", "link", "delete", tag], check=False, capture_output=True)


def _made(tag: str, net: str, many: int) -> list[Machine]:
    ip("link", "add", tag, "type", "bridge")
    ip("address", "add", f"{net}.1/24", "dev", tag)
    ip("link", "set", tag, "up")
    made = []
    for number in range(many):
        name, line, address = f"{tag}n{number}", f"{tag}v{number}", f"{net}.{number + 2}"
        ip("netns", "add", name)
        ip("link", "add", line, "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", line, "master", tag, "up")
        ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
        ip("-n", name, "link", "set", "eth0", "up")
        ip("-n", name, "link", "set", "lo", "up")
        made.append(Machine(address, ("ip", "netns", "exec", name), line))
    return made
