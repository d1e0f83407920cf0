"""What a follow-up may refer to: who and what the turn before named, in the order in which one thinks of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answering import kinds
from rag.chat.parts import PRONOUN, Parts, noun_phrase, take_apart
from rag.chat.turn import Turn, Way
from rag.text.dates import EXPRESSION, MONTHS
from rag.text.names import find_names
from rag.text.places import is_place
from rag.text.speech_verbs import BODIES, ROLES

_TITLE = re.compile(
    r"^(?:(?:Gen|Brig|Lt|Col|Maj|Capt|Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Prof)\.?|President|Minister|Prime)\s+(?=[A-Z])"
)
_ROLE_BEFORE = re.compile(r"(?:^|\s)([\w-]+),?\s+$")
_SPEAKS = re.compile(r"^,?\s+(?:said|says|told|warned|claimed|added|replied|denied|who\b)")
_DEMONYM = re.compile(r"(?:ian|ians|ish|ese|eans?|Soviet|Muslim)$")
_WHO = re.compile(r"^(?:\w+ )?(?:who|whom|whose)\b", re.I)
_NOUN_PHRASE = re.compile(r"\b(?:the|an?|its|his|her|their)\s+(?=\w)|(?<=\bof )(?=[a-z])")
_PLURAL = re.compile(r"(?:[^su\W]s|people|men|women|police|troops)$")
_SHORTEST_NAME = 4
_PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|to|into|over|across|for|visit|visited|of)\s+(?:the\s+)?$", re.I)


@dataclass(frozen=True)
class Scene:
    """The last question, standing by itself; what its answer showed; and the questions before it, the nearest first.

    `shown` are the statements, `marked` the words in the first that name what was asked for, `claimants` whom the
    statements are attributed to.
    """

    question: str
    shown: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @cached_property
    def parts(self) -> Parts:
        return take_apart(self.question)

    @property
    def asks_who(self) -> bool:
        """Whether a person was asked for, and not who a named one is."""
        if _WHO.match(self.question):
            return not (self.parts.auxiliary.lower() in {"is", "was", "are", "were"} and self.parts.subject)
        return bool(self.parts.noun) and kinds.of_noun(self.parts.noun.split()[-1]) == kinds.PERSON

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The persons who may be meant by "he", likeliest first."""
        asked = [*_persons(self.question), *self._role()]
        asked.sort(key=self.question.find)
        told = [p for text in (*self.marked, *self.claimants) for p in _persons(text)]
        told += [p for text in self.shown[:1] for p in _persons(text, surely=True)]
        new = [p for p in told if not any(_is_same(p, other) for other in asked)]
        nearest = new if self.asks_who else [*asked, *new]
        return _distinct([*nearest, *(p for q in self.earlier for p in _persons(q))])

    @cached_property
    def things(self) -> tuple[str, ...]:
        """What "it" may mean, likeliest first: who does it, what it is done to, and what else is named."""
        parts, found = self.parts, []
        if parts.subject and not PRONOUN.fullmatch(parts.subject) and parts.subject not in self.people:
            found.append(parts.subject)
        objects = self.objects
        if parts.subject in self.people or not parts.subject:
            found += objects
            objects = ()
        named = [n for name in find_names(self.question) for n in re.split(r"(?<!\s)\s+for\s+(?!the\b)", name.text)]
        found += [name for name in named if name not in self.people and _is_thing(name)]
        return _distinct([*found, *objects])

    @cached_property
    def objects(self) -> tuple[str, ...]:
        """What is done something to, or asked about: "the missile" in "What did Peskov say about the missile?"."""
        parts = self.parts
        noun = f"the {parts.noun}" if parts.noun and not _PLURAL.search(parts.noun) else parts.noun
        phrases = [noun_phrase(parts.rest, m.start()) for m in _NOUN_PHRASE.finditer(parts.rest)]
        return _distinct([p for p in (noun, *phrases) if p])

    @cached_property
    def several(self) -> tuple[str, ...]:
        """What "they" may mean, likeliest first."""
        parts = self.parts
        plural = [p for p in (parts.noun, parts.subject, *self.objects) if p and is_plural(p) and p not in self.people]
        return _distinct([*plural, *self.pair, *(t for t in self.things if not is_plural(t))])

    @property
    def pair(self) -> tuple[str, ...]:
        """Two persons as one phrase, where the turn has two: "Shoigu and Lukashenko"."""
        asked = _distinct(_persons(self.question))
        others = tuple(p for p in self.people if p not in asked)
        two = (*asked[:1], *others[:1]) if self.asks_who else asked[:2]
        return (" and ".join(two),) if len(two) == 2 else ()

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Where "there" may be, likeliest first."""
        found = [name.text for name in find_names(self.parts.rest) if _is_where(self.parts.rest, name.start, name.text)]
        asked = [name.text for name in find_names(self.question) if is_place(name.text)]
        told = [n.text for text in self.marked for n in find_names(text) if _is_where(text, n.start, n.text)]
        asks_where = self.question.lower().startswith("where")
        return _distinct([*(told if asks_where else ()), *found[::-1], *asked])

    def _role(self) -> list[str]:
        subject = self.parts.subject
        words = subject.lower().split()
        if not words or _persons(subject):
            return []
        # "what did khrenin say": a lone word without an article, and no place or plural, is somebody.
        alone = len(words) == 1 and subject.islower() and not is_place(subject) and not _PLURAL.search(subject)
        is_person = alone and words[0] not in BODIES and not PRONOUN.fullmatch(subject)
        return [subject] if words[-1] in ROLES or is_person else []


def scene_of(history: Sequence[Turn]) -> Scene | None:
    """What the last turn leaves to refer to; None where nothing was asked yet."""
    turns = [turn for turn in history if turn.understood.way is not Way.WHO_SAID]
    if not turns:
        return None
    last, answer = turns[-1], turns[-1].answer
    said = [history[-1].answer] if history[-1] is not last else []
    first = answer.statements[0] if answer.statements else None
    shown = tuple(s.text for s in answer.statements)
    return Scene(
        restored(last.understood.question, (*shown, *(c.quote for c in answer.nearest))),
        shown,
        tuple(first.text[m.start : m.end] for m in first.marks) if first else (),
        tuple(s.attribution for a in (*said, answer) for s in a.statements if s.attribution),
        tuple(t.understood.question for t in reversed(turns[-3:-1])),
    )


def restored(question: str, texts: Sequence[str]) -> str:
    """The question with the capitals of those of its words that are names in what was shown."""
    known = {word.lower(): word for text in texts for name in find_names(text) for word in name.text.split()}

    def capital(found: re.Match[str]) -> str:
        word = found.group()
        bare = re.sub(r"['’]s$", "", word)
        name = known.get(bare.lower())
        is_lost = name is not None and name[:1].isupper() and not bare[:1].isupper() and len(bare) >= _SHORTEST_NAME
        return word.replace(bare, name) if name and is_lost else word

    return re.sub(r"[\w’'-]+", capital, question)


def _persons(text: str, *, surely: bool = False) -> list[str]:
    """The names in `text` that may be persons'; `surely` only those with a role, a title or a first name."""
    found = []
    for name in find_names(text):
        bare = re.sub(r"['’]s$", "", name.text)
        words = bare.lower().split()
        before = _ROLE_BEFORE.search(text[: name.start])
        titled = bool(_TITLE.match(bare)) or bool(before and before[1].lower() in ROLES)
        if is_place(bare) or bare.isupper() or _DEMONYM.search(bare) or (words[0][:3] in MONTHS and len(words) == 1):
            continue
        if set(words) & BODIES or _DEMONYM.search(bare.split()[0]) or re.search(r"\d|\b(?:of|the|for)\b", bare):
            continue
        following = re.match(r"['’]?s?\s*([\w-]+)", text[name.end :])
        if following and following[1].lower() in BODIES:  # "the Belta agency"
            continue
        speaks = bool(_SPEAKS.match(text[name.end :]))
        if not surely or titled or speaks or (len(words) > 1 and not _PLACE_BEFORE.search(text[: name.start])):
            found.append(bare if titled and _TITLE.match(bare) is None else _TITLE.sub("", bare))
    return found


def _is_thing(name: str) -> bool:
    return not EXPRESSION.fullmatch(name) and not _DEMONYM.search(name)


def _is_where(text: str, start: int, name: str) -> bool:
    return is_place(name) or bool(re.search(r"\b(?:in|at|to|from|near|visit|visited)\s+(?:the\s+)?$", text[:start]))


def _is_same(one: str, other: str) -> bool:
    return one.rsplit(maxsplit=1)[-1].lower() == other.rsplit(maxsplit=1)[-1].lower()


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def is_adjective(name: str) -> bool:
    """Whether a name is of a people and may stand before any noun: "Ukrainian"."""
    return bool(_DEMONYM.search(name))


def is_plural(phrase: str) -> bool:
    return bool(_PLURAL.search(phrase)) and not is_place(phrase)
