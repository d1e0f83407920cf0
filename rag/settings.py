"""Settings: defaults, under rag.toml, under RAG_* variables, under flags."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from rag.errors import UsageError

_FILE = "rag.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. `found_in` says where the corpus was named."""

    corpus: tuple[Path, ...]
    found_in: str
    cache: Path
    embedding_model: str = "all-MiniLM-L6-v2"
    reader: str = "packaged"
    checker: str = "packaged"
    passage_tokens: int = 200
    statements: int = 3
    model: str = "none"
    model_timeout: int = 120
    """The longest silence of a language model, in seconds."""
    model_window: int = 8192
    """How many tokens a language model can read and write in all."""

    @property
    def libraries(self) -> Path:
        return self.cache / "libraries"

    @property
    def models(self) -> Path:
        return self.cache / "models"


SAMPLE = "the sample corpus"
_LONGEST_NUMBER = 20

# (table, key) in rag.toml, variable, field, type, least, most
_KEYS: tuple[tuple[str, str, str, type, int, int], ...] = (
    ("embedding", "model", "embedding_model", str, 0, 0),
    ("reader", "model", "reader", str, 0, 0),
    ("checker", "model", "checker", str, 0, 0),
    ("passages", "tokens", "passage_tokens", int, 32, 8192),
    ("answer", "statements", "statements", int, 1, 10),
    ("model", "name", "model", str, 0, 0),
    ("model", "timeout", "model_timeout", int, 1, 3600),
    ("model", "window", "model_window", int, 4096, 10_000_000),
)

_MODELS = {"embedding_model", "reader", "checker"}
"""Those that may name a folder."""


def load_settings(
    corpus: Sequence[Path] = (),
    *,
    model: str | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Settings:
    """The settings in force.

    Args:
        corpus: folders named by flags; they win.
        model: the language model named by a flag; it wins.
        environ: the environment; the process' own by default.
        cwd: where rag.toml is looked for, upward, and ./corpus; the working folder by default.

    Raises:
        UsageError: rag.toml or a variable holds what is no setting.
    """
    environ = os.environ if environ is None else environ
    cwd = Path.cwd() if cwd is None else cwd
    file = find_file(cwd)
    table = _load(file) if file else {}
    folders, found_in = _corpus(corpus, environ, cwd, file, table)
    set_here: dict[str, Any] = {}
    for section, key, name, kind, least, most in _KEYS:
        where, value = f"{section}.{key} in {file}", table.get(section, {}).get(key)
        if name in _MODELS and file and isinstance(value, str) and value and (file.parent / value).is_dir():
            value = str(file.parent / value)  # like the corpus, relative to the file
        variable = f"RAG_{section}_{key}".upper()
        if environ.get(variable):
            where, value = variable, environ[variable]
        if value is not None:
            set_here[name] = _checked(where, value, kind, least, most)
    if model is not None:
        set_here["model"] = model
    return Settings(corpus=folders, found_in=found_in, cache=_cache(environ), **set_here)


def find_file(cwd: Path) -> Path | None:
    """The nearest rag.toml in `cwd` or a folder above it."""
    return next((f for folder in (cwd, *cwd.parents) if (f := folder / _FILE).is_file()), None)


def sample_corpus() -> Path:
    """The articles that come with the tool: in the wheel, or beside the sources."""
    packaged = Path(str(files("rag"))) / "_data" / "corpus"
    return packaged if packaged.is_dir() else Path(str(files("rag"))).parent / "corpus"


def _corpus(
    flags: Sequence[Path], environ: Mapping[str, str], cwd: Path, file: Path | None, table: Mapping[str, object]
) -> tuple[tuple[Path, ...], str]:
    if flags:
        return tuple(flags), "--corpus"
    if environ.get("RAG_CORPUS"):
        folders = tuple(Path(p).expanduser() for p in environ["RAG_CORPUS"].split(os.pathsep) if p)
        if not folders:
            raise UsageError(f"RAG_CORPUS is {environ['RAG_CORPUS']!r}, and names no folder")
        return folders, "RAG_CORPUS"
    if file is not None and "corpus" in table:
        named = table["corpus"]
        listed = named if isinstance(named, list) else [named]
        if not listed or not all(isinstance(p, str) and p for p in listed):
            raise UsageError(f"corpus in {file} is not a folder or a list of folders", 'write: corpus = "articles"')
        return tuple(file.parent / Path(str(p)).expanduser() for p in listed), str(file)
    if (cwd / "corpus").is_dir():
        return (cwd / "corpus",), "./corpus"
    return (sample_corpus(),), SAMPLE


def _cache(environ: Mapping[str, str]) -> Path:
    if environ.get("RAG_CACHE"):
        return Path(environ["RAG_CACHE"]).expanduser().absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415  (not needed where RAG_CACHE is set)

    return user_cache_path("ask", appauthor=False)


def _load(file: Path) -> dict[str, dict[str, object]]:
    try:
        table = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}", "correct it, or move it away") from error
    known = {"corpus": set[str]()}
    for section, key, *_ in _KEYS:
        known.setdefault(section, set()).add(key)
    for section, value in table.items():
        _known(section, set(known), file)
        if section == "corpus":
            continue
        if not isinstance(value, dict):
            raise UsageError(f"{section} in {file} is not a table", f"write [{section}] and its keys below it")
        for key in value:
            _known(key, known[section], file, f"{section}.")
    return table


def _known(name: str, known: set[str], file: Path, prefix: str = "") -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {prefix}{near[0]}?" if near else f"known: {', '.join(sorted(known))}"
        raise UsageError(f"{prefix}{name} in {file} is not a setting", hint)


def _checked(where: str, value: object, kind: type, least: int, most: int) -> object:
    if kind is int and isinstance(value, str) and value.strip().isdecimal() and len(value) < _LONGEST_NUMBER:
        value = int(value)
    if not isinstance(value, kind) or isinstance(value, bool) or value == "":
        wanted = "a whole number" if kind is int else "a name in quotes"
        raise UsageError(f"{where} is {value!r}, and must be {wanted}")
    if isinstance(value, int) and not least <= value <= most:
        raise UsageError(f"{where} is {value}, and must be from {least} to {most}")
    return value
