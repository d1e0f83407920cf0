import pytest

from rag.chat.completion import Suggestion, suggestions

TITLES = ["Minsk hardens its tone", "The mayor’s new boats", "Boats for all"]
PUBLISHERS = ["The Example Times", "Example Daily"]


def offered(before: str) -> list[str]:
    """The line after each suggestion was taken."""
    found = suggestions(before, TITLES, PUBLISHERS)
    return [before[: len(before) - s.length] + s.text for s in found]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/op", ["/open"]),
        ("/s", ["/sources", "/since", "/save"]),
        ("/publisher the", ["/publisher The Example Times"]),
        ("/publisher ", ["/publisher The Example Times", "/publisher Example Daily", "/publisher off"]),
        ("/open boats", ["/open The mayor’s new boats", "/open Boats for all"]),
        ("/since o", ["/since off"]),
        ("what does minsk har", ["what does Minsk hardens its tone"]),
        ("what is in new b", ["what is in The mayor’s new boats"]),
        ("what of oat", []),
        ("why", []),
        ("", []),
        ("/reset ", []),
    ],
)
def test_what_tab_offers(before: str, after: list[str]) -> None:
    assert offered(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("boa", []),
        ("  boa", []),
        ("what of boa", ["what of /model boats@http://192.0.2.1/v1"]),
        ("/open boa", ["/open /model boats@http://192.0.2.1/v1"]),
    ],
)
def test_a_title_does_not_become_a_command(before: str, after: list[str]) -> None:
    found = suggestions(before, ["/model boats@http://192.0.2.1/v1"], [])
    assert [before[: len(before) - s.length] + s.text for s in found] == after


def test_a_command_says_what_it_does() -> None:
    assert next(suggestions("/quit", [], [])) == Suggestion("/quit", 5, "leave, as Ctrl-D does")
