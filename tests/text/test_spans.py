import pytest

from rag.text.spans import line_of, trimmed
from rag.types import Span


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("  rain \n", Span(0, 8), Span(2, 6)),
        ("rain", Span(0, 4), Span(0, 4)),
        ("a rain b", Span(1, 7), Span(2, 6)),
        ("\u00a0rain\u2028", Span(0, 6), Span(1, 5)),
        ("a \t\n b", Span(1, 5), Span(1, 1)),
        ("rain", Span(2, 2), Span(2, 2)),
    ],
)
def test_trimmed(text: str, span: Span, expected: Span) -> None:
    assert trimmed(text, span) == expected


@pytest.mark.parametrize(("offset", "line"), [(0, 1), (2, 1), (3, 2), (4, 3), (5, 3), (9, 4), (12, 4)])
def test_line_of(offset: int, line: int) -> None:
    assert line_of("ab\n\ncd\r\nef\rgh", offset) == line
