"""What the values of the model's closed dictionaries are called where they are only shown."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from api.web.words import ROLES, SEVERITIES, STATES
from graph.model.account import Role, TokenScope
from graph.model.cabinet import CabinetKind
from graph.model.campaign import TermKind, TermUnit
from graph.model.consent import DestructionReason
from graph.model.duty import EmptyAnswer, ReportState
from graph.model.gap import DeliveryState, GapChange, GapState, Severity
from graph.model.importing import ImportState
from graph.model.nomination import Skill
from graph.model.practicum import MediaKind
from imports.words import WORDS as SHEETS
from queries.gap.history import WORDS as CHANGES
from queries.report.versions import WORDS as REPORT_STATES

_OWN: Final[Mapping[type[StrEnum], Mapping[Any, str]]] = {
    Role: ROLES,
    Severity: {one: f"{mark.word} — {mark.meaning}" for one, mark in SEVERITIES.items()},
    GapState: {one: mark.word for one, mark in STATES.items()},
    GapChange: CHANGES,
    ReportState: REPORT_STATES,
    TokenScope: {TokenScope.READ: "читать", TokenScope.WRITE: "читать и изменять"},
    CabinetKind: {
        CabinetKind.STUDENT: "участника",
        CabinetKind.REPRESENTATIVE: "законного представителя",
        CabinetKind.MENTOR: "наставника",
    },
    EmptyAnswer: {
        EmptyAnswer.NOT_HELD: "не проводилось",
        EmptyAnswer.ZERO_CONFIRMED: "ноль подтверждён",
    },
    DestructionReason: {
        DestructionReason.WITHDRAWN: "согласие отозвано",
        DestructionReason.REFUSED: "в согласии отказано",
        DestructionReason.STOPPED: "обработка прекращена",
    },
    DeliveryState: {
        DeliveryState.WAITING: "ждёт отправки",
        DeliveryState.SENDING: "отправляется",
        DeliveryState.SENT: "отправлено",
        DeliveryState.FAILED: "не удалось, будет повтор",
        DeliveryState.DEAD: "не доставлено",
        DeliveryState.DROPPED: "больше не нужно",
    },
    ImportState: {
        ImportState.RECEIVING: "принимается",
        ImportState.READ: "прочитана",
        ImportState.PREVIEWED: "ждёт подтверждения",
        ImportState.WRITING: "записывается",
        ImportState.DONE: "записана",
        ImportState.UNDOING: "отменяется",
        ImportState.UNDONE: "отменена",
    },
    MediaKind: {MediaKind.PHOTO: "фото", MediaKind.VIDEO: "видео"},
    Skill: {
        Skill.PLANNING: "планирование и организация рабочих процессов",
        Skill.EDUCATION: "знания в области образования",
        Skill.OFFICE: "офисное программное обеспечение",
        Skill.INTERNET: "сеть «Интернет»",
        Skill.ORGANISING: "организационная работа",
        Skill.RESPONSIBILITY: "ответственность, коммуникабельность, инициативность",
        Skill.DEADLINES: "контроль сроков отчётности",
    },
    TermKind: {
        TermKind.NAVIGATOR_REGISTERED: "регистрация педагога-навигатора",
        TermKind.NAVIGATOR_STUDENTS: "участники у педагога-навигатора",
        TermKind.REGISTRATION_ENDS: "конец регистрации",
        TermKind.NO_GROWTH: "нет новых участников",
        TermKind.CONSENT_GRACE: "сбор согласий",
        TermKind.NAVIGATOR_RECOMMENDS: "рекомендация педагога-навигатора",
        TermKind.STAGE_STUCK: "остановка на этапе тестирования",
        TermKind.PACKAGE_BEFORE: "пакет документов до практикума",
        TermKind.POSTED_BEFORE: "размещение практикума",
        TermKind.CONFIRMED_WITHIN: "подтверждение практикума",
        TermKind.ATTENDANCE_WITHIN: "отметка посещения",
        TermKind.FILLED_SHARE: "заполнение мест",
        TermKind.FINANCE_WITHIN: "финансовые документы",
        TermKind.FINANCE_RETURNS: "возвраты финансовых документов",
        TermKind.CONTRACT_SIGNED: "подписание договора",
        TermKind.MENTOR_RECOMMENDS: "рекомендация наставника",
        TermKind.MEDIA_WITHIN: "фото и видео",
        TermKind.ANSWER_WITHIN: "ответ на запрос",
        TermKind.TRAINING_OLD: "давность обучения",
        TermKind.NEVER_ENROLLED: "участник без практикума",
        TermKind.APPEAL_DRAFT: "проект ответа на обращение",
        TermKind.REPORT_DRAFT: "черновик отчёта",
    },
    TermUnit: {
        TermUnit.WORKING_DAYS: "рабочих дней",
        TermUnit.DAYS: "дней",
        TermUnit.PEOPLE: "человек",
        TermUnit.TIMES: "раз",
        TermUnit.PERCENT: "%",
    },
}


def term_word(value: StrEnum) -> str:
    """What a value of a dictionary is called; of one that sheets fill too, its usual word there."""
    sheets = SHEETS.get(type(value))
    return sheets[value][0] if sheets else _OWN[type(value)][value]
