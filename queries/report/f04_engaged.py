"""№ 4, practicums of the engaged choice. Source: clause 6.2.4."""

from graph.model.campaign import Format
from queries.report.practicum_form import advised, practicum_form

FORM = practicum_form(
    4, "6.2.4", "Практикумы вовлечённого выбора", Format.ENGAGED, advised(Format.ENGAGED)
)
