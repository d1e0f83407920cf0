"""Questions and their answers as statements."""

import re

_SUBJECT = re.compile(
    r"(?:Who|What|Which(?: \w+){1,3}?|What(?: \w+){1,2}?) (?=(?:is|was|are|were|has|had|have|can|will)\b)"
    r"|Who (?!(?:do|does|did|would|should|could|else|all|in|at|on|to|for|from|of|by)\b)(?=[a-z])"
    r"|(?:What|Which(?: \w+){1,2}?) (?=(?:[a-z]+ed|won|wrote|led|made|gave|took|became|held|caused?s?|began)\b)"
)
_STRANDED = re.compile(r"[^?]$|\b(?:to|for|of|by|with|from|in|on|at|about|into|as|after|like|called|known as) ?\?$")


def statement_of(question: str, answer: str) -> str | None:
    """ "Who was the first king?" and "Otto" to "Otto was the first king."; None where the answer is no subject."""
    found = _SUBJECT.match(question)
    if not found or _STRANDED.search(question):  # "Who was she married to?" asks for no subject
        return None
    return f"{answer[:1].upper()}{answer[1:]} {question[found.end() :].rstrip(' ?')}."
