"""How long-running work speaks to whoever watches."""

from collections.abc import Sequence
from typing import Protocol

from rag.types import Problem


class Reporter(Protocol):
    def notify(self, message: str) -> None:
        """Something worth a line happened."""
        ...

    def warn(self, message: str) -> None:
        """Something the user should know of, and may want to do something about."""
        ...

    def progress(self, done: float, total: int, what: str = "articles") -> None:
        """So many of so many articles are in the library, or questions asked."""
        ...

    def problems(self, new: Sequence[Problem], known: int) -> None:
        """Files that cannot be used as they are: the newly found ones, and how many were known."""
        ...


class Silence:
    """A reporter for programs: says nothing."""

    def notify(self, message: str) -> None: ...

    def warn(self, message: str) -> None: ...

    def progress(self, done: float, total: int, what: str = "articles") -> None: ...

    def problems(self, new: Sequence[Problem], known: int) -> None: ...
