from datetime import date
from pathlib import Path

from rag.render.notes import to_notes
from rag.types import Answer, Citation, Conflict, ConflictValue, Statement, Status, Verdict


def citation(number: int, start: int, quote: str) -> Citation:
    return Citation(
        number, "a.md", "A *title*", "The Times", None, date(2022, 12, 30), "https://example.org/a", start, start + 5,
        7, None, quote, "o", Path("/corpus/a.md"),
    )  # fmt: skip


NINE = citation(1, 0, "Nine\nships, [she] said.")
TEN = citation(2, 50, "Ten ships.")


def test_notes_have_a_footnote_for_each_quote() -> None:
    first = Answer(
        "How many ships?",
        Status.CONFLICTING,
        (
            Statement("Nine ships, [she] said.", (1,), Verdict.QUOTED, "Ada Brook said", date(2022, 12, 1)),
            Statement("Ten ships.", (2,), Verdict.UNSUPPORTED),
        ),
        (NINE, TEN),
        None,
        (),
        0.9,
        (Conflict("ships", (ConflictValue("nine", (1,)), ConflictValue("ten", (2,)))),),
    )
    again = Answer("Why ten?", Status.ANSWERED, (Statement("Ten ships.", (1,), Verdict.QUOTED),),
                   (citation(1, 50, "Ten ships."),), None, (), 0.9)  # fmt: skip
    silent = Answer("Who\x1b[31m?", Status.UNANSWERED, (), (), None, (NINE,), 0.1)
    source = "*A \\*title\\**, The Times · 30 December 2022, a.md:7, <https://example.org/a>"
    assert to_notes([("How many ships?", first), ("why?", again), ("Who\x1b[31m?", silent)]) == (
        "# Notes\n\n"
        "## How many ships?\n\n"
        "Nine ships, \\[she\\] said.[^1] (Ada Brook said; as of 2022-12-01)\n\n"
        "Ten ships.[^2] **unsupported**\n\n"
        "Articles disagree: nine[^1]; ten[^2]\n\n"
        "## Why ten?\n\n"
        "*Asked: why?*\n\n"
        "Ten ships.[^2]\n\n"
        "## Who␛\\[31m?\n\n"
        "*The articles do not answer this.*\n\n"
        f"[^1]: “Nine ships, \\[she\\] said.” {source}\n"
        f"[^2]: “Ten ships.” {source}\n"
    )


def test_an_address_that_is_none_is_left_out() -> None:
    odd = Citation(
        1, "a.md", None, None, None, None, "javascript:alert(1)", 0, 4, 1, None, "Nine", "o", Path("/c/a.md")
    )
    answer = Answer("Q?", Status.ANSWERED, (Statement("Nine", (1,), Verdict.QUOTED),), (odd,), None, (), 0.9)
    assert "javascript" not in to_notes([("Q?", answer)])
