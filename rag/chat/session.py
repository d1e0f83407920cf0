"""A session: whatever is typed, a question or a command, and what comes of it. Whoever shows it is a `View`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from rag.chat.commands import Command, number_in, parse_command
from rag.chat.conversation import Conversation
from rag.chat.store import SessionStore
from rag.chat.turn import Turn, Understood
from rag.errors import LibraryError, UsageError
from rag.library.lookup import find_article
from rag.library.sync import SyncReport
from rag.types import Answer, CheckedDraft, Citation, Scope, Statement, StoredArticle

_BOUNDS = ("since", "until", "as-of", "publisher")
_MORE = 3
_MOST = 10
ToScope = Callable[[Mapping[str, str]], Scope]
"""The articles that bounds let through: by name (`since` …) as they were typed, publishers one a line."""


class View(Protocol):
    """Shows what comes of what was typed."""

    def say(self, message: str) -> None: ...

    def understood(self, understood: Understood) -> None:
        """Before the answer: what a question that leans on others was taken for."""
        ...

    def changed(self, changes: Sequence[SyncReport]) -> None:
        """Articles are new, changed or gone since the last question."""
        ...

    def statement(self, statement: Statement, citations: Sequence[Citation]) -> None:
        """A statement of a model, before its answer is whole."""
        ...

    def turn(self, turn: Turn) -> None: ...

    def sources(self, answer: Answer) -> None: ...

    def why(self, answer: Answer, number: int | None) -> None:
        """How statement `number` came about, or the whole answer."""
        ...

    def open(self, article: StoredArticle, line: int) -> None: ...

    def checked(self, checked: CheckedDraft) -> None: ...

    def save(self, turns: Sequence[Turn], name: str) -> None: ...

    def help(self) -> None: ...

    def pasted(self) -> str:
        """A text that the user is asked for."""
        ...


class Session:
    """Takes what is typed, line by line. It is kept after every turn, where there is a store."""

    def __init__(
        self,
        conversation: Conversation,
        view: View,
        to_scope: ToScope,
        bounds: Mapping[str, str],
        store: SessionStore | None = None,
    ) -> None:
        self.conversation = conversation
        self._view = view
        self._to_scope = to_scope
        self._store = store
        self.bounds = dict(bounds)
        self.conversation.scope = to_scope(self.bounds)

    def resume(self) -> None:
        """Go on with the newest session that is kept.

        Raises:
            UsageError: there is none, or it is damaged.
        """
        if self._store is None:
            return
        kept = self._store.resume()
        self.conversation.turns[:] = kept.turns
        self._bound({**kept.bounds, **self.bounds})
        asked = len(kept.turns)
        self._view.say(f"resumed: {asked} question{'s' if asked != 1 else ''} so far{self._bounds_in_words()}")

    def take(self, text: str) -> bool:
        """Do what was typed; whether the session goes on.

        Raises:
            AskError: it could not be done; the session is as it was before.
        """
        command = parse_command(text)
        if command is None:
            if text.strip():
                self._ask(text.strip())
            return True
        if command.name == "quit":
            return False
        if command.name in _BOUNDS:
            self._choose(command)
        else:
            getattr(self, f"_{command.name}")(command)
        return True

    def _ask(self, text: str) -> None:
        understood = self.conversation.understand(text)
        self._view.understood(understood)
        turn = self.conversation.answer(text, understood, watch=self._view.statement)
        self._shown(turn)

    def _shown(self, turn: Turn) -> None:
        if changes := self.conversation.engine.changes():
            self._view.changed(changes)
        self._view.turn(turn)
        self._keep()

    def _keep(self) -> None:
        if self._store is None:
            return
        try:
            self._store.save(self.conversation.turns, self.bounds)
        except LibraryError as error:
            self._store = None
            self._view.say(f"{error.message}; this conversation is not kept")

    def _last(self) -> Turn:
        if not self.conversation.turns:
            raise UsageError("nothing has been asked yet", "ask a question first")
        return self.conversation.turns[-1]

    def _sources(self, _: Command) -> None:
        self._view.sources(self._last().answer)

    def _open(self, command: Command) -> None:
        articles = self.conversation.engine.articles()
        if command.argument and not command.argument.strip("[]").isdecimal():
            found, line = find_article(command.argument, articles)
            self._view.open(found, line or 1)
            return
        shown = cited(self._last().answer)
        number = number_in(command, len(shown), "source") or (1 if len(shown) == 1 else None)
        if number is None:
            raise UsageError("no source is named", f"/open 1 to /open {len(shown)}" if shown else "there is none")
        citation = shown[number - 1]
        article = next((a for a in articles if a.article.path == citation.article), None)
        if article is None:
            raise UsageError(f"{citation.article} is no longer there", "ask again, of the articles as they are now")
        self._view.open(article, citation.line)

    def _more(self, _: Command) -> None:
        before = self._last().answer
        shown = len(before.statements)
        turn = self.conversation.more(min(_MOST, max(shown, 1) + _MORE))
        if turn is None or len(turn.answer.statements) <= shown:
            self._view.say("nothing more comes near enough; /why shows all that was considered")
            return
        self._shown(turn)

    def _why(self, command: Command) -> None:
        number = number_in(command, len(self._last().answer.statements), "statement")
        answer = self.conversation.explained()
        if answer is not None:
            self._view.why(answer, number)

    def _model(self, command: Command) -> None:
        engine = self.conversation.engine
        if command.argument:
            engine.use_model(command.argument)
        named = engine.settings.model
        self._view.say("no model: answers are quotations" if named == "none" else f"the model is {named}")

    def _check(self, command: Command) -> None:
        text = command.argument or self._view.pasted()
        self._view.checked(self.conversation.engine.check(text, scope=self.conversation.scope))

    def _save(self, command: Command) -> None:
        if not command.argument:
            raise UsageError("no file is named", "/save notes.md, or /save notes.json")
        self._last()
        self._view.save(self.conversation.turns, command.argument)

    def _reset(self, _: Command) -> None:
        self.conversation.reset()
        self._view.say(f"forgotten; the next question stands by itself{self._bounds_in_words()}")

    def _help(self, _: Command) -> None:
        self._view.help()

    def _choose(self, command: Command) -> None:
        bounds = dict(self.bounds)
        if command.argument.lower() in {"off", "none", "-"}:
            bounds.pop(command.name, None)
        elif command.argument and command.name == "publisher":
            named = [*bounds.get("publisher", "").splitlines(), command.argument]
            bounds["publisher"] = "\n".join(dict.fromkeys(n for n in named if n))
        elif command.argument:
            bounds[command.name] = command.argument
        self._bound(bounds)
        self._view.say(f"asked from now on: {self._bounds_in_words().removeprefix(' · ') or 'all articles'}")

    def _bound(self, bounds: dict[str, str]) -> None:
        """Use these bounds, if they are right and leave a publisher to ask."""
        scope = self._to_scope(bounds)
        if scope.publishers:
            self.conversation.engine.search("news", 1, Scope(publishers=scope.publishers))
        self.conversation.scope, self.bounds = scope, bounds

    def _bounds_in_words(self) -> str:
        words = {"since": "since", "until": "until", "as-of": "as of", "publisher": "by"}
        told = [
            f"{words[name]} {self.bounds[name].replace(chr(10), ' or ')}" for name in _BOUNDS if name in self.bounds
        ]
        return f" · {', '.join(told)}" if told else ""


def cited(answer: Answer) -> tuple[Citation, ...]:
    """The numbered passages of an answer: its citations, or the nearest where it has none."""
    return answer.citations or answer.nearest
