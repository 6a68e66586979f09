"""What people call the values of dictionaries in their sheets: the usual word first.

One place for every closed dictionary that a sheet can fill; nothing is read or compared here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from graph.model.campaign import FORMAT_WORDS, Format
from graph.model.consent import Channel, Purpose
from graph.model.duty import PromotionKind
from graph.model.practicum import DocumentKind
from graph.model.student import ConsentMark
from graph.model.testing import Recommender
from graph.model.venue import OrganisationKind

WORDS: Final[Mapping[type[StrEnum], Mapping[StrEnum, tuple[str, ...]]]] = {
    Format: {
        Format.INTRODUCTORY: (
            FORMAT_WORDS[Format.INTRODUCTORY],
            "ознакомительный формат",
            "ознакомительное мероприятие",
            "ознакомление",
        ),
        Format.ENGAGED: (
            FORMAT_WORDS[Format.ENGAGED],
            "вовлечённый",
            "вовлечённого выбора",
            "формат вовлечённого выбора",
        ),
        Format.IN_DEPTH: (
            FORMAT_WORDS[Format.IN_DEPTH],
            "углублённый",
            "углублённого выбора",
            "формат углублённого выбора",
        ),
    },
    ConsentMark: {
        ConsentMark.RECEIVED: ("получено", "да", "есть", "имеется", "+", "1", "дано"),
        ConsentMark.MISSING: ("нет", "не получено", "отсутствует", "-", "0", "не дано"),
    },
    Purpose: {
        Purpose.PROCESSING: ("обработка данных", "обработка", "обработка персональных данных"),
        Purpose.IMAGES: ("фото и видео", "изображения", "фото", "съёмка", "фото- и видеосъёмка"),
    },
    Channel: {
        Channel.PLATFORM: ("платформа", "на платформе", "электронно", "электронное", "онлайн"),
        Channel.SCHOOL_PAPER: ("бумага в школе", "бумажное", "на бумаге", "в школе", "школа"),
    },
    Recommender: {
        Recommender.NAVIGATOR: ("педагог-навигатор", "навигатор"),
        Recommender.MENTOR: ("наставник", "эксперт-наставник"),
    },
    OrganisationKind: {
        OrganisationKind.SCIENCE: ("научная организация", "научная", "НИИ"),
        OrganisationKind.COLLEGE: (
            "организация СПО",
            "СПО",
            "колледж",
            "техникум",
            "профессиональная образовательная организация",
            "ПОО",
        ),
        OrganisationKind.UNIVERSITY: (
            "организация ВО",
            "ВО",
            "вуз",
            "университет",
            "институт",
            "образовательная организация высшего образования",
        ),
        OrganisationKind.INDUSTRY: (
            "промышленная организация",
            "промышленная",
            "высокотехнологичная",
            "промышленное предприятие",
            "предприятие",
            "промышленное/высокотехнологичное",
        ),
        OrganisationKind.OTHER: ("иная организация", "иная", "другая", "иное", "прочее"),
    },
    PromotionKind: {
        PromotionKind.MEDIA: ("СМИ", "публикация в СМИ", "статья"),
        PromotionKind.SOCIAL_NETWORK: ("социальная сеть", "соцсеть", "социальные сети", "соцсети"),
        PromotionKind.EVENT: ("мероприятие", "событие"),
        PromotionKind.MEETING: ("встреча", "собрание", "совещание"),
        PromotionKind.MAILING: ("рассылка", "письмо"),
    },
    DocumentKind: {
        DocumentKind.PACKAGE: ("пакет документов", "пакет документов площадки", "пакет"),
        DocumentKind.FINANCE: (
            "финансовый документ",
            "финансовые документы",
            "акт",
            "счёт",
            "акт выполненных работ",
        ),
        DocumentKind.EVENT_REPORT: ("отчёт о мероприятии", "отчёт"),
    },
}


def spellings_of(choices: type[StrEnum]) -> dict[str, str]:
    """The value of each spelling, the usual word of a value before its others.

    KeyError for a dictionary that no sheet fills.
    """
    words = WORDS[choices]
    return {spelling: value.value for value, said in words.items() for spelling in said}


def word_of(value: StrEnum) -> str:
    """The usual word of a value."""
    return WORDS[type(value)][value][0]
