"""What the coordinator owes: answers, the twelve reports, promotion, training, appeals."""

from __future__ import annotations

from datetime import date, timedelta

from graph.demo.build import Build
from graph.demo.country import HEADS, curator_id
from graph.demo.timeline import CAMPAIGN
from graph.model.duty import PromotionKind, ReportState
from graph.session import Row

FORMS = range(1, 13)
"""The twelve reports. Source: clause 6.2."""
_SUBJECTS = ("список площадок", "график практикумов", "контакты школ", "сведения о наставниках")
_MEASURES = {
    PromotionKind.MEDIA: ("Статья о практикумах", "региональная газета"),
    PromotionKind.SOCIAL_NETWORK: ("Серия записей о проекте", "группа «Билет в будущее»"),
    PromotionKind.EVENT: ("День открытых дверей", "площадка проекта"),
    PromotionKind.MEETING: ("Встреча с родителями", "школьное собрание"),
    PromotionKind.MAILING: ("Письмо директорам школ", "электронная почта"),
}
_TOPICS = ("Работа на платформе", "Педагог-навигатор", "Инклюзивные практикумы", "Отчётность")


def duties(build: Build) -> None:
    """All of a region's duties, each done in time or not yet due."""
    for number in range(max(4, build.size // 800)):
        add_request(build, build.days.worked(-4 - number % 30), answered_after=0)
    open_one = add_request(build, build.days.worked(-1), answered_after=None)
    build.network.node("InformationRequest", open_one)["due_on"] = build.days.worked(5)
    _reports(build)
    _promotion(build)
    _training(build)
    for number in range(max(2, build.size // 3000)):
        add_appeal(build, build.days.worked(-8 - number % 25), drafted_after=2)
    add_appeal(build, build.days.worked(-2), drafted_after=None)


def add_request(build: Build, asked: date, answered_after: int | None) -> str:
    """A curator's request; answered so many working days after the one it was asked on.

    Source: clause 6.1: 2 working days unless the curator sets a date.
    """
    id_ = build.new_id("request")
    subject = _SUBJECTS[int(id_.rsplit(":", 1)[1]) % len(_SUBJECTS)]
    row: Row = {"id": id_, "subject": f"Представьте {subject}", "in_region": build.code}
    row |= {"asked_at": build.days.at(asked, 10), "asked_by": curator_id(build.plan, build.index)}
    if answered_after is not None:
        answered = build.days.from_day(asked, answered_after) if answered_after else asked
        row["answered_at"] = build.days.at(answered, 16)
    return build.network.add("InformationRequest", row)


def add_appeal(build: Build, received: date, drafted_after: int | None) -> str:
    """A citizen's appeal; its draft is due 5 working days after. Source: clause 6.3."""
    row: Row = {"id": build.new_id("appeal"), "subject": "Как записать ребёнка на практикум"}
    row |= {"in_region": build.code, "received_on": received}
    row["draft_due_on"] = build.days.from_day(received, 5)
    if drafted_after is not None:
        drafted = build.days.from_day(received, drafted_after)
        row["draft_sent_at"] = build.days.at(drafted, 15)
        row["answered_at"] = build.days.at(build.days.from_day(drafted, 1), 15)
    return build.network.add("Appeal", row)


def add_need(build: Build, raised: date) -> str:
    """A need of training that nothing meets yet. Source: clause 6.2.11."""
    id_ = build.new_id("need")
    number = int(id_.rsplit(":", 1)[1])
    row = {"id": id_, "topic": _TOPICS[number % len(_TOPICS)], "raised_on": raised}
    row |= {"in_region": build.code, "audience": "педагоги-навигаторы", "people": 10 + number % 20}
    row |= {"form": "семинар", "priority": 1 + number % 3, "reason": "новые школы в проекте"}
    return build.network.add("TrainingNeed", row)


def duty_id(build: Build, form: int, period: int = 1) -> str:
    return f"{build.code}:report:{period}:{form:02}"


def _reports(build: Build) -> None:
    days = build.days
    middle = days.since_start(29)
    for form in FORMS:
        done = _duty(build, form, 1, days.start, middle, days.worked(-15))
        submitted = days.at(days.worked(-17), 12)
        row = {"state": ReportState.ACCEPTED.value, "as_of": submitted, "submitted_at": submitted}
        _version(build, done, row | {"accepted_at": days.at(days.worked(-14), 12)})
        coming = _duty(build, form, 2, middle + timedelta(days=1), days.ago(1), days.worked(5))
        if form % 2:
            draft = {"state": ReportState.DRAFT.value, "as_of": days.at(days.ago(1), 12)}
            _version(build, coming, draft)


def _duty(build: Build, form: int, period: int, first: date, last: date, due: date) -> str:
    row = {"id": duty_id(build, form, period), "form": form, "due_on": due, "campaign": CAMPAIGN}
    row |= {"period_from": first, "period_to": last, "in_region": build.code}
    return build.network.add("ReportDuty", row)


def _version(build: Build, duty: str, row: dict[str, object]) -> None:
    known = {"id": f"{duty}:v1", "number": 1, "duty": duty, "author": build.coordinator}
    build.network.add("ReportVersion", known | row)


def _promotion(build: Build) -> None:
    for number, (kind, (title, channel)) in enumerate(_MEASURES.items()):
        row: Row = {"id": build.new_id("measure"), "title": title, "kind": kind.value}
        row |= {"on_day": build.days.since_start(5 + 9 * number), "channel": channel}
        row |= {"reach": 200 + int(build.rng.random() * 5000), "in_region": build.code}
        row |= {"audience": "школьники и родители", "link": "https://example.invalid/news"}
        row["materials"] = f"https://example.invalid/album/{number + 1}"
        build.network.add("PromotionMeasure", row)


def _training(build: Build) -> None:
    days, network = build.days, build.network
    met = add_need(build, days.since_start(-5))
    add_need(build, days.ago(12))
    event: Row = {"id": build.new_id("training"), "title": "Семинар педагогов-навигаторов"}
    event |= {"starts_on": days.since_start(9), "ends_on": days.since_start(10), "hours": 16}
    event |= {"organiser": "Союз", "form": "очная", "in_region": build.code}
    network.add("TrainingEvent", event)
    network.link("TrainingEvent", "meets", str(event["id"]), met)
    people = {"coordinator": build.coordinator, "authority": f"{build.code}:authority-contact"}
    for role, person in (people | {"operator": HEADS[0]}).items():
        row = {"role": role, "attended": True, "certificate": f"УЧ-{build.region.code}-{role}"}
        network.link("Person", "training", person, str(event["id"]), **row)
