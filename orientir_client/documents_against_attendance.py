from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DocumentsAgainstAttendance(BaseModel):
    documents_against_attendance: "DocumentsAgainstAttendanceDocumentsAgainstAttendance" = Field(
        alias="documentsAgainstAttendance"
    )


class DocumentsAgainstAttendanceDocumentsAgainstAttendance(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "DocumentsAgainstAttendanceDocumentsAgainstAttendancePageInfo" = Field(
        alias="pageInfo"
    )
    edges: list["DocumentsAgainstAttendanceDocumentsAgainstAttendanceEdges"]


class DocumentsAgainstAttendanceDocumentsAgainstAttendancePageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class DocumentsAgainstAttendanceDocumentsAgainstAttendanceEdges(BaseModel):
    node: "DocumentsAgainstAttendanceDocumentsAgainstAttendanceEdgesNode"


class DocumentsAgainstAttendanceDocumentsAgainstAttendanceEdgesNode(BaseModel):
    region: Optional[str]
    venue: Optional[str]
    venue_name: Optional[str] = Field(alias="venueName")
    practicum: Optional[str]
    title: Optional[str]
    on_day: Optional[date] = Field(alias="onDay")
    document: Optional[str]
    in_act: Optional[int] = Field(alias="inAct")
    attended: Optional[int]
    difference: Optional[int]


DocumentsAgainstAttendance.model_rebuild()
DocumentsAgainstAttendanceDocumentsAgainstAttendance.model_rebuild()
DocumentsAgainstAttendanceDocumentsAgainstAttendanceEdges.model_rebuild()
