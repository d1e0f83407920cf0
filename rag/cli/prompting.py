"""Line editing on a terminal: the one home of prompt_toolkit."""

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.output import ColorDepth

from rag.chat.completion import Suggestion
from rag.private import make_private, make_private_file, write_privately
from rag.render.hidden import hidden_written
from rag.render.safe import safe_line, written_out

if TYPE_CHECKING:
    from prompt_toolkit.document import Document

_PROMPT = "ask> "
_TEXT_PROMPT = "text> "
_MOST_HISTORY = 1_000_000
"""Bytes; of a longer history the older half is forgotten."""


class TerminalLines:
    """Lines from a terminal, with editing, history across sessions, completion, and pastes of several lines."""

    def __init__(
        self, history: Path, suggest: Callable[[str], Iterable[Suggestion]], notify: Callable[[str], None]
    ) -> None:
        self._history = _history(history, notify)
        depth = ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None
        self._session: PromptSession[str] = PromptSession(
            history=self._history,
            completer=_Suggesting(suggest),
            complete_while_typing=False,
            reserve_space_for_menu=4,
            color_depth=depth,
            input_processors=[_Harmless()],
        )
        self._text_session: PromptSession[str] = PromptSession(color_depth=depth, input_processors=[_Harmless()])
        self._notify = notify

    def read(self) -> str | None:
        try:
            return self._session.prompt(_PROMPT)
        except EOFError:
            return None

    def read_text(self) -> str:
        self._notify("paste the text, then Enter; Esc Enter is a new line")
        try:
            return self._text_session.prompt(_TEXT_PROMPT)
        except EOFError:
            return ""

    def offer(self, question: str) -> None:
        """The question is what ↑ brings back first, harmless to show; what would be a command is not brought back."""
        if not (shown := safe_line(question)).startswith("/"):
            self._history.append_string(shown)


class _Harmless(Processor):
    """Shows what hides or reorders in a line that was pasted or comes out of the history; the line stays as it is."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        characters = explode_text_fragments(transformation_input.fragments)
        line = "".join(text for _, text, *_ in characters)
        is_hidden = [char == "\0" for char in hidden_written(line, lambda _: "\0")]
        shown: StyleAndTextTuples = []
        starts = [0]
        for (style, char, *_), hidden in zip(characters, is_hidden, strict=True):
            shown.append((style, written_out(char) if hidden else char))
            starts.append(starts[-1] + len(shown[-1][1]))
        return Transformation(
            shown,
            source_to_display=lambda at: starts[min(at, len(line))] + max(0, at - len(line)),
            display_to_source=lambda at: bisect_right(starts, at) - 1,
        )


class _Suggesting(Completer):
    def __init__(self, suggest: Callable[[str], Iterable[Suggestion]]) -> None:
        self._suggest = suggest

    def get_completions(self, document: "Document", complete_event: CompleteEvent) -> Iterable[Completion]:
        for suggestion in self._suggest(document.text_before_cursor):
            # Titles are data: what a terminal might obey is shown harmlessly, and inserted so.
            text = safe_line(suggestion.text)
            yield Completion(text, -suggestion.length, display_meta=safe_line(suggestion.about))


def _history(file: Path, notify: Callable[[str], None]) -> History:
    """The history in a file that only its owner may read; in memory where there can be none."""
    try:
        make_private(file.parent)
        make_private_file(file)
        raw = file.read_bytes()
        if len(raw) > _MOST_HISTORY:
            cut = raw.find(b"\n\n# ", len(raw) // 2)
            write_privately(file, raw[cut + 1 :].decode("utf-8", "replace") if cut >= 0 else "")
    except OSError as error:
        notify(f"the history cannot be kept in {file}: {(error.strerror or str(error)).lower()}")
        return InMemoryHistory()
    return FileHistory(str(file))
