"""Sums of money: in which currencies a figure may be, by the sign, the code or the name beside it.

Codes are those of ISO 4217, which begin with those of countries (ISO 3166), by which "Swiss francs" are found.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from rag.types import Span

CODES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU "
    "UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW".split()
)
_NAMES = (
    "dollar USD AUD CAD NZD HKD SGD TWD JMD BBD BSD BZD FJD GYD LRD NAD SBD SRD TTD XCD BMD BND KYD|euro EUR"
    "|pound GBP EGP LBP SYP SDG SSP FKP GIP SHP|sterling GBP|yen JPY|yuan CNY|renminbi CNY|rouble RUB BYN"
    "|ruble RUB BYN|rupee INR PKR LKR NPR MUR SCR|franc CHF XOF XAF XPF RWF BIF CDF DJF GNF KMF|krone NOK DKK"
    "|kroner NOK DKK|krona SEK ISK|kronor SEK|kronur ISK|crown NOK DKK SEK ISK CZK|koruna CZK|zloty PLN|forint HUF"
    "|lira TRY|peso MXN ARS CLP COP PHP CUP DOP UYU|reais BRL|real BRL|rand ZAR|won KRW KPW|baht THB|dong VND"
    "|ringgit MYR|rupiah IDR|shekel ILS|dirham AED MAD|riyal SAR QAR YER|rial IRR OMR YER"
    "|dinar RSD KWD IQD JOD BHD DZD TND LYD MKD|hryvnia UAH|lei RON MDL|leva BGN|tenge KZT|lari GEL"
    "|shilling KES UGX TZS SOS|naira NGN|cedi GHS|birr ETB ERN|kwacha ZMW MWK|taka BDT|kyat MMK|manat AZN TMT"
    "|dram AMD|bolivar VES|guarani PYG|quetzal GTQ|colon CRC|lempira HNL|afghani AFN|pula BWP|metical MZN|leone SLE"
    "|dalasi GMD|ariary MGA|kip LAK|riel KHR|tugrik MNT|denar MKD"
)
_BY_NAME = {name: frozenset(codes) for name, *codes in (entry.split() for entry in _NAMES.split("|"))}
_NAMED_LIKE_WORDS = frozenset({"won", "real", "crown", "colon", "pound"})
"""Of these "30 won" is no money; "30 million won" is."""
_SIGNS = {
    "$": _BY_NAME["dollar"], "€": _BY_NAME["euro"], "£": _BY_NAME["pound"], "¥": frozenset({"JPY", "CNY"}),
    "₹": frozenset({"INR"}), "₽": frozenset({"RUB"}), "₩": frozenset({"KRW"}), "₺": frozenset({"TRY"}),
    "₴": frozenset({"UAH"}), "₦": frozenset({"NGN"}), "₪": frozenset({"ILS"}), "฿": frozenset({"THB"}),
    "₫": frozenset({"VND"}), "₱": frozenset({"PHP"}), "₸": frozenset({"KZT"}), "₾": frozenset({"GEL"}),
}  # fmt: skip
_BEFORE_SIGN = {"US": "USD", "A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "NZ": "NZD", "HK": "HKD", "S": "SGD",
                "NT": "TWD", "R": "BRL", "J": "JMD", "CN": "CNY", "RMB": "CNY", "E": "EGP"}  # fmt: skip
_COUNTRIES = (
    "us US|u.s US|american US|canadian CA|australian AU|zealand NZ|kong HK|singapore SG|taiwan TW|british GB"
    "|egyptian EG|lebanese LB|syrian SY|sudanese SD|swiss CH|norwegian NO|danish DK|swedish SE|icelandic IS"
    "|czech CZ|indian IN|pakistani PK|nepalese NP|mexican MX|argentine AR|chilean CL|colombian CO|philippine PH"
    "|cuban CU|turkish TR|russian RU|belarusian BY|saudi SA|qatari QA|iranian IR|omani OM|yemeni YE|serbian RS"
    "|kuwaiti KW|iraqi IQ|jordanian JO|algerian DZ|tunisian TN|libyan LY|kenyan KE|ugandan UG|tanzanian TZ"
    "|korean KR|chinese CN|japanese JP|polish PL|hungarian HU|romanian RO|moldovan MD|brazilian BR|israeli IL"
    "|emirati AE|moroccan MA|ukrainian UA"
)
_BY_COUNTRY = dict(entry.split() for entry in _COUNTRIES.split("|"))
_USUAL = {"$": "USD", "dollar": "USD", "£": "GBP", "pound": "GBP", "rouble": "RUB", "ruble": "RUB", "rupee": "INR"}
"""What a paper means that does not say whose."""

_SIGN = rf"(?:(?<![A-Za-z])(?P<of>[A-Z]{{1,3}}|US(?=\s)))?(?P<sign>(?:(?<=US)\s)?[{''.join(_SIGNS)}])"
_CODE = r"(?<![A-Za-z])(?P<code>[A-Z]{3})"
_BEFORE = re.compile(rf"(?:{_SIGN}|{_CODE})\s?$")
_AFTER = re.compile(
    r"\s?(?P<code>[A-Z]{3})\b"
    r"|[\s-](?:(?P<whose>[A-Z][a-z]+|US|U\.S\.|(?:New|Hong) [A-Z][a-z]+)[\s-])?(?P<name>[a-z]{3,9}?)(?:e?s|ok|ek)?\b"
    r"|\s?(?P<sign>[€₽])"
)
_SCALED = re.compile(r"(?:hundred|thousand|[mb]illion|trillion|bn|mn|m)$", re.I)


class Money(NamedTuple):
    """`codes` are the currencies that it may be in; `usual` the one that is meant where nothing else tells.

    `span` has the sign, code or name, and the number.
    """

    span: Span
    codes: frozenset[str]
    usual: str | None

    def may_be(self, other: "Money") -> bool:
        """Whether this may tell of the other: "$3 million" of "CAD 3 million", but not the other way round."""
        told = other.usual if other.usual and len(other.codes) > 1 else None
        return told in self.codes if told else bool(self.codes & other.codes)


@lru_cache(maxsize=4096)
def money_at(text: str, start: int, end: int) -> Money | None:
    """The money of the number that stands in `text[start:end]`; None where nothing beside it is a currency."""
    first = next((at for at in range(start, end) if text[at].isalnum()), start)
    if before := _BEFORE.search(text[max(0, first - 8) : first]):
        at = Span(first - len(before.group()), end)
        if before["code"] in CODES:
            return Money(at, frozenset({before["code"]}), before["code"])
        if before["sign"]:
            sign = before["sign"].strip()
            if of := _BEFORE_SIGN.get(before["of"] or ""):
                return Money(at, frozenset({of}), of)
            return Money(at, _SIGNS[sign], _only(_SIGNS[sign]) or _USUAL.get(sign))
    after = _AFTER.match(text, end)
    if after is None:
        return None
    if sign := after["sign"]:
        return Money(Span(first, after.end()), _SIGNS[sign], _only(_SIGNS[sign]))
    if code := after["code"]:
        return Money(Span(first, after.end()), frozenset({code}), code) if code in CODES else None
    return _named(text, first, end, after)


def _named(text: str, first: int, end: int, after: re.Match[str]) -> Money | None:
    name = next((n for n in (after["name"], after.group().split()[-1].split("-")[-1]) if n in _BY_NAME), None)
    if name is None:
        return None
    codes = _BY_NAME[name]
    country = _BY_COUNTRY.get((after["whose"] or "").split(" ")[-1].lower().rstrip("."))
    if after["whose"] and country is None:
        return None
    if name in _NAMED_LIKE_WORDS and not (country or _SCALED.search(text[first:end])):
        return None
    if country:
        codes = frozenset(code for code in codes if code.startswith(country))
    span = Span(first, after.end())
    return Money(span, codes, _only(codes) or _USUAL.get(name)) if codes else None


def _only(codes: frozenset[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None
