"""№ 3, practicums of the introductory format. Source: clause 6.2.3."""

from graph.model.campaign import Format
from queries.report.practicum_form import practicum_form

FORM = practicum_form(3, "6.2.3", "Практикумы ознакомительного формата", Format.INTRODUCTORY)
