import pytest

from rag.reading.boilerplate import classify, is_furniture
from rag.types import Kind


def cases(kind: Kind, lines: list[str]) -> list[tuple[str, Kind]]:
    return [(line, kind) for line in lines]


PROMOS = [
    "Sign up for our newsletter",
    "Sign up for our newsletter to get the day’s stories in your inbox.",
    "Subscribe now",
    "Read more: Why the dam broke",
    "Follow us on Twitter",
    "Click here to listen.",
    "Get the CNN app",
    "Get our best stories in your inbox",
    "Related articles",
    "More on this story",
    "Advertisement",
    "Watch live: the dam",
    "Tags: dams, rivers",
    "Support independent journalism.",
    "You may also like",
    "Already a subscriber?",
    "© 2023 The Harbor Times",
    "All rights reserved.",
    "By continuing you accept our terms of use and privacy policy.",
    "Comments",
]
BYLINES = [
    "Updated 10:05 AM EST, Fri December 30, 2022",
    "Posted 3 hours ago",
    "Additional reporting by Tom Reed",
    "By Ana Lopez",
    "by Ana Lopez",
    "BY ANA LOPEZ",
    "By Ana Lopez, Tom Reed and Li Wei in Lisbon",
    "By Jean-Luc O’Neill and S. Marsh",
    "Ana Lopez contributed reporting.",
    "Ana Lopez contributed to this report from Porto.",
    "LISBON, March 3 (Reuters) -",
    "(CNN)",
    "Dec. 30, 2022",
    "Published 3 May 2023",
    "Last updated on Friday, May 3, 2023 at 10.30 a.m. GMT",
]
CAPTIONS = [
    "Photograph: Li Wei/AFP",
    "Photo by Li Wei",
    "A flooded street in Porto. Li Wei/AFP via Getty Images",
    "A flooded street in Porto, Jan. 5, 2023. Courtesy of the city",
    "![A flooded street](street.jpg)",
    "File photo",
]
HEADINGS = [
    "# Dam breaks in the north",
    "###### Timeline",
    "Dam breaks in the north",
    "Who broke the dam?",
    "The reasons:",
    "‘Nobody slept’",
]
BODIES = [
    "The dam broke.",
    "The dam broke!",
    "It was, he said, “a disaster”",
    "- The bridge is gone",
    "1. A bridge",
    "#floods trended for a week.",
    "Is it true that the dam, which the town had paid for twice, broke because nobody had looked?",
    "The mayor said three things about the dam, which had been built in 1987:",
    "The water kept rising all night and no one in the village at the foot of the hill slept until the morning",
    # body sentences with the words of furniture in them
    "Dozens of men signed up to fight, and more will sign up next week, the mayor said.",
    "Subscribers left the paper in droves.",
    "Advertisements for the job ran for weeks.",
    "Share prices fell.",
    "Printing stopped on Monday.",
    "By Monday the water had gone.",
    "By the time it ended, nobody was left.",
    "LISBON (Reuters) - The dam broke.",
    "On May 3, 2023 the bridge fell.",
    "In a file photo the mayor smiled, officials said.",
    "The bridge was rebuilt courtesy of the E.U. in 2009.",
    "Published in 1999, the book sold 3,000 copies.",
    "He left; he came back;",
]
# body sentences that open like furniture
OPENINGS = [
    "Follow the money, the judge told the court on Monday.",
    "Support our troops, the banners read.",
    "Join us in mourning, the bishop said.",
    "Recommended doses vary, doctors say.",
    "Trending upward since May, rents rose again.",
    "Cookies are sold at the fair for two euros.",
    "The privacy policy of the firm changed on Monday, regulators said.",
    "Sign up sheets ran out within an hour at the port.",
    "Most popular among visitors is the ferry to the islands.",
    "Back to top form, the striker scored twice.",
]
LIKE_CAPTIONS = ["The video by the group, posted on Monday, showed two boats.", "He deserves credit: the dam held."]


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        *cases(Kind.PROMO, [*PROMOS, "Watch: the dam breaks"]),
        *cases(Kind.BYLINE, BYLINES),
        *cases(Kind.CAPTION, CAPTIONS),
        *cases(Kind.HEADING, HEADINGS),
        *cases(Kind.BODY, [*BODIES, *OPENINGS, *LIKE_CAPTIONS]),
    ],
)
def test_classify(block: str, kind: Kind) -> None:
    assert classify(block) is kind
    assert is_furniture(block) is (kind in {Kind.BYLINE, Kind.CAPTION, Kind.PROMO})


def test_the_first_block_may_be_a_heading_where_others_are_not() -> None:
    question = "Is it true that the dam, which the town had paid for twice, broke for want of care?"
    assert classify(question) is Kind.BODY
    assert classify(question, first=True) is Kind.HEADING
    assert classify("Dam breaks!", first=True) is Kind.HEADING


@pytest.mark.parametrize("block", ["Sign up\n  for our\nnewsletter", "By\nAna Lopez", "Dam breaks\nin the north"])
def test_wrapping_changes_no_kind(block: str) -> None:
    assert classify(block) is classify(" ".join(block.split())) is not Kind.BODY


def test_nothing_long_is_furniture() -> None:
    text = "Sign up for our newsletter, which tells you of " + "the dam and the port and the ferry and " * 5 + "more"
    assert len(text.split()) > 45
    assert classify(text) is Kind.BODY
    assert not is_furniture(text)
