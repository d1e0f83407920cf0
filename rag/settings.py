"""Settings: defaults, under the user's config.toml, under rag.toml, under RAG_* variables, under flags."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from rag.errors import UsageError, shown
from rag.paths import expanded, is_folder
from rag.settings_files import SettingsFile, folder_file, own_file


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. `found_in` says where the corpus was named."""

    corpus: tuple[Path, ...]
    found_in: str
    cache: Path
    embedding_model: str = "all-MiniLM-L6-v2"
    reader: str = "packaged"
    checker: str = "packaged"
    judge: str = "none"
    """The language model that is asked about statements which facts leave open."""
    passage_tokens: int = 200
    statements: int = 3
    model: str = "none"
    model_timeout: int = 120
    """The longest silence of a language model, in seconds."""
    model_window: int = 8192
    """How many tokens a language model can read and write in all."""
    files: tuple[Path, ...] = ()
    """The files that were read for them, the nearest first."""
    notes: tuple[str, ...] = ()
    """What the user is to be told: which settings of a file that is not trusted were left out."""

    @property
    def libraries(self) -> Path:
        return self.cache / "libraries"

    @property
    def models(self) -> Path:
        return self.cache / "models"


SAMPLE = "the sample corpus"
_LONGEST_NUMBER = 20


class _Key(NamedTuple):
    """A setting: its table and key in a file, which with RAG_ before them name its variable, and what it may be."""

    section: str
    key: str
    field: str
    kind: type
    least: int = 0
    most: int = 0
    needs_trust: bool = False
    """Whether it sends, loads or runs something: then only a file that the user trusts may set it."""

    @property
    def name(self) -> str:
        return f"{self.section}.{self.key}"

    @property
    def variable(self) -> str:
        return f"RAG_{self.section}_{self.key}".upper()


_KEYS = (
    _Key("embedding", "model", "embedding_model", str, needs_trust=True),
    _Key("reader", "model", "reader", str, needs_trust=True),
    _Key("checker", "model", "checker", str, needs_trust=True),
    _Key("checker", "judge", "judge", str, needs_trust=True),
    _Key("passages", "tokens", "passage_tokens", int, 32, 8192),
    _Key("answer", "statements", "statements", int, 1, 10),
    _Key("model", "name", "model", str, needs_trust=True),
    _Key("model", "timeout", "model_timeout", int, 1, 3600),
    _Key("model", "window", "model_window", int, 4096, 10_000_000),
)
_DEFAULTS = {field.name: field.default for field in fields(Settings)}
_KNOWN = {"corpus": frozenset[str](), **{s: frozenset(k.key for k in _KEYS if k.section == s) for s, *_ in _KEYS}}

_MODELS = {"embedding_model", "reader", "checker"}
"""Those that may name a folder."""


def load_settings(
    corpus: Sequence[Path] = (),
    *,
    model: str | None = None,
    judge: str | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Settings:
    """The settings in force.

    Args:
        corpus: folders named by flags; they win.
        model: the language model named by a flag; it wins.
        judge: the language model that judges, named by a flag; it wins.
        environ: the environment; the process' own by default.
        cwd: where rag.toml is looked for, upward, and ./corpus; the working folder by default.

    Raises:
        UsageError: a file of settings or a variable holds what is no setting.
    """
    environ = os.environ if environ is None else environ
    cwd = Path.cwd() if cwd is None else cwd
    of_folder, notes = folder_file(cwd, environ, _KNOWN)
    sources = [file for file in (of_folder, own_file(environ, _KNOWN)) if file is not None]
    folders, found_in = _corpus(corpus, environ, cwd, sources)
    flags = {name: value for name, value in (("model", model), ("judge", judge)) if value is not None}
    set_here: dict[str, Any] = {}
    left_out = []
    for key in _KEYS:
        for file in sources:
            if (value := _in_file(file, key)) is None:
                continue
            if file.is_trusted or not _needs_trust(key, value):
                set_here.setdefault(key.field, value)
            elif not environ.get(key.variable) and key.field not in flags:
                left_out.append(key.name)
        if environ.get(key.variable):
            set_here[key.field] = _checked(key.variable, environ[key.variable], key)
    set_here |= flags
    if left_out and of_folder:
        notes.append(f"{of_folder.path} is not trusted: {', '.join(left_out)} left out; rag trust lets them count")
    read = tuple(file.path for file in sources)
    return Settings(folders, found_in, _cache(environ), files=read, notes=tuple(notes), **set_here)


def needing_trust(cwd: Path, environ: Mapping[str, str]) -> tuple[SettingsFile, list[tuple[str, str]]] | None:
    """The `rag.toml` nearest to a folder, and what it sets that counts only where it is trusted: names and values.

    Raises:
        UsageError: as `load_settings`.
    """
    file, _ = folder_file(cwd, environ, _KNOWN, of_anyone=True)
    if file is None:
        return None
    values = [(key, _in_file(file, key)) for key in _KEYS]
    return file, [(key.name, str(value)) for key, value in values if value is not None and _needs_trust(key, value)]


def sample_corpus() -> Path:
    """The articles that come with the tool: in the wheel, or beside the sources."""
    packaged = Path(str(files("rag"))) / "_data" / "corpus"
    return packaged if packaged.is_dir() else Path(str(files("rag"))).parent / "corpus"


def _in_file(file: SettingsFile, key: _Key) -> object:
    """What a file sets; None where it does not.

    Raises:
        UsageError: it is no value of that setting.
    """
    value = file.value(key.section, key.key)
    if value is None:
        return None
    if key.field in _MODELS and isinstance(value, str) and value and is_folder(file.path.parent / value):
        value = str(file.path.parent / value)  # like the corpus, relative to the file
    return _checked(f"{key.name} in {file.path}", value, key)


def _needs_trust(key: _Key, value: object) -> bool:
    return key.needs_trust and value != _DEFAULTS[key.field]


def _corpus(
    flags: Sequence[Path], environ: Mapping[str, str], cwd: Path, sources: Sequence[SettingsFile]
) -> tuple[tuple[Path, ...], str]:
    if flags:
        return tuple(flags), "--corpus"
    if environ.get("RAG_CORPUS"):
        folders = tuple(expanded(p, "RAG_CORPUS") for p in environ["RAG_CORPUS"].split(os.pathsep) if p)
        if not folders:
            raise UsageError(f"RAG_CORPUS is {environ['RAG_CORPUS']!r}, and names no folder")
        return folders, "RAG_CORPUS"
    for file in sources:
        if "corpus" in file.table:
            named = file.table["corpus"]
            listed = named if isinstance(named, list) else [named]
            where = f"corpus in {file.path}"
            if not listed or not all(isinstance(p, str) and p for p in listed):
                raise UsageError(f"{where} is not a folder or a list of folders", 'write: corpus = "articles"')
            return tuple(file.path.parent / expanded(str(p), where) for p in listed), str(file.path)
    if (cwd / "corpus").is_dir():
        return (cwd / "corpus",), "./corpus"
    return (sample_corpus(),), SAMPLE


def _cache(environ: Mapping[str, str]) -> Path:
    if environ.get("RAG_CACHE"):
        return expanded(environ["RAG_CACHE"], "RAG_CACHE").absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415  (not needed where RAG_CACHE is set)

    return user_cache_path("ask", appauthor=False)


def _checked(where: str, value: object, key: _Key) -> object:
    if key.kind is int and isinstance(value, str) and value.strip().isdecimal() and len(value) < _LONGEST_NUMBER:
        value = int(value)
    if not isinstance(value, key.kind) or isinstance(value, bool) or value == "":
        wanted = "a whole number" if key.kind is int else "a name in quotes"
        raise UsageError(f"{where} is {shown(value)}, and must be {wanted}")
    if isinstance(value, int) and not key.least <= value <= key.most:
        raise UsageError(f"{where} is {shown(value)}, and must be from {key.least} to {key.most}")
    if isinstance(value, str) and "\0" in value:
        raise UsageError(f"{where} is {shown(value)}, and holds a NUL", "write a name without it")
    return value
