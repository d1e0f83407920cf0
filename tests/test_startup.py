"""What starts, and what must not: help loads nothing heavy, and a question never loads torch."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, TROOPS, Outcome, modules_after

HEAVY = {"torch", "transformers", "sentence_transformers", "llama_index", "chromadb", "onnxruntime", "numpy"}


@pytest.mark.parametrize("program", ["ask", "rag"])
def test_help_loads_nothing_heavy(program: str) -> None:
    code, modules = modules_after(program, "--help")
    assert code == 0
    assert not modules & HEAVY


@pytest.mark.parametrize("arguments", [("--bad",), ("index", "--bad"), ("nonsense",)])
def test_wrong_usage_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    code, modules = modules_after("rag", *arguments)
    assert code == 2
    assert not modules & HEAVY


def test_a_question_needs_neither_torch_nor_llama_index(cli: Callable[..., Outcome]) -> None:
    corpus = str(ROOT / "corpus")
    assert cli("ask", TROOPS, "--corpus", corpus).code == 0  # the library is built here
    code, modules = modules_after("ask", TROOPS, "--corpus", corpus)
    assert code == 0
    assert not modules & {"torch", "transformers", "sentence_transformers", "llama_index", "openai", "ollama", "pint"}
    assert modules >= {"chromadb", "onnxruntime"}


def test_the_executables_are_installed() -> None:
    for program in ("ask", "rag"):
        executable = Path(sys.executable).parent / program
        done = subprocess.run([executable, "--help"], capture_output=True, text=True, check=True)
        assert done.stdout.startswith(f"Usage: {program}")
