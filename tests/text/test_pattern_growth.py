"""No regular expression of the package takes more than linear time, whatever an article, a draft or a reply holds."""

import re

import pytest

from attacks import GENERIC, Hostile, against
from growth import grows_faster
from patterns import modules, patterns_of


@pytest.mark.parametrize("module", modules())
def test_every_pattern_is_linear(module: str) -> None:
    slow = {}
    for where, pattern in patterns_of(module).items():
        for hostile in (*GENERIC, *against(pattern)):
            if found := grows_faster(pattern, hostile):
                slow[where] = f"{pattern.pattern[:120]!r} on {hostile}: {found}"
                break
    assert not slow


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        (r"\s+[^\W\d_]", 0),
        (r"\bsaid\b.*, he denied", 0),
        (r"<!--.*?-->", re.S),
        (r"^(?:\w+\s?)*$", 0),
        (r"(?<=\])\n(  \S[^\n]*)(?=\s*(?:\n[ \t]*\n|\Z))", 0),
        (r"\[(\d[\w ]*)(?: *, *)*\]", 0),
    ],
)
def test_a_slow_pattern_is_found(pattern: str, flags: int) -> None:
    slow = re.compile(pattern, flags)
    assert any(grows_faster(slow, hostile) for hostile in (*GENERIC, *against(slow)))


def test_patterns_are_found_wherever_they_are() -> None:
    held = patterns_of("rag.text.sentences")
    in_a_dict = patterns_of("rag.text.figures")
    written = patterns_of("rag.chat.bare")
    assert "_STOP" in held
    assert any(where.startswith("_AFTER[") for where in in_a_dict)
    assert any(where.startswith("line ") for where in written)
    assert "FRAGMENT" not in held


def test_hostile_texts_are_as_long_as_asked() -> None:
    assert Hostile("<", "ab", ">").of_length(10) == "<ababababab>"
