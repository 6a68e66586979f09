"""R22 on pictures: none in time, and children who may not be shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.model.account import Role
from graph.session import Reader
from queries.media.reads import may_be_shown, stored
from queries.scope import Actor
from tests.graph.rules.conftest import REGION, Network, last_moment, local, midnight_after

pytestmark = pytest.mark.anyio

RULES = ("R22",)

DAY = date(2019, 9, 20)
UPLOADED = local(2019, 9, 21)
NOW = local(2019, 10, 1)
BOTH = ["processing", "images"]
FILE = {"sha256": "0" * 64, "content_type": "image/jpeg", "size_bytes": 1}
HEAD = Actor("head", Role.HEAD, None, everything=True, regions=frozenset())


async def picture(network: Network, practicum: str, *children: str, **row: Any) -> str:
    own = {"kind": "photo", "uploaded_at": UPLOADED, "practicum": practicum}
    media = await network.node("MediaFile", **(own | row))
    for child in children:
        await network.link("MediaFile", "depicts", source=media, target=child)
    return media


@pytest.mark.parametrize(
    ("on_day", "due"),
    [(DAY, date(2019, 9, 25)), (date(2019, 10, 31), date(2019, 11, 6))],
)
async def test_three_working_days_for_a_picture(network: Network, on_day: date, due: date) -> None:
    venue = await network.venue()
    practicum = await network.practicum(venue, on_day)
    shown = await network.practicum(venue, on_day)
    await picture(network, shown, kind="video", uploaded_at=last_moment(due))
    await network.practicum(venue, on_day, held=False)
    assert await network.gaps(last_moment(due)) == set()
    assert await network.gaps(midnight_after(due)) == {("R22.no_media", practicum, 1)}
    assert await network.dues() == {"R22.no_media": due}


async def test_a_picture_uploaded_later_closes_the_gap_then(network: Network) -> None:
    await network.term("media_within", amount=1, unit="days", overrides_in=REGION)
    practicum = await network.practicum(await network.venue(), DAY)
    await picture(network, practicum, uploaded_at=local(2019, 9, 23))
    assert await network.gaps(last_moment(date(2019, 9, 21))) == set()
    late = await network.gaps(midnight_after(date(2019, 9, 21)))
    assert late == {("R22.no_media", practicum, 1)}
    assert await network.gaps(local(2019, 9, 23)) == set()


CONSENTS: list[tuple[dict[str, Any], bool]] = [
    ({}, False),
    ({"given_on": date(2019, 9, 21)}, False),
    ({"given_on": date(2019, 9, 22)}, True),
    ({"given_on": None}, True),
    ({"purposes": ["processing"]}, True),
    ({"purposes": ["images"]}, False),
    ({"valid_until": date(2019, 9, 21)}, False),
    ({"valid_until": date(2019, 9, 20)}, True),
    ({"withdrawn_at": local(2019, 9, 30)}, True),
    ({"withdrawn_at": local(2019, 10, 2)}, False),
    ({"refused_on": date(2019, 10, 1)}, True),
    ({"refused_on": date(2019, 10, 2)}, False),
    ({"refused_on": date(2019, 9, 1)}, False),  # agreed later
    ({"recorded_at": local(2019, 10, 2)}, True),
    ({"legal": False}, True),
]


async def test_a_child_is_shown_only_by_a_consent_to_images(network: Network) -> None:
    practicum = await network.practicum(await network.venue(), DAY)
    wrong = set()
    for consent, gap in CONSENTS:
        child = await network.student(None)
        await network.consent(child, **({"purposes": BOTH} | consent))
        media = await picture(network, practicum, child)
        if gap:
            wrong.add(media)
    assert await network.gaps(NOW) == {("R22.image_without_consent", practicum, len(wrong))}
    assert await network.behind("R22.image_without_consent") == wrong


async def test_a_file_is_given_exactly_where_the_rule_finds_nothing_wrong(
    network: Network,
) -> None:
    practicum = await network.practicum(await network.venue(), DAY)
    wrong = {}
    for consent, gap in [*CONSENTS, (None, True)]:
        child = await network.student(None)
        if consent is not None:
            await network.consent(child, **({"purposes": BOTH} | consent))
        wrong[await picture(network, practicum, child, **FILE)] = gap
    wrong[await picture(network, practicum, **FILE)] = False
    given = {media: await is_given(network, media) for media in wrong}
    assert given == {media: not gap for media, gap in wrong.items()}
    await network.gaps(NOW)
    assert await network.behind("R22.image_without_consent") == {m for m, w in wrong.items() if w}


async def test_a_picture_taken_down_is_there_no_more(network: Network) -> None:
    practicum = await network.practicum(await network.venue(), DAY)
    taken_down = local(2019, 9, 28)
    media = await picture(network, practicum, await network.student(None), removed_at=taken_down)
    before = await network.gaps(local(2019, 9, 27))
    assert before == {("R22.image_without_consent", practicum, 1)}
    assert await network.behind("R22.image_without_consent") == {media}
    assert await network.gaps(taken_down) == {("R22.no_media", practicum, 1)}


async def is_given(network: Network, media: str) -> bool:
    """Whether a file within scope would be given to the viewer."""

    async def read(reader: Reader) -> bool:
        file = await stored(reader, HEAD, media, NOW)
        return file is not None and await may_be_shown(reader, HEAD, file, NOW)

    return await network.graph.read(read)


async def test_one_child_among_many_makes_one_picture_wrong(network: Network) -> None:
    practicum = await network.practicum(await network.venue(), DAY)
    agreed, silent = await network.student(None), await network.student(None)
    await network.consent(agreed, purposes=BOTH)
    media = await picture(network, practicum, agreed, silent)
    await picture(network, practicum, agreed)
    await picture(network, practicum)
    await picture(network, practicum, silent, uploaded_at=local(2019, 10, 2))
    assert await network.gaps(NOW) == {("R22.image_without_consent", practicum, 1)}
    assert await network.behind("R22.image_without_consent") == {media}
