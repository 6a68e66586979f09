"""Results of the three testing stages and what navigators recommend after them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from graph.demo.build import Build, Pupil
from graph.demo.country import NAMES
from graph.model.testing import Recommender
from graph.session import Row

_TEXTS = (
    "Осознанность выбора: средняя, есть интерес к практике.",
    "Ведущие навыки: внимание к деталям, работа в команде.",
    "Знание профессий: хорошее, стоит попробовать практикум.",
)


def testing(build: Build) -> None:
    """Stage results, descriptions and navigators' recommendations of all students."""
    palette = taught(build)
    for pupil in build.pupils.values():
        if pupil.stages:
            competence = palette[int(build.rng.random() * len(palette))]
            pass_stages(build, pupil, competence)


def taught(build: Build) -> list[str]:
    """Competences with several practicums in the region: results point to these."""
    counts = Counter(s.competence for s in build.sessions.values() if not s.cancelled)
    several = sorted(c for c, n in counts.items() if n > 2)
    return several or sorted(counts)


def stage_id(pupil: Pupil, stage: int) -> str:
    return f"{pupil.id}:stage:{stage}"


def pass_stages(build: Build, pupil: Pupil, competence: str) -> None:
    """The results of the student's days of testing. Source: clauses 2.10, 2.11, 5.2.4."""
    for stage, day in enumerate(pupil.stages, 1):
        row = {"id": stage_id(pupil, stage), "stage": stage, "student": pupil.id}
        row |= {"passed_at": build.days.at(day, 10 + 2 * stage), "text": _TEXTS[stage - 1]}
        build.network.add("StageResult", row)
    if pupil.passed:
        last = stage_id(pupil, 3)
        build.network.link("StageResult", "points_to", last, competence)
        _summarise(build, pupil, competence)
        _advise(build, pupil, competence, pupil.ready + timedelta(days=1))


def _summarise(build: Build, pupil: Pupil, competence: str) -> None:
    student = build.network.node("Student", pupil.id)
    student["integrated_description"] = f"Интерес к области «{NAMES[competence]}», навыки растут."
    student["next_steps"] = "Записаться на практикум и обсудить итоги с навигатором."
    student["summarised_at"] = build.days.at(pupil.ready, 19)


def _advise(build: Build, pupil: Pupil, competence: str, day: date) -> None:
    row: Row = {"id": f"{pupil.id}:advice", "given_as": Recommender.NAVIGATOR.value}
    row |= {"given_at": build.days.at(day, 14), "student": pupil.id}
    row |= {"given_by": pupil.navigator, "text": "Включить в индивидуальный учебный план."}
    build.network.add("Recommendation", row)
    build.network.link("Recommendation", "advises", str(row["id"]), competence)
