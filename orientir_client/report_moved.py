from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReportMoved(BaseModel):
    compare_reports: Optional["ReportMovedCompareReports"] = Field(
        alias="compareReports"
    )


class ReportMovedCompareReports(BaseModel):
    differences: "ReportMovedCompareReportsDifferences"


class ReportMovedCompareReportsDifferences(BaseModel):
    count: int
    cells: list["ReportMovedCompareReportsDifferencesCells"]


class ReportMovedCompareReportsDifferencesCells(BaseModel):
    part: str
    row: list[str]
    column: str
    title: str
    then: Optional["ReportMovedCompareReportsDifferencesCellsThen"]
    now: Optional["ReportMovedCompareReportsDifferencesCellsNow"]


class ReportMovedCompareReportsDifferencesCellsThen(BaseModel):
    text: str


class ReportMovedCompareReportsDifferencesCellsNow(BaseModel):
    text: str


ReportMoved.model_rebuild()
ReportMovedCompareReports.model_rebuild()
ReportMovedCompareReportsDifferences.model_rebuild()
ReportMovedCompareReportsDifferencesCells.model_rebuild()
