"""The life of a report: drafted, commented, submitted, returned with remarks or accepted.

A version's figures are frozen: what was submitted never changes, a correction is a new version.
Submitting is the coordinator's word and accepting the curator's; nothing does either by the clock.
Source: clause 6.2; requirements, «Who does what».
"""

from __future__ import annotations

from typing import Final, LiteralString

from graph.model.duty import EmptyAnswer, ReportState
from graph.session import Row
from graph.writing import detach, write_nodes
from queries.changes.declaration import BOTH, COORDINATOR, CURATOR, Check, change
from queries.changes.field import other, own, subject, to
from queries.changes.making import changes
from queries.changes.reading import Known
from queries.changes.refusing import NoRecordError, NotAllowedError, RefusedError, StepError
from queries.changes.work import Work
from queries.report.forms import form_of
from queries.report.freezing import fingerprint, thaw
from queries.report.moved import TOTALS
from queries.report.table import Report, State
from queries.report.writing import (
    Duty,
    answered,
    drawn,
    is_empty,
    kept,
    version_id,
)

DUTY: Final = "ReportDuty"
LABEL: Final = "ReportVersion"
COMMENT: Final = "Comment"

OWED: LiteralString = """
MATCH (n:ReportDuty {id: $id})-[:FOR_CAMPAIGN]->(c:Campaign)
WHERE ($scope_all OR n.region IN $scope_regions)
RETURN n.id AS id, n.form AS form, n.region AS region, c.id AS campaign,
  n.period_from AS period_from, n.period_to AS period_to
"""

# Asked once the duty is locked: nobody adds a version meanwhile.
LATEST: LiteralString = """
MATCH (n:ReportVersion)-[:ANSWERS]->(:ReportDuty {id: $id})
WHERE ($scope_all OR n.region IN $scope_regions)
RETURN n.id AS id
ORDER BY n.number DESC, id DESC LIMIT 1
"""

FIGURES: LiteralString = """
MATCH (n:ReportVersion {id: $id})
WHERE ($scope_all OR n.region IN $scope_regions)
RETURN n.figures AS figures, n.sha256 AS sha256
"""


def _known_moment(work: Work) -> None:
    if work.given.get("as_of", work.at) > work.at:
        raise RefusedError("as_of", "Этот момент ещё не наступил: возьмите нынешний или прошлый.")


async def _draft(work: Work) -> None:
    """A new version after one that was returned or accepted, else the draft anew."""
    duty, as_of = await _duty(work, work.must("duty").id), work.given.get("as_of", work.at)
    number = await _next_number(work, duty.id)
    made = version_id(duty.id, number)
    row: Row = {"id": made, "number": number, "state": ReportState.DRAFT.value, "as_of": as_of}
    row |= kept(await drawn(work.writer, duty, as_of))
    work.touch(LABEL, made)
    await detach(work.writer, LABEL, "author", [made])
    await write_nodes(work.writer, LABEL, [row | {"duty": duty.id, "author": _person(work)}])


async def _next_number(work: Work, duty: str) -> int:
    rows = await work.writer.rows(LATEST, work.actor.parameters(id=duty))
    if not rows:
        return 1
    # Locked only now: it may have been submitted meanwhile.
    (latest,) = await work.know(LABEL, [rows[0]["id"]])
    state, number = ReportState(latest.fields["state"]), int(latest.fields["number"])
    if state is ReportState.SUBMITTED:
        raise StepError("duty", "Отчёт представлен и ждёт решения куратора: черновик не нужен.")
    return number if state is ReportState.DRAFT else number + 1


def _in_state(state: ReportState, message: str) -> Check:
    def check(work: Work) -> None:
        if work.subject.fields["state"] != state.value:
            raise StepError("id", message)

    return check


def _reason_of_empty(work: Work) -> None:
    answer, reason = work.given.get("empty_answer"), work.given.get("empty_reason")
    if answer is None and reason is not None:
        raise RefusedError("empty_answer", "Выберите: не проводилось или ноль подтверждён.")
    if answer == EmptyAnswer.NOT_HELD.value and reason is None:
        raise RefusedError("empty_reason", "Поясните, почему не проводилось.")


async def _frozen(work: Work) -> Row:
    """What is submitted: the figures of the draft, or a word for why there are none."""
    report = await _figures(work)
    answer = work.given.get("empty_answer")
    if answer is not None:
        _may_answer(report, EmptyAnswer(answer))
        report = answered(report, EmptyAnswer(answer), work.given.get("empty_reason"))
    elif is_empty(report):
        raise StepError(
            "empty_answer",
            "Отчёт пуст: внесите сведения и составьте черновик заново или ответьте, что не "
            "проводилось либо что ноль подтверждён.",
        )
    return kept(report) | {"author": _person(work)}


async def _figures(work: Work) -> Report:
    """What the draft says; drawn anew if it has no figures yet."""
    version = work.subject
    row = await work.writer.single(FIGURES, work.actor.parameters(id=version.id))
    if row["figures"] is None:
        duty = await _duty(work, _duty_of(version))
        return await drawn(work.writer, duty, version.fields["as_of"])
    if fingerprint(row["figures"]) != row["sha256"]:
        raise StepError("id", "Числа черновика изменены не этой программой: составьте его заново.")
    return thaw(row["figures"])


def _may_answer(report: Report, answer: EmptyAnswer) -> None:
    if answer is EmptyAnswer.NOT_HELD and not form_of(report.form).may_be_nothing:
        raise RefusedError(
            "empty_answer", f"«Не проводилось» — не ответ для отчёта № {report.form}."
        )
    if report.summary.fact.state not in (State.ZERO, State.NO_DATA, State.NOT_HELD):
        raise RefusedError("empty_answer", "В отчёте не ноль: такой ответ ему противоречит.")


async def _comment(work: Work) -> None:
    """A note about a version, or about one of its tables, rows, columns or cells."""
    where = work.owns("part", "row", "column")
    if where:
        await _check_place(work, where)
    made = work.new(COMMENT)
    row = {"id": made, "text": work.given["text"], "at": work.at, "author": _person(work)}
    about = {"about": {"id": work.subject.id, "label": LABEL}}
    await write_nodes(work.writer, COMMENT, [row | where | about])


async def _check_place(work: Work, where: Row) -> None:
    """RefusedError for a place that the version doesn't have."""
    report = await _figures(work)
    part = next((one for one in report.parts if one.key == where.get("part")), None)
    if part is None:
        raise RefusedError("part", "Такой таблицы в этой версии отчёта нет.")
    if where.get("column", part.columns[0].key) not in {one.key for one in part.columns}:
        raise RefusedError("column", "Такого столбца в этой таблице нет.")
    rows = {row_name(key) for key in (*(line.key for line in part.lines), TOTALS)}
    if "row" in where and where["row"] not in rows:
        raise RefusedError("row", "Такой строки в этой таблице нет.")


def row_name(key: tuple[str, ...]) -> str:
    """How a comment names a row: the parts of its key, a vertical bar between."""
    return "|".join(key)


def _person(work: Work) -> str:
    if work.person is None:
        raise NotAllowedError
    return work.person


async def _duty(work: Work, id_: str) -> Duty:
    rows = await work.writer.rows(OWED, work.actor.parameters(id=id_))
    if not rows:
        raise NoRecordError("duty")
    return Duty(**rows[0])


def _duty_of(version: Known) -> str:
    return str(version.links("duty")[0]["id"])


_SUBMITTED = (
    _in_state(ReportState.SUBMITTED, "Решают только о представленном отчёте, и решают один раз."),
)

CHANGES = (
    change(
        "draft_report",
        "6.2",
        "составлен черновик отчёта",
        COORDINATOR,
        LABEL,
        (to(LABEL, "duty"), *own(LABEL, "as_of", required=False)),
        _draft,
        also=(DUTY,),
        touches=(LABEL,),
        checks=(_known_moment,),
    ),
    change(
        "comment_report",
        "6.2",
        "замечание к отчёту",
        BOTH,
        COMMENT,
        (
            subject(LABEL),
            other(COMMENT, "text", required=True),
            *(other(COMMENT, name) for name in ("part", "row", "column")),
        ),
        _comment,
        also=(LABEL,),
        touches=(),
    ),
    change(
        "submit_report",
        "6.2",
        "отчёт представлен",
        COORDINATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "empty_answer", "empty_reason")),
        changes(LABEL, now=("submitted_at",), fill=_frozen, state=ReportState.SUBMITTED.value),
        checks=(_in_state(ReportState.DRAFT, "Представляют черновик: этот отчёт уже представлен."),
                _reason_of_empty),
    ),
    change(
        "return_report",
        "6.2",
        "отчёт возвращён с замечаниями",
        CURATOR,
        LABEL,
        (subject(LABEL), *own(LABEL, "return_reason", required=True)),
        changes(LABEL, now=("returned_at",), state=ReportState.RETURNED.value),
        checks=_SUBMITTED,
    ),
    change(
        "accept_report",
        "6.2",
        "отчёт принят",
        CURATOR,
        LABEL,
        (subject(LABEL),),
        changes(LABEL, now=("accepted_at",), state=ReportState.ACCEPTED.value),
        checks=_SUBMITTED,
    ),
)  # fmt: skip
