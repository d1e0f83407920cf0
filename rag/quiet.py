"""Keeps the libraries that we stand on from sending, and from leaving files about: set before any of them is imported.

Several report how they are used to their makers unless they are told not to, some only where no CI is about, so that
no test of theirs or ours sees it. What is set here wins over the environment: a user who has not heard of a variable
has not agreed to anything. Add a library's variable here when the library is added; `tests/test_nothing_leaves.py`
traces the system calls of whole commands for what nobody has heard of yet.
"""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.private import make_private

SILENCED = {
    "onnxruntime": ("ORT_DISABLE_TELEMETRY", "1"),  # a device id and a database at home, and a look-up of its collector
    "chromadb": ("ANONYMIZED_TELEMETRY", "False"),
    "opentelemetry": ("OTEL_SDK_DISABLED", "true"),  # which chromadb brings
    "huggingface_hub": ("HF_HUB_DISABLE_TELEMETRY", "1"),
    "transformers": ("DISABLE_SAFETENSORS_CONVERSION", "1"),  # a thread that asks the hub to convert weights
    "others": ("DO_NOT_TRACK", "1"),  # a convention that torch's and the hub's relatives keep to
}
"""What is told not to report, by which variable and value."""

_CALM = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def silence() -> None:
    """Tell every library to report nothing, whatever the environment says. `import rag` does it."""
    for variable, value in SILENCED.values():
        os.environ[variable] = value
    for variable, value in _CALM.items():
        os.environ.setdefault(variable, value)


def stay_below(cache: Path) -> None:
    """Keep what this process leaves for a moment, temporary files of libraries included, below `cache`.

    For a process of our own only: a program that uses us has its own place for such files. Where the folder cannot
    be made, nothing is changed: what needs the cache will say so.
    """
    folder = cache / "temporary"
    try:
        make_private(folder)
    except OSError:
        return
    tempfile.tempdir = str(folder)
    os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = str(folder)
    os.environ["JOBLIB_MULTIPROCESSING"] = "0"  # it tries semaphores when scikit-learn is imported


@contextmanager
def importing() -> Iterator[None]:
    """While heavy libraries are imported: urllib3, which some bring, opens a socket to see whether there is IPv6."""
    had, socket.has_ipv6 = socket.has_ipv6, False
    try:
        yield
    finally:
        socket.has_ipv6 = had
