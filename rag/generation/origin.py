"""Where a request goes: scheme, host and port, as the HTTP client sees them."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """The host is in lower case, and in ASCII where it is international."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def is_here(self) -> bool:
        """Whether it is of this machine: a loopback address, or "localhost"."""
        if self.host == "localhost":
            return True
        try:
            address = ip_address(self.host)
        except ValueError:
            return False
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return (mapped or address).is_loopback


def without_password(url: str) -> str:
    """A URL as it may be shown."""
    scheme, found, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}{found}{place.rpartition('@')[2]}{slash}{path}"


def origin_of(url: str) -> Origin | None:
    """Where requests to this URL go; None where it is no address of HTTP, or holds a password."""
    import httpx  # noqa: PLC0415  (slow)

    try:
        seen = httpx.URL(url)
        scheme, host = seen.scheme.lower(), seen.raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError):
        return None
    if scheme not in _PORTS or not host or seen.userinfo:
        return None
    return Origin(scheme, host, seen.port or _PORTS[scheme])
