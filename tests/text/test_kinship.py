"""Words that name one thing."""

import pytest

from rag.text.kinship import canonical, canonicals, holds, is_kin, with_seats
from rag.text.terms import stem, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sent", "send"), ("deliveries", "send"), ("houses", "homes"), ("troops", "soldiers"), ("killed", "deaths"),
        ("known", "knew"), ("taken", "take"),
        ("invading", "invasion"), ("Belarus", "Belarusian"), ("Russia", "Russian"),
    ],
)  # fmt: skip
def test_one_thing(one: str, other: str) -> None:
    assert is_kin(canonical(stem(one)), canonical(stem(other)))


@pytest.mark.parametrize(
    ("one", "other"), [("killed", "injured"), ("tank", "tanker"), ("war", "ward"), ("sent", "lost")]
)
def test_two_things(one: str, other: str) -> None:
    assert not is_kin(canonical(stem(one)), canonical(stem(other)))


def test_a_seat_of_government_stands_for_its_country_where_that_is_asked_for() -> None:
    told = canonicals(stems("Moscow plans an attack"))
    assert not holds(told, canonical(stem("Russia")))
    assert holds(with_seats(told), next(iter(with_seats(canonicals(stems("Russia"))))))
