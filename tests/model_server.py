"""A model server to be asked in tests, over real HTTP: it speaks as OpenAI's, Ollama's and Anthropic's do.

What it answers is scripted: `ModelServer(Reply("Six. ", 0.5, "Seven."), Reply(status=429))` answers the first request
in two pieces, half a second apart, the second with an error, and all after that as the last. A function of what was
asked may stand in place of a reply.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

CUT = object()
"""A step of a reply: the connection is closed in the middle."""
STOP = object()
"""A step of a reply: the stream ends here, whole as HTTP, without the model's having finished."""


class Reply:
    """Steps of a reply: pieces of text, seconds of silence, `CUT` or `STOP`; or a status, or a body as it is."""

    def __init__(
        self,
        *steps: object,
        status: int = 200,
        error: str = "",
        code: str | None = None,
        body: bytes | None = None,
        kind: str = "application/json",
        finish: str = "stop",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.steps, self.status, self.error, self.code = steps, status, error, code
        self.body, self.kind, self.finish, self.headers = body, kind, finish, headers or {}


@dataclass(frozen=True)
class Asked:
    """One request: its path, its headers in lower case, its JSON."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All that the model is told, whichever way."""
        system = self.body.get("system", "")
        if isinstance(system, list):
            system = "\n".join(part["text"] for part in system)
        parts = [m["content"] for m in self.body.get("messages", ())]
        texts = [p if isinstance(p, str) else "\n".join(b.get("text", "") for b in p) for p in parts]
        return "\n".join([system, *texts])

    @property
    def offered(self) -> dict[str, str]:
        """The sentences that may be cited, by their ids, in order."""
        lines = re.findall(r"^\d+ \[([a-z0-9]+)\] (.*)$", self.prompt, re.M)
        return dict(lines)

    def id_of(self, words: str) -> str:
        """The id of the first sentence that holds these words."""
        return next(i for i, text in self.offered.items() if words in text)

    @property
    def schema(self) -> dict[str, Any] | None:
        """The schema that the reply is held to, wherever the provider takes it."""
        if "response_format" in self.body:
            return self.body["response_format"]["json_schema"]["schema"]  # type: ignore[no-any-return]
        if "output_config" in self.body:
            return self.body["output_config"]["format"]["schema"]  # type: ignore[no-any-return]
        return self.body.get("format") or None


Script = Reply | Callable[[Asked], Reply]


@dataclass
class ModelServer:
    """Use it with `with`. `hung_up` is set when a client went away in the middle of a reply."""

    script: list[Script]
    models: tuple[str, ...] = ("tiny",)
    asked: list[Asked] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    sent: list[tuple[str, float]] = field(default_factory=list)
    """Each piece of text with the moment right before it was sent, of `time.perf_counter`."""

    def __init__(self, *script: Script, models: tuple[str, ...] = ("tiny",)) -> None:
        self.script, self.models = list(script), models
        self.asked, self.sent, self.hung_up = [], [], threading.Event()

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"model_server": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self._http.handle_error = lambda *_: self.hung_up.set()  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def name(self) -> str:
        """What `--model` names it."""
        return f"tiny@{self.root}/v1"

    def reply_to(self, asked: Asked) -> Reply:
        chosen = self.script[min(len(self.asked), len(self.script) - 1)]
        self.asked.append(asked)
        return chosen if isinstance(chosen, Reply) else chosen(asked)


class _Handler(BaseHTTPRequestHandler):
    model_server: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        key = self.headers.get("authorization", "") + self.headers.get("x-api-key", "")
        if "bad" in key:
            self._send(401, {"error": {"message": f"incorrect key {key}"}})
        elif self.path == "/api/tags":
            self._send(200, {"models": [{"name": m, "model": m} for m in self.model_server.models]})
        elif self.path.startswith("/v1/models"):
            self._send(
                200, {"object": "list", "data": [{"id": m, "object": "model"} for m in self.model_server.models]}
            )
        else:
            self._send(404, {"error": "not found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)) or b"{}")
        asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        speaks = {"/v1/chat/completions": _openai, "/api/chat": _ollama, "/v1/messages": _anthropic}.get(self.path)
        if speaks is None:
            self._send(404, {"error": "not found"})
            return
        reply = self.model_server.reply_to(asked)
        if reply.body is not None:
            self._send_bytes(reply.status, reply.body, reply.kind, reply.headers)
        elif reply.status != 200:
            self._send(reply.status, _error(self.path, reply), reply.headers)
        else:
            self._stream(speaks(reply), "application/x-ndjson" if self.path == "/api/chat" else "text/event-stream")

    def _send(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._send_bytes(status, json.dumps(value).encode(), "application/json", headers or {})

    def _send_bytes(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, pieces: Iterator[object], kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for piece in pieces:
                if piece is CUT:
                    self.close_connection = True
                    return
                if isinstance(piece, float):
                    time.sleep(piece)
                    continue
                text, data = piece  # type: ignore[misc]
                if text:
                    self.model_server.sent.append((text, time.perf_counter()))
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            self.model_server.hung_up.set()
            self.close_connection = True


def said(path: str, *steps: object) -> list[bytes]:
    """The bytes in which a model says these texts, as the API of this path has them; the last of them end the reply."""
    speaks = {"/api/chat": _ollama, "/v1/messages": _anthropic}.get(path, _openai)
    return [piece[1] for piece in speaks(Reply(*steps)) if isinstance(piece, tuple)]


def _error(path: str, reply: Reply) -> object:
    if path == "/api/chat":
        return {"error": reply.error}
    if path == "/v1/messages":
        return {"type": "error", "error": {"type": reply.code or "api_error", "message": reply.error}}
    return {"error": {"message": reply.error, "type": "error", "code": reply.code}}


def _openai(reply: Reply) -> Iterator[object]:
    def event(delta: dict[str, str], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": [choice]}
        return b"data: " + json.dumps(chunk).encode() + b"\n\n"

    yield "", event({"role": "assistant"})
    for step in reply.steps:
        if step is STOP:
            return
        yield (step, event({"content": step})) if isinstance(step, str) else step
    yield "", event({}, reply.finish)
    yield "", b"data: [DONE]\n\n"


def _ollama(reply: Reply) -> Iterator[object]:
    def line(text: str, **more: object) -> bytes:
        part = {
            "model": "tiny",
            "created_at": "2026-01-01T00:00:00Z",
            "message": {"role": "assistant", "content": text},
        }
        return json.dumps({**part, "done": False, **more}).encode() + b"\n"

    for step in reply.steps:
        if step is STOP:
            return
        yield (step, line(step)) if isinstance(step, str) else step
    yield "", line("", done=True, done_reason=reply.finish, prompt_eval_count=9, eval_count=9)


def _anthropic(reply: Reply) -> Iterator[object]:
    def event(kind: str, **more: object) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()

    message = {
        "id": "1", "type": "message", "role": "assistant", "model": "tiny", "content": [], "stop_reason": None,
        "stop_sequence": None, "usage": {"input_tokens": 9, "output_tokens": 1},
    }  # fmt: skip
    yield "", event("message_start", message=message)
    yield "", event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for step in reply.steps:
        if step is STOP:
            return
        piece = event("content_block_delta", index=0, delta={"type": "text_delta", "text": step})
        yield (step, piece) if isinstance(step, str) else step
    yield "", event("content_block_stop", index=0)
    finish = {"stop": "end_turn", "length": "max_tokens"}.get(reply.finish, reply.finish)
    yield "", event("message_delta", delta={"stop_reason": finish, "stop_sequence": None}, usage={"output_tokens": 9})
    yield "", event("message_stop")
