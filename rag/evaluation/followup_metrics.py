"""How rightly a follow-up question was understood. Pure functions of texts."""

from collections.abc import Collection

from rag.text.kinship import canonicals, holds
from rag.text.terms import stems


def is_understood(question: str, carries: Collection[str], drops: Collection[str]) -> bool:
    """Whether a question holds a form of every word that it should, and of none that it should not.

    `"tank|armour"` asks for one of the two. Forms are those that the answers count as one word: "Belarusian" is
    "Belarus". Word order and grammar are not judged.
    """
    canon = canonicals(stems(question))

    def has(alternatives: str) -> bool:
        return any(all(holds(canon, term) for term in canonicals(stems(word))) for word in alternatives.split("|"))

    return all(map(has, carries)) and not any(map(has, drops))
