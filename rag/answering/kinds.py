"""What kind of thing a noun names: "which senator" asks for a person, "which airline" for an organisation."""

from collections.abc import Sequence

from rag.text.terms import STOPWORDS
from rag.text.tokens import IRREGULAR_PASTS

PERSON = "person"
PLACE = "place"
ORGANISATION = "organisation"

_PERSONS = frozenset(
    "person man woman people leader leaders president king queen prince princess minister senator governor mayor "
    "official officials adviser advisor aide officer general commander chief head boss executive ceo founder owner "
    "billionaire actor actress singer rapper musician artist star celebrity author writer novelist poet journalist "
    "reporter host anchor comedian director producer player athlete golfer swimmer runner driver boxer coach "
    "quarterback pitcher goalkeeper striker captain candidate nominee politician lawmaker congressman congresswoman "
    "representative judge justice lawyer attorney doctor scientist researcher professor expert analyst economist "
    "historian astronaut explorer pilot soldier veteran activist spokesperson spokesman spokeswoman diplomat "
    "ambassador envoy model designer chef teacher student victim suspect killer winner champion pope bishop priest "
    "monarch emperor philosopher inventor engineer architect composer painter boy girl wife husband son daughter "
    "brother sister father mother businessman businesswoman entrepreneur whistleblower lieutenant colonel".split()
)
_PLACES = frozenset(
    "city country countries town village region state states county province nation nations continent island islands "
    "district neighbourhood neighborhood area territory capital place river lake sea ocean mountain park street "
    "square border port airport station location venue stadium destination planet coast republic kingdom".split()
)
_ORGANISATIONS = frozenset(
    "company companies firm corporation organisation organization agency agencies group groups party team teams club "
    "airline automaker carmaker retailer chain restaurant brand bank university college school network broadcaster "
    "newspaper magazine publication outlet studio store supermarket startup manufacturer maker union ministry "
    "department court church institute institution body council commission committee league band platform app "
    "website service factory plant hospital museum".split()
)

# "Which hit song": some are nouns as well.
_PASTS = IRREGULAR_PASTS - frozenset("cut hit put set shut".split()) | frozenset({"said", "told"})
_NO_NOUNS = STOPWORDS | frozenset("next last early late soon now today yet still recently currently newly".split())


def head_of(words: Sequence[str]) -> str:
    """The noun that the first words after "which" are about: `retailer` of "major US retailer announced a deal".

    A rule of thumb: the last word before one that is no noun, or tells what was done.
    """
    head = ""
    for word in words:
        if word.lower() in _PASTS:
            break
        is_name = word.isupper()  # "US"
        if is_name or not (word.lower() in _NO_NOUNS or word.endswith(("ly", "ed")) or word.isdigit()):
            head = word.lower()
        elif head:
            break  # what stands before the noun only describes it: "highly anticipated show"
    return head


def of_noun(noun: str) -> str | None:
    """`person`, `place`, `organisation`, or None where a noun is none of them or we do not know it."""
    word = noun.lower()
    for kind, known in ((PERSON, _PERSONS), (PLACE, _PLACES), (ORGANISATION, _ORGANISATIONS)):
        if word in known or word.removesuffix("s") in known:
            return kind
    return None
