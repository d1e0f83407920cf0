"""The things that are passed around. Frozen, and free of behaviour beyond what follows from their fields.

All offsets are in characters (code points) of `Article.text`, half open: `text[start:end]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a stretch of an article is. Only body sentences may become statements."""

    BODY = "body"
    HEADING = "heading"
    BYLINE = "byline"
    CAPTION = "caption"
    PROMO = "promo"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a line that stands by itself."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article. `block` counts the article's blocks from 0."""

    start: int
    end: int
    kind: Kind
    block: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article besides its text. Unknown is None, never a guess."""

    title: str | None = None
    publisher: str | None = None
    reported_by: str | None = None
    """The publication whose reporting the article retells, where it is not itself the publisher."""
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One source text. `text` is the file as decoded: offsets are offsets in the file."""

    path: str
    """Relative to the corpus, with forward slashes."""
    text: str
    body: int
    """Where the text begins after any front matter."""
    metadata: Metadata = Metadata()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article that is indexed and retrieved: `text == article.text[start:end]`, always."""

    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the catalog keeps it, with the article it stands in."""

    id: int
    article: "StoredArticle"
    passage: Passage


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the catalog keeps it. `origin` is the same for copies and rewrites of one text."""

    id: int
    article: Article
    file: Path
    digest: str
    origin: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles may be used: those that every bound lets through. Days are inclusive.

    `as_of` is the day from which "now" is judged; nothing published after it is used. An article whose day is
    unknown is in no range of days. A publisher is also the publication whose reporting an article retells.
    """

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    publishers: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    """Paths of articles."""

    @property
    def latest(self) -> date | None:
        """The last day of publication that is let through."""
        return min((day for day in (self.until, self.as_of) if day), default=None)

    @property
    def has_days(self) -> bool:
        return bool(self.since or self.until or self.as_of)

    @property
    def is_everything(self) -> bool:
        return not (self.has_days or self.publishers or self.within)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be used as it is, in one line; `skipped` when it is not in the library at all."""

    path: str
    message: str
    skipped: bool = True


@dataclass(frozen=True, slots=True)
class Signals:
    """How a passage was found. Ranks count from 1; None where that search did not return it."""

    lexical: float
    """BM25, higher is better, 0 where no term matches."""
    lexical_rank: int | None
    dense: float
    """Cosine similarity to the question, -1 to 1."""
    dense_rank: int | None
    fused: float
    """The fused score by which passages are ordered: 0 to 1, and more where recency counts."""
    lead: float = 0.0
    """BM25 of the article's title and first passage."""
    article: float = 0.0
    """BM25 of the article as a whole."""
    recency: float = 0.0
    """1 on the day that the question is about or asked on, falling from there; 0 where there is none."""
    relevance: float | None = None
    """How far a reader's best answer in it beats "not here", 0 to 1; None where none read it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A retrieved passage and how it was found."""

    stored: StoredPassage
    signals: Signals


class Verdict(StrEnum):
    QUOTED = "quoted"
    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


BORNE_OUT = frozenset({Verdict.QUOTED, Verdict.SUPPORTED})
"""The verdicts of what holds."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a statement is not borne out by what it cites.

    `kind` is one word ("figure", "date", "name", "negation", "quotation", "attribution", "citation", "meaning",
    "judge"), `message` says it in a line for people, and `span` is the offending stretch of the statement, where there
    is one.
    """

    kind: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a language model that was asked as judge said of a statement, and whether its verdict was another before."""

    said: Verdict
    changed: bool


class Status(StrEnum):
    ANSWERED = "answered"
    CONFLICTING = "conflicting"
    UNANSWERED = "unanswered"


class Reason(StrEnum):
    """Why a question stays unanswered."""

    NOT_IN_CORPUS = "not in corpus"
    NOT_IN_DATE_RANGE = "not in date range"
    NO_STATEMENT_SUPPORTED = "no statement supported"


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to exact characters of one article: `text[start:end] == quote`."""

    id: int
    article: str
    title: str | None
    publisher: str | None
    reported_by: str | None
    published: date | None
    url: str | None
    start: int
    end: int
    line: int
    page: int | None
    quote: str
    origin: str
    file: Path
    """Where the article lies on this machine; for links, not part of the JSON."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer.

    `marks` are spans of `text` that name what was asked for. `faults` are why it is unsupported or contradicted.
    `ruling` is the judge's, where one was asked.
    """

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    attribution: str | None = None
    as_of: date | None = None
    marks: tuple[Span, ...] = ()
    faults: tuple[Fault, ...] = ()
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class ConflictValue:
    value: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    about: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence that was considered, with each feature's value and what it added; for `--explain`."""

    evidence: Evidence
    sentence: Sentence
    text: str
    features: Mapping[str, float]
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer came about: the passages in order, the sentences in order, the bar to be passed.

    `terms` are the question's words that were looked for, in any of their forms.
    """

    terms: tuple[str, ...]
    asks_for: str
    evidence: tuple[Evidence, ...]
    sentences: tuple[ScoredSentence, ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    status: Status
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    reason: Reason | None
    nearest: tuple[Citation, ...]
    confidence: float
    conflicts: tuple[Conflict, ...] = ()
    model: str = "none"
    judge: str = "none"
    library: str = ""
    timings: Mapping[str, int] = field(default_factory=dict)
    explanation: Explanation | None = None

    @property
    def is_quotation(self) -> bool:
        """Whether no model wrote it."""
        return self.model == "none"

    @property
    def is_judged(self) -> bool:
        """Whether a language model stood by as judge."""
        return self.judge != "none"

    @property
    def text(self) -> str:
        """The statements that hold in one string, each followed by its citation marks: `… [1]`."""
        held = (s for s in self.statements if s.verdict in BORNE_OUT)
        return " ".join(s.text + "".join(f" [{number}]" for number in s.citations) for s in held)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft, and what the articles say to it.

    `text` is its words in one line, without marks of citation or of Markdown, and `places` the offset in the draft of
    each character of it. `verdict` is None where it was not checked, and `taken_for` says why ("a question").
    `citations` carry it or contradict it; an unsupported sentence has none, but the `nearest` sentences. Spans of
    `faults` are of `text`. `carried_by` are, for each of `citations` that bears it out, the stretches of its
    quote that do.
    """

    text: str
    places: tuple[int, ...]
    line: int
    verdict: Verdict | None
    taken_for: str | None = None
    citations: tuple[int, ...] = ()
    nearest: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    carried_by: tuple[tuple[Span, ...], ...] = ()
    ruling: Ruling | None = None
    """The judge's, where one was asked."""
    in_part: tuple[tuple[Span, int], ...] = ()
    """Of a sentence that is not borne out, the stretches of `text` that are, each with the citation that does it."""

    def in_draft(self, span: Span) -> Span:
        """Where a stretch of `text` stands in the draft."""
        return Span(self.places[span.start], self.places[span.end - 1] + 1)


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A text that somebody wrote, checked sentence by sentence."""

    sentences: tuple[CheckedSentence, ...]
    citations: tuple[Citation, ...]
    library: str = ""
    timings: Mapping[str, int] = field(default_factory=dict)
    judge: str = "none"

    @property
    def is_judged(self) -> bool:
        """Whether a language model stood by as judge."""
        return self.judge != "none"

    @property
    def holds(self) -> bool:
        """Whether every sentence that was checked is quoted or supported."""
        return all(s.verdict in {None, Verdict.QUOTED, Verdict.SUPPORTED} for s in self.sentences)
