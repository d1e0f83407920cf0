"""What a question means after those before it. Pure: history and text in, a question that stands by itself out.

Rules of English grammar, no model. In order: who said it; a question word alone; a piece of a question; words that
point back. Anything else is a new question and is left as it was asked.
"""

import re
from collections.abc import Sequence

from rag.chat.bare import asked_of, bare_question, counted_of
from rag.chat.fragments import LEAD, fragment, put_in
from rag.chat.pronouns import points_back, resolve
from rag.chat.scene import Scene, scene_of
from rag.chat.turn import Turn, Understood, Way
from rag.text.dates import EXPRESSION
from rag.text.names import find_names
from rag.text.terms import content_terms, words

_THAT = (
    r"(?:that|so|this|it|those|these|them"
    r"|(?:that|the|this) (?:figure|number|estimate|claim|count|quote|statement|sentence))"
)
_WHICH = r"(?:\s*\[?(?P<number>\d)\]?|\s+the (?P<ordinal>first|second|third))?"
_WHO_SAID = re.compile(
    r"(?:(?:and|but|so)\s+)?(?:"
    r"who(?:['’]s| is| was| has| are)?\s+(?:\w+ly )?(?:said|says|saying|say|claims?|claimed|claiming|estimates?"
    r"|estimated|told us|gave|gives|made|reported|reports|counted|thinks|believes)"
    rf"(?:\s+{_THAT})?{_WHICH}"
    r"|says who|said who|according to (?:whom|who)"
    r"|whose (?:\w+ )?(?:estimate|figure|number|view|claim|count|words?|opinion|judge?ment|assessment|quote)s?"
    r"(?:\s+(?:is|was|are|were)\s+(?:that|this|it|those|these))?"
    r"|(?:which|what) (?:newspaper|paper|agency|outlet|publication|news ?wire)\s+"
    rf"(?:said|reported|carried|wrote|published)\s+{_THAT}"
    rf"|who (?:is|was) {_THAT} (?:according to|from|by)|where (?:does|did|is) {_THAT} (?:come )?from"
    r"|what(?:['’]s| is| was) (?:the|its|your) source(?: of that| for that)?|on whose word"
    r"|who is the source(?: of that)?"
    r")\W*",
    re.I,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3}
_SHORT_FORMS = re.compile(r"\b(what|who|where|when|how|that|it|he|she|there)['’]s\b", re.I)
_THIN = 1
_FEW_WORDS = 3


def understand(history: Sequence[Turn], text: str) -> Understood:
    """The question that `text` asks after these turns, the last of them last.

    A new question is left alone, whatever was asked before it.
    """
    asked = " ".join(text.split())
    scene = scene_of(history)
    if scene is None:
        return Understood(asked)
    if (found := _WHO_SAID.fullmatch(asked)) and history[-1].answer.statements:
        number = int(found["number"] or _ORDINALS.get((found["ordinal"] or "").lower(), 0)) or None
        if (number or 1) > len(scene.shown):
            return Understood(asked)
        return Understood(f"Who said that: {scene.shown[(number or 1) - 1]}", Way.WHO_SAID, number)
    plain = _SHORT_FORMS.sub(r"\1 is", asked)
    return _followed(plain, asked, scene)


def _followed(plain: str, asked: str, scene: Scene) -> Understood:
    body = LEAD.sub("", plain, count=1) if not re.match(r"\W*(?:what|how) about\b", plain, re.I) else plain
    if _WHO_SAID.fullmatch(asked):  # nothing was shown that somebody could have said
        return _follow_up(f"Who said {scene.parts.clause()}?")
    if asks := bare_question(body):
        return _follow_up(asked_of(scene, asks))
    if piece := fragment(plain):
        return _follow_up(put_in(piece, scene))
    if counted := counted_of(scene, body):
        return _follow_up(counted)
    if points_back(body):
        pointed = resolve(body, scene)
        text = pointed.text if not pointed.missing else f"{pointed.text.rstrip('?!. ')}: {scene.question}"
        return _follow_up(text)
    if _is_thin(body):
        return _follow_up(f"{body.rstrip('?!. ')} ({_without_mark(scene.question)})?")
    return Understood(asked)


def _follow_up(question: str) -> Understood:
    text = " ".join(question.split())
    text = text if text.endswith("?") else f"{text.rstrip('.! ')}?"
    return Understood(text[:1].upper() + text[1:], Way.FOLLOW_UP)


def _is_thin(text: str) -> bool:
    """Whether a question names nothing to look for, as "what followed in October?"."""
    rest = EXPRESSION.sub(" ", text)
    if len(words(rest)) > _FEW_WORDS:
        return False
    named = [name for name in find_names(rest) if name.start > 0]
    return not named and len(content_terms(rest)) <= _THIN


def _without_mark(question: str) -> str:
    return question.rstrip("?!. ")
