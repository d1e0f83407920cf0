"""Frozen dataclasses as plain values for JSON, and back, by their type hints."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_plain(value: object, leave_out: frozenset[str] = frozenset()) -> Any:
    """`value` in dictionaries, lists, strings and numbers; fields named in `leave_out` are left out."""
    if is_dataclass(value):
        return {f.name: to_plain(getattr(value, f.name), leave_out) for f in fields(value) if f.name not in leave_out}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item, leave_out) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item, leave_out) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def from_plain(kind: Any, value: Any) -> Any:
    """The value of type `kind` that `to_plain` made this of; what it lacks has its default.

    Raises:
        ValueError: it is none.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        if value is None and NoneType in arguments:
            return None
        return from_plain(next(a for a in arguments if a is not NoneType), value)
    if origin is tuple:
        return tuple(from_plain(arguments[0], item) for item in _of(list, value))
    if origin is not None and issubclass(origin, Mapping):
        return {key: from_plain(arguments[1], item) for key, item in _of(dict, value).items()}
    if is_dataclass(kind):
        return _dataclass(kind, _of(dict, value))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is date:
        return date.fromisoformat(_of(str, value))
    if kind is Path:
        return Path(_of(str, value))
    return _of((int, float) if kind is float else kind, value)


def _dataclass(kind: Any, value: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    given = {f.name: from_plain(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value}
    for f in fields(kind):
        if f.name not in given and f.default is MISSING and f.default_factory is MISSING:
            raise ValueError(f"{f.name} is missing")
    return kind(**given)


def _of(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{value!r:.40} is no {getattr(kind, '__name__', 'number')}")
    return value
