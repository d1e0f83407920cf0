"""Models on a hub: whether one is on this machine, and what is said before it is fetched."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from rag.paths import expanded, is_folder

_PUBLIC = "https://huggingface.co"
_loading = Lock()

Notify = Callable[[str], None]


def is_here(name: str, cache: str | None = None) -> bool:
    """Whether a model, called `owner/model`, is in the cache of the hub's library, or in the one given."""
    home = os.environ.get("HF_HOME") or str(Path.home() / ".cache" / "huggingface")
    hub = Path(cache or os.environ.get("HF_HUB_CACHE") or Path(home) / "hub")
    folder = hub / f"models--{name.replace('/', '--')}"
    snapshots = folder / "snapshots"
    is_begun = snapshots.is_dir() and any(snapshots.iterdir())
    return is_begun and not any((folder / "blobs").glob("*.incomplete"))


def must_be_fetched(name: str) -> bool:
    """Whether what the settings name is neither a folder nor in the cache."""
    return not is_folder(expanded(name, "a model's name")) and not is_here(name)


def fetching(name: str, what: str) -> str:
    """What is said before a model is fetched."""
    return (
        f"downloading the {what} {name} from {os.environ.get('HF_ENDPOINT') or _PUBLIC}, as it is not on this machine"
    )


def once(notify: Notify) -> Notify:
    """Says each line once: what fails when it is warmed up is tried again when it is needed."""
    said: set[str] = set()

    def say(line: str) -> None:
        if line not in said:
            said.add(line)
            notify(line)

    return say


@contextmanager
def hub(*, offline: bool) -> Iterator[None]:
    """While it lasts, the hub's library asks for nothing where `offline`, or where the user wants it so.

    A variable would be read once, when the library is imported, and hold for models that must be fetched, too.
    """
    from huggingface_hub import constants  # noqa: PLC0415  (slow)

    with _loading:
        before = constants.HF_HUB_OFFLINE
        constants.HF_HUB_OFFLINE = before or offline
        try:
            yield
        finally:
            constants.HF_HUB_OFFLINE = before
