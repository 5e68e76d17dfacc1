"""Two processes that send from one outbox at once: python sends_at_once.py URL PORT HOW; one line of JSON each.

HOW is ``command`` for what the command does, or ``claims`` for senders that never ask whether another one lives.
"""

from __future__ import annotations

import json
import os
import sys

from support.outboxes import SCOPE, how
from thongbao.bulletin import outbox_sender as steps
from thongbao.bulletin.send import send_letters
from thongbao.bulletin.senders import this_process
from thongbao.database import open_store
from thongbao.errors import RunBusy


def one(url: str, port: int, kind: str, ready: int) -> None:
    if kind == "claims":
        steps.begin = lambda connection, office, now: steps.enlist(connection, office, now, this_process())
    os.read(ready, 1)
    try:
        send_letters(open_store(url), SCOPE, how(port))
    except RunBusy as error:
        said = str(error)
    else:
        said = "sent"
    os.write(1, (json.dumps(said) + "\n").encode())


def main() -> None:
    url, port, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    ready, go = os.pipe()
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            one(url, port, kind, ready)
            os._exit(0)
        children.append(child)
    os.write(go, b"xx")
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


if __name__ == "__main__":
    main()
