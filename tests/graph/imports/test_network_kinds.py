"""Every sheet of the network, one after another, on a real graph: written, and the same again."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.importing import ImportState as State
from graph.session import Graph
from imports.batch import Fate
from tests.graph.changes.dump import dump
from tests.graph.changes.planted import plant
from tests.graph.imports.bringing import previewed, sheet, viewed, written

pytestmark = pytest.mark.anyio

VENUES = (
    "Площадка;Муниципальное образование;Адрес;Организация;Вид организации;ИНН;Участвует с;"
    "№ лицензии;Дата выдачи лицензии;Кампания;Договор №;Договор направлен;Договор подписан;"
    "Контактное лицо;E-mail",
    [
        "Лицей наук;Город;ул. Мира, 1;НИИ;научная;0274000001;01.09.2019;Л-1;15.03.2018;2019;"
        "П-1;01.09.2019;05.09.2019;Орлова Ольга Павловна;o@example.org",
        "Технопарк;Новоград;;Колледж;;;;;;;;;;;",
    ],
)
MENTORS = (
    "ФИО наставника;Организация;ИНН;Должность;Компетенции;Вид документа;№ документа;Дата выдачи",
    [
        "Кузнецов Олег Иванович;НИИ;0274000001;мастер;Веб-дизайн;диплом;0042;30.06.2010",
        "Кузнецов Олег Иванович;НИИ;0274000001;мастер;Веб-дизайн;удостоверение;7;30.06.2018",
        "Сорокина Вера Львовна;;;;Хлебопечение, веб-дизайн;;;",
    ],
)
PRACTICUMS = (
    "Название практикума;Формат;Дата проведения;Время;Площадка;Кампания;Компетенция;Наставник;"
    "Приспособлен для;Статус",
    [
        "Первые шаги;ознакомительный;12.10.2019;10:00-11:30;Лицей наук;2019;Веб-дизайн;"
        "Кузнецов Олег Иванович;Нарушения слуха;проведён",
        "Первые шаги;ознакомительный;12.10.2019;12:00-13:30;Лицей наук;2019;Веб-дизайн;"
        "Сорокина Вера Львовна;;запланирован",
        "Свой хлеб;углублённый выбор;;;Технопарк;;Хлебопечение;;;",
    ],
)
STUDENTS = (
    "ФИО;Дата рождения;Школа;Класс",
    ["Иванов Иван Иванович;01.02.2006;Школа 1;7 Б", "Ким Анна;15.03.2007;Школа 2;6"],
)
ATTENDANCE = (
    "Практикум;Дата практикума;Время начала;Площадка;ФИО;Дата рождения;Школа;Записан;Посетил",
    [
        "Первые шаги;12.10.2019;10:00;Лицей наук;Иванов Иван Иванович;01.02.2006;Школа 1;да;да",
        "Первые шаги;12.10.2019;10:00;Лицей наук;Ким Анна;15.03.2007;;да;нет",
        "Первые шаги;12.10.2019;12:00;Лицей наук;Иванов Иван Иванович;01.02.2006;Школа 1;да;",
    ],
)
RECOMMENDATIONS = (
    "ФИО участника;Дата рождения;Наставник;Дата рекомендации;Практикум;Дата практикума;"
    "Время начала;Площадка;Рекомендуемые компетенции;Рекомендация",
    [
        "Иванов Иван Иванович;01.02.2006;Кузнецов Олег Иванович;13.10.2019;Первые шаги;"
        "12.10.2019;10:00;Лицей наук;Веб-дизайн;Продолжить",
        "Иванов Иван Иванович;01.02.2006;Сорокина Вера Львовна;13.10.2019;Первые шаги;"
        "12.10.2019;10:00;Лицей наук;Хлебопечение;Попробовать",
    ],
)
DOCUMENTS = (
    "Вид документа;№ документа;Практикум;Дата практикума;Время начала;Площадка;Детей в акте;"
    "Передан Союзу",
    [
        "акт;А-1;Первые шаги;12.10.2019;10:00;Лицей наук;1;14.10.2019",
        "пакет;;;;;Лицей наук;;01.10.2019",
    ],
)
PROMOTION = ("Название;Вид;Дата;Охват", ["Репортаж;СМИ;10.10.2019;1 200"])
NEEDS = ("Тема;Заявлена;Приоритет", ["Рекомендации;01.10.2019;срочно"])
TRAINING = (
    "Название мероприятия;Дата начала;Дата окончания;Потребность;ФИО;E-mail;Роль;Присутствовал",
    [
        "Школа навигаторов;05.10.2019;07.10.2019;Рекомендации;Белова Инна Юрьевна;"
        "b@example.org;навигатор;да",
        "Школа навигаторов;05.10.2019;07.10.2019;Рекомендации;Орлова Ольга Павловна;"
        "o@example.org;площадка;нет",
    ],
)
APPEALS = (
    "Тема обращения;Дата получения;Заявитель;Ответ дан",
    ["Как записать ребёнка;02.10.2019;Иванова М. П.;09.10.2019"],
)
SHEETS = {
    "venues": VENUES,
    "mentors": MENTORS,
    "practicums": PRACTICUMS,
    "students": STUDENTS,
    "attendance": ATTENDANCE,
    "recommendations": RECOMMENDATIONS,
    "financial_documents": DOCUMENTS,
    "promotion": PROMOTION,
    "training_needs": NEEDS,
    "training": TRAINING,
    "appeals": APPEALS,
}
OTHERS = frozenset({"ImportBatch", "ImportPart", "Gap", "GapEvent", "Scan", "AuditEntry"})
COUNTS = """
MATCH (n) WHERE n.region = 'RU-TA' OR n:Organisation
WITH labels(n)[0] AS label, count(*) AS nodes
RETURN label, nodes
"""
HERE = """
MATCH (v:Venue {name: 'Лицей наук'})
OPTIONAL MATCH (v)<-[:HELD_AT]-(p:Practicum)
RETURN v.region AS region, EXISTS { (v)-[:RUN_BY]->(:Organisation {tax_number: '0274000001'}) }
    AS run, EXISTS { (v)-[:PARTICIPATES_IN]->(:Region) } AS participates,
  COUNT { (v)<-[:LICENSES]-() } AS licences, COUNT { (v)<-[:WITH_VENUE]-() } AS contracts,
  COUNT { (v)<-[:CONTACT_OF]-() } AS contacts, COUNT { (v)<-[:CONCERNS]-() } AS packages,
  toString(p.starts_at) AS starts_at, p.held_at IS NOT NULL AS held,
  p.attendance_recorded_at IS NOT NULL AS told, COUNT { (p)<-[:ENROLLED_IN]-() } AS enrolled,
  COUNT { (p)<-[:ATTENDED]-() } AS attended, COUNT { (p)<-[:AFTER]-() } AS advised,
  COUNT { (p)<-[:CONCERNS]-() } AS acts
ORDER BY starts_at
"""
PEOPLE = """
MATCH (p:Person) WHERE p.family_name IN ['Кузнецов', 'Сорокина', 'Орлова', 'Белова']
RETURN p.family_name AS name, COUNT { (p)<-[:IS_PERSON]-(:Mentor {region: 'RU-TA'}) } AS mentor,
  COUNT { (p)<-[:IS_PERSON]-()<-[:QUALIFIES]-() } AS documents,
  COUNT { (p)-[:TOOK_PART]->() } AS trained, COUNT { (p)-[:CONTACT_OF]->() } AS contact
ORDER BY name
"""


@pytest.fixture
async def region(graph: Graph) -> Graph:
    await plant(graph)
    return graph


async def count(graph: Graph) -> dict[str, int]:
    return {row["label"]: row["nodes"] for row in await graph.rows(COUNTS)}


async def test_each_sheet_is_written_and_then_is_the_same(region: Graph, tmp_path: Path) -> None:
    before = await count(region)
    for kind, (header, lines) in SHEETS.items():
        path = sheet(tmp_path, lines, header, f"{kind}.csv")
        told = await written(region, path, kind)
        problems = await viewed(region, told.id, Fate.REJECTED, Fate.DUPLICATE, Fate.STALE)
        assert (problems, told.problems, told.state) == ([], (), State.DONE)
        assert told.counts.get(Fate.SAME, 0) == 0
    assert await region.rows(HERE) == [
        _held(
            "2019-10-12T07:00:00Z", held=True, told=True, enrolled=2, attended=1, advised=2, acts=1
        ),
        _held("2019-10-12T09:00:00Z", enrolled=1),
    ]
    assert await region.rows(PEOPLE) == [
        {"name": "Белова", "mentor": 0, "documents": 0, "trained": 1, "contact": 0},
        {"name": "Кузнецов", "mentor": 1, "documents": 2, "trained": 0, "contact": 0},
        {"name": "Орлова", "mentor": 0, "documents": 0, "trained": 1, "contact": 1},
        {"name": "Сорокина", "mentor": 1, "documents": 0, "trained": 0, "contact": 0},
    ]
    after = await count(region)
    grown = {label: after[label] - before.get(label, 0) for label in after}
    assert {label: many for label, many in grown.items() if many and label not in OTHERS} == {
        "Venue": 2, "Municipality": 1, "Organisation": 1, "Licence": 1, "VenueContract": 1,
        "Mentor": 2, "Qualification": 2, "Practicum": 3, "Student": 2, "Recommendation": 2,
        "Document": 2, "PromotionMeasure": 1, "TrainingNeed": 1, "TrainingEvent": 1, "Appeal": 1,
    }  # fmt: skip
    written_once = await dump(region)
    for kind, (header, lines) in SHEETS.items():
        numbered = [f"{number};{line}" for number, line in enumerate(lines, 1)]
        path = sheet(tmp_path, numbered, f"№;{header}", f"{kind}-2.csv")
        told = await previewed(region, path, kind)
        assert (kind, told.counts) == (kind, {Fate.SAME: len(lines)})
    assert _of_network(await dump(region)) == _of_network(written_once)


def _held(starts_at: str, **told: int) -> dict[str, object]:
    venue = {"region": "RU-TA", "run": True, "participates": True, "licences": 1, "contracts": 1}
    none = {"held": False, "told": False, "enrolled": 0, "attended": 0, "advised": 0, "acts": 0}
    own = {"contacts": 1, "packages": 1, "starts_at": starts_at}
    return venue | own | none | told


def _of_network(lines: set[str]) -> set[str]:
    return {line for line in lines if line.split()[0] not in OTHERS}
