"""Units beside a figure, and figures of one in another."""

import pytest

from rag.text.units import in_unit, unit_at

KINDS = {
    "length": "5 mm|5 cm|5 m|5 km|5 inches|5 ft|5 yards|5 miles|5 nautical miles",
    "area": "5 m²|5 square kilometres|5 sq ft|5 square miles|5 acres|5 ha",
    "mass": "5 g|5 kg|5 tonnes|5 tons|5 lbs|5 ounces|5 stone",
    "volume": "5 ml|5 litres|5 gallons|5 pints|5 barrels|5 cubic metres|5 cubic feet",
    "speed": "5 mph|5 km/h|5 m/s|5 knots|5 miles an hour|5 kilometres per hour",
    "temperature": "5°C|5 °F|5 degrees Celsius|5 degrees Fahrenheit",
    "energy": "5 kWh|5 megawatt-hours|5 GWh",
    "power": "5 kW|5 MW|5 gigawatts|5 horsepower",
    "time": "5 seconds|5 minutes|5 hours|5 days|5 weeks|5 fortnights|5 months|5 years|5 decades|5 centuries",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_unit_of_a_kind_is_found_and_converted_there_and_back(kind: str) -> None:
    units = [unit_at(text, 1) for text in KINDS[kind].split("|")]
    for one in units:
        for other in units:
            assert one and other
            assert one.kind == other.kind == kind
            (there, *_) = in_unit(5, one, other)
            (back, *_) = in_unit(there, other, one)
            assert back == pytest.approx(5)


@pytest.mark.parametrize("text", ["5 crates", "5 in May", "5 mad men", "5 C", "5th", "5 acrid smells", "5"])
def test_what_is_no_unit(text: str) -> None:
    assert unit_at(text, 1) is None


def test_one_kind_is_never_told_in_another() -> None:
    acre, mile = unit_at("5 acres", 1), unit_at("5 miles", 1)
    assert acre and mile
    assert in_unit(5, acre, mile) == ()


def test_a_ton_is_short_long_or_metric() -> None:
    ton, kilogram = unit_at("5 tons", 1), unit_at("5 kg", 1)
    assert ton and kilogram
    assert [round(mass) for mass in in_unit(1, ton, kilogram)] == [907, 1000, 1016]


def test_degrees_by_which_it_is_warmer_have_no_zero_of_their_own() -> None:
    celsius, fahrenheit = unit_at("5°C", 1), unit_at("5°F", 1)
    assert celsius and fahrenheit
    assert in_unit(10, celsius, fahrenheit) == pytest.approx((50,))
    assert in_unit(10, celsius, fahrenheit, is_change=True) == pytest.approx((18,))
