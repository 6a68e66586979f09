from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CellState


class ReportBehind(BaseModel):
    report: Optional["ReportBehindReport"]


class ReportBehindReport(BaseModel):
    as_of: datetime = Field(alias="asOf")
    part: "ReportBehindReportPart"


class ReportBehindReportPart(BaseModel):
    title: str
    total: Optional["ReportBehindReportPartTotal"]
    rows: list["ReportBehindReportPartRows"]


class ReportBehindReportPartTotal(BaseModel):
    number: Optional[float]
    records: Optional["ReportBehindReportPartTotalRecords"]


class ReportBehindReportPartTotalRecords(BaseModel):
    edges: list["ReportBehindReportPartTotalRecordsEdges"]
    page_info: "ReportBehindReportPartTotalRecordsPageInfo" = Field(alias="pageInfo")


class ReportBehindReportPartTotalRecordsEdges(BaseModel):
    node: "ReportBehindReportPartTotalRecordsEdgesNode"


class ReportBehindReportPartTotalRecordsEdgesNode(BaseModel):
    label: str
    id: str
    text: str
    times: int


class ReportBehindReportPartTotalRecordsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ReportBehindReportPartRows(BaseModel):
    key: list[str]
    cell: "ReportBehindReportPartRowsCell"


class ReportBehindReportPartRowsCell(BaseModel):
    number: Optional[float]
    state: CellState
    opens: bool


ReportBehind.model_rebuild()
ReportBehindReport.model_rebuild()
ReportBehindReportPart.model_rebuild()
ReportBehindReportPartTotal.model_rebuild()
ReportBehindReportPartTotalRecords.model_rebuild()
ReportBehindReportPartTotalRecordsEdges.model_rebuild()
ReportBehindReportPartRows.model_rebuild()
