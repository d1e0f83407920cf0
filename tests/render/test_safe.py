import random
import re
import sys
import time
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
        ("\ufeffa\u200bb\u2060c\u2063d\u180ee", "\\ufeffa\\u200bb\\u2060c\\u2063d\\u180ee"),
        ("pass\u200dword \u200c 1\u200d2", "pass\\u200dword \\u200c 1\\u200d2"),
        ("漢\u200d字 \u0628\u200d\u200d", "漢\\u200d字 \u0628\u200d\\u200d"),
        ("\U000e0001\U000e0041x\U000e007f", "\\U000e0001\\U000e0041x\\U000e007f"),
        ("\U0001f3f4" + "\U000e0061" * 9, "\U0001f3f4" + "\U000e0061" * 7 + "\\U000e0061" * 2),
        ("a\ufe0f 7\ufe0f 😀\ufe0f\ufe01\U000e0101", "a\\ufe0f 7\\ufe0f 😀\ufe0f\\ufe01\\U000e0101"),
        ("\ufff9a\ufffab\ufffb", "\\ufff9a\\ufffab\\ufffb"),
        ("\u3164 \uffa0 \u115f \u034f \u206e", "\\u3164 \\uffa0 \\u115f \\u034f \\u206e"),
        ("\uffff \ufdd0 \U0001fffe", "\\uffff \\ufdd0 \\U0001fffe"),
        ("Ver\xadant\xadwortung \xad5", "Verantwortung \\u00ad5"),
        ("a" + "\u0336" * 11 + "b\u0301", "a" + "\u0336" * 8 + "\\u0336" * 3 + "b\u0301"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 🇵🇹 👍🏽", "naïve Šefčovič", "Москва 東京 القاهرة", "e\u0301", "5\u00a0km", "“—”…", "",
     "می\u200cخواهم", "क्\u200dष ර\u0dca\u200dය", "ភាសា\u200bខ្មែរ", "❤\ufe0f\u200d🔥 7\ufe0f\u20e3 ‼\ufe0f",
     "葛\U000e0100城",
     "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "\u0600\u0661", "שָּׁ֑", "ཧཱུྃ", "\uf0b7 \U0001fae9"],
)  # fmt: skip
def test_letters_of_any_script_and_emoji_are_kept(text: str) -> None:
    assert safe(text) == text


def test_in_one_line_white_space_is_a_space() -> None:
    assert safe_line("  a\r\nb\rc\t\n d\u2028e\x0bf\u00a0") == "a b c d e f"
    assert safe_line("\x1b[2J\n\u202ex") == "␛[2J \\u202ex"


@pytest.mark.parametrize("seed", range(20))
def test_nothing_comes_through(seed: int) -> None:
    chance = random.Random(seed)
    ranges = (
        (0, 0x20), (0x7F, 0xB0), (0x2000, 0x2070), (0x20, 0x7F), (0x600, 0x620), (0xD800, 0xD802), (0xFE00, 0xFE10),
        (0xFFF0, 0x10000), (0xE0000, 0xE0200), (0x300, 0x350), (0x1F600, 0x1F604),
    )  # fmt: skip
    text = "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(200))
    shown = safe(text)
    assert shown.encode("utf-8")
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert not [
        c for c in shown if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "PDI"}
    ]
    assert not re.search("[\u200b-\u200d]{2}|[\ufe00-\ufe0f]{2}|[\U000e0000-\U000e0fff]{2}", shown)
    assert not re.search("[\u0300-\u0350]{9}", shown)
    assert safe(shown) == shown
    assert "\n" not in safe_line(text)


def test_each_character_that_only_formats_is_shown_where_it_stands_alone() -> None:
    # All of Unicode: whatever hides, reorders or commands by its category is never passed on after a letter of Latin.
    kept = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char in safe(f"a{char}b")
    ]
    arabic_and_other_signs = {c for c in kept if unicodedata.bidirectional(c) == "AN"} | set(
        "\u070f\U000110bd\U000110cd"
    )
    assert set(kept) == {"\n", "\t"} | arabic_and_other_signs


def test_a_long_article_is_shown_at_once() -> None:
    started = time.perf_counter()
    safe("Москва и Минск о́чень далеко\u200b, сказал он. " * 20_000)
    assert time.perf_counter() - started < 5
