"""Units of measure beside a figure, and what a figure is in another one. Pint converts; nothing else here knows it."""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rag.types import Span

_UNITS = {
    "length": {
        "millimeter": r"mm|millimet(?:re|er)s?", "centimeter": r"cm|centimet(?:re|er)s?", "meter": r"m|met(?:re|er)s?",
        "kilometer": r"km|kilomet(?:re|er)s?", "inch": r"inch(?:es)?", "foot": r"ft|foot|feet", "yard": r"yd|yards?",
        "mile": r"mi|miles?", "nautical_mile": r"nmi|nautical miles?",
    },
    "area": {
        "meter**2": r"m2|m²|sqm|sq m|square met(?:re|er)s?", "kilometer**2": r"km2|km²|sq km|square kilomet(?:re|er)s?",
        "foot**2": r"sq ft|square f(?:oo|ee)t", "mile**2": r"sq mi|square miles?", "acre": r"acres?",
        "hectare": r"ha|hectares?",
    },
    "mass": {
        "gram": r"g|gram(?:me)?s?", "kilogram": r"kg|kilos?|kilogram(?:me)?s?",
        "metric_ton": r"tonnes?|metric ton(?:ne)?s?", "ton metric_ton long_ton": r"tons?", "pound": r"lbs?|pounds?",
        "ounce": r"oz|ounces?", "stone": r"stones?",
    },
    "volume": {
        "milliliter": r"ml|millilit(?:re|er)s?", "liter": r"l|lit(?:re|er)s?",
        "gallon imperial_gallon": r"gal|gallons?", "pint imperial_pint": r"pints?", "oil_bbl": r"bbl|barrels?",
        "meter**3": r"m3|m³|cubic met(?:re|er)s?",
        "foot**3": r"cubic f(?:oo|ee)t",
    },
    "speed": {
        "mile/hour": r"mph|miles? (?:an|per) hour",
        "kilometer/hour": r"km/h|kph|kmh|kilomet(?:re|er)s? (?:an|per) hour",
        "meter/second": r"m/s|met(?:re|er)s? (?:a|per) second", "knot": r"knots?",
    },
    "temperature": {
        "degF": r"° ?F|(?:degrees? )?[Ff]ahrenheit|degrees? F",
        "degC": r"° ?C|(?:degrees? )?(?:[Cc]elsius|[Cc]entigrade)|degrees? C",
    },
    "energy": {
        "kilowatt_hour": r"kWh|kilowatt hours?", "megawatt_hour": r"MWh|megawatt hours?",
        "gigawatt_hour": r"GWh|gigawatt hours?",
    },
    "power": {
        "kilowatt": r"kW|kilowatts?", "megawatt": r"MW|megawatts?", "gigawatt": r"GW|gigawatts?",
        "horsepower": r"hp|horsepower",
    },
    "time": {
        "second": r"seconds?", "minute": r"min|minutes?", "hour": r"hours?", "day": r"days?", "week": r"weeks?",
        "fortnight": r"fortnights?", "month": r"months?", "year": r"years?", "decayear": r"decades?",
        "century": r"centur(?:y|ies)",
    },
}  # fmt: skip
"""By kind, what pint calls a unit, or may call one of which papers mean several, and how it is written."""
_SPELT = sorted(
    ((spelling, kind, tuple(names.split())) for kind, units in _UNITS.items() for names, spelt in units.items()
     for spelling in re.split(r"\|(?![^(]*\))", spelt)),
    key=lambda one: -len(one[0]),
)  # fmt: skip
_UNIT = re.compile(
    r"[\s-]?(?:" + "|".join(f"({spelt.replace(' ', '[ -]')})" for spelt, _, _ in _SPELT) + r")(?![\w²³/])"
)
OF_TIME = "time"


class Unit(NamedTuple):
    """`names` are pint's, several where a ton may be short, long or metric; `span` is where the unit stands."""

    kind: str
    names: tuple[str, ...]
    span: Span


@lru_cache(maxsize=4096)
def unit_at(text: str, at: int) -> Unit | None:
    """The unit that is written at `at`, right after a figure."""
    found = _UNIT.match(text, at)
    if found is None or found.lastindex is None:
        return None
    _, kind, names = _SPELT[found.lastindex - 1]
    return Unit(kind, names, Span(at, found.end()))


def unit_named(name: str) -> Unit | None:
    """The unit of a word by itself: "hour", "decade"."""
    return unit_at(f" {name}", 0)


def in_unit(number: float, unit: Unit, other: Unit, *, is_change: bool = False) -> tuple[float, ...]:
    """What a number of one unit is in another of its kind, in each sense that the two have; none of another kind.

    Args:
        is_change: it is a difference: three degrees more on one scale are not what three degrees are on the other.
    """
    if unit.kind != other.kind:
        return ()
    return tuple(_converted(number, one, two, is_change) for one in unit.names for two in other.names)


@lru_cache(maxsize=4096)
def _converted(number: float, unit: str, other: str, is_change: bool) -> float:
    if unit == other:
        return number
    prefix = "delta_" if is_change and unit.startswith("deg") else ""
    return float(_registry().Quantity(number, prefix + unit).to(prefix + other).magnitude)


@cache
def _registry() -> Any:
    from pint import UnitRegistry  # noqa: PLC0415  (slow to import, and few figures need it)

    return UnitRegistry()
