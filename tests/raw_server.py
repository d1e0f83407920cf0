"""A server that sends what it is told to, byte by byte, be it HTTP or not, and keeps all that it gets."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from model_server import said

Part = bytes | float
Answer = Callable[[str], Iterable[Part]]
"""The parts that are sent for a request to a path: bytes, and seconds of silence. Then the connection is closed."""

MEGABYTE = 1024 * 1024


@dataclass
class RawServer:
    """Use it with `with`. `got` has every request as it came."""

    answer: Answer
    got: list[bytes] = field(default_factory=list)
    root: str = ""

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.root = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._is_closed = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed.set()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            request = _request(connection)
            if not request:
                return
            self.got.append(request)
            words = request.split(b" ", 2)
            try:
                for part in self.answer(words[1].decode() if len(words) > 1 else ""):
                    if self._is_closed.is_set():
                        return
                    if isinstance(part, float):
                        time.sleep(part)
                    else:
                        connection.sendall(part)
            except OSError:
                return  # it had enough of us


def _request(connection: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        part = connection.recv(65536)
        if not part:
            return got
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    length = next((int(h[15:]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        part = connection.recv(65536)
        if not part:
            break
        body += part
    return head + b"\r\n\r\n" + body


def head(path: str, *more: str, status: str = "200 OK", kind: str = "") -> bytes:
    """Status and headers of a reply that ends with the connection."""
    kind = kind or ("application/x-ndjson" if path == "/api/chat" else "text/event-stream")
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *more, "", ""]).encode()


def begun(path: str) -> list[bytes]:
    """The beginning of a good reply."""
    return [head(path), *said(path, "Six ")[: 3 if path == "/v1/messages" else 1 if path == "/api/chat" else 2]]


def piece(path: str, text: str) -> bytes:
    """One piece of text in the middle of a reply."""
    return next(part for part in said(path, text) if b'"TEXT"' in part.replace(_json(text), b'"TEXT"'))


def _json(text: str) -> bytes:
    return json.dumps(text).encode()
