"""HTTP to one model server. Whatever client asks through it: no other address is asked, nobody else's keys are sent,
no redirect is followed, nothing is inflated, and time and size are bounded."""

import ssl
import time
from collections.abc import Iterable, Iterator
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from rag.generation.access import Access
from rag.generation.bounds import (
    MOST_OF_AN_ERROR,
    Budget,
    CompressedError,
    ProxyUnusableError,
    RedirectedError,
    StrayError,
    WireError,
)
from rag.generation.origin import Origin, origin_of, without_password

_CONNECT_S = 10
_AGENT = "ask"
_SENT = frozenset({"accept", "content-type", "content-length", "transfer-encoding"})
"""The headers of a client that are sent on. Keys, accounts and whatever else it read in the environment are not."""
_HEARD = frozenset({"content-type", "retry-after"})
_LONGEST_LOCATION = 200
_ERROR_S = 5.0
"""The longest time for which an error is read."""


def proxy_to(origin: Origin) -> str | None:
    """The proxy that the environment names for an address; none for this machine, whatever it says."""
    if origin.is_here:
        return None
    named = getproxies()
    proxy = named.get(origin.scheme) or named.get("all")
    if not proxy or proxy_bypass(f"{origin.host}:{origin.port}"):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


class Wire(httpx.BaseTransport):
    """Carries requests to the address of `access`, with its headers."""

    def __init__(self, access: Access, budget: Budget, silence: float) -> None:
        """
        Args:
            silence: the longest, in seconds.
        """
        self._access, self._budget, self._origin = access, budget, access.origin
        connect = min(_CONNECT_S, silence)
        self._timeout = {"connect": connect, "read": silence, "write": silence, "pool": silence}
        self._pool = _pool_to(self._origin, budget)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """
        Raises:
            WireError: the server does what ends the talk with it.
            httpx.TransportError: it cannot be reached, is silent, or breaks off.
        """
        if origin_of(str(request.url)) != self._origin:
            raise StrayError(str(request.url))
        answer = self._asked(request)
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in answer.headers}
        coding = headers.get("content-encoding", "identity").strip().lower()
        heard = {name: headers[name] for name in _HEARD & headers.keys()}
        # A "charset" may be the name of a compression; all that is sent here is UTF-8.
        heard["content-type"] = heard.get("content-type", "").partition(";")[0]
        assert isinstance(answer.stream, Iterable)
        body = _Body(answer)
        if answer.status < 300 and coding == "identity":
            return httpx.Response(answer.status, headers=heard, stream=body)
        try:
            if 300 <= answer.status < 400:
                raise RedirectedError(answer.status, _shown(headers.get("location", "")))
            if answer.status < 400:
                raise CompressedError(_shown(coding))
            words = _beginning(body, self._timeout["read"]) if coding == "identity" else b""
        finally:
            body.close()
        return httpx.Response(answer.status, headers=heard, content=words)

    def close(self) -> None:
        self._pool.close()

    def _asked(self, request: httpx.Request) -> httpcore.Response:
        sent = [("host", request.headers["host"]), ("user-agent", _AGENT), ("accept-encoding", "identity")]
        sent += [(name, value) for name, value in request.headers.items() if name.lower() in _SENT]
        sent += self._access.headers.items()
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=[(name.encode(), value.encode()) for name, value in sent],
            content=request.stream,
            extensions={"timeout": self._timeout},
        )
        try:
            return self._pool.handle_request(asked)
        except _TROUBLE as error:
            raise _as_httpx(error) from error


_TROUBLE = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except _TROUBLE as error:
            raise _as_httpx(error) from error

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    """Opens connections that keep to a budget, from the first byte of a header on."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self._inner = budget, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        within = _within(self._budget, timeout)
        return _Stream(self._inner.connect_tcp(host, port, within, local_address, socket_options), self._budget)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, budget: Budget) -> None:
        self._inner, self._budget = inner, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data = self._inner.read(max_bytes, _within(self._budget, timeout))
        except httpcore.ReadTimeout:
            _ = self._budget.seconds_left  # which says so where it was not a silence that ended it
            raise
        self._budget.received(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _within(self._budget, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        within = _within(self._budget, timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, within), self._budget)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _pool_to(origin: Origin, budget: Budget) -> httpcore.ConnectionPool:
    backend = _Backend(budget)
    context = httpx.create_ssl_context() if origin.scheme == "https" else None
    proxy = proxy_to(origin)
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=context, network_backend=backend)
    seen = httpx.URL(proxy)
    if seen.scheme not in {"http", "https"}:
        raise ProxyUnusableError(without_password(proxy))
    auth = (seen.username, seen.password) if seen.userinfo else None
    at = httpcore.URL(scheme=seen.raw_scheme, host=seen.raw_host, port=seen.port, target=b"/")
    return httpcore.HTTPProxy(at, proxy_auth=auth, ssl_context=context, network_backend=backend)


def _within(budget: Budget, timeout: float | None) -> float:
    left = budget.seconds_left
    return left if timeout is None else min(timeout, left)


def _beginning(body: Iterable[bytes], silence: float) -> bytes:
    """As much of an error as is shown of one; what ends in the middle has told enough."""
    found, until = b"", time.monotonic() + min(_ERROR_S, silence)
    try:
        for part in body:
            found += part
            if len(found) >= MOST_OF_AN_ERROR or time.monotonic() > until:
                break
    except (WireError, httpx.TransportError):
        pass
    return found[:MOST_OF_AN_ERROR]


def _as_httpx(error: Exception) -> httpx.TransportError:
    """The exception that clients know."""
    kind: type[httpx.TransportError] = getattr(httpx, type(error).__name__, httpx.TransportError)
    return kind(str(error))


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_LOCATION else f"{line[:_LONGEST_LOCATION]}…"
