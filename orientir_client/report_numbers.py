from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CellState, ColumnKind


class ReportNumbers(BaseModel):
    report: Optional["ReportNumbersReport"]


class ReportNumbersReport(BaseModel):
    title: str
    place_name: str = Field(alias="placeName")
    period_from: date = Field(alias="periodFrom")
    period_to: date = Field(alias="periodTo")
    summary: "ReportNumbersReportSummary"
    life: "ReportNumbersReportLife"
    parts: list["ReportNumbersReportParts"]


class ReportNumbersReportSummary(BaseModel):
    title: str
    fact: "ReportNumbersReportSummaryFact"
    plan: "ReportNumbersReportSummaryPlan"
    percent: "ReportNumbersReportSummaryPercent"
    accepted: "ReportNumbersReportSummaryAccepted"
    change: "ReportNumbersReportSummaryChange"


class ReportNumbersReportSummaryFact(BaseModel):
    text: str


class ReportNumbersReportSummaryPlan(BaseModel):
    text: str


class ReportNumbersReportSummaryPercent(BaseModel):
    text: str


class ReportNumbersReportSummaryAccepted(BaseModel):
    text: str


class ReportNumbersReportSummaryChange(BaseModel):
    text: str


class ReportNumbersReportLife(BaseModel):
    version: Optional[int]
    state: str
    due_on: Optional[date] = Field(alias="dueOn")
    on_time: Optional[bool] = Field(alias="onTime")


class ReportNumbersReportParts(BaseModel):
    key: str
    title: str
    columns: list["ReportNumbersReportPartsColumns"]
    rows: list["ReportNumbersReportPartsRows"]
    totals: list["ReportNumbersReportPartsTotals"]


class ReportNumbersReportPartsColumns(BaseModel):
    key: str
    title: str
    group: str
    kind: ColumnKind
    opens: bool


class ReportNumbersReportPartsRows(BaseModel):
    key: list[str]
    cells: list["ReportNumbersReportPartsRowsCells"]


class ReportNumbersReportPartsRowsCells(BaseModel):
    column: str
    state: CellState
    text: str
    number: Optional[float]


class ReportNumbersReportPartsTotals(BaseModel):
    column: str
    state: CellState
    text: str
    number: Optional[float]


ReportNumbers.model_rebuild()
ReportNumbersReport.model_rebuild()
ReportNumbersReportSummary.model_rebuild()
ReportNumbersReportParts.model_rebuild()
ReportNumbersReportPartsRows.model_rebuild()
