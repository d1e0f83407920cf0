"""English verbs, as far as questions with "did" need them."""

IRREGULAR = {
    base: (past, participle)
    for base, past, participle in (
        line.split("/")
        for line in (
            "be/was/been beat/beat/beaten become/became/become begin/began/begun break/broke/broken "
            "bring/brought/brought "
            "build/built/built buy/bought/bought catch/caught/caught choose/chose/chosen come/came/come "
            "cost/cost/cost cut/cut/cut deal/dealt/dealt do/did/done draw/drew/drawn drive/drove/driven "
            "eat/ate/eaten fall/fell/fallen feel/felt/felt fight/fought/fought find/found/found fly/flew/flown "
            "forbid/forbade/forbidden get/got/gotten give/gave/given go/went/gone grow/grew/grown have/had/had "
            "hear/heard/heard hide/hid/hidden hit/hit/hit hold/held/held keep/kept/kept know/knew/known "
            "lay/laid/laid lead/led/led leave/left/left lend/lent/lent let/let/let lie/lay/lain lose/lost/lost "
            "make/made/made mean/meant/meant meet/met/met pay/paid/paid put/put/put read/read/read "
            "ride/rode/ridden rise/rose/risen run/ran/run say/said/said see/saw/seen seek/sought/sought "
            "sell/sold/sold send/sent/sent set/set/set shoot/shot/shot show/showed/shown sing/sang/sung "
            "sink/sank/sunk sit/sat/sat speak/spoke/spoken spend/spent/spent spread/spread/spread "
            "stand/stood/stood steal/stole/stolen strike/struck/struck swim/swam/swum take/took/taken "
            "teach/taught/taught tell/told/told think/thought/thought throw/threw/thrown "
            "understand/understood/understood wear/wore/worn win/won/won write/wrote/written "
            "undergo/underwent/undergone overthrow/overthrew/overthrown"
        ).split()
    )
}
_REGULAR = frozenset(
    "accept accuse achieve acquire adopt add agree allow announce appear apply appoint approve argue arrive ask "
    "assume attack attempt attend award ban base believe belong borrow call capture carry cause celebrate change "
    "claim close collect commission complete compose conclude conduct consider consist contain continue "
    "contribute convert cover create criticize cross declare decide decline defeat defend define demand deny "
    "depart depict derive describe design destroy determine develop die discover discuss donate earn elect employ "
    "enable encourage end enjoy enter establish estimate exceed expand expect experience explain explore express "
    "face fail favor feature finish focus follow force form found gain graduate happen help host hire hope "
    "identify implement import improve include increase influence inherit inspire intend introduce invade invent "
    "invest invite issue join kill lack land last launch learn like list live look love maintain manage marry "
    "merge mention migrate move name need occupy occur offer open oppose order originate own participate pass "
    "perform permit persuade place plan play portray possess predict prefer prepare present prevent produce "
    "promise promote propose protect prove provide publish purchase pursue raise reach receive recommend record "
    "reduce refer refuse reject release remain remove replace report represent request require resign resolve "
    "respond result retire return reveal rule search serve settle share sign sponsor start state stay stop study "
    "succeed suffer suggest support surrender switch target test threaten train transfer translate travel try "
    "turn urge use view violate visit vote wait walk want warn watch wish witness work".split()
)
_VOWELS = "aeiou"
_DOUBLED = frozenset("stop ban plan permit prefer transfer refer occur commit admit drop ship".split())


def is_verb(word: str) -> bool:
    """Whether a word is one of the common verbs, in its base form."""
    return word in IRREGULAR or word in _REGULAR


def past_tense(verb: str) -> str:
    """ "buy" to "bought", "carry" to "carried"."""
    if verb in IRREGULAR:
        return IRREGULAR[verb][0]
    if verb.endswith("ed") and not is_verb(verb):  # it was written so already
        return verb
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if verb in _DOUBLED else verb + "ed"
