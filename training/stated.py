"""Questions and their answers as statements, so that people's questions become paraphrases of what they were asked of.

After Demszky et al. 2018 ("Transforming question answering datasets into natural language inference datasets"), with
patterns instead of a parser: what fits none is left out.
"""

import re

from training.verbs import IRREGULAR, is_verb, past_tense

_SUBJECT = re.compile(
    r"(?:Who|What|Which(?: \w+){1,3}?|What(?: \w+){1,2}?) (?=(?:is|was|are|were|has|had|have|can|will)\b)"
    r"|Who (?!(?:do|does|did|would|should|could|else|all|in|at|on|to|for|from|of|by)\b)(?=[a-z])"
    r"|(?:What|Which(?: \w+){1,2}?) (?=(?:[a-z]+ed|won|wrote|led|made|gave|took|became|held|caused?s?|began)\b)"
)
_STRANDED = re.compile(r"[^?]$|\b(?:to|for|of|by|with|from|in|on|at|about|into|as|after|like|called|known as) ?\?$")
_COUNTED = re.compile(
    r"How many ((?:\w+ ){1,3}?)((?:are|were|have|had|can|will|live|lived|died|attended|took|make|made|exist|work) "
    r"(?!there|the\b|a\b|an\b|he|she|it|they|his|[A-Z]).+)\?$"
)
_IN_PLACE = re.compile(r"((?!Wh|How|In wh|In how).+ )(?:what|whom|who|(?:what|which) (\w+)|how many( \w+)?) ?\?$")
_DID = re.compile(
    r"(?:(In|On|At|For|To|From|By|With|During) )?"
    r"(?:(When|Where)|([Ww]hat|[Ww]hich|[Ww]hom?|How many|How much)((?: \w+){0,3}?)) did (.+?) ?\?$"
)
_PASSIVE = re.compile(r"(?:(When|Where)|(In|On|At) (?:what|which)((?: \w+){1,2}?)) (was|were|is|are) (.+?) ?\?$")
_PRONOUNS = frozenset("he she it they we you people".split())
_PREPOSITIONS = frozenset("of in on at to for from by with about into as after over under against through".split())
_NOT_A_VERB = _PREPOSITIONS | frozenset(
    "and the a an then his her its their that who which or de von van der del la le di al bin".split()
)
_TWO_PREPOSITIONS = re.compile(
    r"(?:^|(?<= ))(of|in|on|at|to|for|from|by|with|about|into) (?:in|on|at|for|as|during|by|with)\b"
)
_SAYING = frozenset("say claim think believe state argue suggest know want feel decide".split())
_TIMES = {"year": "in", "years": "in", "month": "in", "century": "in", "decade": "in", "date": "on", "day": "on"}
_DETERMINERS = frozenset("the a an his her its their".split())
_PARTICIPLES = frozenset(past for pair in IRREGULAR.values() for past in pair) | {"born"}
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = re.compile(
    rf"{_MONTH} \d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_LED_IN = re.compile(
    r"(?:in|on|at|by|from|since|during|after|before|until|between|around|about|near|over|under|throughout|every|when|"
    r"the (?:early|late|mid|same|next|following|beginning|end)|early|late|mid|for)\b",
    re.I,
)


def statement_of(question: str, answer: str) -> str | None:
    """ "Who was the first king?" and "Otto" to "Otto was the first king."; None where the question fits no pattern.

    >>> statement_of("When did the council buy the buses?", "1990")
    'The council bought the buses in 1990.'
    """
    answer = answer.strip(" ,.;:")
    made = (
        _of_subject(question, answer)
        or _of_count(question, answer)
        or _of_gap(question, answer)
        or _of_did(question, answer)
        or _of_passive(question, answer)
    )
    if made is None:
        return None
    told = " ".join(made.split())
    return f"{told[0].upper()}{told[1:].rstrip(' .')}."


def _of_subject(question: str, answer: str) -> str | None:
    found = _SUBJECT.match(question)
    if not found or _STRANDED.search(question):  # "Who was she married to?" asks for no subject
        return None
    return f"{answer} {question[found.end() :].rstrip(' ?')}"


def _of_count(question: str, answer: str) -> str | None:
    found = _COUNTED.match(question)
    if not found or re.search(r"\b(?:do|does|did)\b", found[1]):
        return None
    return f"{_counted(answer, found[1])} {found[2]}"


def _of_gap(question: str, answer: str) -> str | None:
    found = _IN_PLACE.match(question)
    if not found:
        return None
    before = found[1].removesuffix("do ")
    if answer.casefold().startswith(before.split()[-1].casefold() + " "):  # "until what?", "until May"
        before = before[: before.rstrip().rfind(" ") + 1]
    return before + _counted(answer, found[3] or "")


def _of_did(question: str, answer: str) -> str | None:
    found = _DID.match(question)
    if not found:
        return None
    leading, when, asked, kind, rest = found.groups()
    parts = _divided(rest)
    if parts is None:
        return None
    subject, verb, after = parts
    told = f"{subject} {past_tense(verb)}"
    leading = leading or _TIMES.get(kind.strip() if kind else "")
    if when or leading:
        phrase = _placed(answer, leading, when, after)
        return f"{told} {after} {phrase}" if phrase else None
    if verb == "do" or verb in _SAYING:
        return None
    named = _counted(answer, kind) if asked.startswith("How") else answer
    if spot := _TWO_PREPOSITIONS.search(after):  # "play for in 1990"
        return f"{told} {after[: spot.end(1)]} {named}{after[spot.end(1) :]}"
    if _ends_in_preposition(after):
        return f"{told} {after} {named}"
    return f"{told} {named} {after}"


def _of_passive(question: str, answer: str) -> str | None:
    found = _PASSIVE.match(question)
    if not found:
        return None
    when, leading, _, verb, rest = found.groups()
    words = rest.split()
    at = next((n for n, w in enumerate(words) if _is_participle(w)), None)
    phrase = _placed(answer, leading, when, rest)
    if not at or words[at - 1].casefold() in _DETERMINERS or phrase is None:
        return None
    while at > 1 and _is_adverb(words[at - 1]):
        at -= 1
    return f"{' '.join(words[:at])} {verb} {' '.join(words[at:])} {phrase}"


def _divided(told: str) -> tuple[str, str, str] | None:
    """Subject, verb and the rest of what follows "did"; None where the verb is not surely found."""
    words = told.split()
    for n, word in enumerate(words):
        if word == "not":
            return None
        if not n or not word.isalpha() or not word.islower() or word in _NOT_A_VERB or _is_adverb(word):
            continue
        before = words[n - 1]
        if before.casefold() in _DETERMINERS or before.endswith(("'s", "’s")):
            continue
        is_subject = before in _PRONOUNS or (
            before[0].isupper() and not before.endswith("s") and not word.endswith("s")
        )
        if is_verb(word) or is_subject:
            return " ".join(words[:n]), word, " ".join(words[n + 1 :])
    return None


def _is_participle(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or word in _PARTICIPLES


def _ends_in_preposition(text: str) -> bool:
    return text[text.rfind(" ") + 1 :] in _PREPOSITIONS


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") or word in ("first", "last", "originally", "also", "finally")


def _placed(answer: str, leading: str | None, when: str | None, before: str) -> str | None:
    """The answer as a phrase of time or place, to stand after `before`."""
    if _ends_in_preposition(before):
        return answer
    if _LED_IN.match(answer):
        return answer
    if leading:
        return f"{leading.lower()} {answer}"
    if when == "Where":
        return f"in {answer}" if answer[:1].isupper() or answer.startswith(("the ", "a ", "an ")) else None
    if _DAY.match(answer):
        return f"on {answer}"
    return f"in {answer}" if re.search(r"\d{3,4}", answer) else None


def _counted(answer: str, kind: str) -> str:
    """The answer and what it counts, named once."""
    last = kind.split()[-1:] or [""]
    return answer if last[0] in answer.split() or not kind.strip() else f"{answer} {kind.strip()}"
