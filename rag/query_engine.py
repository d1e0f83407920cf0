"""The composition root: settings in, `QueryEngine.ask(question) -> Answer` out."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Self

from rag.answering.compose import explain as explained
from rag.answering.compose import quoted_answer, statement_texts
from rag.answering.drafts import checked_sentences, claims, judge
from rag.answering.extractive import by_best_sentence, choose, rank_sentences
from rag.answering.generative import Writer
from rag.answering.language_judge import LanguageJudge
from rag.answering.passages import read_passages
from rag.answering.question import analyse
from rag.answering.rejudging import rejudged
from rag.answering.rulings import Rulings
from rag.answering.telling import Watch
from rag.asked import checked_draft, checked_question
from rag.checking.judging import Judge
from rag.checking.reading import reads_with
from rag.checking.verifier import open_verifier
from rag.clock import Clock
from rag.comprehension.model import open_reader
from rag.embedding.model import open_model
from rag.embedding.remembering import RememberingEmbedder
from rag.entailment.model import open_checker
from rag.errors import ModelError
from rag.finding import GATHERED, Finder
from rag.generation.model import open_language_model
from rag.generation.names import NONE, ModelName, parse_model_name
from rag.generation.protocol import JUDGEMENTS
from rag.reading.drafts import split_draft
from rag.reading.files import corpus_roots
from rag.reporter import Reporter, Silence
from rag.retrieval.retriever import POOL
from rag.settings import Settings
from rag.types import Answer, CheckedDraft, Evidence, Reason, Scope, ScoredSentence, Status, StoredArticle

if TYPE_CHECKING:
    from rag.library.sync import SyncReport

EVERYTHING = Scope()
_READ = 8
"""Of these, the passages whose sentences are considered: the next two bring no more right answers (eval/LOG.md)."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An answer, all evidence that was retrieved, and the statements it would have had without the bar of silence.

    `sentences` are all that were considered, best first.
    """

    answer: Answer
    evidence: tuple[Evidence, ...]
    forced: tuple[str, ...]
    sentences: tuple[ScoredSentence, ...]


class QueryEngine:
    """Answers questions from one corpus. Models and library stay open between questions; use it with `with`."""

    def __init__(self, settings: Settings, reporter: Reporter | None = None, *, rebuild: bool = False) -> None:
        """Open the library of the corpus that the settings name, throwing away what is in it for `rebuild`.

        Raises:
            CorpusError, LibraryError, ModelError: each says what to do.
        """
        self.settings = settings
        self.reporter = reporter or Silence()
        self._model_name = parse_model_name(settings.model)
        self._judge_name = parse_model_name(settings.judge)
        roots = corpus_roots(settings.corpus)
        self.reader = open_reader(settings.reader, self.reporter.notify)
        self.checker = open_checker(settings.checker, self.reporter.notify)
        self.embedder = open_model(settings.embedding_model, settings.models, self.reporter.notify)
        # Loading the models and importing chromadb take about as long as each other: do both at once.
        self._warming = Thread(target=self._warm_up)
        self._warming.start()
        try:
            from rag.library.library import Library  # noqa: PLC0415  (imports chromadb)

            notify, tokens = self.reporter.notify, settings.passage_tokens
            self.library: Library = Library(settings.libraries, roots, self.embedder, tokens, notify, rebuild=rebuild)
            self._finder = Finder(self.library, self.embedder, self.reporter)
        except BaseException:
            self._warming.join()
            raise

    def _warm_up(self) -> None:
        # Whatever is wrong with a model is said where it is needed, not in a thread.
        with suppress(Exception):
            self.embedder.warm_up()
        with suppress(Exception):
            if self.reader:
                self.reader.warm_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._warming.join()
        self.library.close()

    def refresh(self, *, thorough: bool = False) -> "SyncReport":
        """Bring the library up to date with the files; `thorough` also looks at its vectors.

        Raises:
            CorpusError: there is no article that can be read.
        """
        with self.library.session():
            return self._finder.synced(thorough=thorough)

    def changes(self) -> tuple["SyncReport", ...]:
        """What syncs have changed in the library since this was last asked."""
        return self._finder.changes()

    def articles(self) -> list[StoredArticle]:
        """All articles in the library, in path order."""
        with self.library.session():
            return self.library.catalog.articles()

    def search(self, text: str, limit: int, scope: Scope = EVERYTHING) -> list[Evidence]:
        """The best passages for a question, best first, from an up-to-date library.

        Raises:
            UsageError: as `ask`.
        """
        return list(self._finder.find(analyse(checked_question(text)), limit, Clock(), scope).evidence)

    def ask(
        self,
        text: str,
        *,
        limit: int | None = None,
        explain: bool = False,
        scope: Scope = EVERYTHING,
        strict: bool = False,
        fallback: bool = False,
        watch: Watch = lambda statement, citations: None,
    ) -> Answer:
        """Answer a question from an up-to-date library, or say that it does not answer it.

        The answer is in quotation, or in the words of the model that the settings name, each sentence checked.

        Args:
            limit: the most statements; the settings' number by default.
            explain: whether the answer carries how it came about.
            scope: which articles may be used.
            strict: whether statements of a model that do not hold are left out.
            fallback: whether the answer is in quotation where the model fails.
            watch: is shown each statement of a model as soon as it has its verdict.

        Raises:
            UsageError: the question is empty or too long to be one, or no article is by the publishers in `scope`.
            CorpusError: there is no article that can be read.
            ModelError: the model fails, and `fallback` is not set.
        """
        writer = self._writer_or_none(fallback=fallback)
        examined = self._answered(text, limit, scope, GATHERED, explain=explain)
        if writer is None:
            return examined.answer
        question, most = analyse(checked_question(text)), limit or self.settings.statements
        evidence = examined.evidence[:GATHERED]
        try:
            return writer.answer(question, examined.answer, evidence, most, strict=strict, watch=watch)
        except ModelError as error:
            if not fallback:
                raise
            self.reporter.notify(f"{error.message}; answering in quotation")
            return examined.answer

    @cached_property
    def writer(self) -> Writer | None:
        """Has the model that the settings name write answers; None where they name none.

        Raises:
            ModelError: its client is not installed, or its key is not set.
        """
        return self._writer_of(self._model_name, self.judge) if self._model_name else None

    @cached_property
    def judge(self) -> Judge | None:
        """The language model that is asked about statements which facts leave open; None where the settings name none.

        Raises:
            ModelError: its client is not installed, or its key is not set.
        """
        return self._judge_beside(self._model_name)

    def use_model(self, name: str) -> None:
        """Have another model write from now on, or none; where that fails, all stays as it was.

        Raises:
            UsageError: it is no name of a model.
            ModelError: its client is not installed, or its key is not set.
        """
        named = parse_model_name(name)
        judge = self._judge_beside(named)
        self.writer, self.judge = self._writer_of(named, judge), judge
        self._model_name = named
        self.settings = replace(self.settings, model=str(named) if named else NONE)

    def _judge_beside(self, model: ModelName | None) -> Judge | None:
        name, settings, notify = self._judge_name, self.settings, self.reporter.notify
        if name is None:
            return None
        asked = open_language_model(
            name,
            notify,
            timeout=settings.model_timeout,
            window=settings.model_window,
            purpose=JUDGEMENTS,
            beside=model,
        )
        return LanguageJudge(asked, settings.model_window, Rulings(settings.cache / "judge", notify), notify)

    def _writer_of(self, name: ModelName | None, judge: Judge | None) -> Writer | None:
        if name is None:
            return None
        notify, timeout, window = self.reporter.notify, self.settings.model_timeout, self.settings.model_window
        model = open_language_model(name, notify, timeout=timeout, window=window)
        return Writer(model, open_verifier(self.embedder, self.checker), window, notify, judge)

    def _writer_or_none(self, *, fallback: bool) -> Writer | None:
        try:
            return self.writer
        except ModelError as error:
            if not fallback:
                raise
            self.reporter.notify(f"{error.message}; answering in quotation")
            return None

    def examine(self, text: str, *, scope: Scope = EVERYTHING, depth: int = 2 * POOL) -> Examined:
        """Answer a question and keep what an evaluation looks at besides.

        Args:
            scope: which articles may be used.
            depth: how many passages to keep in `evidence`; sentences are read from as many as for `ask`.
        """
        return self._answered(text, None, scope, depth, explain=True)

    def check(self, text: str, *, scope: Scope = EVERYTHING, file: Path | None = None) -> CheckedDraft:
        """Hold each sentence of a text that somebody wrote against an up-to-date library.

        The text itself, should it be among the articles, and copies of it are no evidence.

        Args:
            scope: which articles may be used.
            file: where the text lies.

        Raises:
            UsageError: there are no words in it, it is too long, or no article is by the publishers in `scope`.
            CorpusError: there is no article that can be read.
            ModelError: the judge that the settings name fails.
        """
        clock, judge_model = Clock(), self.judge
        sentences = split_draft(checked_draft(text))
        claimed = claims(sentences)
        words = " ".join(sentence.words for sentence in sentences)
        found = self._finder.find_besides(words, file, [claim.question for claim in claimed], clock, scope)
        judged = {}
        embedder = RememberingEmbedder(self.embedder)
        verifier = open_verifier(embedder, self.checker)
        reads = reads_with(self.checker) if self.checker else None
        verdicts = judge(claimed, found, embedder.embed_passages, self.library.sentences.of, verifier, reads)
        for done, (claim, verdict) in enumerate(zip(claimed, verdicts, strict=True), start=1):
            judged[claim.place] = rejudged(claim.words, verdict, judge_model)
            self.reporter.progress((len(claimed) + done) / 2, len(claimed), "sentences")
        checked, citations = checked_sentences(text, sentences, judged)
        clock.lap("check_ms")
        name = judge_model.name if judge_model else NONE
        return CheckedDraft(checked, citations, self.library.fingerprint, clock.laps(), judge=name)

    def _answered(self, text: str, limit: int | None, scope: Scope, depth: int, *, explain: bool) -> Examined:
        examined = self._answer(text, limit, scope, depth, explain=explain)
        if examined.answer.status is not Status.UNANSWERED or not scope.has_days:
            return examined
        # Silent: is it for want of an article, or for want of one of that time?
        at_any_time = self._answer(text, limit, replace(scope, since=None, until=None, as_of=None), _READ)
        if at_any_time.answer.status is Status.UNANSWERED:
            return examined
        return replace(examined, answer=replace(examined.answer, reason=Reason.NOT_IN_DATE_RANGE))

    def _answer(self, text: str, limit: int | None, scope: Scope, depth: int, *, explain: bool = False) -> Examined:
        clock = Clock()
        question = analyse(checked_question(text))
        limit = limit or self.settings.statements
        found = self._finder.find(question, depth, clock, scope)
        passages = read_passages(question.text, found.evidence[:_READ], self.reader)
        clock.lap("read_ms")
        embed = self.library.sentences.of
        ranked = rank_sentences(question, found.idf, found.vector, passages, embed, found.articles)
        read = by_best_sentence([p.evidence for p in passages], ranked)
        answer = quoted_answer(question, choose(ranked, limit), ranked, read, limit)
        clock.lap("answer_ms")
        answer = replace(
            answer,
            library=found.library,
            timings=clock.laps(),
            explanation=explained(question, ranked, read) if explain else None,
        )
        forced = statement_texts(choose(ranked, limit, threshold=0.0))
        return Examined(answer, (*read, *found.evidence[_READ:]), forced, tuple(choice.scored for choice in ranked))
