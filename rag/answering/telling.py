"""An answer while a model writes it: each sentence checked against what it cites, and turned into a statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rag.answering.citations import cite
from rag.answering.offering import Offered, Offering
from rag.answering.offers import find_offer
from rag.answering.question import Question
from rag.answering.quotation import Quotation, quotation
from rag.answering.replies import Drafted
from rag.checking.judging import Judge, second_opinion
from rag.checking.protocol import Verifier
from rag.generation.prompts import DECLINE
from rag.text.attribution import find_attribution
from rag.text.folding import fold
from rag.types import BORNE_OUT, Citation, Conflict, Fault, ScoredSentence, Statement, Verdict

Watch = Callable[[Statement, Sequence[Citation]], None]
"""Is shown a statement as soon as it has its verdict, with the citations that its numbers stand for."""


@dataclass
class Telling:
    """The statements so far. Under `strict` those that are not borne out are left out, and show nowhere."""

    question: Question
    offering: Offering
    verifier: Verifier
    strict: bool
    watch: Watch
    judge: Judge | None = None
    declined: bool = False
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    @property
    def borne_out(self) -> int:
        """How many statements hold."""
        return sum(s.verdict in BORNE_OUT for s in self.statements)

    def restart(self) -> None:
        """Forget what has been told: it was thought, not answer."""
        self.statements.clear()
        self.citations.clear()
        self.declined = False

    def add(self, drafted: Drafted) -> None:
        """Judge a sentence of the model's, and show it."""
        drafted = replace(drafted, text=fold(drafted.text))
        if is_decline(drafted.text):
            self.declined = self.declined or not self.statements
            return
        unknown = tuple(i for i in drafted.ids if i not in self.offering.sentences)
        if not drafted.text:
            if unknown:
                self._show(Statement(f"[{', '.join(unknown)}]", (), Verdict.UNSUPPORTED, faults=_invented(unknown)))
            return
        cited = [self.offering.sentences[i] for i in drafted.ids if i in self.offering.sentences]
        sources = [c.source for c in cited]
        checked = self.verifier.check(drafted.text, sources)
        faults = _invented(unknown) + (checked.faults if cited or not unknown else ())
        verdict = Verdict.UNSUPPORTED if unknown and checked.verdict in BORNE_OUT else checked.verdict
        ruled = second_opinion(drafted.text, sources, verdict, faults, self.judge)
        verdict, faults = ruled.verdict, ruled.faults
        if self.strict and verdict not in BORNE_OUT:
            return
        quoted = [_quoted(c) for c in cited]
        numbers = tuple(dict.fromkeys(self._number(q) for q in quoted))
        statement = Statement(drafted.text, numbers, verdict, faults=faults, ruling=ruled.ruling)
        self._show(self._with_provenance(statement, quoted) if verdict in BORNE_OUT else statement)

    def renumbered(self, conflicts: Sequence[Conflict], citations: Sequence[Citation]) -> tuple[Conflict, ...]:
        """Conflicts that were found among `citations`, as citations of this answer, which gets those that it lacks."""
        place = {c.id: self._place(c) for c in citations}
        return tuple(
            replace(c, values=tuple(replace(v, citations=tuple(place[n] for n in v.citations)) for v in c.values))
            for c in conflicts
        )

    def _show(self, statement: Statement) -> None:
        if self.strict and statement.verdict not in BORNE_OUT:
            return
        self.statements.append(statement)
        self.watch(statement, [c for c in self.citations if c.id in statement.citations])

    def _with_provenance(self, statement: Statement, quoted: Sequence[Quotation]) -> Statement:
        own = find_attribution(statement.text)
        theirs = next((q.attribution.text for q in quoted if q.attribution), None)
        mark = find_offer(statement.text, self.question).span
        return replace(
            statement,
            attribution=own.text if own else theirs,
            as_of=next((q.as_of for q in quoted if q.as_of), None),
            marks=(mark,) if mark else (),
        )

    def _number(self, quoted: Quotation) -> int:
        return self._place(cite(0, quoted.article, quoted.start, quoted.end))

    def _place(self, citation: Citation) -> int:
        """The number that the citation has here; a new one where these characters were not cited yet."""
        for known in self.citations:
            if (known.article, known.start, known.end) == (citation.article, citation.start, citation.end):
                return known.id
        self.citations.append(replace(citation, id=len(self.citations) + 1))
        return len(self.citations)


def is_decline(text: str) -> bool:
    """Whether a model says, in the agreed words, that it finds no answer."""
    return _letters(text) == _letters(DECLINE)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _invented(ids: Sequence[str]) -> tuple[Fault, ...]:
    return tuple(Fault("citation", f"it cites {i}, which is no sentence that the model was given") for i in ids)


def _quoted(offered: Offered) -> Quotation:
    return quotation(ScoredSentence(offered.evidence, offered.sentence, offered.source.text, {}, 0.0, 0.0))
