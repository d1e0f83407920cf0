import pytest

from rag.evaluation.followup_metrics import is_understood


@pytest.mark.parametrize(
    ("question", "carries", "drops", "is_right"),
    [
        ("How many tanks did Norland send in October?", ["tanks", "October"], [], True),
        ("How many tanks did Norland send?", ["tanks", "October"], [], False),
        ("How many tanks were sent?", ["sending"], [], True),
        ("How many tanks were sent?", ["trucks|tank"], [], True),
        ("How many tanks and troops were sent?", ["tanks"], ["troops"], False),
        ("Why?", [], ["troops"], True),
        ("What did British intelligence say?", ["British intelligence"], [], True),
        ("What did intelligence say?", ["British intelligence"], [], False),
    ],
)
def test_a_question_holds_what_it_should_and_nothing_else(
    question: str, carries: list[str], drops: list[str], is_right: bool
) -> None:
    assert is_understood(question, carries, drops) is is_right
