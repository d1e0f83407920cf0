"""Loads what reads its settings from its surroundings as if there were none.

Already when it is imported, Chroma takes its settings, classes to load and addresses to report to among them, from
variables with everyday names (`MIGRATIONS`, `ENVIRONMENT`) and from a `.env` in the working folder, which may be a
stranger's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partialmethod
from typing import Any

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource


@contextmanager
def nothing_around() -> Iterator[None]:
    """Settings of pydantic that are made within have their defaults, and what they are given in so many words."""
    made, sources = BaseSettings.__init__, BaseSettings.__dict__["settings_customise_sources"]
    BaseSettings.__init__ = partialmethod(made, _env_file=None)  # type: ignore[assignment,method-assign]
    BaseSettings.settings_customise_sources = classmethod(_given_alone)  # type: ignore[assignment,method-assign,arg-type]
    try:
        yield
    finally:
        BaseSettings.__init__ = made  # type: ignore[method-assign]
        BaseSettings.settings_customise_sources = sources  # type: ignore[method-assign]


def _given_alone(
    _: type[BaseSettings], settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, **__: Any
) -> tuple[PydanticBaseSettingsSource, ...]:
    return (init_settings,)
