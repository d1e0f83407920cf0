"""What the tool calls itself where it tells people to install something."""

import json
import tomllib
from importlib.metadata import distribution

from conftest import ROOT
from rag.installed import DISTRIBUTION, with_extra

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_it_is_known_by_its_own_name_and_names_itself_by_it() -> None:
    assert PROJECT["name"] == DISTRIBUTION == distribution(DISTRIBUTION).name
    itself = [need for extra in PROJECT["optional-dependencies"].values() for need in extra if need.startswith("ask")]
    assert itself == [f"{DISTRIBUTION}[anthropic]"]
    assert set(PROJECT["scripts"]) == {"ask", "rag"}


def test_an_extra_is_had_from_where_the_tool_came_from() -> None:
    came_from = json.loads(distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")["url"]
    assert with_extra("anthropic") == f'pip install "{DISTRIBUTION}[anthropic] @ {came_from}"'


def test_what_the_documents_tell_to_install_is_a_path_or_a_package_that_is_pinned() -> None:
    """On the package index `ask` and `rag` are other people's."""
    for file in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md", "training/README.md"):
        text = (ROOT / file).read_text("utf-8")
        for line in (line for line in text.splitlines() if "install" in line):
            for stranger in ("install ask", "install rag", 'install "ask[', 'install "rag[', "install 'ask["):
                assert f"{stranger} " not in f"{line} ".replace("`", " "), f"{file}: {line}"
