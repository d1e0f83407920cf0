import pytest

from rag.text.attribution import Attribution, find_attribution


def found(sentence: str, *before: str) -> Attribution:
    attribution = find_attribution(sentence, before)
    assert attribution is not None
    return attribution


SENTENCES = [
    # A subject and its verb
    ("Ann Lee said the quay leaks.", "Ann Lee", "Ann Lee said"),
    ("The harbour board says that the quay leaks.", "the harbour board", "the harbour board says"),
    ("On Friday Norland said its ferries would stop.", "Norland", "Norland said"),
    ("In Brackwater officials said the quay leaks.", "officials", "officials said"),
    ("A day later Mayor Ann Lee said the quay leaks.", "Mayor Ann Lee", "Mayor Ann Lee said"),
    ("In a statement on Tuesday the Port Ministry said it leaks.", "the Port Ministry", "the Port Ministry said"),
    ("At a joint appearance Lee said the quay leaks.", "Lee", "Lee said"),
    ("Ann Lee told the Tern news agency that the quay leaks.", "Ann Lee", "Ann Lee told the Tern news agency"),
    ("Ann Lee told reporters on Monday that the quay leaks.", "Ann Lee", "Ann Lee told reporters"),
    ("Norland’s envoy warned of floods by spring.", "Norland’s envoy", "Norland’s envoy warned of"),
    ("The board wrote that the quay leaks.", "the board", "the board wrote"),
    ("The pilots think the channel is too narrow.", "the pilots", "the pilots think"),
    ("The ministry expects ferries to stop by noon.", "the ministry", "the ministry expects"),
    ("Norland’s Harbour Staff has estimated that 40 barges sank.", "Norland’s Harbour Staff", None),
    ("By Friday the ministry there was saying that it leaked.", "the ministry", "the ministry was saying"),
    ("Lee announced that ferries would stop.", "Lee", "Lee announced"),
    ("Lee acknowledged the quay was leaking.", "Lee", "Lee acknowledged"),
    ("Lee argued, for the first time, that the quay leaks.", "Lee", "Lee argued"),
    ("A survey found that most ferries leak.", "a survey", "a survey found"),
    ("Former pilots working with the exiled board believe the quay is lost.", None, None),
    ("Some reports claim that the quay leaks.", "some reports", "some reports claim"),
    ("Norland and Oland said the treaty was dead.", "Norland and Oland", "Norland and Oland said"),
    ("American and other Western pilots think no ferry is near.", "American and other Western pilots", None),
    ("Fares rose, but the mayor said they would fall.", "the mayor", "the mayor said"),
    ("Lee left the hall early and said the quay was lost.", "Lee", "Lee said"),
    ("Lee accused the board of lying.", "Lee", "Lee accused the board"),
    ("Lee was quoted as saying the quay leaks.", "Lee", "Lee was quoted as saying"),
    ("Tern radio quoted Ann Lee as saying that it leaks.", "Ann Lee", "Ann Lee was quoted as saying"),
    ("It is reported that the quay leaks.", "unnamed sources", "it is reported"),
    # With an apposition
    (
        "Ann Lee, once a pilot in the Norland fleet, said the quay leaks.",
        "Ann Lee, once a pilot in the Norland fleet",
        "Ann Lee, once a pilot in the Norland fleet, said",
    ),
    ("Ann Lee, who runs the port, said the quay leaks.", "Ann Lee", "Ann Lee said"),
    ("Port pilots, several of them, agree that the quay leaks.", "Port pilots", None),
    ("On Friday, Bob Day, the board’s chairman, said it leaks.", "Bob Day, the board’s chairman", None),
    ("Tolls will rise, its chairman, Bob Day, told reporters on Monday.", "its chairman, Bob Day", None),
    ("The quay may sink, the Institute for the Sea, in Brackwater, wrote.", "the Institute for the Sea", None),
    ("A warden who lived there said the quay leaks.", "a warden", "a warden said"),
    # After what is said, and within it
    ("The quay may sink, said Bob Day, a pilot who once led a crew.", "Bob Day, a pilot", "Bob Day, a pilot, said"),
    ("The quay may sink, said Ann Lee of the Harbour Board.", "Ann Lee of the Harbour Board", None),
    ("It leaks, said Ann Lee, who advises the port, but nobody cares.", "Ann Lee", "Ann Lee said"),
    ("Norland, proud of its ferries, could lose them, said Ann Lee.", "Ann Lee", "Ann Lee said"),
    ("The quay leaks, says a Norland pilot.", "a Norland pilot", "a Norland pilot says"),
    ("Ferries run late, say Ann Lee and Bob Day.", "Ann Lee and Bob Day", "Ann Lee and Bob Day say"),
    ("The dam, says the engineer Ann Lee, is sound.", "the engineer Ann Lee", "the engineer Ann Lee says"),
    ("Norland keeps 40 barges there, harbour pilots say, far too few.", "harbour pilots", "harbour pilots say"),
    ("The mood, reports say, is low even on deck.", "reports", "reports say"),
    ("The ferry, Lee wrote, was late.", "Lee", "Lee wrote"),
    ("The quay was full, Tern radio reported.", "Tern radio", "Tern radio reported"),
    ("As many pilots have noted, the quay is narrow.", "many pilots", "many pilots have noted"),
    ("Bob Day of the port board warned, according to The Tern, that it leaks.", "Bob Day of the port board", None),
    ("The board has not concluded that it leaks, Lee said.", "Lee", "Lee said"),
    ("She said at one point it sank.", "she", "she said"),
    ("She said in a speech on Monday that it sank.", "she", "she said"),
    ("Ferries run late, state officials say.", "state officials", "state officials say"),
    ("The Tern reports 40 barges, three of them new, sank.", "the Tern", "the Tern reports"),
    ("“Who asked, ‘Is it safe?’” Ann Lee said.", "Ann Lee", "Ann Lee said"),
    ("Health Secretary Ann Lee said it sank.", "Health Secretary Ann Lee", "Health Secretary Ann Lee said"),
    ("Former Mayor Ann Lee said it sank.", "former Mayor Ann Lee", "former Mayor Ann Lee said"),
    ("Some said it sank.", "some", "some said"),
    ("Another said it sank.", "another", "another said"),
    ("But Lee, in his order, said it sank.", "Lee", "Lee said"),
    ("Pilots opposed to the toll say it sank.", "pilots opposed to the toll", None),
    ("Pilots wrote to lawmakers that it sank.", "pilots", "pilots wrote"),
    ('"It is no \'great loss,\' " Ann Lee says.', "Ann Lee", "Ann Lee says"),
    ("The board last week said it sank.", "the board", "the board said"),
    ("It sank, according to the Quay Trust, the largest loss since May.", "the Quay Trust", None),
    ("Ann Lee told NORLAND TODAY that it sank.", "Ann Lee", "Ann Lee told NORLAND TODAY"),
    # Quotations
    ("“It leaks,” said Ann Lee.", "Ann Lee", "Ann Lee said"),
    ('"It leaks," Ann Lee said in a speech.', "Ann Lee", "Ann Lee said"),
    ("“It leaks”, says Ann Lee.", "Ann Lee", "Ann Lee says"),
    ("'It leaks badly,' said Ann Lee.", "Ann Lee", "Ann Lee said"),
    ("“He said it leaks,” Ann Lee wrote.", "Ann Lee", "Ann Lee wrote"),
    ("“It leaks,” Ann Lee, the port’s chief, said on Friday.", "Ann Lee, the port’s chief", None),
    ("Ann Lee said: “It leaks.”", "Ann Lee", "Ann Lee said"),
    ("Ann Lee shrugged it off at noon: “It leaks.”", "Ann Lee", "in the words of Ann Lee"),
    ("“It leaks,” the US Department of Ports said of the quay.", "the US Department of Ports", None),
    ("“It leaks,” said Ann Lee in an interview with The Tern.", "Ann Lee", "Ann Lee said"),
    # Without a verb of speech
    ("The quay leaks, according to the Tern.", "the Tern", "according to the Tern"),
    ("According to a pilot from Oland, the quay leaks.", "a pilot from Oland", "according to a pilot from Oland"),
    ("The quay leaks, according to a letter leaked last week.", "a letter", "according to a letter"),
    ("In the view of Norland intelligence, it leaks.", "Norland intelligence", "in the view of Norland intelligence"),
    ("It would not help, in the judgement of port pilots.", "port pilots", "in the judgement of port pilots"),
    ("By the ministry’s own count, 40 barges sank.", "the ministry", "by the ministry’s own count"),
    ("By the account of Ann Lee, 40 barges sank.", "Ann Lee", "by the account of Ann Lee"),
    ("In Ann Lee's words, the quay is lost.", "Ann Lee", "in Ann Lee’s words"),
    ("The pilots’ latest estimate is 40 barges.", "the pilots", "by the pilots’ latest estimate"),
    ("To some port pilots, the move looks like a feint.", "some port pilots", "in the view of some port pilots"),
    ("As Ann Lee put it, the quay is lost.", "Ann Lee", "as Ann Lee put it"),
    ("The barge was allegedly overloaded.", "reports", "allegedly"),
    ("The storm is believed to have sunk it.", "unnamed sources", "it is believed"),
    # White space
    ("Ann \n Lee  said\tthat the\nquay leaks.", "Ann Lee", "Ann Lee said"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "claimant", "text"), SENTENCES)
def test_claimant(sentence: str, claimant: str | None, text: str | None) -> None:
    attribution = found(sentence)
    claimant = claimant or "former pilots working with the exiled board"
    assert attribution.claimant == claimant
    if text is not None:
        assert attribution.text == text
    assert claimant in attribution.text or claimant in {"unnamed sources", "reports"}
    assert 0 <= attribution.start < attribution.end <= len(sentence)
    words = sentence[attribution.start : attribution.end]
    assert words == words.strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "The quay leaks.",
        "He told the truth about the quay.",
        "He told her a story.",
        "She told the board a secret.",
        "The agreement says the quay is theirs.",
        "The law says that ferries must stop.",
        "The talks, which were said to be warm, ended.",
        "The man police say was there left.",
        "Supporters of the plan reported to the hall.",
        "The fear that rain would come kept them in.",
        "Recent reports that the bridge fell were wrong.",
        "The report to the board was late.",
        "An estimated 500 people came.",
        "The company added 40 jobs.",
        "She found that her door was open.",
        "Lee found the keys.",
        "The clock said noon.",
        "He said goodbye.",
        "He said nothing.",
        "The mayor did not say why.",
        "The mayor has never said that it leaks.",
        "The mayor would not say that it leaks.",
        "They hope to say more.",
        "Nobody said the bridge was safe.",
        "It is unclear who said that.",
        "They believe in luck.",
        "Lee was denied entry.",
        "The mayor expects to win.",
        "Lee told residents to leave.",
        "When the mayor said the bridge was shut, drivers turned back.",
        "Shares fell after the firm said profits would drop.",
        "Although the board said fares would fall, they rose.",
        "In the last game, Day, pitching in relief, allowed two runs.",
        "Everything went according to plan.",
        "The tiles are laid according to size.",
        "Norland kept silent despite Oland's claims.",
        "In the end, the mayor agreed.",
        "“It leaks.”",
        "The “said” ferry is late.",
        "What do you say?",
        "The talks ended on Friday, and the ferries left.",
        "I think the quay leaks.",
        "We say it leaks.",
        "The storm in Norland left the old quay's words faded on the wall.",
        "The case centres on a board's Quay project in Norland.",
        "As the waters continue to rise in Norland, ferries stop.",
        "Norland ferries recalled: a fire was found inside",
        "Few pilots in the state know it.",
        "She said in a low voice.",
        "Every point of view was heard in the hall by noon.",
        "Ann Lee, who came to the board in May, continued the harbour's growth.",
        "Towns are ranked according to criteria of their own.",
    ],
)
def test_what_speaks_for_itself(sentence: str) -> None:
    assert find_attribution(sentence) is None
    assert find_attribution(sentence.replace(" ", " \n ")) is None


@pytest.mark.parametrize(
    ("sentence", "hedged"),
    [
        ("Lee claimed the quay leaks.", True),
        ("Lee denied that she had seen it.", True),
        ("Lee alleged that the quay leaks.", True),
        ("Lee accused the board of lying.", True),
        ("The ferry reportedly sank.", True),
        ("Lee said the quay might leak.", True),
        ("Lee said the quay leaks.", False),
        ("Lee said that in May the quay leaked.", False),
        ("The quay leaks, according to Lee.", False),
        ("Lee claimed to know of the plan.", True),
    ],
)
def test_doubt(sentence: str, hedged: bool) -> None:
    assert found(sentence).hedged is hedged


def test_the_span_is_of_the_attributing_words() -> None:
    for sentence, words in [
        ("It leaks,  said Ann Lee, a pilot.", "said Ann Lee, a pilot"),
        ("On Friday Ann Lee, who runs the port, said it leaks.", "Ann Lee, who runs the port, said"),
        ("It leaks, according to the Tern, and badly.", "according to the Tern"),
    ]:
        attribution = found(sentence)
        assert sentence[attribution.start : attribution.end] == words
