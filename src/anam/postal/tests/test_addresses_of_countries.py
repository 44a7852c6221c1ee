"""Addresses as 20 countries write them, and what seems wrong with one."""

import pytest

from anam.postal.address import Address
from anam.postal.countries import is_country, names_of_countries
from anam.postal.lines import lines_of
from anam.postal.shapes import shape_of
from anam.refusals import Refused

# name, company, line1, line2, city, region, postal_code, country: and how it stands on the parcel, without the name.
WRITTEN = [
    ("12 Wharf St", "", "Portland", "ME", "04101", "US", ["12 Wharf St", "Portland, ME 04101", "United States"]),
    ("99 Queen St W", "", "Toronto", "ON", "M5H 2N2", "CA", ["99 Queen St W", "Toronto ON M5H 2N2", "Canada"]),
    ("5 Camden High St", "", "London", "", "NW1 7JE", "GB",
     ["5 Camden High St", "London", "NW1 7JE", "United Kingdom"]),
    ("3 Quay Street", "", "Galway", "Co. Galway", "H91 K2F4", "IE",
     ["3 Quay Street", "Galway", "Co. Galway", "H91 K2F4", "Ireland"]),
    ("Oranienstraße 25", "", "Berlin", "", "10999", "DE", ["Oranienstraße 25", "10999 Berlin", "Germany"]),
    ("8 rue des Rosiers", "Bât. B", "Paris", "", "75004", "FR",
     ["8 rue des Rosiers", "Bât. B", "75004 Paris", "France"]),
    ("Carrer de Verdi 4", "", "Barcelona", "Barcelona", "08012", "ES",
     ["Carrer de Verdi 4", "08012 Barcelona Barcelona", "Spain"]),
    ("Via Garibaldi 7", "", "Torino", "TO", "10122", "IT", ["Via Garibaldi 7", "10122 Torino TO", "Italy"]),
    ("Rua Augusta 120", "2.º Esq.", "Lisboa", "", "1100-053", "PT",
     ["Rua Augusta 120", "2.º Esq.", "1100-053 Lisboa", "Portugal"]),
    ("Prinsengracht 263", "", "Amsterdam", "", "1016 GV", "NL",
     ["Prinsengracht 263", "1016 GV Amsterdam", "Netherlands"]),
    ("Götgatan 11", "", "Stockholm", "", "116 46", "SE", ["Götgatan 11", "SE-116 46 Stockholm", "Sweden"]),
    ("ul. Piękna 24/26", "", "Warszawa", "", "00-549", "PL", ["ul. Piękna 24/26", "00-549 Warszawa", "Poland"]),
    ("Rua Oscar Freire 9", "Jardins", "São Paulo", "SP", "01426-000", "BR",
     ["Rua Oscar Freire 9", "Jardins", "São Paulo-SP", "01426-000", "Brazil"]),
    ("Av. Corrientes 1234", "", "Buenos Aires", "Ciudad Autónoma de Buenos Aires", "C1043AAB", "AR",
     ["Av. Corrientes 1234", "C1043AAB Buenos Aires", "Ciudad Autónoma de Buenos Aires", "Argentina"]),
    ("Calle Madero 1", "Centro", "Ciudad de México", "CDMX", "06000", "MX",
     ["Calle Madero 1", "Centro", "06000 Ciudad de México, CDMX", "Mexico"]),
    ("10 Smith St", "", "Fitzroy", "VIC", "3065", "AU", ["10 Smith St", "Fitzroy VIC 3065", "Australia"]),
    ("渋谷区神南1-2-3", "", "", "東京都", "150-0041", "JP", ["〒150-0041", "東京都", "渋谷区神南1-2-3", "Japan"]),
    ("Yeonnam-ro 3", "Mapo-gu", "Seoul", "서울특별시", "03983", "KR", None),
    ("شارع الشيخ زايد ١٢", "", "", "إمارة دبيّ", "", "AE", ["شارع الشيخ زايد ١٢", "إمارة دبيّ", "United Arab Emirates"]),
    ("רחוב דיזנגוף 99", "", "תל אביב", "", "6439602", "IL", ["רחוב דיזנגוף 99", "תל אביב 6439602", "Israel"]),
    ("12 Linking Road", "Bandra", "Mumbai", "Maharashtra", "400050", "IN",
     ["12 Linking Road", "Bandra", "Mumbai 400050", "Maharashtra", "India"]),
    ("1 Chater Road", "", "Central", "Hong Kong Island", "", "HK",
     ["1 Chater Road", "Central", "Hong Kong Island", "Hong Kong SAR China"]),
]  # fmt: skip


def address(**told: str) -> Address:
    return Address.read({"name": "Ines Duarte", "line1": "12 Wharf St", "city": "Portland", "country": "US", **told})


@pytest.mark.parametrize("written", WRITTEN, ids=lambda one: one[5])
def test_addresses_of_twenty_countries_are_right_and_stand_as_there(written: tuple) -> None:
    line1, line2, city, region, postal_code, country, expected = written
    read = Address.read(
        {"line1": line1, "line2": line2, "city": city, "region": region, "postal_code": postal_code, "country": country}
    )
    assert read.doubts == {}
    if expected is not None:
        assert lines_of(read) == expected
    assert all(any(text in line for line in lines_of(read)) for text in (line1, line2, city, region, postal_code))


@pytest.mark.parametrize("country", list(names_of_countries("en")))
def test_every_country_has_a_shape_and_loses_nothing_that_was_written(country: str) -> None:
    told = {name: f"the {name}" for name in ("name", "company", "line1", "line2", "city", "region", "postal_code")}
    read = Address.read({**told, "country": country})
    text = "\n".join(lines_of(read))
    assert [words for words in told.values() if words not in text] == []
    assert shape_of(country).fields[0] == "name"


def test_a_postal_code_that_seems_wrong_is_doubted_in_words() -> None:
    assert address(region="ME", postal_code="0410").doubts == {
        "postal_code": "This is not how ZIP codes of Maine look; there they look like 03900."
    }
    assert "postal_code" in address(region="ME", postal_code="94016").doubts, "a code of California"


def test_a_region_that_seems_wrong_is_doubted() -> None:
    found = address(region="Mane", postal_code="04101").doubts
    assert found == {"region": "We know no state of this name in this country."}


def test_a_region_is_known_by_its_name_too() -> None:
    assert address(region="maine").region == "ME"
    assert Address.read({"region": "Tokyo", "country": "JP"}).region == "東京都"


def test_what_is_missing_is_doubted() -> None:
    assert set(address(city="").doubts) == {"city", "region", "postal_code"}


@pytest.mark.parametrize("none", ["", "XX", "ZZ", "EU", "United States", "../us", "u"])
def test_only_a_country_that_is_none_refuses(none: str) -> None:
    assert not is_country(none)
    with pytest.raises(Refused) as refused:
        address(country=none)
    assert refused.value.refusal.code == "no_such_country"


def test_a_countrys_letters_may_be_small() -> None:
    assert address(country="ie").country == "IE"


def test_what_nobody_sees_is_left_out() -> None:
    assert address(line1="12\u202e  Wharf\x00 St\n").line1 == "12 Wharf St"
    assert len(address(line1="a" * 900).line1) == 255
