"""The keys of YAML front matter, read off its nodes: no value is ever made of them, so that none can be a bomb."""

from collections.abc import Collection
from functools import cache
from typing import Any

from rag.text.printable import without_halves

DEEPEST = 20
"""In brackets or indents within each other; each costs a call, and deep ones cost square time."""
MOST_NODES = 2_000
MOST_LISTED = 100
"""So many of a list are read, and one more, by which it is told to be longer."""
_TEXT = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "timestamp", "value"))
_NO_TEXT = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "binary", "map", "seq", "set", "omap", "pairs", "merge")
)
_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"

Value = str | list[str] | None
"""A text, those texts of a list that are some, or what is neither."""


class FrontMatterError(ValueError):
    """The front matter cannot be read; the message says why."""


def keys_of(text: str, wanted: Collection[str]) -> dict[str, tuple[Value, str]]:
    """Of a YAML mapping the keys that are `wanted`, which are in lower case: each with what it holds, and how that was
    written, where it is no list. Keys that hold nothing are left out. Numbers and days are left as they are written.

    Aliases and merges cost no more than they are long, for nothing is copied that is not wanted.

    Raises:
        FrontMatterError: it is not YAML, not a mapping, nested too deeply, or of a type that only a program can make.
    """
    import yaml  # noqa: PLC0415  (only files with front matter pay for it)

    try:
        root = yaml.compose(text, Loader=_loader())
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            raise FrontMatterError(": it holds no keys")
        found = {name: node for name, node in _pairs(root, set()).items() if node.tag != _NULL}
    except (yaml.YAMLError, OverflowError, RecursionError, ValueError) as error:
        if isinstance(error, FrontMatterError):
            raise
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise FrontMatterError(f"{where}: it is not YAML") from error
    return {name: (_value(node), _written(node)) for name in wanted if (node := found.get(name)) is not None}


@cache
def _loader() -> Any:
    """Composes nodes of plain types, to a limited depth. The loader in C is no faster than the limits allow, refuses
    the surrogates that writers of JSON leave, and goes as deep as the stack.
    """
    import yaml  # noqa: PLC0415

    class Loader(yaml.SafeLoader):
        depth = nodes = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.depth += 1
            if self.depth > DEEPEST:
                raise FrontMatterError(f": nested more than {DEEPEST} deep, it is not YAML that we read")
            self.nodes += 1
            if self.nodes > MOST_NODES:
                raise FrontMatterError(f": of more than {MOST_NODES:,} values, it is not YAML that we read")
            node: Any = super().compose_node(parent, index)
            self.depth -= 1
            if node.tag not in _TEXT and node.tag not in _NO_TEXT:
                raise yaml.composer.ComposerError(None, None, f"a tag of its own: {node.tag}", node.start_mark)
            return node

    return Loader


def _pairs(node: Any, seen: set[int]) -> dict[str, Any]:
    """The values of a mapping by their keys, its own before those that it merges, each merged once."""
    own: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    seen.add(id(node))
    for key, value in node.value:
        if not isinstance(key.value, str):
            continue
        if key.tag != _MERGE:
            own[without_halves(key.value).lower()] = value
            continue
        for part in value.value if value.id == "sequence" else [value]:
            if part.id == "mapping" and id(part) not in seen:
                merged = {**_pairs(part, seen), **merged}
    return {**merged, **own}


def _value(node: Any) -> Value:
    if node.id == "sequence":
        return [text for text in map(_text, node.value[: MOST_LISTED + 1]) if text is not None]
    return _text(node)


def _text(node: Any) -> str | None:
    return without_halves(node.value) if node.id == "scalar" and node.tag in _TEXT else None


def _written(node: Any) -> str:
    return without_halves(node.value) if node.id == "scalar" else f"a {node.id}"
