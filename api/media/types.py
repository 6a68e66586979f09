"""What is told of a file beside its node."""

from __future__ import annotations

import strawberry


@strawberry.type(description="Можно ли получить файл")
class MediaAccess:
    shown: bool = strawberry.field(description="файл отдаётся по адресу address")
    why: str | None = strawberry.field(description="почему не отдаётся")
    address: str = strawberry.field(description="адрес файла на этом сервере")


@strawberry.type(description="Можно ли показывать файл по согласиям на съёмку")
class MediaConsent:
    id: strawberry.ID = strawberry.field(description="файл")
    kept: bool = strawberry.field(description="сам файл хранится здесь, а не в сети площадки")
    shown: bool = strawberry.field(description="всех, кто на нём отмечен, можно показывать")
    forbidding: list[strawberry.ID] = strawberry.field(
        description="участники, которых показывать нельзя (координатор)"
    )


@strawberry.type(description="Файл изменён")
class MediaChanged:
    id: strawberry.ID = strawberry.field(description="файл")
