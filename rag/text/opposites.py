"""Words of which one excludes the other when they are said of the same thing: rose and fell, before and after."""

import re

from rag.text.terms import stem
from rag.types import Span

RISING = 0
"""The axis of what rises and falls."""
_PAIRS = (
    "rise rises rising rose risen raise raised increase increasing grow growing grew growth climb climbed soared surged"
    " jumped"
    "/fall falls falling fell fallen decrease decline declining drop dropped shrink shrank plunged sank reduced"
    " lower lowers lowered slid slipped tumbled slumped dipped",
    "more/fewer less", "up/down", "before/after", "first/last", "north northern/south southern",
    "east eastern/west western", "northward northwards/southward southwards", "eastward/westward",
    "begin begins began start started launch launched/end ended stop stopped finish finished cease ceased",
    "arrive arrived arrival enter entered/depart departed left leave leaving exit exited",
    "strengthen strengthened stronger reinforced/weaken weakened weaker",
    "advance advanced advancing/retreat retreated",
    "win won victory/lose lost defeat defeated", "accept accepted agreed/refuse refused rejected declined",
    "support supports supported back backs backed/oppose opposes opposed opposition",
    "buy bought/sell sold", "import imported/export exported", "open opened/close closed shut",
    "many/few", "large larger big bigger/small smaller", "high higher/low lower", "long longer/short shorter",
    "strong/weak", "heavy heavily/light lightly", "early earlier/late later", "near nearby close/far distant",
    "likely probable/unlikely improbable", "possible/impossible", "safe safely/dangerous unsafe",
    "legal lawful/illegal unlawful", "guilty/innocent", "alive survived/dead died killed", "friend ally/enemy foe",
    "public publicly/private privately secret secretly covert", "success successful successfully succeeded"
    "/failure failed unsuccessful unsuccessfully", "true/false untrue", "confirm confirmed/deny denied",
    "deliberate deliberately intentional intentionally purpose/accidental accidentally mistake unintentional",
    "improve improved better/worsen worsened worse", "hire hired/fire fired", "approve approved/reject rejected",
    "military/civilian", "maximum/minimum", "majority/minority", "most/least", "always/never", "all/none",
    "good well/bad badly poorly", "experienced seasoned/inexperienced", "easy easier easily/difficult hard harder",
    "too/enough", "nothing/everything", "nobody/everybody everyone", "rarely seldom/often frequently regularly",
    "with/without", "keen eager willing/reluctant unwilling loath",
    "resist resisted resists complain complained/welcome welcomed accept",
    "confident certain sure/doubtful uncertain unsure", "known/unknown secret", "deny denies denied/admit admitted",
    "allow allowed permit permitted/ban banned forbid forbade forbidden", "agree agreed agrees/disagree disagreed",
    "same alike similar/different unlike", "include included includes including/exclude excluded excluding",
    "praise praised/criticise criticised criticize criticized condemn condemned", "join joined/quit left",
    "hold held withstood withstand/fallen surrender surrendered",
    "free freed released/jailed imprisoned detained arrested",
    "calm calmed eased ease easing/intensify intensified intensifies", "serious gravely/trivial minor",
    "major/minor", "formal official formally officially/informal unofficial informally unofficially",
    "slow slowly/fast quickly rapidly swiftly",
    "offensive/defensive", "calm/alarm", "permanent/temporary",
    "gradual gradually slowly/sudden suddenly abruptly abrupt sharply",
    "trust trusted/distrust", "positive/negative", "male men man/female women woman", "young younger/old older",
    "lift lifted/impose imposed", "add added/remove removed", "build built/demolish demolished",
    "victim/perpetrator", "winter/summer", "spring/autumn", "day/night", "morning/evening", "loss losses/gain gains",
    "tighten tightened/loosen loosened eased", "expand expanded/contract contracted cut shrank",
    "keep kept retain retained/lose lost", "highest/lowest", "including/except excepting", "best/worst", "top/bottom",
    "convict convicted guilty/acquit acquitted cleared", "uphold upheld/overturn overturned quashed",
    "widen widened/narrow narrowed", "profit profits/loss losses", "surplus/deficit",
    "upgrade upgraded/downgrade downgraded",
    "accelerate accelerated/slow slowed", "halved/doubled tripled", "doubled/tripled", "promoted/relegated demoted",
    "extend extended/lift lifted", "exceeded beat/missed", "remain remained stayed/quit resigned",
    "full fully whole/partial partially partly",
    "united/divided", "loyal/disloyal", "ready/unready unprepared", "voluntary voluntarily/forced compulsory",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def _table() -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for axis, pair in enumerate(_PAIRS):
        for side, words in zip((1, -1), pair.split("/"), strict=True):
            for word in words.split():
                at = (axis, side)
                known = found.get(stem(word), ())
                found[stem(word)] = known if at in known else (*known, at)
    return found


_TABLE = _table()


def find_opposites(text: str) -> list[tuple[Span, int, int]]:
    """Every word that has an opposite: where it stands, its axis, and its side there, 1 or -1."""
    return [
        (Span(m.start(), m.end()), axis, side)
        for m in _WORD.finditer(text)
        for axis, side in _TABLE.get(stem(m.group()), ())
    ]
