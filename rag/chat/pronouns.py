"""Puts names in the place of words that point back: "when did he say it?", "who denied that?"."""

import re
from dataclasses import dataclass

from rag.chat.parts import noun_phrase, take_apart
from rag.chat.scene import Scene, is_adjective, is_plural
from rag.text.names import find_names

_OBJECT_NEXT = (
    r"(?=\s*(?:[?.!,]|$|(?:again|down|up|off|out|now|so|too|then|before|after|in|on|at|about|for|from|to|with|by|yet"
    r"|already|either|exactly)\b))"
)
_MAN = (
    r"(?:that|this|the same) (?:man|woman|person|official|minister|general|analyst|spokesman|spokeswoman)"
    r"|the (?:man|woman|latter)"
)
_TWO = r"(?:the|these|those) two(?: (?:men|women|leaders|people))?|both (?:men|women|of them|leaders)|the pair"
_POINTS = re.compile(
    rf"\b(?P<two>{_TWO})\b|\b(?P<man>{_MAN})\b"
    r"|\b(?P<person>he|she|him)\b|\b(?P<persons>his|her)\b"
    r"|\bof (?P<ofthem>them|those|these)\b|\b(?P<they>they|them)\b|\b(?P<theirs>their)\b"
    rf"|\b(?P<so>(?<=say )so|(?<=says )so|(?<=said )so)\b|\b(?P<its>its)\b|\b(?P<it>it){_OBJECT_NEXT}"
    r"|\b(?P<subject>it)\b(?!\s+(?:that|to)\b)"
    rf"|\b(?P<that>that|this){_OBJECT_NEXT}|\b(?P<one>one)(?=\s*(?:[?.!]|$))"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )"
    r"\b(?P<there>there)\b(?!\s+(?:is|are|was|were|be|been|any)\b)",
    re.I,
)
_EXPLETIVE = re.compile(r"\b(?:is|was|would|will|how \w+ is|be) it (?:\w+ )?(?:that|to|whether|when)\b", re.I)
_OF_A_CLAUSE = re.compile(
    r"\b(?:den(?:y|ied|ies)|confirm\w*|say|says|said|claim\w*|report\w*|believe\w*|kn[oe]w\w*|think\w*|thought|mean\w*"
    r"|announce\w*|admit\w*|mention\w*|explain\w*|agree\w* (?:with|on)|disput\w+|doubt\w*|warn\w* of|make of|made of"
    r"|react\w* to|respon\w+ to|comment\w* on|behind|because of|tell)\s+$",
    re.I,
)
_SAYING = re.compile(r"(?:say|said|says|tell|told|think|claim\w*|announce\w*)\b\s*", re.I)
_AFTER_PREPOSITION = re.compile(r"\b(?:of|about|on|to|with|behind)\s+$", re.I)
_SAYS_IT = re.compile(r"\b(?:say|said|claim|tell)\s+$", re.I)
_OWNED_NEXT = re.compile(r"(?<!\s)\s+[a-z]")


@dataclass(frozen=True, slots=True)
class Pointed:
    """A question with its pointing words replaced; `missing` where one means nothing that we know of."""

    text: str
    missing: bool


def points_back(text: str) -> bool:
    """Whether a word of the question means something outside of it."""
    return any(_is_outside(text, found) for found in _POINTS.finditer(text))


def resolve(text: str, scene: Scene) -> Pointed:
    """The question with what its pointing words mean."""
    pieces: list[str] = []
    at, missing, used = 0, False, set[str]()
    for found in _POINTS.finditer(text):
        kind = str(found.lastgroup)
        if not _is_outside(text, found) or ("person" if kind == "persons" else kind) in used:
            continue
        put = _meant(kind, text, found, scene, used)
        if put is None:
            missing = True
            continue
        used.add("person" if kind in {"persons", "man"} else kind)
        pieces += [text[at : found.start()], put]
        at = found.end()
    return Pointed("".join([*pieces, text[at:]]), missing)


def _is_outside(text: str, found: re.Match[str]) -> bool:
    """Whether nothing before it in the question itself can be what it means."""
    if found.lastgroup in {"it", "that", "so", "man", "two", "one", "there", "ofthem"}:
        return True
    if found.lastgroup == "subject" and _EXPLETIVE.search(text):
        return False
    before = text[: found.start()]
    if any(not is_adjective(name.text) for name in find_names(before)):
        return False
    subject = take_apart(text).subject
    return not (subject and subject.lower() != found.group().lower() and before.rstrip().endswith(subject) is False
                and subject.lower() in before.lower())  # fmt: skip


def _meant(kind: str, text: str, found: re.Match[str], scene: Scene, used: set[str]) -> str | None:
    people, before = scene.people, text[: found.start()]
    who = people[0] if people else _whoever(scene)
    match kind:
        case "two":
            return next(iter(scene.pair), None)
        case "man" | "person":
            return who
        case "persons":
            return f"{who}’s" if who and _OWNED_NEXT.match(text, found.end()) else who
        case "ofthem":
            return f"of the {scene.several[0]}" if scene.several else None
        case "they":
            return _article(next(iter(scene.several), None))
        case "theirs":
            return f"{scene.several[0]}’s" if scene.several else None
        case "its":
            return f"{scene.things[0]}’s" if scene.things else None
        case "subject":
            return next((t for t in scene.things if not is_plural(t)), None)
        case "one":
            return next((p for p in map(str, _indefinite(scene)) if p), None)
        case "there":
            return f"in {scene.places[0]}" if scene.places else None
        case "so":
            return scene.parts.clause() if not scene.parts.head else f"that{_about(scene)}"
    return _object(kind, before, scene)


def _object(kind: str, before: str, scene: Scene) -> str | None:
    """What "it" or "that" means as an object: what was asked, or what it was asked about."""
    if _OF_A_CLAUSE.search(before):
        parts = scene.parts
        if parts.head and parts.subject and _SAYING.match(parts.rest) and _SAYS_IT.search(before):
            return f"that{_about(scene)}"
        return _proposition(scene, before)
    if kind == "that":
        return _proposition(scene, before)
    things = [_definite(p) for p in (*scene.objects, *scene.things) if not is_plural(p)]
    return next(iter(things), None) or scene.parts.clause()


def _proposition(scene: Scene, before: str) -> str:
    """What was asked, as a clause; with the answer in it where a person was asked for and is known."""
    parts = scene.parts
    who = next((p for p in scene.people if p not in scene.question), None) if scene.asks_who else None
    if who is None or not parts.head.lower().startswith("who"):
        return parts.clause()
    happened = f"{parts.subject} {parts.auxiliary} {parts.rest} {who}" if parts.subject else f"{who} {parts.predicate}"
    return f"{'it ' if _AFTER_PREPOSITION.search(before) else ''}that {happened}"


def _about(scene: Scene) -> str:
    """What follows the verb of speech in the last question: " about plans to send soldiers"."""
    rest = _SAYING.sub("", scene.parts.rest, count=1)
    return f" {rest}" if rest else ""


def _whoever(scene: Scene) -> str | None:
    """The person whom the last question asked for, while nobody has named one."""
    if not scene.asks_who or "the one who" in scene.question:
        return None
    clause = scene.parts.clause()
    return f"the one {clause}" if clause.startswith("who") else None


def _indefinite(scene: Scene) -> list[str]:
    found = re.search(r"\ban? (?=\w)", scene.question)
    return [noun_phrase(scene.question, found.start())] if found else []


def _definite(phrase: str) -> str:
    return re.sub(r"^an? ", "the ", phrase)


def _article(phrase: str | None) -> str | None:
    is_common = phrase is not None and phrase[:1].islower() and not re.match(r"(?:the|an?|its|his|their)\b", phrase)
    return f"the {phrase}" if is_common else phrase
