"""Names from the file system as text that can be stored and shown."""


def printable(path: str) -> str:
    """`path` with undecodable bytes written as `\\xff`."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, which no file system gave us
        raw = path.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")
