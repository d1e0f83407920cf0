"""Words that name one thing: forms that stemming leaves apart, and plain synonyms of what news counts and tells."""

from collections.abc import Collection, Iterable, Mapping, Set
from functools import lru_cache

from rag.text.terms import stem

_SHORTEST_ROOT = 5
_LONGEST_ENDING = 4
_IRREGULAR = (
    "be was were been|become became|begin began begun|break broke broken|bring brought|build built|buy bought"
    "|catch caught|choose chose chosen|come came|die died dying|draw drew drawn|drive drove driven|fall fell fallen"
    "|fight fought|find found|flee fled|fly flew flown|get got gotten|give gave given|go went gone|grow grew grown"
    "|hide hid hidden|hold held|keep kept|know knew known|lead led|leave left|lose lost|make made|meet met|pay paid"
    "|rise rose risen|run ran|sell sold|send sent|shoot shot|shrink shrank shrunk|sink sank sunk|spend spent"
    "|stand stood|steal stole stolen|strike struck|swear swore sworn|take took taken|teach taught|throw threw thrown"
    "|win won|write wrote written|choose choice|invade invasion|decide decision|destroy destruction|arrive arrival"
)
# Only words that a reader takes for one another when a figure stands beside them, or beside the same names.
_SYNONYMS = (
    "soldiers troops servicemen servicewomen personnel contingent"
    "|dead deaths died die killed kill fatalities toll slain|injured injuries hurt wounded wounds"
    "|missing unaccounted|arrested arrests detained detentions"
    "|homes houses dwellings|trucks lorries|railcars wagons|munitions ammunition shells|planes aircraft jets warplanes"
    "|drones uavs|missiles rockets|migrants refugees|companies firms businesses|workers employees staff"
    "|demonstrators protesters marchers|people persons residents inhabitants|children kids|cars automobiles"
    "|send deliver deliveries ship shipments supply supplied supplies hand give transfer provide donate"
    "|buy purchase acquire|cost price pay|build construct construction|start begin launch|end finish conclude"
    "|attack assault offensive|invade invasion incursion|find discover|quit resign resignation"
    "|metre meter|kilometre kilometer km kph kmh|mile mph|centimetre centimeter|millimetre millimeter|litre liter"
    "|centre center|defence defense|harbour harbor|labour labor|neighbour neighbor|colour color|programme program"
    "|theatre theater|control hold|fire blaze|flood flooding|quake earthquake|vote ballots"
)


def _groups(table: str, base: Mapping[str, str]) -> dict[str, str]:
    """Each stem, or the one it is a form of, with the first of its group; the first group that has it keeps it."""
    found: dict[str, str] = {}
    for group in table.split("|"):
        members = [base.get(stem(word), stem(word)) for word in group.split()]
        for member in members:
            found.setdefault(member, members[0])
    return found


_BASE = _groups(_IRREGULAR, {})
_GROUP = _groups(_SYNONYMS, _BASE)
_SEAT = _groups(
    "russia russian moscow kremlin|ukraine ukrainian kyiv kiev|belarus belarusian minsk|china chinese beijing"
    "|america american washington pentagon|britain british london|france french paris|germany german berlin"
    "|poland polish warsaw|lithuania lithuanian vilnius|iran iranian tehran|israel israeli jerusalem"
    "|japan japanese tokyo|india indian delhi|turkey turkish ankara|syria syrian damascus|korea korean seoul pyongyang"
    "|serbia serbian belgrade|hungary hungarian budapest|georgia georgian tbilisi|armenia armenian yerevan"
    "|azerbaijan azerbaijani baku|pakistan pakistani islamabad|egypt egyptian cairo|venezuela venezuelan caracas"
    "|spain spanish spaniard spaniards madrid|italy italian rome|greece greek athens|portugal portuguese lisbon"
    "|ireland irish dublin|netherlands dutch hague|belgium belgian|austria austrian vienna|switzerland swiss bern"
    "|sweden swedish swede swedes stockholm|norway norwegian oslo|finland finnish finn finns helsinki"
    "|denmark danish dane danes copenhagen|latvia latvian riga|estonia estonian"
    " tallinn|romania romanian bucharest|bulgaria bulgarian sofia|moldova moldovan chisinau|canada canadian ottawa"
    "|mexico mexican|brazil brazilian brasilia|argentina argentine|cuba cuban havana|australia australian canberra"
    "|taiwan taiwanese taipei|vietnam vietnamese hanoi|thailand thai bangkok|indonesia indonesian jakarta"
    "|philippines filipino manila|afghanistan afghan kabul|iraq iraqi baghdad|yemen yemeni|lebanon lebanese beirut"
    "|qatar qatari doha|kenya kenyan nairobi|nigeria nigerian abuja|ethiopia ethiopian|sudan sudanese khartoum"
    "|libya libyan tripoli|somalia somali mogadishu|kazakhstan kazakh astana",
    {},
)


@lru_cache(maxsize=20_000)
def canonical(stemmed: str) -> str:
    """One stem for all that names the same: of `sent` and `deliveri` it is that of "send"."""
    base = _BASE.get(stemmed, stemmed)
    return _GROUP.get(base, base)


def canonicals(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(map(canonical, stems))


def is_kin(one: str, other: str) -> bool:
    """Whether two canonical stems are forms of one word: the same, or a long root with another ending."""
    # Most words have no root in common, which is quick to see.
    if one == other or one[:_SHORTEST_ROOT] != other[:_SHORTEST_ROOT]:
        return one == other
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) >= _SHORTEST_ROOT
        and len(longer) - len(shorter) <= _LONGEST_ENDING
        # "Belarus" and "Belarusian", "invasion" and "invading" differ in their last letter too.
        and longer.startswith(shorter[:-1] if len(shorter) > _SHORTEST_ROOT else shorter)
    )


@lru_cache(maxsize=512)
def with_seats(canon: frozenset[str]) -> frozenset[str]:
    """The canonical stems, each seat of a government replaced by its country: "Moscow plans", "Russia plans".

    Only for who says or does something: what is in a capital is not all that is in its country.
    """
    return frozenset(_SEAT.get(term, term) for term in canon)


def is_country(stemmed: str) -> bool:
    """Whether it names a country that we know, its people, or the seat of its government."""
    return bool(countries([stemmed]))


def countries(stems: Iterable[str]) -> frozenset[str]:
    """The countries that we know among the stems, whichever of its names, its people's or its seat's they are."""
    return frozenset(_SEAT[term] for term in map(canonical, stems) if term in _SEAT)


def holds(canon: Set[str], term: str) -> bool:
    """Whether the canonical stem `term`, or kin of it, is in `canon`."""
    if term in canon:
        return True
    root = term[:_SHORTEST_ROOT]
    return root in _roots(canon) and any(other.startswith(root) and is_kin(term, other) for other in canon)


def holds_any(canon: Set[str], terms: Iterable[str]) -> bool:
    """Whether `canon` holds any of these canonical stems, or kin of it."""
    return any(holds(canon, term) for term in terms)


def are_kin(one: Iterable[str], other: Collection[str]) -> bool:
    """Whether any canonical stem of the one is that of the other, or kin of it."""
    return any(is_kin(a, b) for a in one for b in other)


@lru_cache(maxsize=512)
def _roots(canon: frozenset[str]) -> frozenset[str]:
    return frozenset(term[:_SHORTEST_ROOT] for term in canon)
