"""The sections of the site: who has which, and where whose day begins.

A section is there for whoever may ask for the field of the API that it is made of: the access table
decides, here as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.access.table import access_table
from graph.model.account import Role
from queries.scope import Actor


@dataclass(frozen=True, slots=True)
class Section:
    """A section by its first page; `field` is what the viewer has to be allowed to ask for.

    `roles` narrows that further, where a page is of a role's own work.
    """

    path: str
    word: str
    field: str
    roles: frozenset[Role] = frozenset(Role)

    def has(self, actor: Actor) -> bool:
        """Whether it is there for this viewer."""
        return actor.role in self.roles and may(actor, self.field)


_WATCHING: Final = frozenset({Role.HEAD, Role.CURATOR})
_DOING: Final = frozenset({Role.COORDINATOR})

SECTIONS: Final = (
    Section("/today", "Мой день", "Mutation.confirmPracticum", _DOING),
    Section("/overview", "Обзор", "Query.rootCauses", _WATCHING),
    Section("/regions", "Регионы", "Query.regions"),
    Section("/links", "Связи", "Query.rootCauses"),
    Section("/practicums", "Практикумы", "Query.practicums"),
    Section("/reports", "Отчёты", "Query.reportVersions"),
    Section("/requests", "Запросы", "Query.informationRequests"),
    Section("/appeals", "Обращения", "Query.appeals"),
    Section("/alerts", "Предупреждения", "Query.alerts"),
    Section("/contracts", "Договоры", "Query.venueContracts"),
    Section("/documents", "Документы", "Query.documents"),
    Section("/media", "Фото и видео", "Query.mediaFiles"),
    Section("/imports", "Загрузки", "Query.imports"),
    Section("/access", "Доступ", "Query.accounts"),
    Section("/rules", "Правила", "Query.rules"),
)


def sections_of(actor: Actor) -> list[Section]:
    """The sections of a viewer, in the order of the menu."""
    return [section for section in SECTIONS if section.has(actor)]


def home_of(actor: Actor) -> str:
    """The first page of a viewer: what is theirs to do, or to watch."""
    return sections_of(actor)[0].path


def may(actor: Actor, field: str) -> bool:
    """Whether the access table lets this viewer ask for a field, "Mutation.answerRequest"."""
    return actor.role in access_table()[field].roles
