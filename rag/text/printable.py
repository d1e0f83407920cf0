"""Text from elsewhere as text that can be stored and shown."""


def printable(path: str) -> str:
    """`path` with undecodable bytes written as `\\xff`."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, which no file system gave us
        raw = path.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


def whole(text: str) -> str:
    """`text` without halves of characters, which JSON can hold and no output can."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
