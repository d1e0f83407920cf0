"""Follow-ups that are a piece of a question: "and in October?", "what about tanks?", "and Zelensky?"."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rag.chat.parts import Parts, take_apart
from rag.chat.scene import Scene
from rag.text.dates import EXPRESSION, parse_day
from rag.text.names import find_names
from rag.text.places import is_place
from rag.text.speech_verbs import BODIES, ROLES, VERBS

LEAD = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok|okay|well|also|then|now)\b[,\s]+)*(?:(?:what|how) about\s+)?(?:and\s+)?", re.I
)
_ABOUT = re.compile(r"\b(?:what|how) about\s", re.I)
_PREPOSITION = re.compile(
    r"(?:in|on|at|to|from|for|with|by|since|until|before|after|during|between|about|of|over|near)\b", re.I
)
_WHEN = re.compile(
    rf"(?:\b(?:in|on|at|since|until|before|after|by|during|for|as of|from|between)\s+)?(?:(?:the )?(?:end|start) of )?"
    rf"(?:{EXPRESSION.pattern})(?:\s*(?:to|and|until|–|-)\s*(?:{EXPRESSION.pattern}))?"
    r"|(?:,\s*|(?<!\s)\s+)?\b(?:the|a) (?:day|week|month|year) (?:after|before|later|earlier)\b"
    r"|(?:,\s*|(?<!\s)\s+)?\b(?:now|today|currently|at present|this time|at the moment|these days)\b"
)
_NOW = re.compile(r"\b(?:now|today|currently|at present|at the moment|these days)\b", re.I)
_LATER = re.compile(
    r"\b(?:(?P<number>\d+|an?|one|two|three|four|five|six|seven|ten) )?(?:the )?(?P<unit>day|week)s? "
    r"(?P<way>after|later|before|earlier)\b",
    re.I,
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}}) ({_MONTH})(?: (\d{{4}}))?")
_PAST = re.compile(rf"\b(?:last|ago|yesterday|\d{{4}}|{_MONTH})\b")
_PLURAL = re.compile(r"[^s]s$")
_TO_PAST = {"do": "did", "does": "did", "is": "was", "are": "were", "has": "had", "have": "had"}
_COMMON_YEAR = 2001
_ADDS = re.compile(r"(?:compared (?:with|to)|instead of|without|including|according to)\b", re.I)
_BEING = frozenset("is are was were".split())
_MOST_WORDS = 9
_UNLED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Fragment:
    """`when` is an expression of time, `what` the rest; each may be ""."""

    what: str
    when: str


def fragment(text: str) -> Fragment | None:
    """The piece that `text` is, or None where it is a question of its own."""
    lead = LEAD.match(text)
    body = text[lead.end() if lead else 0 :].strip().rstrip("?!. ")
    led = bool(lead and lead.group().strip()) or bool(_ABOUT.match(text))
    if not body or len(body.split()) > _MOST_WORDS:
        return None
    found = list(_WHEN.finditer(body))
    when = found[-1] if found and not body[found[-1].end() :].strip(" ,") else None
    first = found[0] if found and found[0].start() == 0 else None
    time = when or first
    what = (body[: time.start()] + " " + body[time.end() :]).strip(" ,") if time else body
    if what and not _is_piece(what):
        return None
    is_short_question = text.rstrip().endswith("?") and len(body.split()) <= _UNLED_WORDS
    if not (led or is_short_question or _PREPOSITION.match(body)):
        return None
    return Fragment(what, time.group().strip(" ,") if time else "")


def put_in(piece: Fragment, scene: Scene) -> str:
    """The last question with the piece in the place of what it replaces."""
    parts = _replaced(piece.what, scene) if piece.what else scene.parts
    if piece.when:
        parts = _at(parts, piece.when, scene.question)
    text = " ".join(p for p in (parts.head, parts.auxiliary, parts.subject, parts.rest) if p)
    return f"{text[:1].upper()}{text[1:]}?"


def _is_piece(what: str) -> bool:
    """Whether a text has no verb of its own: a name, a noun, "how many tanks", "on the border"."""
    parts = take_apart(what)
    if parts.auxiliary:
        return False
    words = what.lower().split()
    if parts.head and words[0] in {"who", "whom", "what", "when", "where", "why"} and len(words) > 1:
        return False
    return not any(word in VERBS and place for place, word in enumerate(words)) and not re.search(
        r"\b(?:that|it|they|them|there|he|she|him)\b", what, re.I
    )


def _replaced(what: str, scene: Scene) -> Parts:
    parts = scene.parts
    if re.match(r"(?:how (?:many|much)|which|whose)\b", what, re.I):
        return Parts(what, parts.auxiliary, parts.subject, parts.rest) if parts.auxiliary else _moved(what, parts)
    if preposition := _PREPOSITION.match(what):
        return _after_preposition(preposition.group().lower(), what, parts)
    if _ADDS.match(what):
        return replace(parts, rest=f"{parts.rest} {what}".strip())
    if thing := _named_thing(what, scene):
        return replace(parts, rest=parts.rest.replace(thing, what, 1))
    if _acts(what):
        return _done_by(what, scene)
    if parts.subject and parts.auxiliary.lower() in _BEING and not parts.noun:
        return replace(parts, subject=what)
    if parts.noun:
        head = parts.head[: len(parts.head) - len(parts.noun)] + re.sub(r"^the ", "", what)
        return Parts(head, parts.auxiliary, parts.subject, parts.rest)
    if scene.objects and scene.objects[-1] in parts.rest:
        return replace(parts, rest=parts.rest.replace(scene.objects[-1], what, 1))
    if found := re.search(r"\b(?:about|of|on|to) ([\w’' -]{1,200}+)$", parts.rest):
        return replace(parts, rest=parts.rest[: found.start(1)] + what)
    if (first := re.match(r"\w+ ((?:[a-z-]+ )?[a-z]{3,}s)\b", parts.rest)) and parts.subject:
        return replace(parts, rest=parts.rest[: first.start(1)] + what + parts.rest[first.end(1) :])
    if parts.subject:
        return Parts(parts.head, parts.auxiliary, what, parts.rest)
    return replace(parts, rest=f"{parts.rest} ({what})")


def _named_thing(what: str, scene: Scene) -> str | None:
    """The named thing whose place another takes: "the new iPhone", for "the iPad"."""
    names = find_names(what)
    is_thing = what.startswith("the ") and len(names) == 1 and not is_place(names[0].text)
    if not is_thing or set(what.lower().split()) & (BODIES | ROLES):
        return None
    return next((p for p in scene.objects if p in scene.parts.rest and re.search(r"[A-Z]", p)), None)


def _moved(what: str, parts: Parts) -> Parts:
    """A new head for a question whose head is its subject: "How many tanks left Belarus"."""
    return Parts(what, "", "", parts.rest)


def _after_preposition(preposition: str, what: str, parts: Parts) -> Parts:
    name = r"(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*"
    for found in re.finditer(rf"\b{preposition}\s+(?:{name}|(?:the\s+)?(?:[\w’'-]+\s)?[\w’'-]+$)", parts.rest):
        if not EXPRESSION.search(found.group()):
            return replace(parts, rest=parts.rest[: found.start()] + what + parts.rest[found.end() :])
    return replace(parts, rest=f"{parts.rest} {what}".strip())


def _acts(what: str) -> bool:
    """Whether it can do or say something: a person, a body, a country."""
    last = re.sub(r"['’]s?$", "", what.rsplit(maxsplit=1)[-1]).lower()
    bare = re.split(r"\b(?:in|of|from|at|on|for)\b", what)[0].split()
    head = bare[-1].lower() if bare else last
    return (
        head in BODIES | ROLES
        or head.removesuffix("s") in ROLES
        or (bool(find_names(what)) and find_names(what)[-1].end >= len(what.rstrip()) - 2)
    )


def _done_by(what: str, scene: Scene) -> Parts:
    parts = scene.parts
    put = re.sub(r"['’]s?$", "", what) if what.endswith(("'s", "’s")) else what
    if parts.subject and parts.subject.lower() not in {"there", "it"}:
        is_elsewhere = is_place(put) and not is_place(parts.subject)
        if is_elsewhere and (place := re.search(r"\b(in|to|from) [A-Z][\w’'-]+", parts.rest)):
            rest = f"{parts.rest[: place.start()]}{place[1]} {put}{parts.rest[place.end() :]}"
            return replace(parts, rest=rest)
        return Parts(parts.head, parts.auxiliary, _like(put, parts.subject), parts.rest)
    names = find_names(parts.rest)
    if names:
        rest = parts.rest[: names[0].start] + put + parts.rest[names[0].end :]
        return replace(parts, rest=rest)
    return replace(parts, rest=f"{parts.rest} ({put})")


def _like(put: str, subject: str) -> str:
    """ "the Defence Ministry" after "the Belarusian Foreign Ministry" is the Belarusian one."""
    ours, theirs = put.split(), subject.split()
    whose = next((w for w in theirs if re.search(r"(?:[a-z]ian|ish|ese|['’]s)$", w) and w[0].isupper()), None)
    is_kindred = ours[-1].lower() == theirs[-1].lower() and ours[0].lower() == "the"
    if not whose or not is_kindred or whose in ours:
        return put
    is_owner = whose.endswith(("'s", "’s"))
    return " ".join([whose, *ours[1:]]) if is_owner else " ".join(["the", whose, *ours[1:]])


def _at(parts: Parts, when: str, question: str) -> Parts:
    """The parts with this time in the place of any other."""
    if day := _counted_from(when, question):
        when = f"on {day.day} {day:%B}" + (f" {day.year}" if re.search(r"\b\d{4}\b", question) else "")
    rest = " ".join(_WHEN.sub(" ", parts.rest).split())
    head = " ".join(_WHEN.sub(" ", parts.head).split())
    auxiliary = parts.auxiliary
    if _NOW.search(when):
        does = "do" if _PLURAL.search(parts.subject) else "does"
        auxiliary = {"did": does, "was": "is", "were": "are", "had": "has"}.get(auxiliary.lower(), auxiliary)
    elif _PAST.search(when) and "next" not in when:
        auxiliary = _TO_PAST.get(auxiliary.lower(), auxiliary)
    return Parts(head, auxiliary, parts.subject, f"{rest} {when}".strip())


def _counted_from(when: str, question: str) -> date | None:
    """The day that "three days later" or "the day after" is, counted from the day in the last question."""
    later, told = _LATER.search(when), _DAY_MONTH.search(question)
    if not later or not told:
        return None
    start = parse_day(f"{told[1]} {told[2]} {told[3] or _COMMON_YEAR}")
    if start is None:
        return None
    written = (later["number"] or "one").lower()
    number = int(written[:4]) if written.isdigit() else _NUMBERS.get(written, 1)
    days = number * (7 if later["unit"].lower() == "week" else 1)
    return start + timedelta(days=days if later["way"].lower() in {"after", "later"} else -days)
