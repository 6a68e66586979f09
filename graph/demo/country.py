"""What all regions share: the country's places, dictionaries, the operator and its campaign."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from graph.data import cities, competences, impairment_groups
from graph.demo.names import draw
from graph.demo.network import Network
from graph.demo.plan import MOSCOW, Plan
from graph.demo.timeline import CAMPAIGN, CampaignDays, campaign_days, window_id
from graph.identity import UNKNOWN_MUNICIPALITY, municipality_id
from graph.model.campaign import DEFAULT_TERMS, TermKind, TermUnit
from graph.policy.calendar import CALENDAR
from graph.session import Row

OPERATOR = "operator"
HEADS = ("operator:head:1", "operator:head:2")
_REGIONS_PER_CURATOR = 6
# A professional area is told by the first of its stems that a competence's name has.
_AREAS = {
    "Информационные и коммуникационные технологии": (
        *("Веб", "ИТ-", "Сетев", "Программ", "Машинное", "мобильных приложений", "блокчейн"),
        *("информацион", "Интернет", "компьютерн", "виртуальн"),
    ),
    "Строительство и строительные технологии": (
        *("троитель", "Бетон", "Кирпич", "Кровель", "Маляр", "Плотниц", "Сантех", "Облицовк"),
        *("Столяр", "напольн", "Каркас", "Электромонтаж", "бульдозер", "Геодез"),
    ),
    "Творчество и дизайн": ("Дизайн", "дизайн", "моды", "Флорист", "Фотогр", "Ювелир", "Огранка"),
    "Образование": ("Преподав", "Дошколь", "спорт"),
    "Сфера услуг": (
        *("Поварск", "Кондитер", "Хлебо", "Ресторан", "отел", "Парикмах", "косметол", "Туризм"),
        *("экскурс", "Медицин", "медицин", "Реклам", "Рекрут", "Предприним", "Фармац"),
    ),
    "Транспорт и логистика": (
        *("втомобил", "Кузов", "виаци", "железнодорож", "Экспедир", "пассажир", "возд", "судне"),
    ),
}
_OTHER_AREA = "Производство и инженерные технологии"


def competence_id(number: int) -> str:
    """The id of a competence by its place in the dictionary, from 1."""
    return f"competence:{number:03}"


def group_id(code: str) -> str:
    """The id of an impairment group by its code."""
    return f"impairment:{code}"


COMPETENCES = tuple(competence_id(n) for n in range(1, len(competences()) + 1))
NAMES = dict(zip(COMPETENCES, competences(), strict=True))


def curator_count(plan: Plan) -> int:
    return max(2, -(-len(plan.regions) // _REGIONS_PER_CURATOR))


def curator_id(plan: Plan, index: int) -> str:
    """The curator of the region at this place in the plan; each has several regions."""
    number = index * curator_count(plan) // max(len(plan.regions), curator_count(plan))
    return f"operator:curator:{number + 1:02}"


def country(plan: Plan) -> Network:
    """The nodes that regions link to."""
    network = Network()
    _places(plan, network)
    _dictionaries(network)
    _campaign(plan, network)
    _operator(plan, network)
    return network


def municipality_names(plan: Plan, region: str) -> list[str]:
    """The municipalities of a region: its cities; Moscow's are the districts of its schools."""
    if region == MOSCOW and plan.moscow_schools:
        return sorted({school.rayon or UNKNOWN_MUNICIPALITY for school in plan.moscow_schools})
    return [city.name for city in cities() if city.region == region]


def _places(plan: Plan, network: Network) -> None:
    districts = sorted({region.federal_district for region in plan.regions})
    for number, name in enumerate(districts, 1):
        network.add("FederalDistrict", {"id": f"district:{number}", "name": name})
    for region in plan.regions:
        row = {"id": region.iso_code, "name": region.display_name, "code": region.code}
        row |= {"zone": region.iana_tz, "okato": region.okato, "oktmo": region.oktmo}
        row["district"] = f"district:{districts.index(region.federal_district) + 1}"
        network.add("Region", row)
        for municipality in _municipalities(plan, region.iso_code):
            network.add("Municipality", municipality)


def _municipalities(plan: Plan, region: str) -> Iterator[Row]:
    okrugs = {s.rayon: s.okrug for s in reversed(plan.moscow_schools) if s.okrug}
    named = {city.name: city for city in reversed(cities()) if city.region == region}
    for name in sorted(set(municipality_names(plan, region))):
        row: Row = {"id": municipality_id(region, name), "name": name, "in_region": region}
        if region == MOSCOW and plan.moscow_schools:
            yield row | {"district": okrugs.get(name)}
            continue
        city = named[name]
        row |= {"oktmo": city.oktmo, "population": city.population}
        yield row | {"latitude": city.lat, "longitude": city.lon}


def _dictionaries(network: Network) -> None:
    areas = (*_AREAS, _OTHER_AREA)
    for number, name in enumerate(areas, 1):
        network.add("ProfessionalArea", {"id": f"area:{number}", "name": name})
    for id_, name in NAMES.items():
        area = f"area:{areas.index(_area(name)) + 1}"
        network.add("Competence", {"id": id_, "name": name, "area": area})
    for group in impairment_groups():
        network.add("ImpairmentGroup", {"id": group_id(group.code), "name": group.name})


def _area(competence: str) -> str:
    found = (area for area, stems in _AREAS.items() if any(stem in competence for stem in stems))
    return next(found, _OTHER_AREA)


def _campaign(plan: Plan, network: Network) -> None:
    days = campaign_days(plan.moment)
    row = {"id": CAMPAIGN, "starts_on": days.starts_on, "ends_on": days.ends_on}
    network.add("Campaign", row | {"name": f"Билет в будущее {days.starts_on.year}"})
    for format_, (first, last) in days.windows.items():
        window = {"id": window_id(format_), "format": format_.value, "campaign": CAMPAIGN}
        network.add("FormatWindow", window | {"starts_on": first, "ends_on": last})
    for term in DEFAULT_TERMS:
        row = {"id": f"{CAMPAIGN}:term:{term.kind.value}", "campaign": CAMPAIGN}
        row |= {"kind": term.kind.value, "amount": term.amount, "unit": term.unit.value}
        network.add("Deadline", row)
    for region in plan.codes[1::5]:
        for override in _overrides(region):
            network.add("Deadline", override)


def _overrides(region: str) -> Iterator[Row]:
    """Some regions have longer terms. Source: clause 6.2, «в установленные куратором сроки»."""
    for kind, amount in ((TermKind.NAVIGATOR_RECOMMENDS, 7), (TermKind.MEDIA_WITHIN, 5)):
        row: Row = {"id": f"{CAMPAIGN}:term:{kind.value}:{region}", "campaign": CAMPAIGN}
        row |= {"kind": kind.value, "amount": amount, "unit": TermUnit.WORKING_DAYS.value}
        yield row | {"overrides_in": region}


def _operator(plan: Plan, network: Network) -> None:
    # Source: clause 2.1.
    name = "Союз «Молодые профессионалы (Ворлдскиллс Россия)»"
    network.add("Operator", {"id": OPERATOR, "name": name})
    rng = plan.random("operator", "staff")
    days = campaign_days(plan.moment)
    for head in HEADS:
        _employee(network, rng, head, "руководитель кураторов регионов", days)
    for number in range(1, curator_count(plan) + 1):
        _employee(network, rng, f"operator:curator:{number:02}", "куратор региона", days)


def _employee(network: Network, rng: Random, id_: str, position: str, days: CampaignDays) -> None:
    since = CALENDAR.add_working_days(days.starts_on, -60)
    post = {"id": OPERATOR, "from": since, "position": position, "heads_curators": id_ in HEADS}
    row = {"id": id_, **draw(rng).properties(), "works_for": post}
    network.add("Person", row | {"email": f"{id_.replace(':', '.')}@example.invalid"})
