"""The packaged data: exact counts, joins without a remainder, readable names."""

from collections import Counter
from importlib.resources import files
from zoneinfo import ZoneInfo

from graph.data import (
    UNKNOWN_IMPAIRMENT,
    CityRow,
    ImpairmentGroupRow,
    cities,
    competences,
    impairment_groups,
    regions,
)
from graph.data.region import display_name


def test_there_are_85_regions_with_unique_codes_and_real_zones() -> None:
    found = regions()

    assert len(found) == 85
    for codes in zip(*((r.iso_code, r.code, r.oktmo, r.fias_id) for r in found), strict=True):
        assert len(set(codes)) == 85
    assert {ZoneInfo(r.iana_tz).key for r in found} == {r.iana_tz for r in found}
    assert Counter(r.federal_district for r in found) == {
        "Центральный": 18,
        "Приволжский": 14,
        "Дальневосточный": 11,
        "Северо-Западный": 11,
        "Сибирский": 10,
        "Южный": 8,
        "Северо-Кавказский": 7,
        "Уральский": 6,
    }


def test_codes_keep_their_leading_zeros() -> None:
    altai = next(region for region in regions() if region.iso_code == "RU-ALT")

    assert (altai.code, altai.okato, altai.oktmo) == ("22", "01000000000", "01000000")
    assert regions()[0].code == "01"


def test_region_names_are_readable() -> None:
    names = {region.name: region.display_name for region in regions()}

    assert len(set(names.values())) == 85
    assert {name: names[name] for name in READABLE} == READABLE
    shortened = ("Респ ", " Респ", " обл", " АО", "Аобл", "г ", "/", " - ")
    left = [n for n in names.values() for s in shortened if n.startswith(s) or n.endswith(s)]
    assert left == []


READABLE = {
    "Респ Татарстан": "Республика Татарстан",
    "Удмуртская Респ": "Удмуртская Республика",
    "Респ Саха /Якутия/": "Республика Саха (Якутия)",
    "Респ Северная Осетия - Алания": "Республика Северная Осетия — Алания",
    "Чувашская Республика - Чувашия": "Чувашская Республика — Чувашия",
    "Приморский край": "Приморский край",
    "Кемеровская область - Кузбасс": "Кемеровская область — Кузбасс",
    "Амурская обл": "Амурская область",
    "Еврейская Аобл": "Еврейская автономная область",
    "Ненецкий АО": "Ненецкий автономный округ",
    "Ханты-Мансийский Автономный округ - Югра": "Ханты-Мансийский автономный округ — Югра",
    "г Москва": "Москва",
    "г Санкт-Петербург": "Санкт-Петербург",
}


def test_a_readable_name_stays_as_it_is() -> None:
    assert [display_name(r.display_name) for r in regions()] == [r.display_name for r in regions()]


def test_all_1117_cities_resolve_and_no_region_is_without_a_city() -> None:
    found = cities()

    assert len(found) == 1117
    assert {city.region for city in found} == {region.iso_code for region in regions()}
    assert len({city.fias_id for city in found}) == 1117
    assert all(city.name and not city.name.startswith("г ") for city in found)


def test_the_region_by_kladr_agrees_with_the_oktmo() -> None:
    prefixes = {region.iso_code: region.oktmo.rstrip("0") for region in regions()}

    assert [city for city in cities() if not city.oktmo.startswith(prefixes[city.region])] == []


def test_cities_without_a_city_column_have_their_names() -> None:
    by_fias = {city.name: city for city in cities() if city.region in ("RU-MOW", "UA-43")}

    assert by_fias["Москва"] == CityRow(
        region="RU-MOW",
        name="Москва",
        population=11514330,
        lat=55.7540471,
        lon=37.620405,
        oktmo="45000000",
        kladr_id="7700000000000",
        fias_id="0c5b2444-70a0-4932-980c-b4dc0d3f02b5",
    )
    assert {"Ялта", "Алупка"} <= by_fias.keys()


def test_dictionaries() -> None:
    assert len(set(competences())) == len(competences()) == 127
    assert competences()[0] == "3D Моделирование для компьютерных игр"
    assert competences()[-1] == "Ювелирное дело"
    assert [group.code for group in impairment_groups()] == [
        *("deaf", "hard_of_hearing", "blind", "low_vision", "tnr"),
        *("noda", "zpr", "ras", "uo", "unknown"),
    ]
    assert impairment_groups()[-1] == UNKNOWN_IMPAIRMENT
    assert ImpairmentGroupRow("unknown", "Не указано") == UNKNOWN_IMPAIRMENT


def test_every_file_has_its_source() -> None:
    folder = files("graph.data")
    sources = folder.joinpath("SOURCES.md").read_text(encoding="utf-8")
    shipped = {f.name for f in folder.iterdir() if f.name.endswith((".csv", ".txt"))}

    kinds = {"moscow_schools_2013_gimnazii.csv": "…_gimnazii.csv"}
    kinds |= {"moscow_schools_2013_licei.csv": "…_licei.csv"}
    assert len(shipped) == 8
    assert {name for name in shipped if f"`{kinds.get(name, name)}`" not in sources} == set()
