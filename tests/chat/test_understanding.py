"""Transcripts: what was asked, what the answer showed, and what the next question means."""

import pytest

from rag.chat.turn import Turn, Understood, Way
from rag.chat.understanding import understand
from rag.types import Answer, Span, Statement, Status, Verdict


def turn(question: str, *shown: str, mark: str = "", says: str | None = None) -> Turn:
    """A turn whose first statement has `mark` marked, and is attributed to `says`."""
    statements = tuple(
        Statement(
            text,
            (),
            Verdict.QUOTED,
            says if not place else None,
            marks=(Span(text.index(mark), text.index(mark) + len(mark)),) if mark and not place else (),
        )
        for place, text in enumerate(shown)
    )
    status = Status.ANSWERED if shown else Status.UNANSWERED
    return Turn(question, Understood(question), Answer(question, status, statements, (), None, (), 0.0))


SENT = turn("How many tanks did Norland send to Sudmark in March?")
TOOK = turn(
    "Who took over the Harbour Board?", "Gen. Ada Brook took over the Harbour Board on Monday.", mark="Gen. Ada Brook"
)
SAID = turn("What did Brook say about the missile?", "“It was ours,” Ada Brook said.", says="Ada Brook said")


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        # a piece of a question takes the place of what it replaces
        (SENT, "and in October?", "How many tanks did Norland send to Sudmark in October?"),
        (SENT, "what about trucks?", "How many trucks did Norland send to Sudmark in March?"),
        (SENT, "and how many trucks in May?", "How many trucks did Norland send to Sudmark in May?"),
        (SENT, "and Westland?", "How many tanks did Westland send to Sudmark in March?"),
        (SENT, "to Westland?", "How many tanks did Norland send to Westland in March?"),
        (SAID, "and the mayor?", "What did the mayor say about the missile?"),
        (SAID, "what about the drones?", "What did Brook say about the drones?"),
        (turn("What did Brook say on 30 November?"), "and three days later?", "What did Brook say on 3 December?"),
        (turn("What did Norland's troops number in May?"), "and now?", "What do Norland's troops number now?"),
        (turn("How many troops does Norland have in Sudmark?"), "and in May?",
         "How many troops did Norland have in Sudmark in May?"),
        (turn("When did Apple release the new iPhone?"), "and the iPad?", "When did Apple release the iPad?"),
        (turn("What is the inflation rate in Norland?"), "compared with Sudmark?",
         "What is the inflation rate in Norland compared with Sudmark?"),
        (turn("How many people died in the flood in Norland?"), "how many were injured?",
         "How many people were injured in the flood in Norland?"),
        # a question word asks for another thing of the same
        (SENT, "why?", "Why did Norland send tanks to Sudmark in March?"),
        (turn("When did Brook visit Sudmark?"), "why", "Why did Brook visit Sudmark?"),
        (turn("Would Brook send troops to Sudmark?"), "why not?", "Why wouldn’t Brook send troops to Sudmark?"),
        (turn("How many buses did the council of Springfield buy?"), "when?",
         "When did the council of Springfield buy buses?"),
        (turn("Did Norland send tanks to Sudmark?"), "how many?", "How many tanks did Norland send to Sudmark?"),
        (turn("Which ministry warned that Norland could join?"), "on what day?",
         "On what day was it that the ministry warned that Norland could join?"),
        (SAID, "when was that?", "When did Brook say that about the missile?"),
        # words that point back
        (SAID, "when did he say it?", "When did Brook say that about the missile?"),
        (turn("Did Norland take Sudmark?"), "who denied that?", "Who denied that Norland did take Sudmark?"),
        (turn("When did Brook come to Northport?"), "what did she sign there?", "What did Brook sign in Northport?"),
        (TOOK, "how old is she?", "How old is Ada Brook?"),
        (turn("Who took over the Harbour Board?"), "how old is he?",
         "How old is the one who took over the Harbour Board?"),
        (TOOK, "what does Norland make of that?",
         "What does Norland make of it that Ada Brook took over the Harbour Board?"),
        (turn("Did the council approve the budget?"), "how much is it?", "How much is the budget?"),
        (turn("How many recruits are there in Norland?"), "how many of them have left?",
         "How many of the recruits have left?"),
        (turn("How big is Norland's army?"), "has it ever fought?", "Has Norland's army ever fought?"),
        (turn("what did khrenin say about it"), "who is he", "Who is khrenin?"),
        (turn("Is there a permanent Norish base?"), "did Sudmark want one?",
         "Did Sudmark want a permanent Norish base?"),
    ],
)  # fmt: skip
def test_a_follow_up_stands_by_itself(before: Turn, asked: str, meant: str) -> None:
    assert understand([before], asked) == Understood(meant, Way.FOLLOW_UP)


@pytest.mark.parametrize(
    "asked",
    [
        "How many buses did Springfield buy?",
        "and who runs the Harbour Board of Sudmark?",
        "What does Norland fear, and how has it prepared?",
        "Did Norland say that it sent tanks?",
        "Is it true that Sudmark fell?",
        "How many hospitals are there in Sudmark?",
        "Which Norland ministers said that their army was ready?",
        "buses bought by the council of Springfield",
        "Who said that the war was over?",
        "When did Brook deny that?",
    ],
)
def test_a_whole_question_is_left_alone(asked: str) -> None:
    unheard = asked == "When did Brook deny that?"  # the one here that does point back
    assert (understand([SENT], asked) == Understood(asked)) is not unheard


def test_the_first_question_means_what_it_says() -> None:
    assert understand([], "and why did he say that?") == Understood("and why did he say that?")


@pytest.mark.parametrize(
    ("asked", "number"),
    [("who said that?", None), ("says who", None), ("according to whom?", None), ("whose estimate is that?", None),
     ("Who claimed that?", None), ("who said [1]?", 1), ("who says so", None),
     ("which newspaper reported that?", None)],
)  # fmt: skip
def test_who_said_it_is_asked_of_what_was_shown(asked: str, number: int | None) -> None:
    understood = understand([SAID], asked)
    assert (understood.way, understood.statement) == (Way.WHO_SAID, number)


def test_who_said_it_is_a_search_where_nothing_was_shown() -> None:
    assert understand([turn("Did Norland take Sudmark?")], "who said that?") == Understood(
        "Who said that Norland did take Sudmark?", Way.FOLLOW_UP
    )


def test_a_chain_keeps_its_subject() -> None:
    history = [SENT]
    for asked in ("and trucks?", "in May?", "why?"):
        understood = understand(history, asked)
        history.append(turn(understood.question))
    assert history[-1].asked == "Why did Norland send trucks to Sudmark in May?"


def test_whoever_said_it_is_he_afterwards() -> None:
    number = turn("How many ships are there?", "There are nine ships, Ada Brook said.", says="Ada Brook said")
    who = Turn("who said that?", Understood("Who said that: …", Way.WHO_SAID), number.answer)
    assert understand([number, who], "where does she work?").question == "Where does Ada Brook work?"


@pytest.mark.parametrize(
    "asked", ["?", "and", "and?", "he", "what about?", "why why why", "it it it", "/", "’s", "of them"]
)
def test_anything_can_be_asked(asked: str) -> None:
    assert understand([SENT, SAID, TOOK], asked).question
