"""R09: students outside grades 6–11, without a school, of another region's school, twice.

Source: clause 2.7: a participant is a student of grades 6–11 of a school of the region.
"""

from graph.declaration import Personal
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases
from queries.rules.students import REGISTERED

TWINS = Pattern(
    """
MATCH (s:Student {region: $region})
WHERE s.registered_at <= $as_of AND s.birth_date IS NOT NULL
WITH s.family_name AS family, s.given_name AS given, s.patronymic AS father,
  s.birth_date AS born, collect(s) AS same
WHERE size(same) > 1
UNWIND same AS record
MATCH (home:Region {id: $region})
OPTIONAL MATCH (record)-[at:STUDIES_AT]->(school:School {region: $region})
WHERE at.from <= $day AND ($day < at.to OR at.to IS NULL)
WITH record, coalesce(school, home) AS unit
WHERE ($unit IS NULL OR unit.id = $unit)
""",
    evidence="[{what: 'зарегистрирован', id: record.id, "
    "on: date(datetime({datetime: record.registered_at, timezone: $zone}))}]",
    children=True,
)

_PATH = ("Регион", "Муниципалитет", "Школа", "Участник")

RULE = Rule(
    "R09",
    "2.7",
    "Участник зарегистрирован неверно",
    Accountable.SCHOOL,
    cases(
        Case(
            "grade_outside",
            Severity.B,
            "Участник не из 6–11 класса",
            "Попросите школу исправить класс; участие — только для 6–11 классов.",
            REGISTERED,
            gap="coalesce(record.grade < 6 OR record.grade > 11, true)",
            path=_PATH,
        ),
        Case(
            "no_school",
            Severity.B,
            "У участника нет школы",
            "Найдите школу участника и попросите её подтвердить регистрацию.",
            REGISTERED,
            gap="school IS NULL",
            path=("Регион", "Участник"),
            accountable=Accountable.COORDINATOR,
        ),
        Case(
            "school_of_other_region",
            Severity.B,
            "Участник учится в школе другого региона",
            "Уточните регион участника: его ведёт координатор региона школы.",
            REGISTERED,
            population="school IS NOT NULL",
            gap="school.region <> $region",
            path=("Регион", "Участник", "Школа"),
            accountable=Accountable.COORDINATOR,
        ),
        Case(
            "registered_twice",
            Severity.C,
            "Один человек зарегистрирован дважды",
            "Сравните записи: если это один человек, попросите школу закрыть лишнюю. "
            "Тёзки бывают: система ничего не объединяет сама.",
            TWINS,
            gap="true",
            path=_PATH,
        ),
    ),
    personal=Personal.CHILD,
    reports=(1,),
)
