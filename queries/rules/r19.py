"""R19: no cabinet on the platform, never entered, two cabinets. Source: clause 5.4.3."""

from graph.declaration import Personal
from graph.model.gap import Severity
from queries.rules.declaration import Accountable, Case, Cause, Pattern, Rule, cases
from queries.rules.students import REGISTERED

REPRESENTATIVES = Pattern(
    """
MATCH (unit:School {region: $region})<-[role:REPRESENTS]-(record:Person)
WHERE role.from <= $day AND ($day < role.to OR role.to IS NULL)
  AND ($unit IS NULL OR unit.id = $unit)
WITH DISTINCT unit, record
OPTIONAL MATCH (record)<-[:BELONGS_TO]-(c:Cabinet {kind: 'representative', region: $region})
WHERE c.opened_at <= $as_of
WITH unit, record, count(c) AS cabinets, min(c.last_entered_at) AS entered_at
""",
)

MENTORS = Pattern(
    """
MATCH (unit:Mentor {region: $region})-[:IS_PERSON]->(p:Person)
WHERE ($unit IS NULL OR unit.id = $unit)
OPTIONAL MATCH (p)<-[:BELONGS_TO]-(c:Cabinet {kind: 'mentor', region: $region})
WHERE c.opened_at <= $as_of
WITH unit, unit AS record, count(c) AS cabinets, min(c.last_entered_at) AS entered_at
""",
)

NONE = "cabinets = 0"
NEVER = "cabinets > 0 AND coalesce(entered_at > $as_of, true)"
SEVERAL = "cabinets > 1"
_STUDENT = ("Регион", "Муниципалитет", "Школа", "Участник", "Личный кабинет")
_REPRESENTATIVE = ("Регион", "Муниципалитет", "Школа", "Представитель", "Личный кабинет")
_MENTOR = ("Регион", "Наставник", "Личный кабинет")

RULE = Rule(
    "R19",
    "5.4.3",
    "Личные кабинеты не работают",
    Accountable.SCHOOL,
    cases(
        Case(
            "student_no_cabinet",
            Severity.C,
            "У участника нет личного кабинета",
            "Попросите школу открыть участнику кабинет на платформе.",
            REGISTERED,
            gap=NONE,
            path=_STUDENT,
        ),
        Case(
            "student_never_entered",
            Severity.C,
            "Участник ни разу не вошёл в личный кабинет",
            "Попросите навигатора помочь участнику войти.",
            REGISTERED,
            population="cabinets > 0",
            gap=NEVER,
            path=_STUDENT,
        ),
        Case(
            "student_two_cabinets",
            Severity.C,
            "У участника два личных кабинета",
            "Попросите школу закрыть лишний кабинет: результаты расходятся по двум.",
            REGISTERED,
            population="cabinets > 0",
            gap=SEVERAL,
            path=_STUDENT,
        ),
        Case(
            "representative_no_cabinet",
            Severity.C,
            "У представителя школы нет личного кабинета",
            "Откройте представителю кабинет: без него школа не регистрирует участников.",
            REPRESENTATIVES,
            gap=NONE,
            path=_REPRESENTATIVE,
        ),
        Case(
            "representative_never_entered",
            Severity.C,
            "Представитель школы ни разу не вошёл в личный кабинет",
            "Позвоните представителю: дошли ли до него имя и пароль.",
            REPRESENTATIVES,
            population="cabinets > 0",
            gap=NEVER,
            path=_REPRESENTATIVE,
        ),
        Case(
            "representative_two_cabinets",
            Severity.C,
            "У представителя школы два личных кабинета",
            "Закройте лишний кабинет.",
            REPRESENTATIVES,
            population="cabinets > 0",
            gap=SEVERAL,
            path=_REPRESENTATIVE,
        ),
        Case(
            "mentor_no_cabinet",
            Severity.C,
            "У наставника нет личного кабинета",
            "Откройте наставнику кабинет: без него он не внесёт рекомендации.",
            MENTORS,
            gap=NONE,
            path=_MENTOR,
            accountable=Accountable.COORDINATOR,
        ),
        Case(
            "mentor_never_entered",
            Severity.C,
            "Наставник ни разу не вошёл в личный кабинет",
            "Позвоните наставнику: дошли ли до него имя и пароль.",
            MENTORS,
            population="cabinets > 0",
            gap=NEVER,
            path=_MENTOR,
            accountable=Accountable.MENTOR,
        ),
        Case(
            "mentor_two_cabinets",
            Severity.C,
            "У наставника два личных кабинета",
            "Закройте лишний кабинет.",
            MENTORS,
            population="cabinets > 0",
            gap=SEVERAL,
            path=_MENTOR,
            accountable=Accountable.COORDINATOR,
        ),
    ),
    causes=(
        Cause(
            ("student_no_cabinet", "student_never_entered"),
            "R04",
            ("no_representative", "no_navigator"),
        ),
        Cause(
            ("mentor_no_cabinet",),
            "R20",
            ("unsigned_when_due",),
            path="MATCH (a)<-[:LED_BY]-(:Practicum)-[:HELD_AT]->(b:Venue)",
        ),
    ),
    personal=Personal.CHILD,
)
