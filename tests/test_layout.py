"""The rules of the house, read off the imports as they stand: direction, homes, no cycles."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "rag"

# From the top: a module imports from its own line and from lines below it.
LAYERS = (
    ("cli", "llamaindex"),
    ("render",),
    ("evaluation",),
    ("chat",),
    ("doctor", "query_engine"),
    ("finding",),
    ("answering",),
    ("checking",),
    ("retrieval",),
    ("library",),
    ("reading",),
    ("embedding", "comprehension", "entailment", "generation"),
    ("models",),
    ("text",),
    ("settings", "reporter"),
    ("types",),
    ("asked",),
    ("settings_files",),
    ("trust",),
    ("clock", "errors", "installed", "interrupts", "paths"),
    ("", "private", "quiet"),
)
HOMES = {
    "chromadb": {"rag/library/vectors.py"},
    "llama_index": {"rag/generation", "rag/llamaindex.py"},
    "openai": {"rag/generation"},
    "ollama": {"rag/generation"},
    "anthropic": {"rag/generation"},
    "httpx": {"rag/generation"},
    "httpcore": {"rag/generation/wire.py"},
    "huggingface_hub": {"rag/models/hub.py"},
    "sentence_transformers": {"rag/embedding"},
    "torch": {"rag/embedding", "rag/comprehension/pretrained.py", "rag/entailment/pretrained.py"},
    "transformers": {"rag/embedding", "rag/models/pretrained.py"},
    "onnxruntime": {"rag/embedding", "rag/models/pair_session.py"},
    "tokenizers": {"rag/embedding", "rag/models/pair_session.py"},
    "datasketch": {"rag/library/wording.py"},
    "pint": {"rag/text/units.py"},
    "typer": {"rag/cli"},
    "rich": {"rag/render"},
    "prompt_toolkit": {"rag/cli/prompting.py"},
}
RENDER_MAY_USE = {"render", "text", "types", "errors"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(file: Path, *, at_module_level: bool = False) -> Iterator[str]:
    """Every module that `file` imports, lazily or not, besides those for type checkers alone."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if _for_types_only(node) or (at_module_level and not isinstance(getattr(node, "parent", None), ast.Module)):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            assert node.module
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            is_module = [
                (ROOT / f"{n.replace('.', '/')}.py").is_file() or (ROOT / n.replace(".", "/")).is_dir() for n in names
            ]
            yield from (name if found else node.module for name, found in zip(names, is_module, strict=True))


def _for_types_only(node: ast.AST) -> bool:
    parent = getattr(node, "parent", None)
    while parent is not None:
        if isinstance(parent, ast.If) and ast.unparse(parent.test) == "TYPE_CHECKING":
            return True
        parent = getattr(parent, "parent", None)
    return False


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """The part of the house: `rag.text.dates` is in `text`, `rag` itself in ``."""
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else ""


def level(module: str) -> int:
    return next(number for number, parts in enumerate(LAYERS) if part_of(module) in parts)


def test_every_part_has_its_place() -> None:
    known = {part for parts in LAYERS for part in parts}
    assert {part_of(name_of(file)) for file in MODULES} <= known


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports_run_one_way(file: Path) -> None:
    upward = [m for m in imports_of(file) if m.split(".")[0] == "rag" and level(m) < level(name_of(file))]
    assert not upward


def test_there_is_no_cycle_even_a_lazy_one() -> None:
    known = {name_of(file) for file in MODULES}
    graph = {name_of(file): {m for m in imports_of(file) if m in known} for file in MODULES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path, module))
        if module not in done:
            for target in sorted(graph[module] - {module}):
                visit(target, (*path, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


def test_nothing_of_ours_imports_what_is_for_users_of_llamaindex() -> None:
    users = [file.name for file in MODULES if "rag.llamaindex" in set(imports_of(file))]
    assert not users


@pytest.mark.parametrize("library", HOMES)
def test_libraries_are_imported_only_at_home(library: str) -> None:
    users = {
        file.relative_to(ROOT).as_posix()
        for file in MODULES
        if any(m.split(".")[0] == library for m in imports_of(file))
    }
    strangers = {user for user in users if not any(user.startswith(home) for home in HOMES[library])}
    assert not strangers


@pytest.mark.parametrize("file", sorted((PACKAGE / "render").glob("*.py")), ids=name_of)
def test_render_knows_only_types(file: Path) -> None:
    used = {part_of(m) for m in imports_of(file) if m.split(".")[0] == "rag"}
    assert used <= RENDER_MAY_USE


@pytest.mark.parametrize("file", sorted((PACKAGE / "cli").glob("*.py")), ids=name_of)
def test_commands_import_nothing_of_ours_that_is_heavy_before_they_run(file: Path) -> None:
    allowed = {"cli", "errors", "interrupts", "paths", "private", ""}
    heavy = {"chat_view.py", "chatting.py", "evaluating.py", "opening.py", "prompting.py"}
    if file.name in heavy:  # imported in command bodies only
        return
    used = {part_of(m) for m in imports_of(file, at_module_level=True) if m.split(".")[0] == "rag"}
    assert used <= allowed
