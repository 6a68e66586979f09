"""№ 5, practicums of the in-depth choice, and children over all formats. Source: clause 6.2.5."""

from graph.model.campaign import Format
from queries.measures.p_visits import ATTENDED
from queries.report.layout import count
from queries.report.practicum_form import advised, practicum_form, repeats
from queries.report.table import Summing

FORM = practicum_form(
    5,
    "6.2.5",
    "Практикумы углублённого выбора",
    Format.IN_DEPTH,
    (
        *advised(Format.IN_DEPTH),
        repeats(),
        count("all_formats", "Детей во всех форматах", ATTENDED, summing=Summing.OWN),
    ),
)
