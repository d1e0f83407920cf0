"""Names from the file system as text that can be stored and shown."""


def printable(path: str) -> str:
    """`path` with undecodable bytes written as `\\xff`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
