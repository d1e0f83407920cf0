"""Short names and long ones."""

import pytest

from rag.text.aliases import acronyms, aliases, initials, is_spelling_of


def test_initials_of_names() -> None:
    assert "imf" in aliases("The International Monetary Fund lent it.")
    assert initials("Institute for the Study of War") == "isw"
    assert acronyms("The U.N. and the IMF met.") == {"un", "imf"}


def test_what_states_and_unions_are_called() -> None:
    assert {"united", "states"} <= aliases("The U.S. left.")
    assert "us" in aliases("The United States left.")
    assert not aliases("Help us.")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lukashenka", "lukashenko", True),
        ("zelensky", "zelenskyy", True),
        ("lapin", "lavin", False),
        ("gerasimov", "serasimov", False),
        ("november", "november", True),
        ("kharkiv", "kherson", False),
    ],
)
def test_spellings(one: str, other: str, same: bool) -> None:
    assert is_spelling_of(one, other) is same
    assert is_spelling_of(other, one) is same
