"""The parameters that statements share: who asks, and which moment and days it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from api.context import Context
from queries.days import Days, days, zones


async def shared(context: Context, names: Sequence[str], at: datetime | None) -> dict[str, Any]:
    """Those of the shared parameters that a statement names; `at` is None for now."""
    moment = at or context.now
    found: dict[str, Any] = {}
    if _DAYS.intersection(names):
        asked, present = await days_of(context, moment), await days_of(context, context.now)
        found = {
            "today": asked.today,
            "tomorrow": asked.tomorrow,
            "ahead": list(asked.ahead),
            "consent_day": present.today,
        }
    found |= {"at": moment, "now": context.now} | context.actor.parameters()
    return {name: found[name] for name in names}


async def days_of(context: Context, moment: datetime) -> Days:
    """The days at a moment in the regions that the viewer sees; found once a request."""
    found: Days | None = context.kept.get(("days", moment))
    if found is None:
        only = None if context.actor.everything else context.actor.regions
        found = days(await zones(context.graph), moment, only)
        context.kept["days", moment] = found
    return found


_DAYS = frozenset({"ahead", "consent_day", "today", "tomorrow"})
