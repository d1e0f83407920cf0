"""Text from elsewhere as text that can be stored and shown."""


def printable(path: str) -> str:
    """`path` with undecodable bytes written as `\\xff`."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character, which no file system gave us
        raw = path.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


def without_halves(text: str) -> str:
    """`text` with each pair of surrogates as the one character that it means, and a lone half as U+FFFD.

    Escapes of JSON and YAML bring them in; no file and no database takes them.
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
