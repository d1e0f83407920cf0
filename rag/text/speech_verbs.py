"""Verbs by which news attributes what it tells, and the nouns that may or may not be their subjects."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    BASE = "base"
    S = "s"
    PAST = "past"
    ING = "ing"


class Needs(StrEnum):
    """What has to follow before the verb is one of speech."""

    LITTLE = "little"
    """Anything but a preposition or an infinitive: "said the war was near", "denied it"."""
    CLAUSE = "clause"
    """"that", a clause with a finite verb, or a quotation: "warned that …", not "added troops"."""
    SOURCE = "source"
    """The same, and a study, survey or their authors as its subject: "the survey shows that …"."""
    PARENTHESIS = "parenthesis"
    """Only between commas or after a quotation: "…, the ministry allowed"."""


@dataclass(frozen=True, slots=True)
class Verb:
    lemma: str
    form: Form
    needs: Needs


_IRREGULAR = {
    "say": "said", "think": "thought", "write": "wrote", "find": "found", "tell": "told", "forecast": "forecast",
    "show": "showed", "admit": "admitted", "quip": "quipped", "foresee": "foresaw", "hold": "held", "put": "put",
    "signal": "signalled",
}  # fmt: skip
_LEMMAS = {
    Needs.LITTLE: "say think believe claim insist argue estimate expect suspect reckon fear deny assess allege",
    Needs.CLAUSE: "write report announce add note warn conclude acknowledge admit concede confirm state declare "
    "assert stress emphasize emphasise explain reply respond tweet testify predict forecast caution recall mention "
    "remark observe agree contend maintain complain signal reiterate repeat promise vow pledge guess calculate hope "
    "boast joke hint imply speculate worry counter underline underscore affirm project advise anticipate disclose "
    "foresee post indicate quip protest theorize tell point",
    Needs.SOURCE: "find show suggest reveal determine discover",
    Needs.PARENTHESIS: "continue allow judge",
}
DOUBTING = frozenset({"claim", "deny", "allege", "suspect", "accuse", "doubt", "fear", "speculate"})
"""Lemmas that leave open whether what was said is so."""


def _forms(lemma: str) -> dict[str, Form]:
    bare = lemma.removesuffix("e")
    ends_in_y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    past = _IRREGULAR.get(lemma) or (lemma[:-1] + "ied" if ends_in_y else bare + "ed")
    third = lemma[:-1] + "ies" if ends_in_y else lemma + ("es" if lemma.endswith(("s", "sh", "ch")) else "s")
    doubled = past.removesuffix("ed") if lemma in _IRREGULAR and past.endswith("ed") else bare
    return {lemma: Form.BASE, third: Form.S, doubled + "ing": Form.ING, past: Form.PAST}


VERBS = {
    form: Verb(lemma, kind, needs)
    for needs, lemmas in _LEMMAS.items()
    for lemma in lemmas.split()
    for form, kind in _forms(lemma).items()
} | {"signaled": Verb("signal", Form.PAST, Needs.CLAUSE), "signaling": Verb("signal", Form.ING, Needs.CLAUSE)}
"""Every form in lower case. "forecast" and the like, with no form of their own for the past, are taken for past."""

ADVERBS_OF_HEARSAY = frozenset("reportedly allegedly supposedly purportedly".split())
NOT_OBJECTS = frozenset(
    "goodbye hello nothing so yes prayers little enough something anything prayer hi farewell grace to "
    "access entry bail permission requests visas".split()
)
"""After a verb of speech these make something else of it: "said nothing", "denied entry"."""
NOT_LISTENERS = frozenset("truth story stories lie lies tale tales joke jokes time difference secret secrets".split())
"""What may be told without anything being said of it: "told the truth"."""
NOT_SPEAKERS = frozenset(
    "agreement treaty law contract constitution rule rules bill act clause sign signs label resolution decree "
    "statute amendment deal plan proverb clock gauge accord pact ordinance protocol guarantee terms".split()
)
"""Texts that lay something down rather than claim it: "the agreement says …"."""
SOURCES = frozenset(
    "study studies survey surveys poll polls report reports analysis data research researchers researcher scientists "
    "scientist investigators investigation review figures records documents inquiry audit experts economists team "
    "authors author agency officials inspectors assessment statistics paper images readout analysts institute "
    "university center centre department ministry commission bureau intelligence".split()
)
ROLES = frozenset(
    "activist activists adviser advisers advisor aide aides ambassador ambassadors analyst analysts astronomer "
    "author authors biologist boss campaigner campaigners captain ceo cfo chair chairman chairwoman chancellor "
    "chief chiefs co-founder coach colonel commander commanders commissar commissioner correspondent critic "
    "critics defector defectors deputy dictator diplomat diplomats director doctor economist economists editor "
    "engineer envoy executive expert experts farmer father figure figures fisherman founder general governor head "
    "historian insider insiders journalist journalists judge king lawmaker lawmakers lawyer lawyers leader "
    "leaders lecturer lieutenant major man manager mayor member members meteorologist minister ministers mother "
    "negotiator neighbor neighbour observer observers officer officers official officials operator opponents "
    "organiser organizer owner partner pastor physician physicist pilot pilots player politicians president "
    "prince princess professor prosecutor prosecutors queen reporter representative representatives researcher "
    "researchers resident residents scholar scholars scientist scientists secretary senator sheriff soldier "
    "soldiers source sources specialist specialists spokesman spokespeople spokesperson spokeswoman student "
    "superintendent supporters teacher undersecretary veteran volunteer witness witnesses woman worker workers "
    "writer".split()
)
"""Nouns for people by what they do."""
BODIES = frozenset(
    "administration agency alliance army association authority authorities bank board branch bureau cabinet centre "
    "center coalition command commission committee company congress council court defence department embassy firm "
    "foundation government group hospital institute institution intelligence media military ministry newspaper "
    "newswire office opposition organisation organization paper parliament party police radio regulator secretariat "
    "security service services staff state station team television think-tank treasury tribunal union university "
    "watchdog website daily outlet".split()
)
"""Nouns for bodies that speak."""
