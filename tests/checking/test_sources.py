"""Sentences of an article as sources."""

from datetime import date

from rag.checking.sources import source_of
from rag.types import Kind, Sentence

TEXT = "Ann came.\n\nA HEADING\n\nBo\ncame. Cy left. Di stayed."


def sentence(words: str, kind: Kind = Kind.BODY) -> Sentence:
    start = TEXT.index(words)
    return Sentence(start, start + len(words), kind, 0)


ALL = [
    sentence("Ann came."),
    sentence("A HEADING", Kind.HEADING),
    sentence("Bo\ncame."),
    sentence("Cy left."),
    sentence("Di stayed."),
]


def test_the_sentences_before_up_to_a_heading_in_one_line() -> None:
    source = source_of(TEXT, ALL, ALL[4], "A day", date(2022, 5, 3))
    assert (source.text, source.before) == ("Di stayed.", ("Bo came.", "Cy left."))
    assert (source.title, source.published) == ("A day", date(2022, 5, 3))


def test_the_first_sentence_leans_on_nothing() -> None:
    assert source_of(TEXT, ALL, ALL[0]).before == ()
    assert source_of(TEXT, ALL, ALL[2]).before == ()
