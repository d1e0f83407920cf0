"""Every regular expression of the package: those that its modules hold, and those that functions write down."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from re import Pattern
from types import ModuleType
from typing import Any

import rag

_CALLS = frozenset("compile search match fullmatch split findall finditer sub subn".split())
_SOME_WORD = "Smith"
"""Stands for what a function puts into a pattern while it runs."""


def modules() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(rag.__path__, "rag.") if not m.ispkg]


def patterns_of(name: str) -> dict[str, Pattern[str]]:
    """The patterns of one module, each by where it stands, not those that it imports from another.

    What a module holds may be called in any way, so it must be quick in all; what a function writes down is called
    in this one: `re.match` and `re.fullmatch` look at one place only, as the pattern given here does.
    """
    module = importlib.import_module(name)
    foreign = _imported(module)
    held = {
        where: found
        for held_by, value in vars(module).items()
        if held_by not in foreign and not held_by.startswith("__")
        for where, found in _held(held_by, value, name, 0)
    }
    return {**held, **dict(_written(module))}


def _imported(module: ModuleType) -> set[str]:
    tree = ast.parse(inspect.getsource(module))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {alias.asname or alias.name.split(".")[0] for node in imports for alias in node.names}


def _held(where: str, value: Any, module: str, depth: int) -> Iterator[tuple[str, Pattern[str]]]:
    if isinstance(value, Pattern):
        if isinstance(value.pattern, str):
            yield where, value
    elif depth > 4 or isinstance(value, str | bytes):
        return
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _held(f"{where}[key]", key, module, depth + 1)
            yield from _held(f"{where}[{key!r}]", one, module, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for number, one in enumerate(value):
            yield from _held(f"{where}[{number}]", one, module, depth + 1)
    elif isinstance(value, type):
        if value.__module__ == module:
            for name, one in list(vars(value).items()):
                if not name.startswith("__"):
                    yield from _held(f"{where}.{name}", one, module, depth + 1)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _held(f"{where}.{field.name}", getattr(value, field.name), module, depth + 1)


def _written(module: ModuleType) -> Iterator[tuple[str, Pattern[str]]]:
    """What functions pass to those of `re` by its words, with a word for each part that is not known beforehand."""
    tree = ast.parse(inspect.getsource(module))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda))
    for call in (node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)):
        if (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "re"
            and call.func.attr in _CALLS
            and call.args
            and (text := _text(call.args[0], module)) is not None
        ):
            flags = _flags(call, module)
            if call.func.attr in {"match", "fullmatch"}:
                text = rf"\A(?:{text})"
            yield f"line {call.lineno}", re.compile(text, flags)


def _text(node: ast.expr, module: ModuleType) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, module) or "" for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, module) or _SOME_WORD
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_text(node.left, module) or "") + (_text(node.right, module) or "")
    if isinstance(node, ast.Attribute) and node.attr == "pattern" and isinstance(node.value, ast.Name):
        return str(getattr(module, node.value.id).pattern)
    if isinstance(node, ast.Name) and isinstance(known := getattr(module, node.id, None), str):
        return known
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        return _text(node.func.value, module)
    return None


def _flags(call: ast.Call, module: ModuleType) -> int:
    given = [word.value for word in call.keywords if word.arg == "flags"]
    if isinstance(call.func, ast.Attribute) and not given:
        place = {"split": 3, "sub": 4, "subn": 4}.get(call.func.attr, 1 if call.func.attr == "compile" else 2)
        given = call.args[place : place + 1]
    return int(eval(ast.unparse(given[0]), {"re": re})) if given else 0
