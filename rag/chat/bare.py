"""Follow-ups that are nothing but a question word: "why?", "when was that?", "on what day?", "how many?"."""

import re

from rag.chat.parts import AUXILIARY, Parts
from rag.chat.scene import Scene

_ASKS = r"(?:(?:in|on|at|by|since|until|from|to|for|with|over|during)\s+)?"
_BARE = re.compile(
    rf"(?P<asks>{_ASKS}(?:who|whom|when|where|why(?: not)?|how(?: come| so| long| often| far| soon| much| many)?"
    r"|what for|(?:what|which) (?:day|date|month|year|week|time|period|reason|purpose|place|city|town|country))"
    r"(?: exactly| precisely| then)?)"
    r"(?:\s+(?:was|is|were|did|does)\s+(?P<it>that|this|it)(?:\s+(?:happen|so))?)?\s*[?.!]*",
    re.I,
)
_COUNTS = re.compile(
    r"(?P<asks>how (?:many|much)(?:\s+[\w-]+){1,3})\s+(?:was|were|is|are)\s+(?:that|this|it|they)\s*[?.!]*", re.I
)
_PLURAL_NOUN = re.compile(r"(?:[A-Z][a-z]+(?:ian|ish)\s+)?\b[a-z]{3,}(?<!s)s\b")
_HOW_MANY = re.compile(rf"how many\s+(?P<did>(?:{AUXILIARY}|[a-z]{{3,}}ed\b|left\b|went\b|came\b).+)", re.I)
_TAIL = re.compile(r"\b(?:in|at|on|from|during|after|before)\b.*")
_NEGATED = {"will": "won’t", "can": "can’t", "shall": "shan’t"}


def bare_question(text: str) -> str | None:
    """The question words, where `text` is nothing but them: "on what day"; "Why" for "what for"."""
    if found := _COUNTS.fullmatch(text):
        return found["asks"]
    found = _BARE.fullmatch(text)
    if found is None:
        return None
    if found["it"] and found["asks"].lower() in {"how much", "how many"}:  # "how much is it?" asks for a price
        return None
    asks = re.sub(r"(?<!\s)\s+(?:exactly|precisely|then)$", "", found["asks"], flags=re.I)
    return "why" if asks.lower() in {"what for", "how come", "how so"} else asks


def counted_of(scene: Scene, text: str) -> str | None:
    """`"How many people were injured in Turkey?"` of "how many were injured?", after the dead were counted there."""
    found = _HOW_MANY.match(text)
    counted = scene.parts.noun if scene.parts.head.lower().startswith("how many") else ""
    if found is None or not counted:
        return None
    where = _TAIL.search(scene.parts.rest)
    return f"How many {counted} {found['did'].rstrip('?!. ')}{' ' + where.group() if where else ''}?"


def asked_of(scene: Scene, asks: str) -> str:
    """The last question, asked with other question words: "Why" of "When did Shoigu visit Minsk?"."""
    parts, opening = scene.parts, asks[:1].upper() + asks[1:]
    if asks.lower().startswith(("how many", "how much")):
        return _counted(scene, opening)
    negated = asks.lower() == "why not"
    if not parts.auxiliary or (parts.head and not parts.subject):
        return f"{'Why' if negated else opening} was it that {_happening(scene)}?"
    auxiliary = _not(parts.auxiliary.lower()) if negated else parts.auxiliary.lower()
    rest = _with_object(parts, scene) if parts.head else parts.rest
    return f"{'Why' if negated else opening} {auxiliary} {parts.subject} {rest}".strip() + "?"


def _happening(scene: Scene) -> str:
    """What a question takes for granted: "a Russian ministry warned that …" in "Which Russian ministry warned …?"."""
    parts = scene.parts
    if parts.noun:
        which = parts.noun if parts.head.lower().startswith("how") else f"the {parts.noun}"
        return f"{which} {parts.predicate}"
    who = scene.people[0] if scene.asks_who and scene.people and scene.people[0] not in scene.question else "somebody"
    return f"{who if parts.head.lower().startswith('who') else 'something'} {parts.predicate}"


def _with_object(parts: Parts, scene: Scene) -> str:
    """The rest with what the head stood for in its place: "force the Ryanair flight down"."""
    head = parts.head.lower().split()[-1] if parts.head else ""
    if parts.noun:
        put = parts.noun if parts.head.lower().startswith("how") else f"the {parts.noun}"
    elif head in {"who", "whom"} and parts.auxiliary.lower() in {"did", "does", "do"}:
        put = next((p for p in scene.people if p not in scene.question), "")
    elif head == "what" and parts.rest and not parts.rest.endswith((" of", " for", " about", " to", " with")):
        put = "that"
    else:
        return parts.rest
    first, _, others = parts.rest.partition(" ")
    return " ".join(piece for piece in (first, put, others) if piece)


def _counted(scene: Scene, opening: str) -> str:
    """`"How many tanks did Belarus send to Russia?"`: what is counted is a plural of the last question."""
    parts = scene.parts
    if len(opening.split()) > 2:  # "how many wagons was that": of all that was asked
        return f"{opening}: {parts.noun + ' ' if parts.noun else ''}{parts.predicate}?"
    if parts.noun and parts.auxiliary:
        return f"{opening} {parts.noun} {parts.predicate}?"
    found = _PLURAL_NOUN.search(parts.rest, len(parts.rest.partition(" ")[0]))
    if found and parts.auxiliary and parts.subject:
        rest = f"{parts.rest[: found.start()]}{parts.rest[found.end() :]}".split()
        return f"{opening} {found.group()} {parts.auxiliary.lower()} {parts.subject} {' '.join(rest)}?"
    return f"{opening}: {parts.predicate}?"


def _not(auxiliary: str) -> str:
    is_negated = auxiliary.endswith(("n't", "n’t"))
    return auxiliary if is_negated else _NEGATED.get(auxiliary, f"{auxiliary}n’t")
