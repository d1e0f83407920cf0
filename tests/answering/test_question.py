"""What a question asks for."""

import time

import pytest

from rag.answering.question import Asks, analyse


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Which airline announced a deal this week to buy Spirit Airlines?", "airline"),
        ("Which major US retailer announced this week it is slashing prices?", "retailer"),
        ("Supermarkets in France are struggling to stock which condiment, sparking outrage?", "condiment"),
        ("Which highly anticipated show brought in 10 million viewers?", "show"),
        ("Which embattled celebrity was found liable?", "celebrity"),
        ("Covid-19 vaccinations began for which age group this week?", "group"),
        ("Which type of animal did he add to his residence?", "animal"),
        ("Which of them flew?", ""),
        ("What did he say?", ""),
        ("What is it?", ""),
        ("What ran out?", ""),
        ("What caused the outages?", ""),
        ("how many buses did Springfield buy?", ""),
    ],
)
def test_the_noun_after_which(text: str, kind: str) -> None:
    assert analyse(text).kind == kind


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("how many Russian troops are in Belarus?", Asks.COUNT),
        ("How much did Minsk pay for oil?", Asks.COUNT),
        ("What percentage of voters stayed home?", Asks.COUNT),
        ("Which share of exports goes east?", Asks.COUNT),
        ("What is the price of a bus?", Asks.COUNT),
        ("How old is the mayor?", Asks.COUNT),
        ("Why and how many left?", Asks.COUNT),
        ("When did Putin visit Minsk?", Asks.DATE),
        ("since when has Belarus hosted them", Asks.DATE),
        ("In what year did the war begin?", Asks.DATE),
        ("Who replaced Surovikin?", Asks.PERSON),
        ("Whose missile fell?", Asks.PERSON),
        ("To whom did he speak?", Asks.PERSON),
        ("“Where did the missile land?”", Asks.PLACE),
        ("Which country sent tanks?", Asks.PLACE),
        ("Why did Putin go to Minsk?", Asks.REASON),
        ("What caused the blast?", Asks.REASON),
        ("What were the reasons for the visit?", Asks.REASON),
        ("How come nobody knew?", Asks.REASON),
        ("What did Lukashenko say about the army?", Asks.SAYING),
        ("Which Russian official threatened Kyiv?", Asks.PERSON),
        ("Which racquet sport is blamed?", Asks.THING),
        ("Members of which group are suing him?", Asks.ORGANISATION),
        ("What is the name of the power plant?", Asks.ORGANISATION),
        ("Who is Franak Viacorka?", Asks.ANYTHING),
        ("How did the war begin?", Asks.ANYTHING),
        ("Is there a war?", Asks.YES_NO),
        ("Tell me about the whole thing.", Asks.ANYTHING),
        ("戦車は何台?", Asks.ANYTHING),
        ("", Asks.ANYTHING),
        pytest.param("What is the total number of tanks?", Asks.COUNT),
    ],
)
def test_the_kind_of_thing_asked_for(text: str, asks: Asks) -> None:
    assert analyse(text).asks is asks


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("how many Russian troops are in Belarus?", ("russian", "troop")),
        ("How many people, exactly, live there?", ("peopl",)),
        ("how many T-72A tanks did Russia receive?", ("t", "72a", "tank")),
        ("how much oil", ("oil",)),
        ("How much did it cost?", ()),
        ("Which soldiers were there?", ()),
        ("What is the number of Russian troops in Belarus?", ("russian", "troop")),
        ("How many of the tanks were lost?", ("tank",)),
    ],
)
def test_what_is_counted(text: str, counted: tuple[str, ...]) -> None:
    assert analyse(text).counted == counted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("how many Russian troops are in Belarus?", {"russian", "belaru"}),
        ("Who replaced Gen. Sergei Surovikin?", {"gen", "sergei", "surovikin"}),
        ("Which units came to Belarus?", {"belaru"}),
        # The first word is capitalised in any case.
        ("Troops in Belarus", {"belaru"}),
        ("Belarus", set()),
        ("Vladimir Putin went where?", {"vladimir", "putin"}),
        ("NATO enlarged?", {"nato"}),
        ("did anybody see it?", set()),
        ("Who leads the Ministry of Defense?", {"ministri", "defens"}),
    ],
)
def test_the_names_in_it(text: str, names: set[str]) -> None:
    assert analyse(text).names == names


@pytest.mark.parametrize(
    ("text", "is_present"),
    [
        ("how many Russian troops are in Belarus?", True),
        ("Who is the mayor?", True),
        ("What does he say now?", True),
        ("How many were there?", False),
        ("Who is the man that was shot?", False),
        ("How many troops are said to have come last year?", False),
        ("Is it true that 2022 began with a war?", False),
        ("Who replaced Surovikin?", False),
    ],
)
def test_whether_it_asks_how_things_are_now(text: str, is_present: bool) -> None:
    assert analyse(text).is_present is is_present


def test_its_words_are_kept_with_their_stems() -> None:
    question = analyse("How many Belarusian soldiers say that the soldiers’ pay is low?")
    assert question.text == "How many Belarusian soldiers say that the soldiers’ pay is low?"
    assert question.terms == {"belarusian": "Belarusian", "soldier": "soldiers", "pai": "pay", "low": "low"}


def test_long_runs_of_capitals_take_no_time() -> None:
    began = time.perf_counter()
    analyse(f"Who is {'UKRAINIAN PRESIDENT VOLODYMYR ' * 9}meeting")
    analyse(f"What is {'A' * 4000} for")
    assert time.perf_counter() - began < 5  # a backtracking pattern would need years
