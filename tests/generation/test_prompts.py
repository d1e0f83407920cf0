"""Prompts: those that come with the tool, and files that are wrong."""

from pathlib import Path

import pytest

from rag.errors import ModelError
from rag.generation.prompts import DECLINE, load_prompt, prompts_folder, version_of

GOOD = "---\nvariables: [place, thing]\n---\n# System\nYou are in {place}.\n\n# User\nWhere is {thing}?\n"


def test_the_prompts_that_come_with_the_tool_are_well_formed() -> None:
    names = {file.stem for file in prompts_folder().glob("*.md")} - {"README"}
    assert names >= {"answer", "reply-json", "reply-marks"}
    for name in names:
        load_prompt(name)


def test_the_phrase_to_decline_is_the_codes() -> None:
    prompt = load_prompt("answer")
    filled = prompt.fill(**{name: f"<{name}>" for name in prompt.variables if name != "decline"}, decline=DECLINE)
    assert DECLINE in filled.system
    assert DECLINE not in prompt.text


def test_a_value_is_not_read_for_variables(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    filled = load_prompt("good", tmp_path).fill(place="{thing}", thing='{place} {other} {"a": 1} \\1')
    assert filled.system == "You are in {thing}."
    assert filled.user == 'Where is {place} {other} {"a": 1} \\1?'


def test_every_variable_must_be_given_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    prompt = load_prompt("good", tmp_path)
    with pytest.raises(ValueError, match="thing"):
        prompt.fill(place="here")
    with pytest.raises(ValueError, match="more"):
        prompt.fill(place="here", thing="it", more="x")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("place, thing", "place"), r"uses \{thing\}"),
        (GOOD.replace("place, thing", "place, thing, other"), r"declares \{other\}"),
        (GOOD.partition("---\n# ")[2], "does not declare"),
        (GOOD.replace("[place, thing]", "place"), "does not declare"),
        (GOOD.replace("[place, thing]", "["), "does not declare"),
        (GOOD.replace("place, thing", "place, 7"), "does not declare"),
    ],
)
def test_a_prompt_that_is_wrong_is_refused_when_loaded(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "bad.md").write_text(text)
    with pytest.raises(ModelError, match=says):
        load_prompt("bad", tmp_path)


def test_a_prompt_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.md cannot be read"):
        load_prompt("none", tmp_path)


def test_the_version_changes_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD)
    before = version_of([load_prompt("good", tmp_path)])
    assert version_of([load_prompt("good", tmp_path)]) == before
    (tmp_path / "good.md").write_text(GOOD.replace("Where", "What"))
    assert version_of([load_prompt("good", tmp_path)]) != before
