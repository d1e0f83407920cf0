"""Addresses of articles, as they may stand in a file for people: what somebody wrote there is not trusted to be one."""

import re
from urllib.parse import quote, urlsplit

_SCHEMES = frozenset({"http", "https"})
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\]")
_STAYS = "%/:?#[]@!$&'()*+,;=-._~"
"""What an address is written with, besides letters and figures; all else in it is percent-encoded."""


def safe_address(url: str) -> str | None:
    """`url` in printable ASCII, without a name or password for its host; None where it is no address of a web page."""
    try:
        parts = urlsplit(url.strip())
        host = _ascii_host(parts.hostname or "")
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not _HOST.fullmatch(host):
        return None
    rest = parts._replace(scheme="", netloc="").geturl()
    if rest and rest[0] not in "/?#":
        return None
    written = quote(rest, safe=_STAYS, errors="backslashreplace")
    return f"{parts.scheme}://{host}{port}{re.sub('%(?![0-9A-Fa-f]{2})', '%25', written)}"


def _ascii_host(host: str) -> str:
    """A host of other letters as the network knows it (xn--…), in which none looks like another."""
    if host.isascii():
        return f"[{host}]" if ":" in host else host
    return host.encode("idna").decode("ascii")
