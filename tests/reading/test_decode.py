import random

import pytest

from rag.reading.decode import NotTextError, decode

DIVERSE = "The café’s owner said “no” — twice. Мэр 市長 👩‍👩‍👧"


@pytest.mark.parametrize("text", [DIVERSE, "plain", "", "a\r\nb\rc\nd", "\x1b[31mred", "tab\tform\f"])
def test_utf8_is_taken_as_it_is(text: str) -> None:
    assert decode(text.encode()) == (text, None)


def test_a_mark_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbf" + DIVERSE.encode()) == (DIVERSE, None)
    assert decode(("a\ufeffb").encode()) == ("a\ufeffb", None)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("utf-32-be", b"\0\0\xfe\xff"),
    ],
)
def test_a_mark_decides(encoding: str, mark: bytes) -> None:
    text, read_as = decode(mark + DIVERSE.encode(encoding))
    assert text == DIVERSE
    assert read_as == encoding[:6]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The café’s owner said “no” — twice, and closed it.", "cp1252"),
        ("The council spent £12 million on the bridge, the mayor said. It had planned for £9 million.", "cp1252"),
        ("Il sindaco si è dimesso lunedì perché non può più governare.", "cp1252"),
        ("Мэр города заявил, что вода прибывает и жители уезжают.", "cp1251"),
        ("Мэр города заявил, что вода прибывает и жители уезжают.", "koi8-r"),
        ("Burmistrz powiedział, że ustąpi w poniedziałek. Zażółć gęślą jaźń.", "cp1250"),
        ("東京都知事は月曜日に辞任した。", "shift_jis"),
        pytest.param("It cost £5 & €6 – ‘cheap’", "cp1252"),
        pytest.param("The firm’s profit rose 5¾% to ¥300 million; it’s “fine”.", "cp1252"),
        pytest.param("Borgmästaren avgick på måndagen. Åtgärder för höjd säkerhet.", "cp1252"),
        pytest.param("O prefeito não renunciou. Às três, a reunião. Ação e coração.", "cp1252"),
    ],
)
def test_what_is_not_utf8_is_guessed(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    found, read_as = decode(raw)
    assert found == text
    assert read_as is not None
    assert raw.decode(read_as) == text


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"The dam\0 broke", "NUL"),
        (b"\xff\xfeT", "its mark says utf-16"),
        (b"\xef\xbb\xbfThe dam \xff", "its mark says utf-8, but byte"),
        (bytes(range(1, 256)), "not text"),
        (("Мэр города заявил, что вода прибывает. " * 8).encode("cp1251") + b"\x01\x02" * 3, "not text"),
        (b"PK\x03\x04\x14\x01\x08\x08" + bytes(range(128, 160)) * 8, "not text"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(NotTextError, match=message):
        decode(raw)


@pytest.mark.parametrize("size", [64, 1_000, 20_000])
@pytest.mark.parametrize("first", [0, 1])
def test_random_bytes_are_refused(size: int, first: int) -> None:
    chance = random.Random(size)
    for _ in range(3):
        with pytest.raises(NotTextError):
            decode(bytes(chance.randrange(first, 256) for _ in range(size)))
