import random
import unicodedata

import pytest

from rag.render.safe import safe, safe_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x00\b\x7f", "␀␈␡"),
        ("\x9b31m \x85", "\\u009b31m \\u0085"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("\u2066a\u2069 \u200f\u200e\u061c", "\\u2066a\\u2069 \\u200f\\u200e\\u061c"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("caf\ud8e9", "caf\\ud8e9"),
        ("a\r\nb\n\tc", "a\nb\n\tc"),
        ("all is well\rHACKED", "all is well␍HACKED"),
        ("a\r\r\nb", "a␍\nb"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 🇵🇹 👍🏽", "naïve Šefčovič", "Москва 東京 القاهرة", "e\u0301", "5\u00a0km", "“—”…", ""]
)
def test_letters_of_any_script_and_emoji_are_kept(text: str) -> None:
    assert safe(text) == text


def test_in_one_line_white_space_is_a_space() -> None:
    assert safe_line("  a\r\nb\rc\t\n d\u2028e\x0bf\u00a0") == "a b c d e f"
    assert safe_line("\x1b[2J\n\u202ex") == "␛[2J \\u202ex"


@pytest.mark.parametrize("seed", range(20))
def test_nothing_comes_through(seed: int) -> None:
    chance = random.Random(seed)
    ranges = ((0, 0x20), (0x7F, 0xA0), (0x2000, 0x2070), (0x20, 0x7F), (0x600, 0x620), (0xD800, 0xD802))
    text = "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(200))
    shown = safe(text)
    assert shown.encode("utf-8")
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert not [
        c for c in shown if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "PDI"}
    ]
    assert safe(shown) == shown
    assert "\n" not in safe_line(text)
