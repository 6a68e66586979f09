"""Messages from the outbox to a real mail server: who gets what, when, and when nobody does."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from delivery.channel import Channel
from delivery.posting import Post, Told
from graph.session import Graph
from graph.writing import write_nodes
from queries.alert.outbox import BACKOFF, digest_key
from queries.rules.scan import scan_region
from tests.api.planted import MINE, START
from tests.delivery.conftest import SITE, PostAt
from tests.delivery.mail import Mailbox, address, free_port, silent_server, text_of
from tests.delivery.planted import (
    CANARIES,
    COORDINATOR,
    DAY,
    ELSEWHERE,
    HOUR,
    MEND,
    MORNING,
    NOW,
    PEOPLE,
    scanned,
    states,
)

pytestmark = pytest.mark.anyio

TUESDAY = date(2019, 10, 15)
MAIL = {person: f"{person.lower()}@example.org" for person in PEOPLE}

ONLY = """
MATCH (d:Delivery)-[:ADDRESSED_TO]->(p:Person)
MATCH (d)-[:DELIVERS]->(:Alert)-[:RAISED_FOR]->(g:Gap)
WHERE p.id <> $person OR NOT g.id CONTAINS $gap
DETACH DELETE d
"""

LEAVE = """
MATCH (:Person {id: $person})-[post:COORDINATES|CURATES]->() SET post.to = $day
"""


async def only(graph: Graph, gap: str, person: str = COORDINATOR) -> None:
    """Leave nothing to deliver but one person's, of gaps whose id has this in it."""
    await graph.change(ONLY, {"person": person, "gap": gap})
    assert await states(graph), gap


async def test_the_digest_arrives_once_and_says_what_to_do_first(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    told = await post(MORNING).digests()
    assert {one.person for one in told} == {*PEOPLE}
    assert {one.state for one in told} == {"sent"}
    (letter,) = mailbox.to(MAIL[COORDINATOR])
    assert letter["Subject"] == "Ориентир, 15 октября: 7 просрочено"
    assert letter["Message-ID"] == f"<{digest_key(COORDINATOR, TUESDAY)}@example.org>"
    text, html = text_of(letter), text_of(letter, "html")
    for body in (text, html):
        for part in (
            "Республика Татарстан",
            "У школы нет зарегистрированного педагога-навигатора",
            "R04, п. 5.2.1",
            "срок был 16 сентября",
            "держит: 4 пробела, 10 детей, отчёты № 1, 2",
            f"{SITE}/gaps/gap:{MINE}:c2019:R04:no_navigator:{MINE}-school-1",
            f"{SITE}/regions/{MINE}?rule=R04",
        ):
            assert part in body
    assert text.index("С ЧЕГО НАЧАТЬ") < text.index("ПРОСРОЧЕНО: 7") < text.index("БЕЗ СРОКА: 2")

    before = await states(raised)
    assert await post(MORNING + HOUR).digests() == []
    assert await states(raised) == before
    assert len(mailbox.letters) == len(PEOPLE)
    sent = [row for row in before.values() if not row["urgent"]]
    assert {(row["state"], row["channel"], row["attempts"]) for row in sent} == {
        ("sent", "почта", 1)
    }


async def test_everybody_is_told_of_the_own_regions_only(post: PostAt, mailbox: Mailbox) -> None:
    await post(MORNING).digests()
    mine, elsewhere, both = (
        text_of(mailbox.to(MAIL[person])[0]) for person in (COORDINATOR, ELSEWHERE, "curator")
    )
    assert "RU-BA" not in mine
    assert "Башкортостан" not in mine
    assert "RU-TA" not in elsewhere
    assert "Татарстан" not in elsewhere
    assert "Республика Башкортостан; " in both
    assert "Республика Татарстан; " in both


async def test_severity_a_goes_at_once_and_not_again_with_the_digest(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    told = await post(NOW).at_once()
    assert {one.person: (one.kind, one.state) for one in told}[COORDINATOR] == ("urgent", "sent")
    (letter,) = mailbox.to(MAIL[COORDINATOR])
    assert letter["Subject"].startswith("Ориентир, срочно: Дети тестированы, записаны")
    assert "R06, пп. 5.2.3, 5.4.2" in text_of(letter)
    assert len(mailbox.to(MAIL["curator"])) == 1
    assert await post(NOW).at_once() == []

    await post(MORNING).digests()
    assert "R06" not in text_of(mailbox.to(MAIL[COORDINATOR])[1])
    assert len(mailbox.to(MAIL[COORDINATOR])) == 2
    assert len(set(mailbox.ids())) == len(mailbox.letters)


async def test_what_was_mended_meanwhile_is_not_told(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    await only(raised, "R04")
    for number in (1, 2):
        await raised.change(MEND, {"school": f"{MINE}-school-{number}", "at": NOW})
    assert await post(MORNING).digests() == [Told(COORDINATOR, "digest", 4, 4, "dropped")]
    assert mailbox.letters == []
    assert {row["state"] for row in (await states(raised)).values()} == {"dropped"}


async def test_of_what_was_mended_in_part_the_rest_is_told(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    await only(raised, "R04")
    await raised.change(MEND, {"school": f"{MINE}-school-1", "at": NOW})
    assert await post(MORNING).digests() == [Told(COORDINATOR, "digest", 4, 2, "sent")]
    (letter,) = mailbox.letters
    assert letter["Subject"] == "Ориентир, 15 октября: 2 просрочено"
    text = text_of(letter)
    assert f"R04:no_navigator:{MINE}-school-2" in text
    assert f"R04:no_navigator:{MINE}-school-1" not in text


async def test_a_consent_refused_meanwhile_sends_nothing(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    await register_child(raised, "late")
    await scanned(raised, NOW + HOUR)
    await only(raised, "registered_without_consent")
    refused = {"id": "refused", "purposes": ["processing"], "refused_on": TUESDAY, "child": "late"}
    await raised.write(lambda writer: write_nodes(writer, "Consent", [refused]))
    assert await post(MORNING).digests() == [Told(COORDINATOR, "digest", 1, 1, "dropped")]
    assert mailbox.letters == []


async def register_child(graph: Graph, id_: str) -> None:
    """A child whose parents were not asked: a gap of its own case from the next scan on."""
    row: dict[str, Any] = {
        "id": id_, "family_name": "Петров", "given_name": "Пётр", "grade": 8, "in_region": MINE,
        "registered_at": NOW - 35 * DAY, "school": {"id": f"{MINE}-school-2", "from": START},
    }  # fmt: skip
    await graph.write(lambda writer: write_nodes(writer, "Student", [row]))


async def test_who_has_left_is_told_nothing(raised: Graph, post: PostAt, mailbox: Mailbox) -> None:
    await raised.change(LEAVE, {"person": COORDINATOR, "day": TUESDAY})
    told = {one.person: one for one in await post(MORNING).digests()}
    assert told[COORDINATOR].state == "dropped"
    assert told[ELSEWHERE].state == "sent"
    assert mailbox.to(MAIL[COORDINATOR]) == []


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2019-10-19T09:00+03:00", set()),  # Saturday
        ("2019-11-04T09:00+03:00", set()),  # a federal holiday, Monday
        ("2019-11-06T09:00+03:00", {*PEOPLE} - {COORDINATOR}),  # a day off in Tatarstan only
        ("2019-11-05T09:00+03:00", {*PEOPLE}),
    ],
)
async def test_on_a_day_off_nobody_gets_a_digest(
    post: PostAt, mailbox: Mailbox, day: str, told: set[str]
) -> None:
    sent = await post(datetime.fromisoformat(day)).digests(dry_run=True)
    assert {one.person for one in sent} == told
    assert mailbox.letters == []


async def test_nothing_is_sent_on_a_saturday(raised: Graph, post: PostAt, mailbox: Mailbox) -> None:
    before = await states(raised)
    assert await post(datetime.fromisoformat("2019-10-19T09:00+03:00")).digests() == []
    assert (await states(raised), mailbox.letters) == (before, [])


async def test_only_those_whose_nine_o_clock_it_is(post: PostAt) -> None:
    nine = {
        zone: {one.person for one in await post(MORNING).digests(zone=zone, dry_run=True)}
        for zone in ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Kamchatka")
    }
    assert nine == {
        "Europe/Moscow": {"head", "curator", COORDINATOR},
        "Asia/Yekaterinburg": {ELSEWHERE},
        "Asia/Kamchatka": set(),
    }


async def test_two_days_two_digests_the_second_of_what_is_new(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    await post(MORNING).digests()
    await register_child(raised, "late")
    for number in (1, 2):
        await raised.change(MEND, {"school": f"{MINE}-school-{number}", "at": MORNING})
    await scanned(raised, MORNING + 2 * HOUR)
    assert await post(MORNING + 3 * HOUR).digests(regions=[MINE]) == []
    await post(MORNING + DAY).digests()
    first, second = mailbox.to(MAIL[COORDINATOR])
    assert first["Message-ID"] != second["Message-ID"]
    assert second["Subject"].startswith("Ориентир, 16 октября: ")
    text = text_of(second)
    assert "Дети зарегистрированы, а согласий нет" in text
    assert "С ПРОШЛОЙ СВОДКИ" in text
    closed = text.partition("закрыто 5: ")[2].partition("\r\n")[0]
    assert "У школы нет зарегистрированного педагога-навигатора — 2" in closed


async def test_no_message_and_no_log_names_a_person(
    raised: Graph,
    post: PostAt,
    mailbox: Mailbox,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the server's own, it knows addresses
    await post(NOW).at_once()
    await post(MORNING).digests()
    told = [text_of(letter, kind) for letter in mailbox.letters for kind in ("plain", "html")]
    told += [letter["Subject"] for letter in mailbox.letters]
    told += [record.getMessage() for record in caplog.records]
    assert len(mailbox.letters) == 8
    for text in (*told, *capfd.readouterr()):
        assert [word for word in CANARIES if word in text] == []


async def test_a_dry_run_says_whom_it_would_tell_and_does_nothing(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    before = await states(raised)
    urgent = await post(NOW).at_once(dry_run=True)
    digests = await post(MORNING).digests(dry_run=True)
    assert {(one.kind, one.state) for one in urgent} == {("urgent", "would_send")}
    assert {one.person: one.deliveries for one in digests}[COORDINATOR] == 9
    assert (await states(raised), mailbox.letters) == (before, [])


@pytest.mark.parametrize("answer", ["450 later", "550 no such box"])
async def test_what_is_refused_is_repeated_ever_later_then_dead_and_a_gap(
    raised: Graph, post: PostAt, mailbox: Mailbox, answer: str
) -> None:
    mailbox.always = answer
    moment = MORNING
    await post(moment).digests()
    await post(moment).at_once()
    for attempt, pause in enumerate(BACKOFF, start=1):
        rows = list((await states(raised)).values())
        assert {(row["state"], row["attempts"]) for row in rows} == {("failed", attempt)}
        assert {row["next_at"] for row in rows} == {moment + pause}
        assert {row["error"] for row in rows} == {f"почта: {answer[:3]}"}
        assert await post(moment + pause - timedelta(seconds=1)).at_once() == []
        moment += pause
        await post(moment).at_once()
    assert {row["state"] for row in (await states(raised)).values()} == {"dead"}
    assert await post(moment + DAY).at_once() == []
    found = await scan_region(raised, MINE, moment, rules=["R31"])
    assert found.open_gaps > 0


@pytest.mark.parametrize("kind", ["refused", "silent"])
async def test_a_server_that_is_not_there_or_silent_is_a_failure(raised: Graph, kind: str) -> None:
    await only(raised, "R04")
    word = {"refused": "нет связи", "silent": "нет ответа"}[kind]
    with silent_server() as (_, silent):
        url = silent if kind == "silent" else address(free_port())
        told = await Post(raised, (Channel("почта", url),), lambda: MORNING, SITE).digests()
    assert [one.state for one in told] == ["failed"]
    assert {row["error"] for row in (await states(raised)).values()} == {f"почта: {word}"}


async def test_what_failed_at_first_arrives_once_with_the_key_of_its_day(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    await only(raised, "R04")
    mailbox.answers = ["450 later", "450 later"]
    moments = [MORNING, MORNING + BACKOFF[0], MORNING + BACKOFF[0] + BACKOFF[1]]
    assert [one.state for one in await post(moments[0]).digests()] == ["failed"]
    assert [one.state for one in await post(moments[1]).at_once()] == ["failed"]
    assert [one.state for one in await post(moments[2]).at_once()] == ["sent"]
    assert mailbox.ids() == [digest_key(COORDINATOR, TUESDAY)]
    (row, *_) = (await states(raised)).values()
    assert (row["state"], row["attempts"], row["error"]) == ("sent", 3, None)


async def test_without_an_address_for_any_channel_it_is_dead_at_once(
    raised: Graph, post: PostAt, mailbox: Mailbox
) -> None:
    await only(raised, "R04")
    await raised.change("MATCH (p:Person) SET p.email = null, p.telegram = '42'")
    assert [one.state for one in await post(MORNING).digests()] == ["dead"]
    assert {row["error"] for row in (await states(raised)).values()} == {"нет адреса для каналов"}
    assert mailbox.letters == []
