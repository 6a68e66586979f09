from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReportsDue(BaseModel):
    report_duties: "ReportsDueReportDuties" = Field(alias="reportDuties")


class ReportsDueReportDuties(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "ReportsDueReportDutiesPageInfo" = Field(alias="pageInfo")
    edges: list["ReportsDueReportDutiesEdges"]


class ReportsDueReportDutiesPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ReportsDueReportDutiesEdges(BaseModel):
    node: "ReportsDueReportDutiesEdgesNode"


class ReportsDueReportDutiesEdgesNode(BaseModel):
    id: str
    form: int
    due_on: date = Field(alias="dueOn")
    period_from: date = Field(alias="periodFrom")
    period_to: date = Field(alias="periodTo")


ReportsDue.model_rebuild()
ReportsDueReportDuties.model_rebuild()
ReportsDueReportDutiesEdges.model_rebuild()
