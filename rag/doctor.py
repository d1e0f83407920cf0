"""Looks at everything an answer rests on, and changes nothing."""

import os
import platform
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rag import __version__
from rag.comprehension.model import open_reader
from rag.comprehension.protocol import Reader
from rag.embedding.model_files import PACKAGED, export_folder, packaged_folder, read_card, sha256_of, verify_packaged
from rag.entailment.model import open_checker
from rag.entailment.protocol import Checker
from rag.errors import REBUILD, AskError, Exit
from rag.generation.clients import require_client
from rag.generation.names import ModelName, Provider, parse_model_name
from rag.generation.prompts import load_prompt
from rag.generation.reach import KEYS, has_model, local_servers, reach
from rag.installed import AGAIN
from rag.library.catalog import Catalog
from rag.library.library import Library, library_folder
from rag.library.sync import differences
from rag.models.hub import must_be_fetched
from rag.models.packaged import PACKAGED as PACKAGED_MODEL
from rag.quiet import SILENCED
from rag.reading.files import corpus_roots, list_files
from rag.reading.formats import SUFFIXES
from rag.reporter import Silence
from rag.settings import Settings
from rag.text.printable import printable

_LISTED = 8
_PACKAGES = ("chromadb", "llama-index-core", "onnxruntime", "sentence-transformers", "torch", "typer", "rich")


class State(StrEnum):
    WELL = "well"
    NOTE = "note"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. Trouble has the exit code that it would cause, and what to do."""

    about: str
    state: State
    found: str
    hint: str = ""
    code: Exit = Exit.OK


def examine(settings: Settings) -> list[Check]:
    """All checks, in the order in which things depend on each other."""
    return [
        *_installation(),
        _silence(),
        *_model(settings),
        _reads("reader", settings.reader, lambda: open_reader(settings.reader)),
        _reads("checker", settings.checker, lambda: open_checker(settings.checker)),
        *_writer(settings),
        *_judge(settings),
        *_within_reach(),
        *_corpus_and_library(settings),
    ]


def _installation() -> Iterator[Check]:
    yield Check("ask", State.WELL, f"{__version__}, Python {platform.python_version()}, {platform.system()}")
    for name in _PACKAGES:
        try:
            yield Check(name, State.WELL, version(name))
        except PackageNotFoundError:
            yield Check(name, State.TROUBLE, "not installed", AGAIN, Exit.USAGE)
    try:
        with sqlite3.connect(":memory:") as db:
            db.execute("CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'porter unicode61')")
        db.close()
        yield Check("SQLite", State.WELL, f"{sqlite3.sqlite_version} with full-text search")
    except sqlite3.Error as error:
        yield Check("SQLite", State.TROUBLE, str(error), "use a Python whose SQLite has FTS5", Exit.CORPUS)


def _silence() -> Check:
    """What would report to its maker, and is told not to."""
    told = [f"{name} ({variable})" for name, (variable, value) in SILENCED.items() if os.environ.get(variable) == value]
    return Check("reports to makers", State.WELL, f"off: {', '.join(told)}")


def _model(settings: Settings) -> Iterator[Check]:
    name = settings.embedding_model
    if name == PACKAGED:
        try:
            verify_packaged(packaged_folder())
            yield Check("embedding model", State.WELL, f"{name}, the published weights")
        except AskError as error:
            yield Check("embedding model", State.TROUBLE, error.message, error.hint, error.code)
            return
    card = read_card(export_folder(name, settings.models))
    if card is None:
        yield Check("fast export", State.NOTE, f"{name} is not prepared yet", "the first question does it")
    elif card.onnx and sha256_of(export_folder(name, settings.models) / "model.onnx") != card.onnx_sha256:
        folder = export_folder(name, settings.models)
        yield Check("fast export", State.TROUBLE, f"{folder} is damaged", "delete it; it is made again", Exit.MODEL)
    elif card.onnx:
        yield Check("fast export", State.WELL, f"{card.name}: {card.dimension} dimensions, {card.window} tokens")
    else:
        yield Check("fast export", State.NOTE, f"{card.name} has none; every start loads torch")


def _reads(what: str, name: str, opened: Callable[[], Reader | Checker | None]) -> Check:
    """Whether the reader or the checker can be loaded."""
    try:
        model = opened()
        if model is None:
            return Check(what, State.NOTE, f"none is used; set [{what}] model to change that")
        if name != PACKAGED_MODEL and must_be_fetched(name):
            return Check(what, State.NOTE, f"{name} is not on this machine", "the first question downloads it")
        model.warm_up()
        return Check(what, State.WELL, model.name)
    except AskError as error:
        return Check(what, State.TROUBLE, error.message, error.hint, error.code)


def _writer(settings: Settings) -> Iterator[Check]:
    try:
        name = parse_model_name(settings.model)
        if name is None:
            yield Check("language model", State.WELL, "none is set: answers are quotations")
        else:
            yield _listed("language model", name)
            for prompt in ("answer", "reply-json", "reply-marks"):
                load_prompt(prompt)
    except AskError as error:
        yield Check("language model", State.TROUBLE, error.message, error.hint, error.code)


def _judge(settings: Settings) -> Iterator[Check]:
    try:
        name = parse_model_name(settings.judge)
        if name is None:
            yield Check("judge", State.WELL, "none is set: facts and the checker decide alone")
        else:
            yield _listed("judge", name, beside=parse_model_name(settings.model))
            load_prompt("judge")
    except AskError as error:
        yield Check("judge", State.TROUBLE, error.message, error.hint, error.code)


def _within_reach() -> Iterator[Check]:
    for what, reached in local_servers(os.environ).items():
        listed = ", ".join(map(printable, reached.models[:_LISTED])) or "no models"
        more = f" and {len(reached.models) - _LISTED:,} more" if len(reached.models) > _LISTED else ""
        yield Check("within reach", State.WELL, f"{what} at {reached.url}: {listed}{more}")
    for provider, variable in KEYS.items():
        if os.environ.get(variable):
            yield _with_key(provider, variable)


def _listed(what: str, name: ModelName, beside: ModelName | None = None) -> Check:
    reached = reach(name, os.environ, beside=beside)
    if has_model(name, reached):
        return Check(what, State.WELL, f"{name}, which {reached.url} has", reached.withheld)
    found = f"{reached.url} does not list {name.model}"
    hint = f"it lists {', '.join(map(printable, reached.models[:_LISTED])) or 'none'}"
    if name.provider is Provider.SERVER:  # many serve their one model under any name
        return Check(what, State.NOTE, found, hint)
    return Check(what, State.TROUBLE, found, hint, Exit.MODEL)


def _with_key(provider: Provider, variable: str) -> Check:
    try:
        require_client(ModelName(provider, "any"))
    except AskError as error:
        return Check("within reach", State.NOTE, f"{variable} is set, and its client is not installed", error.hint)
    return Check("within reach", State.WELL, f"{provider}/NAME: {variable} is set")


def _corpus_and_library(settings: Settings) -> Iterator[Check]:
    read = ", ".join(map(str, settings.files))
    yield Check("settings", State.WELL, read or "neither a rag.toml nor a config.toml of yours; defaults")
    for note in settings.notes:
        what, _, hint = note.partition("; ")
        yield Check("settings", State.NOTE, what, hint)
    try:
        roots = corpus_roots(settings.corpus)
    except AskError as error:
        yield Check("corpus", State.TROUBLE, error.message, error.hint, error.code)
        return
    listing = list_files(roots, SUFFIXES)
    shown = ", ".join(printable(str(root)) for root in roots)
    if not listing.files:
        yield Check("corpus", State.TROUBLE, f"no articles in {shown}", "put articles there", Exit.CORPUS)
        return
    yield Check("corpus", State.WELL, f"{shown} ({settings.found_in}), {len(listing.files):,} files")
    card = read_card(export_folder(settings.embedding_model, settings.models))
    folder = library_folder(settings.libraries, roots, card, settings.passage_tokens) if card else None
    if folder is None or not (folder / "catalog.sqlite").is_file():
        yield Check("library", State.NOTE, "not built yet", "the first question builds it, or: rag index")
        return
    try:
        catalog = Catalog(folder / "catalog.sqlite")
    except AskError as error:
        yield Check("library", State.TROUBLE, error.message, error.hint, error.code)
        return
    fault = catalog.fault()
    if fault:
        yield Check("library", State.TROUBLE, f"damaged: {fault}", REBUILD, Exit.CORPUS)
        return
    to_read, gone = differences(listing, catalog.files.states())
    articles, passages = catalog.count("articles"), catalog.count("passages")
    size = _size(folder) / 1e6
    if articles:
        yield Check("library", State.WELL, f"{articles:,} articles, {passages:,} passages, {size:,.0f} MB in {folder}")
    else:
        yield Check("library", State.NOTE, f"empty so far, in {folder}", "the first question fills it, or: rag index")
    if to_read or gone:
        yield Check("up to date", State.NOTE, f"{len(to_read):,} files to read, {len(gone):,} gone", "ask does it")
    else:
        yield Check("up to date", State.WELL, "nothing has changed")
    problems = {p.path for p in (*listing.problems, *catalog.files.problems())}
    if problems:
        yield Check("files", State.NOTE, f"{len(problems):,} with problems", "rag index lists them")
    catalog.close()
    yield _vectors(settings, roots)


def _size(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):  # another process may be at work there
            total += file.stat().st_size
    return total


def _vectors(settings: Settings, roots: tuple[Path, ...]) -> Check:
    from rag.embedding.model import open_model  # noqa: PLC0415  (imports onnxruntime)

    embedder = open_model(settings.embedding_model, settings.models, Silence().notify)
    library = Library(settings.libraries, roots, embedder, settings.passage_tokens, Silence().notify)
    with library.session():
        is_behind = library.is_behind()
        trouble = None if is_behind else library.check_vectors()
    library.close()
    if is_behind:
        return Check("vectors", State.NOTE, "the last update was cut short", "the next question finishes it")
    if trouble:
        return Check("vectors", State.TROUBLE, trouble, "rag index restores them from the catalog", Exit.CORPUS)
    return Check("vectors", State.WELL, "as the catalog has them")
