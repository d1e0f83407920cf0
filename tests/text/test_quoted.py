import pytest

from rag.text.quoted import FRAGMENT, SPEECH, ends_inside, masked


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a “b” c", f"a {FRAGMENT * 3} c"),
        ("“b,” c", f"{SPEECH * 4} c"),
        ('"b," c', f"{SPEECH * 4} c"),
        ("«b.» c", f"{SPEECH * 4} c"),
        ("a “b", f"a {SPEECH * 2}"),
        ("b,” c", f"{SPEECH * 3} c"),
        ("it’s Lee’s", "it’s Lee’s"),
        ("‘b,’ c", f"{SPEECH * 4} c"),
        ("5' 7\" tall", "5' 7\" tall"),
        ("", ""),
    ],
)
def test_masked(text: str, bare: str) -> None:
    assert masked(text) == bare
    assert len(masked(text, begins_inside=True)) == len(text)


def test_ends_inside() -> None:
    assert ends_inside(["“It leaks."])
    assert ends_inside(["“It leaks.", "It sinks."])
    assert not ends_inside(["“It leaks.”"])
    assert not ends_inside(["“It leaks.", "a", "b", "c"])
    assert not ends_inside([])
