"""R04: schools without a registered representative or navigator, navigators with too many.

Source: clause 5.2.1: the coordinator tracks the timely registration of the school's representative
and navigator. «Своевременно» is a term of the campaign.
"""

from graph.model.campaign import TermKind
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Pattern, Rule, cases

SCHOOLS = Pattern(
    """
MATCH (unit:School {region: $region})-[part:TAKES_PART]->(:Campaign {id: $campaign})
WHERE part.from <= $day AND ($day < part.to OR part.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH DISTINCT unit, unit AS record,
  EXISTS {
    MATCH (unit)<-[role:REPRESENTS]-(:Person)
    WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
      AND role.registered_at <= $as_of
  } AS represented,
  EXISTS {
    MATCH (unit)<-[role:NAVIGATES]-(:Person)
    WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
      AND role.registered_at <= $as_of
  } AS navigated
""",
)

NAVIGATORS = Pattern(
    """
MATCH (student:Student {region: $region})-[guided:GUIDED_BY]->(unit:Person)
WHERE guided.from <= $day AND ($day < guided.to OR guided.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH unit, collect(DISTINCT student) AS guided_students
UNWIND guided_students AS record
WITH unit, record, size(guided_students) AS load
""",
    children=True,
)

_DUE = "срок кампании: регистрация представителя и навигатора"

RULE = Rule(
    "R04",
    "5.2.1",
    "Школа без представителя или навигатора",
    Accountable.COORDINATOR,
    cases(
        Case(
            "no_representative",
            Severity.B,
            "У школы нет зарегистрированного представителя",
            "Попросите директора школы назвать представителя и проследите, чтобы он "
            "зарегистрировался на платформе.",
            SCHOOLS,
            gap="NOT represented AND $day > $due.navigator_registered",
            due="$due.navigator_registered",
            term=TermKind.NAVIGATOR_REGISTERED,
            due_source=_DUE,
            path=("Регион", "Муниципалитет", "Школа", "нет представителя"),
        ),
        Case(
            "no_navigator",
            Severity.B,
            "У школы нет зарегистрированного педагога-навигатора",
            "Попросите школу назначить педагога-навигатора и проследите, чтобы он "
            "зарегистрировался на платформе.",
            SCHOOLS,
            gap="NOT navigated AND $day > $due.navigator_registered",
            due="$due.navigator_registered",
            term=TermKind.NAVIGATOR_REGISTERED,
            due_source=_DUE,
            path=("Регион", "Муниципалитет", "Школа", "нет навигатора"),
        ),
        Case(
            "navigator_overloaded",
            Severity.B,
            "У навигатора больше участников, чем он может вести",
            "Передайте часть участников другому навигатору или попросите школу назначить второго.",
            NAVIGATORS,
            gap="load > $amount.navigator_students",
            term=TermKind.NAVIGATOR_STUDENTS,
            path=("Регион", "Навигатор", "Участник"),
        ),
    ),
)
