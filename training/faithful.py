"""Sentences told otherwise, so that what they were taken from still bears them out."""

import random
import re

_SAME = (
    "started=began, start=begin, large=big, bought=purchased, said=stated, said=announced, about=approximately, "
    "around=about, close to=near, several=a number of, because=since, however=though, also=as well, over=more than, "
    "located=situated, known as=called, many=numerous, next to=near, built=constructed, created=made, won=secured, "
    "killed=left dead, injured=hurt, ended=finished, got=received, help=aid, helped=assisted, used=employed, "
    "shows=demonstrates, showed=revealed, main=principal, head=chief, famous=well-known, city=town, country=nation, "
    "film=movie, team=squad, leader=head, attack=assault, troops=soldiers, children=kids, died=passed away, "
    "rose=went up, fell=went down, increased=grew, decreased=declined, during=in the course of, nearly=almost, "
    "often=frequently, usually=generally, prior to=before, following=after, whereas=while, although=even though, "
    "believes=thinks, believed=thought, asked=requested, told=informed, plans=intends, planned=intended, "
    "allowed=permitted, forced=compelled, refused=declined, tried=attempted, found=discovered, percent=per cent, "
    "the United States=the U.S., important=significant, quickly=rapidly, entire=whole, part=portion, first=initially, "
    "formed=established, led=headed, took part=participated, consists of=is made up of, includes=comprises, "
    "such as=like, currently=at present, so far=until now, "
    "will be=is going to be, probably=likely, perhaps=possibly, no longer=not anymore, far too=much too"
)
_PAIRS = [tuple(pair.strip().split("=")) for pair in _SAME.split(",")]
_SWAPS = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
_SWAP = re.compile(
    r"\b(?:"
    + "|".join(re.escape(w) for w in sorted(_SWAPS, key=len, reverse=True))
    + r")\b(?! to be\b)(?<!about(?= to\b))"
)
_SPARE = re.compile(
    r"(?:,? (?:also|however|therefore|moreover|furthermore|recently|subsequently|very|quite|particularly|especially|"
    r"then|still|famously|notably|originally|eventually|finally|simply|indeed)\b,?(?= ))"
)
_LED_IN = re.compile(
    r"^((?:In|On|At|By|During|After|Before|Since|From|Under|Until) [^,;:]{3,50}), ((?:[^.;:]+))([.]?)$"
)
_APPOSED = re.compile(r", (?:an?|the|one of|now|then|formerly) [^,;:()]{4,70}, (?=[a-z])")
_TAIL = re.compile(r"(?:, | )(?:which|who|where|while|although|as well as|including|such as|with) [^.;:]{8,}(?=[.]$)")
_SAID = re.compile(r"^(.{20,}?),? (said|says) ((?:[A-Z][\w’'.-]+ ?){1,4})\.$")
_DIGITS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "ten": "10"}
_DIGIT = re.compile(r"\b(?:" + "|".join(_DIGITS) + r")\b")


def told_otherwise(sentence: str, chance: random.Random) -> str:
    """The sentence with one to four changes that keep its meaning, or leave some of it out; as it was if none fits."""
    changes = [
        _same_words,
        _same_words,
        _without_spare,
        _led_in,
        _without_apposition,
        _without_tail,
        _digits,
        _speaker_first,
    ]
    chance.shuffle(changes)
    made, wanted = sentence, chance.randint(1, 4)
    for change in changes:
        after = change(made, chance)
        if after != made and len(after.split()) >= 4:
            made, wanted = after, wanted - 1
        if not wanted:
            break
    return made


def _same_words(text: str, chance: random.Random) -> str:
    return _SWAP.sub(lambda m: _SWAPS[m.group()] if chance.random() < 0.7 else m.group(), text)


def _without_spare(text: str, chance: random.Random) -> str:
    return _SPARE.sub("", text)


def _led_in(text: str, chance: random.Random) -> str:
    """ "In May, it rained." to "It rained in May." """
    found = _LED_IN.match(text)
    if not found or "," in found[2]:
        return text
    when, rest, stop = found.groups()
    return f"{rest[0].upper()}{rest[1:]} {when[0].lower()}{when[1:]}{stop}"


def _without_apposition(text: str, chance: random.Random) -> str:
    return _APPOSED.sub(" ", text, count=1)


def _without_tail(text: str, chance: random.Random) -> str:
    return _TAIL.sub("", text)


def _digits(text: str, chance: random.Random) -> str:
    return _DIGIT.sub(lambda m: _DIGITS[m.group()], text)


def _speaker_first(text: str, chance: random.Random) -> str:
    found = _SAID.match(text)
    if not found:
        return text
    told = found[1].strip(' “”"')
    return f"{found[3].strip()} {found[2]} that {told}."
