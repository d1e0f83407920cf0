"""Words with characters that are not seen, or that are one for two, are the words that a reader sees."""

import unicodedata

import pytest

from rag.text.folding import fold, fold_placed

PLAIN = "The café’s official offered waffles, floats and stew in Málaga."
ODD = {
    "soft hyphens": PLAIN.replace("offi", "of\u00adfi").replace("wa", "wa\u00ad"),
    "nothing of a width": "\ufeff" + PLAIN.replace("o", "o\u200b").replace("e ", "e\u2060\u200d "),
    "ligatures": PLAIN.replace("ffi", "ﬃ").replace("ff", "ﬀ").replace("fl", "ﬂ").replace("st", "ﬆ"),
    "decomposed": unicodedata.normalize("NFD", PLAIN),
    "a word broken at the end of a line": PLAIN.replace("official", "offi\u00ad\n  cial"),
    "a word broken at the end of a line of Windows": PLAIN.replace("official", "offi\u00ad\r\ncial"),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_the_words_are_the_same(odd: str) -> None:
    assert odd != PLAIN
    assert fold(odd) == PLAIN


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_every_character_stands_where_what_it_is_made_of_begins(odd: str) -> None:
    placed = fold_placed([(c, at) for at, c in enumerate(odd)])
    assert "".join(c for c, _ in placed) == PLAIN
    places = [at for _, at in placed]
    assert places == sorted(places)
    for character, at in placed:
        written = unicodedata.normalize("NFKD", odd[at])
        assert character in written or unicodedata.normalize("NFD", character)[0] == written[0]


@pytest.mark.parametrize("text", [PLAIN, "Pjotr Iljič – “naïve”, ½, № 5, ﷺ", "각각 한국"])
def test_what_is_plain_stays(text: str) -> None:
    assert fold(text) == text
    assert fold(unicodedata.normalize("NFD", text)) == text
