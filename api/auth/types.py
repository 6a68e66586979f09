"""The viewer in the API, and ending one's own sign-in."""

from __future__ import annotations

import strawberry

from api.context import Info
from api.declared import enumeration
from api.field import resolved
from graph.model.account import Role

enumeration(Role)


@strawberry.type(description="Кто вошёл")
class Viewer:
    login: str
    role: Role
    everything: bool = strawberry.field(description="видит все регионы")
    regions: list[strawberry.ID] = strawberry.field(
        description="коды регионов; пусто, если everything"
    )


@strawberry.type
class ViewerQuery:
    @resolved("кто вошёл")
    def viewer(self, info: Info) -> Viewer:
        actor = info.context.actor
        return Viewer(
            login=info.context.login,
            role=actor.role,
            everything=actor.everything,
            regions=[strawberry.ID(region) for region in sorted(actor.regions)],
        )


@strawberry.type
class ViewerMutation:
    @resolved("закончить свой вход; действует сразу")
    async def sign_out(self, info: Info) -> bool:
        return await info.context.sign_out()
