"""Being nobody for once: root reads everything, so what permissions do shows only without its privileges."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root reads everything, so for once be nobody; the saved id is what lets us come back."""
    if os.getuid() != 0:
        yield
        return
    try:
        os.setresuid(65534, 65534, 0)
    except (OSError, AttributeError) as error:
        pytest.skip(f"root cannot become another user here: {error}")
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder that others may read, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with without_privileges():
            reachable = os.access(folder, os.R_OK | os.X_OK)
        if not reachable:
            pytest.skip(f"{folder} is out of reach without privileges")
        yield folder
