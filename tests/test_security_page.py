"""The security page names the tests that show what it says; each must be there."""

import re

import pytest

from conftest import ROOT

TESTS = ROOT / "tests"
NAMED = sorted(
    set(
        re.findall(
            r"`((?:tests/)?[\w/]*test_\w+(?:\.py)?|tests/\w+/|benchmarks/\w+\.py)`",
            (ROOT / "SECURITY.md").read_text("utf-8"),
        )
    )
)
FUNCTIONS = {
    name for file in TESTS.rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.M)
}


@pytest.mark.parametrize("name", NAMED)
def test_what_it_names_is_there(name: str) -> None:
    if "/" in name:
        assert (ROOT / name).exists()
    elif name.endswith(".py"):
        assert list(TESTS.rglob(name))
    else:
        assert name in FUNCTIONS
