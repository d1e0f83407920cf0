import pytest

from rag.evaluation.answer_metrics import holds_answer, normalised, overlaps, precision, recall, token_f1


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The 10,000 Troops!", "10000 troops"),
        ("An army,  a base;\nthe border", "army base border"),
        ("theatre analysis", "theatre analysis"),
        ("36–44 Ural trucks", "36 44 ural trucks"),
        ("“Don’t”, he said.", "dont he said"),
        ("Don't", "dont"),
        ("Kyiv’s army, Minsk's base, the soldiers’ pay", "kyiv army minsk base soldiers pay"),
        ("T-72A", "t 72a"),
        ("Шойгу, в Минске", "шойгу в минске"),
        ("In 2022, 98 tanks", "in 2022 98 tanks"),
        ("the", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_what_a_text_is_without_its_dress(text: str, plain: str) -> None:
    assert normalised(text) == plain


@pytest.mark.parametrize(
    ("text", "accepted", "holds"),
    [
        ("Russia keeps 10,000 to 15,000 troops there.", ["10,000 to 15,000"], True),
        ("Russia keeps 10000 troops there.", ["10,000"], True),
        ("Some 110,000 troops are there.", ["10,000"], False),
        ("Some 10,000,000 shells went.", ["10,000"], False),
        ("The generals met.", ["general"], False),
        ("At the Minsk meeting", ["Vitebsk", "minsk"], True),
        ("a power plant, in the north", ["power plant in north"], True),
        ("plant power", ["power plant"], False),
        ("The end", ["the"], False),
        ("anything", [""], False),
        ("anything", [], False),
        ("", ["Minsk"], False),
    ],
)
def test_an_answer_stands_in_a_text_as_whole_words(text: str, accepted: list[str], holds: bool) -> None:
    assert holds_answer(text, accepted) is holds


def test_a_decimal_point_is_no_thousands_comma() -> None:
    assert holds_answer("It cost 1.5 billion.", ["1.5 billion"])
    assert not holds_answer("It cost 15 billion.", ["1.5 billion"])


@pytest.mark.parametrize(
    ("text", "accepted", "value"),
    [
        # 4 words against 2, both of which are among them: precision 2/4, recall 2/2, so 2·(1/2·1)/(3/2) = 2/3.
        ("The army has 10,000 troops", ["10,000 troops"], 2 / 3),
        # The better of: "army" (precision 1/4, recall 1, so 2/5) and "10,000 troops" (2/3).
        ("The army has 10,000 troops", ["army", "10,000 troops"], 2 / 3),
        # A word counts as often as both have it: 1 of 3 and 1 of 1, so 1/2; 2 of 3 and 2 of 2, so 4/5.
        ("no no no", ["no"], 1 / 2),
        ("no no no", ["no no"], 4 / 5),
        # Order does not matter, nor do articles and case.
        ("TROOPS 10000", ["the 10,000 troops"], 1),
        # 1 of 2 and 1 of 3: 2·(1/6)/(5/6) = 2/5.
        ("Minsk today", ["Minsk last Monday"], 2 / 5),
        ("Minsk", ["Kyiv"], 0),
        ("", ["Kyiv"], 0),
        ("the", ["the"], 0),
        ("Minsk", [""], 0),
        ("Minsk", [], 0),
    ],
)
def test_token_f1_by_hand(text: str, accepted: list[str], value: float) -> None:
    assert token_f1(text, accepted) == pytest.approx(value)


def test_token_f1_is_the_same_from_either_side() -> None:
    one, other = "Minsk said on Monday", "on Monday Kyiv said nothing"
    assert token_f1(one, [other]) == pytest.approx(token_f1(other, [one]))


@pytest.mark.parametrize(
    ("cited", "evidence", "precise", "recalled"),
    [
        ({"a"}, {"a"}, 1, 1),
        ({"a", "b"}, {"b", "c", "d"}, 1 / 2, 1 / 3),
        (["a", "a", "b"], ["b", "c", "c"], 1 / 2, 1 / 2),
        ({"a"}, {"b"}, 0, 0),
    ],
)
def test_citations_against_the_evidence(cited: set[str], evidence: set[str], precise: float, recalled: float) -> None:
    assert precision(cited, evidence) == precise
    assert recall(cited, evidence) == recalled


def test_a_share_of_nothing_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was cited"):
        precision([], {"a"})
    with pytest.raises(ValueError, match="no evidence"):
        recall({"a"}, [])
    assert precision({"a"}, []) == 0
    assert recall([], {"a"}) == 0


@pytest.mark.parametrize(
    ("start", "end", "spans", "shared"),
    [
        (0, 5, [(5, 9)], False),
        (9, 12, [(5, 9)], False),
        (0, 6, [(5, 9)], True),
        (8, 12, [(5, 9)], True),
        (6, 7, [(5, 9)], True),
        (0, 20, [(5, 9)], True),
        (10, 12, [(0, 3), (11, 15)], True),
        (4, 5, [(0, 3), (11, 15)], False),
        (0, 5, [], False),
    ],
)
def test_spans_overlap_where_they_share_a_character(
    start: int, end: int, spans: list[tuple[int, int]], shared: bool
) -> None:
    assert overlaps(start, end, spans) is shared
