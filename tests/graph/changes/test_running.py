"""Many at once, again, too late, out of order: what a change promises beyond its write."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest

from graph.errors import AccessError
from graph.model.account import Role
from graph.session import Graph, Statement
from graph.settings import Settings
from queries.audit.verifying import verify
from queries.changes import CATALOGUE, Outcome, run
from queries.changes.refusing import RefusedError, StepError, VersionConflictError
from queries.changes.repeating import KEPT, forget_keys
from queries.changes.rescanning import rescan
from queries.scope import CONSENTED, Actor, ReadOnlyError
from tests.graph.changes.conftest import maker
from tests.graph.changes.dump import changed, dump, versions
from tests.graph.changes.planted import FOREIGN, MINE, MOMENT, ROLES
from tests.graph.changes.samples import SAMPLES

pytestmark = pytest.mark.anyio

Given = dict[str, Any]


async def make(graph: Graph, name: str, given: Given | None = None, **more: Any) -> Outcome:
    change = CATALOGUE[name]
    return await run(graph, maker(change), change, given or SAMPLES[name], MOMENT, **more)


async def test_twenty_at_once_in_one_region_leave_one_whole_chain(planted: Graph) -> None:
    done = await asyncio.gather(
        *(make(planted, "raise_training_need", SAMPLES["raise_training_need"] | {"topic": f"Т{n}"})
          for n in range(20))
    )  # fmt: skip
    assert len({outcome.entry for outcome in done}) == 20
    found = await verify(planted, MINE)
    assert (found.entries, found.broken) == (20, [])


async def test_changes_of_one_record_at_once_lose_nothing(planted: Graph) -> None:
    child = f"{MINE}-child-1"
    given: list[Given] = [{"grade": 9}, {"grade_letter": "Б"}, {"given_name": "Павел"}]
    await asyncio.gather(*(make(planted, "change_student", {"id": child, **g}) for g in given))
    assert (await versions(planted))["Student", child] == 3
    rows = await planted.rows(
        "MATCH (s:Student {id: $id}) RETURN s {.grade, .grade_letter, .given_name} AS s",
        {"id": child},
    )
    assert rows == [{"s": {"grade": 9, "grade_letter": "Б", "given_name": "Павел"}}]


async def test_of_those_who_expect_one_version_one_changes(planted: Graph) -> None:
    child = f"{MINE}-child-1"
    done = await asyncio.gather(
        *(
            make(planted, "change_student", {"id": child, "grade": grade}, expected_version=0)
            for grade in (9, 10, 11)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == [
        "Outcome", "VersionConflictError", "VersionConflictError",
    ]  # fmt: skip
    conflict = next(one for one in done if isinstance(one, VersionConflictError))
    assert conflict.current == 1


async def test_one_request_sent_five_times_at_once_is_done_once(planted: Graph) -> None:
    before = await dump(planted)
    done = await asyncio.gather(*(make(planted, "receive_appeal", key="к") for _ in range(5)))
    assert sorted(outcome.repeated for outcome in done) == [False, True, True, True, True]
    assert len({(outcome.id, outcome.entry) for outcome in done}) == 1
    assert len(changed(before, await dump(planted))) == 2


async def test_a_refused_request_leaves_its_key_free(planted: Graph) -> None:
    wrong = {
        "id": f"{MINE}-letter",
        "contract_number": "1",
        "contract_signed_on": date(2019, 10, 1),
    }
    before = await dump(planted, records=True)
    for _ in range(2):
        with pytest.raises(StepError, match="ещё не согласована"):
            await make(planted, "sign_coordinator_contract", wrong, key="к")
    assert await dump(planted, records=True) == before
    assert not (await make(planted, "approve_nomination", key="к")).repeated


async def test_keys_of_one_account_say_nothing_of_anothers(planted: Graph) -> None:
    change, given = CATALOGUE["receive_appeal"], SAMPLES["receive_appeal"]
    for role in (Role.COORDINATOR, Role.CURATOR):
        assert not (await run(planted, ROLES[role], change, given, MOMENT, key="к")).repeated


async def test_keys_are_forgotten_after_thirty_days(planted: Graph) -> None:
    await make(planted, "receive_appeal", key="к")
    assert await forget_keys(planted, MOMENT + KEPT) == 0
    assert (await make(planted, "receive_appeal", key="к")).repeated
    assert await forget_keys(planted, MOMENT + KEPT + timedelta(seconds=1)) == 1
    assert not (await make(planted, "receive_appeal", key="к")).repeated


async def test_a_key_and_a_version_are_checked(planted: Graph) -> None:
    for more, field in (
        ({"key": ""}, "idempotency_key"),
        ({"key": "к" * 201}, "idempotency_key"),
        ({"expected_version": 0}, "expected_version"),
    ):
        with pytest.raises(RefusedError) as caught:
            await make(planted, "receive_appeal", **more)
        assert caught.value.field == field


async def test_who_only_reads_changes_nothing_whatever_the_role(planted: Graph) -> None:
    who = Actor("token", Role.COORDINATOR, None, False, frozenset({MINE}), read_only=True)
    before = await dump(planted, records=True)
    with pytest.raises(ReadOnlyError):
        await run(planted, who, CATALOGUE["receive_appeal"], SAMPLES["receive_appeal"], MOMENT)
    assert issubclass(ReadOnlyError, AccessError)
    assert await dump(planted, records=True) == before


async def test_what_stays_as_it_is_is_no_change(planted: Graph) -> None:
    outcome = await make(planted, "change_student", {"id": f"{MINE}-child-1", "grade": 8})
    assert (outcome.version, outcome.entry) == (0, None)
    assert await versions(planted) == {}


async def test_a_withdrawn_consent_permits_nothing_from_the_next_read_on(planted: Graph) -> None:
    may_show = Statement(f"MATCH (n:Student {{id: $id}}) RETURN {CONSENTED} AS allowed")
    asked = {"id": f"{MINE}-child-1", "now": MOMENT, "consent_day": MOMENT.date()}
    assert await planted.rows(may_show, asked) == [{"allowed": True}]
    await make(planted, "withdraw_consent")
    assert await planted.rows(may_show, asked) == [{"allowed": False}]


async def test_a_refusal_after_a_consent_permits_nothing_either(planted: Graph) -> None:
    given = {"child": f"{MINE}-child-3", "purposes": ["processing"], "given_on": date(2019, 10, 9)}
    may_show = Statement(f"MATCH (n:Student {{id: $id}}) RETURN {CONSENTED} AS allowed")
    asked = {"id": f"{MINE}-child-3", "now": MOMENT, "consent_day": MOMENT.date()}
    assert await planted.rows(may_show, asked) == [{"allowed": False}]
    await make(planted, "give_consent", given)
    assert await planted.rows(may_show, asked) == [{"allowed": True}]


DAY = date(2019, 10, 10)
EARLY = date(2019, 8, 1)
OUT_OF_ORDER: dict[str, tuple[list[tuple[str, Given]], str, str]] = {
    "approved twice": (
        [("approve_nomination", SAMPLES["approve_nomination"])] * 2, "id", "WRONG_STEP",
    ),
    "approved before the letter": (
        [("approve_nomination", {"id": f"{MINE}-letter", "approved_on": EARLY})],
        "approved_on",
        "INVALID_INPUT",
    ),
    "signed after it was rejected": (
        [
            ("reject_nomination", SAMPLES["reject_nomination"] | {"id": f"{MINE}-approved"}),
            ("sign_coordinator_contract", SAMPLES["sign_coordinator_contract"]),
        ],
        "id",
        "WRONG_STEP",
    ),
    "a contract signed twice": (
        [("sign_venue_contract", SAMPLES["sign_venue_contract"])] * 2, "id", "WRONG_STEP",
    ),
    "a contract signed before it was sent": (
        [("sign_venue_contract", {"id": f"{MINE}-contract-sent", "signed_on": EARLY})],
        "signed_on",
        "INVALID_INPUT",
    ),
    "a contract ended unsigned": (
        [("end_venue_contract", {"id": f"{MINE}-contract-sent", "valid_until": DAY})],
        "id",
        "WRONG_STEP",
    ),
    "a document accepted after it was returned": (
        [("return_finance", SAMPLES["return_finance"]),
         ("accept_finance", SAMPLES["accept_finance"])],
        "id",
        "WRONG_STEP",
    ),
    "a package accepted as a financial document": (
        [("accept_finance", {"id": f"{MINE}-package"})], "id", "WRONG_STEP",
    ),
    "a document submitted while one is under review": (
        [("submit_finance", {"concerns": f"{MINE}-practicum-held", "children_in_act": 5})],
        "concerns",
        "WRONG_STEP",
    ),
    "held though cancelled": (
        [("cancel_practicum", SAMPLES["cancel_practicum"] | {"id": f"{MINE}-practicum-today"}),
         ("hold_practicum", SAMPLES["hold_practicum"])],
        "id",
        "WRONG_STEP",
    ),
    "held before its day": ([("hold_practicum", {"id": f"{MINE}-practicum"})], "id", "WRONG_STEP"),
    "confirmed though held": (
        [("confirm_practicum", {"id": f"{MINE}-practicum-held"})], "id", "WRONG_STEP",
    ),
    "moved though cancelled": (
        [("cancel_practicum", SAMPLES["cancel_practicum"]),
         ("move_practicum", SAMPLES["move_practicum"])],
        "id",
        "WRONG_STEP",
    ),
    "enrolled in what is held": (
        [("enrol_students", {"id": f"{MINE}-practicum-held", "students": [f"{MINE}-child-1"]})],
        "id",
        "WRONG_STEP",
    ),
    "enrolled after the consent was withdrawn": (
        [("withdraw_consent", SAMPLES["withdraw_consent"]),
         ("enrol_students", SAMPLES["enrol_students"])],
        "students",
        "WRONG_STEP",
    ),
    "recommended after the consent was withdrawn": (
        [("withdraw_consent", SAMPLES["withdraw_consent"]),
         ("recommend_as_navigator", SAMPLES["recommend_as_navigator"])],
        "student",
        "WRONG_STEP",
    ),
    "an enrolment cancelled twice": (
        [("cancel_enrolment", SAMPLES["cancel_enrolment"])] * 2, "student", "WRONG_STEP",
    ),
    "a consent withdrawn twice": (
        [("withdraw_consent", SAMPLES["withdraw_consent"])] * 2, "id", "WRONG_STEP",
    ),
    "a request answered twice": (
        [("answer_request", SAMPLES["answer_request"])] * 2, "id", "WRONG_STEP",
    ),
    "a draft after the answer": (
        [("answer_appeal", SAMPLES["answer_appeal"]),
         ("send_appeal_draft", SAMPLES["send_appeal_draft"])],
        "id",
        "WRONG_STEP",
    ),
    "a role that lasts begun again": (
        [("assign_navigator", {"person": f"{MINE}-navigator", "navigates": f"{MINE}-school-1",
                               "from": DAY})],
        "navigates",
        "WRONG_STEP",
    ),
    "a role ended that nobody has": (
        [("end_navigator", {"person": f"{MINE}-navigator", "navigates": f"{MINE}-school-2",
                            "to": DAY})],
        "navigates",
        "WRONG_STEP",
    ),
    "a role ended before it began": (
        [("end_navigator", {"person": f"{MINE}-navigator", "navigates": f"{MINE}-school-1",
                            "to": EARLY})],
        "to",
        "INVALID_INPUT",
    ),
    "moved to a school before the last one": (
        [("transfer_student", SAMPLES["transfer_student"] | {"from": EARLY})],
        "from",
        "INVALID_INPUT",
    ),
    "images without processing": (
        [("give_consent", SAMPLES["give_consent"] | {"purposes": ["images"]})],
        "purposes",
        "INVALID_INPUT",
    ),
    "a request due in the past": (
        [("ask_information", SAMPLES["ask_information"] | {"due_on": EARLY})],
        "due_on",
        "INVALID_INPUT",
    ),
    "a person without a name": (
        [("assign_expert", {"expert_at": f"{MINE}-venue", "from": DAY})],
        "person",
        "INVALID_INPUT",
    ),
    "a term of two kinds": (
        [("override_deadline", SAMPLES["override_deadline"] | {"on_day": DAY})],
        "on_day",
        "INVALID_INPUT",
    ),
    "a mentor's cabinet for a child": (
        [("open_cabinet", SAMPLES["open_cabinet"] | {"kind": "mentor"})],
        "kind",
        "INVALID_INPUT",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(OUT_OF_ORDER))
async def test_steps_are_taken_in_order(planted: Graph, what: str) -> None:
    (*first, (name, given)), field, code = OUT_OF_ORDER[what]
    for earlier, its in first:
        await make(planted, earlier, its)
    before = await dump(planted, records=True)
    with pytest.raises(RefusedError) as caught:
        await make(planted, name, given)
    assert (caught.value.field, caught.value.code) == (field, code), caught.value.message
    assert await dump(planted, records=True) == before


async def test_a_returned_document_is_followed_by_another(planted: Graph) -> None:
    await make(planted, "return_finance")
    again = await make(
        planted,
        "submit_finance",
        {"concerns": f"{MINE}-practicum-held", "children_in_act": 4},
    )
    rows = await planted.rows(
        "MATCH (d:Document {id: $id}) RETURN d.returned_times AS returned", {"id": again.id}
    )
    assert rows == [{"returned": 2}]


async def test_a_rescan_that_may_not_take_long_is_left_to_the_hourly_one(planted: Graph) -> None:
    change = CATALOGUE["assign_navigator"]
    outcome = await make(planted, change.name)
    assert await rescan(planted, change, outcome, MOMENT, longest_seconds=0.0) is False
    assert await planted.rows("MATCH (s:Scan) RETURN s.id AS id") == []
    assert await rescan(planted, change, outcome, MOMENT, longest_seconds=300) is True
    assert len(await planted.rows("MATCH (s:Scan) RETURN s.id AS id")) == 1
    whole = CATALOGUE["publish_practicum"]
    assert await rescan(planted, whole, outcome, MOMENT, longest_seconds=300) is False


PROGRAM = """
import asyncio, sys
from graph.opening import open_graph
from graph.settings import settings
from queries.changes import CATALOGUE, run
from tests.graph.changes.planted import MOMENT, ROLES
from tests.graph.changes.samples import SAMPLES
from graph.model.account import Role

async def main():
    async with open_graph(settings()) as graph:
        for n in range(10_000):
            given = SAMPLES["give_consent"] | {"guardian_given_name": f"Ольга {n}"}
            await run(graph, ROLES[Role.COORDINATOR], CATALOGUE["give_consent"], given, MOMENT)
            print(n, flush=True)

asyncio.run(main())
"""


async def test_a_program_that_is_killed_leaves_whole_changes(
    planted: Graph, server_settings: Settings
) -> None:
    assert server_settings.neo4j_uri
    assert server_settings.neo4j_password
    environment = os.environ | {
        "ORIENTIR_NEO4J_URI": server_settings.neo4j_uri,
        "ORIENTIR_NEO4J_PASSWORD": server_settings.neo4j_password.get_secret_value(),
        "ORIENTIR_HOME": str(server_settings.home),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    process = await anyio.open_process(
        [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, stderr=None
    )
    assert process.stdout
    told = b""
    while told.count(b"\n") < 3:
        told += await process.stdout.receive()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await process.aclose()
    rows = await planted.rows(
        "MATCH (c:Consent)-[:FOR_CHILD]->(:Student {id: $child}) "
        "RETURN count(c) AS consents, "
        "  count { MATCH (c)-[:SIGNED_BY]->(g:Guardian)-[:GUARDIAN_OF]->() } AS signed, "
        "  count { MATCH (e:AuditEntry) WHERE e.subject_id = c.id } AS entries, "
        "  c.version AS version",
        {"child": f"{MINE}-child-2"},
    )
    (row,) = rows
    assert row == {"consents": row["consents"], "signed": 1, "entries": 1, "version": 1}
    assert row["consents"] >= 3
    found = await verify(planted, MINE)
    assert (found.entries, found.broken) == (2 * row["consents"], [])
    assert FOREIGN not in str(row)
