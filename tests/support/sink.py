"""A mail server that takes everything and keeps nothing, as quick as Python can: prints its port, runs until ended.

With the argument ``pipelining`` it says that commands may come together (RFC 2920), as most servers do.
"""

from __future__ import annotations

import asyncio
import sys

GREETING = b"250-sink\r\n250-PIPELINING\r\n250 SIZE 100000000\r\n"
if "pipelining" not in sys.argv:
    GREETING = GREETING.replace(b"250-PIPELINING\r\n", b"")


class Sink(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.held = bytearray()
        self.body = False
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        seen = max(0, len(self.held) - 5)
        self.held += data
        while True:
            end = b"\r\n.\r\n" if self.body else b"\r\n"
            at = self.held.find(end, seen)
            if at < 0:
                return
            word = bytes(self.held[:4]).upper()
            del self.held[: at + len(end)]
            seen = 0
            if self.body:
                self.body = False
                self.transport.write(b"250 taken\r\n")
            elif word == b"DATA":
                self.body = True
                self.transport.write(b"354 go ahead\r\n")
            elif word == b"EHLO":
                self.transport.write(GREETING)
            elif word == b"QUIT":
                self.transport.write(b"221 bye\r\n")
                self.transport.close()
                return
            else:
                self.transport.write(b"250 ok\r\n")


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
