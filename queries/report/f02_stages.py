"""№ 2, who passed the stages of testing, a row a school. Source: clause 6.2.2."""

from __future__ import annotations

from queries.measures.declaration import Dimension, Figure, only
from queries.measures.p_students import ALL_STAGES, PASSED, REGISTERED, STUCK_1, STUCK_2
from queries.report.f01_registered import SCHOOL, SCHOOLS
from queries.report.layout import Form, PartLayout, count, share

_BANDS = {"6–7": "band_6", "8–9": "band_8", "10–11": "band_10"}

FORM = Form(
    2,
    "6.2.2",
    "Прошедшие три этапа тестирования",
    Figure(ALL_STAGES),
    (
        PartLayout(
            "schools",
            "Школы",
            SCHOOLS,
            (Dimension.SCHOOL,),
            (
                *SCHOOL,
                count("registered", "Зарегистрировано", REGISTERED),
                *(
                    count(f"stage_{stage}", f"{stage}-й", measure, "Прошли этап")
                    for stage, measure in PASSED.items()
                ),
                count("all", "Все три", ALL_STAGES, "Прошли этап"),
                share("done", "% прошедших", "all", "registered"),
                count("stuck_1", "после 1-го", STUCK_1, "Остановились"),
                count("stuck_2", "после 2-го", STUCK_2, "Остановились"),
                *(
                    count(key, f"{band} кл.", only(ALL_STAGES, band=band), "Все три этапа")
                    for band, key in _BANDS.items()
                ),
            ),
            stray="Без школы",
        ),
    ),
)
