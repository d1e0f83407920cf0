"""A question taken apart as grammar: its question word, its verb's first word, who does it, and the rest."""

import re
from dataclasses import dataclass

from rag.text.names import find_names
from rag.text.speech_verbs import BODIES, ROLES

AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?\b"
)
_QUESTION_WORD = re.compile(
    r"(?:(?:in|on|at|by|since|until|from|to|for|of|with|over|under|about|after|before)\s+)?"
    r"(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.I,
)
_AUXILIARY = re.compile(AUXILIARY, re.I)
_BETWEEN = re.compile(r"[\w’'.,-]+", re.I)
_ENDS_NOUN = frozenset("that who which to from for in on at with by about after before when where and or as if".split())
_DETERMINER = re.compile(
    r"(?:the|an?|his|her|its|their|this|that|these|those|any|some|all|both|no|our|my|other|another)\b\s*", re.I
)
_ADJECTIVE = re.compile(
    r"^(?:\w+(?:ian|ish|ese|ary|al|ern|ive|ous|ic|ent|ant|led|ised|ized|tional)|[A-Z]\w*|two|three|four|foreign|defence|defense"
    r"|prime|own|new|old|first|last|main|high|deputy|former|senior|opposition|security|state|air)$"
)
_BEFORE_PREDICATE = re.compile(
    r"(?:(?!(?:in|on|of|at|about|by|for|with|from|to|likely|unlikely|possible|true|over|ready|able|still|now)\b)"
    r"[\w’'“”-]+\s*)+(?<!\s)"
)
_TAIL = re.compile(r"(?<!\s)\s+(?:in|on|of|at|about|by|from)\s+(?:the\s+)?(?:[a-z]\w+\s)?[A-Z][\w’'-]+")
_DEMONYM = re.compile(r"^[A-Z]\w*(?:ian|ish|ese|can|man)$")
_AFTER_THAT = re.compile(r"^\s+(?:man|woman|figure|number|estimate|count|two|same)\b(?:\s+men\b)?")
_OF = re.compile(r"(?<!\s)\s+of\s+(?P<the>the\s+)?(?=[A-Z]|(?:the|a)\s)")
_OF_NAME = re.compile(r"(?<!\s)\s+for\s+the\s+(?=[A-Z])")
_OWNED = re.compile(r"(?:['’]s|(?<=s)['’])\s+")
_BEING = frozenset("is are was were".split())
PRONOUN = re.compile(r"(?:he|she|it|they|there|this|that|these|those|one)\b", re.I)


@dataclass(frozen=True, slots=True)
class Parts:
    """`"How many tanks did Belarus send to Russia"` is head "How many tanks", auxiliary "did", subject "Belarus",
    rest "send to Russia". What a question lacks is "": a yes-or-no question has no head, "Who left?" no auxiliary,
    and its rest is "left". No question mark is in it.
    """

    head: str
    auxiliary: str
    subject: str
    rest: str

    @property
    def predicate(self) -> str:
        """All after the head."""
        return _joined(self.auxiliary, self.subject, self.rest)

    @property
    def noun(self) -> str:
        """What a head asks for by name: "tanks" in "How many tanks", "Russian ministry" in "Which Russian ministry"."""
        found = re.match(r"(?:\w+ )?(?:how (?:many|much)|which|what|whose)\s+(.+)", self.head, re.I)
        return found[1] if found else ""

    def clause(self) -> str:
        """The question as a clause: "that Russia did take Soledar", "what Peskov did say about it", "who left"."""
        opening = self.head[:1].lower() + self.head[1:] if self.head else "that"
        if self.auxiliary.lower().replace("’", "'") in {"did", "do", "does"} and self.subject:
            return _joined(opening, self.subject, self.auxiliary.lower(), self.rest)
        if self.subject:
            return _joined(opening, self.subject, self.auxiliary.lower(), self.rest)
        return _joined(opening, self.auxiliary.lower(), self.rest)


def noun_phrase(text: str, at: int) -> str:
    """The noun phrase that begins at `at`, "" where none does."""
    return text[at : at + _subject_end(text[at:], is_being=False)].strip(" ,.?!")


def take_apart(question: str) -> Parts:
    """The parts of a question in English word order; a text that is no question is all rest."""
    text = question.strip().rstrip("?!. ")
    opening = _QUESTION_WORD.match(text)
    if opening is None:
        auxiliary = _AUXILIARY.match(text)
        if auxiliary is None:
            return Parts("", "", "", text)
        return _after(text, "", auxiliary)
    at = opening.end()
    while at < len(text):
        while at < len(text) and text[at] in " ,":
            at += 1
        if auxiliary := _AUXILIARY.match(text, at):
            return _after(text, text[: auxiliary.start()].strip(), auxiliary)
        word = _BETWEEN.match(text, at)
        if word is None or word.group().lower() in _ENDS_NOUN:
            break
        at = word.end()
    return Parts(*_subject_question(text, opening.end()))


def _subject_question(text: str, end: int) -> tuple[str, str, str, str]:
    """`"Who left"`, `"Which Russian ministry warned that …"`: the head ends before the first word that looks a verb."""
    how_many = re.match(r"\s+(?:many|much|big|long|far|often)\b", text[end:], re.I)
    opening = text[:end].lower()
    if opening in {"who", "what"} or not text[end:].strip():
        return text[:end], "", "", text[end:].strip()
    at = end + (how_many.end() if how_many else 0)
    words = [(m.start() + at, m.group()) for m in re.finditer(r"\S+", text[at:])]
    for place, (start, word) in enumerate(words):
        is_verb = place > 0 and (word.endswith(("ed", "s")) or word in {"left", "went", "came", "fell", "said", "told"})
        if is_verb and not (word.endswith("s") and place + 1 < len(words) and words[place + 1][1] in _ENDS_NOUN):
            return text[:start].strip(), "", "", text[start:]
        if is_verb:
            return text[:start].strip(), "", "", text[start:]
    return text[:at].strip(), "", "", text[at:].strip()


def _after(text: str, head: str, auxiliary: re.Match[str]) -> Parts:
    rest = text[auxiliary.end() :].strip()
    word = auxiliary.group().lower()
    end = _subject_end(rest, word in _BEING)
    if not end and word.startswith(("do", "did")) and (first := re.match(r"[\w’'-]+", rest)):
        end = first.end()  # after "did" somebody always follows: "what did khrenin say"
    return Parts(head, auxiliary.group(), rest[:end].strip(), rest[end:].strip())


def _subject_end(rest: str, is_being: bool) -> int:
    """Where the noun phrase ends that `rest` begins with; 0 where it begins with none."""
    if pronoun := PRONOUN.match(rest):
        following = _AFTER_THAT.match(rest[pronoun.end() :])
        return pronoun.end() + (following.end() if following else 0)
    determiner = _DETERMINER.match(rest)
    at = determiner.end() if determiner else 0
    end = _noun_end(rest, at, started=determiner is not None)
    if is_being and determiner and (whole := _BEFORE_PREDICATE.match(rest, at)):
        end = max(end, whole.end())
    if end and (of := _OF.match(rest, end)) and (further := _noun_end(rest, of.end(), started=bool(of["the"]))):
        end = further  # "the council of Springfield"
    if is_being and end and (tail := _TAIL.match(rest, end)):
        end = tail.end()
    return end


def _noun_end(rest: str, at: int, *, started: bool) -> int:
    names = {name.start: name for name in find_names(rest)}
    words = list(re.finditer(r"[\w’'.-]+", rest))
    place = next((i for i, w in enumerate(words) if w.start() >= at), len(words))
    if place == len(words):
        return 0
    end = 0
    while place < len(words):
        word = words[place]
        if name := names.get(word.start()):
            end = name.end
            owned = _OWNED.match(rest, end)
            while place < len(words) and words[place].start() < end:
                place += 1
            if owned:
                return _noun_end(rest, owned.end(), started=True)
            following = words[place].group().lower() if place < len(words) else ""
            two = words[place + 1].group().lower() if place + 1 < len(words) else ""
            if following == "and" and place + 1 < len(words) and words[place + 1].start() in names:
                place += 1
                continue
            is_noun = following in BODIES | ROLES or (two in BODIES | ROLES and _ADJECTIVE.match(following))
            if rest[end:].startswith(" ") and (is_noun or (started and following and _DEMONYM.match(name.text))):
                started = True
                continue
            if (longer := _OF_NAME.match(rest, end)) and longer.end() in names:
                return names[longer.end()].end
            return end
        low = word.group().lower().removesuffix("'s").removesuffix("’s")
        following = words[place + 1].group().lower() if place + 1 < len(words) else ""
        bare_following = following.removesuffix("'s").removesuffix("’s")
        if not started and low not in BODIES | ROLES and not _ADJECTIVE.match(word.group()):
            return end
        end = word.end()
        if rest[end:].startswith(("'s ", "’s ")) or word.group().endswith(("'s", "’s")):
            place += 1
            continue
        is_title = low in ROLES and place + 1 < len(words) and words[place + 1].start() in names
        if bare_following in BODIES | ROLES or is_title:
            place += 1
            started = True
            continue
        if low in BODIES | ROLES or not _ADJECTIVE.match(word.group()):
            return end
        started = True
        place += 1
    return end


def _joined(*pieces: str) -> str:
    return " ".join(piece for piece in pieces if piece)
