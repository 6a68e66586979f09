"""R06: children whose data is processed without a valid consent. Source: clauses 5.2.3, 5.4.2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.demo.build import Build, Pupil
from graph.demo.ledger import Entry
from graph.demo.names import parent
from graph.demo.plants.facts import consent, depicted, student
from graph.model.student import ConsentMark

STEP = 1
_GRACE_DAYS = 10


def plant(build: Build) -> Iterator[Entry]:
    seen = depicted(build)
    tested = build.claim_pupils(lambda p: bool(p.stages) and p.id not in seen, build.amount(3))
    for number, pupil in enumerate(tested):
        case, spoil = _PROCESSED[number % len(_PROCESSED)]
        spoil(build, pupil)
        yield _entry(build, case, pupil)
    yield from _untested(build)
    yield from _signed_by_another(build, seen)
    yield from _expiring(build, seen)
    yield from _ended(build, seen)
    for pupil in build.claim_pupils(lambda p: p.id not in seen, build.amount(0.5)):
        student(build, pupil)["consent_mark"] = ConsentMark.MISSING.value
        yield _entry(build, "platform_has_school_says_missing", pupil)


def _without(build: Build, pupil: Pupil) -> None:
    build.network.drop("Consent", f"{pupil.id}:consent")
    student(build, pupil)["consent_mark"] = ConsentMark.MISSING.value


def _after(build: Build, pupil: Pupil) -> None:
    row, given = consent(build, pupil), pupil.stages[0] + timedelta(days=1)
    row |= {"given_on": given, "recorded_at": build.days.at(given, 9)}


def _withdrawn(build: Build, pupil: Pupil) -> None:
    consent(build, pupil)["withdrawn_at"] = build.days.at(pupil.stages[-1], 8)


def _refused(build: Build, pupil: Pupil) -> None:
    row = consent(build, pupil)
    row["refused_on"] = row.pop("given_on")
    row.pop("valid_until", None)


_PROCESSED = (
    ("processed_without_consent", _without),
    ("consent_after_processing", _after),
    ("processed_after_refusal", _withdrawn),
    ("processed_after_refusal", _refused),
    ("processed_without_consent", _without),
)


def _untested(build: Build) -> Iterator[Entry]:
    """Registered long ago, neither tested nor enrolled: only the consent is missing."""
    late = build.days.ago(_GRACE_DAYS + 1)
    count = build.amount(1.5)
    chosen = build.claim_pupils(
        lambda p: not p.stages and not p.sessions and p.registered < late, 2 * count
    )
    for pupil in chosen[:count]:
        _without(build, pupil)
        yield _entry(build, "registered_without_consent", pupil)
    for pupil in chosen[count:]:
        build.network.drop("Consent", f"{pupil.id}:consent")
        yield _entry(build, "school_says_received", pupil)


def _signed_by_another(build: Build, seen: set[str]) -> Iterator[Entry]:
    for pupil in build.claim_pupils(lambda p: p.id not in seen, build.amount(0.5)):
        guardian = f"{pupil.id}:relative"
        names, _ = parent(build.dice, pupil.name)
        build.network.add("Guardian", {"id": guardian, **names, "in_region": build.code})
        born = student(build, pupil)["birth_date"]
        link = {"from": born, "legal": False, "kinship": "тётя"}
        build.network.link("Guardian", "children", guardian, pupil.id, **link)
        consent(build, pupil)["signed_by"] = guardian
        yield _entry(build, "not_legal_representative", pupil)


def _expiring(build: Build, seen: set[str]) -> Iterator[Entry]:
    coming = {
        pupil.id
        for s in build.sessions.values()
        if s.day > build.days.today
        for pupil in s.enrolled
    }
    fits = coming - seen
    for pupil in build.claim_pupils(lambda p: p.id in fits, build.amount(1)):
        consent(build, pupil)["valid_until"] = build.days.today
        yield _entry(build, "expires_before_practicum", pupil)


def _ended(build: Build, seen: set[str]) -> Iterator[Entry]:
    """Tested in time and neither booked nor come to anything; the consent has run out since."""
    yesterday = build.days.today - timedelta(days=1)

    def fits(pupil: Pupil) -> bool:
        idle = bool(pupil.stages) and not pupil.sessions and pupil.id not in seen
        return idle and max(pupil.stages) < yesterday

    for pupil in build.claim_pupils(fits, build.amount(0.5)):
        consent(build, pupil)["valid_until"] = yesterday
        yield _entry(build, "consent_ended", pupil)


def _entry(build: Build, case: str, pupil: Pupil) -> Entry:
    return build.entry("R06", case, "School", pupil.school, [pupil.id])
