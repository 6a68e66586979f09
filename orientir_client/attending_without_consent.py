from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AttendingWithoutConsent(BaseModel):
    attending_without_consent: "AttendingWithoutConsentAttendingWithoutConsent" = Field(
        alias="attendingWithoutConsent"
    )


class AttendingWithoutConsentAttendingWithoutConsent(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "AttendingWithoutConsentAttendingWithoutConsentPageInfo" = Field(
        alias="pageInfo"
    )
    edges: list["AttendingWithoutConsentAttendingWithoutConsentEdges"]


class AttendingWithoutConsentAttendingWithoutConsentPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class AttendingWithoutConsentAttendingWithoutConsentEdges(BaseModel):
    node: "AttendingWithoutConsentAttendingWithoutConsentEdgesNode"


class AttendingWithoutConsentAttendingWithoutConsentEdgesNode(BaseModel):
    region: Optional[str]
    on_day: Optional[date] = Field(alias="onDay")
    practicum: Optional[str]
    title: Optional[str]
    student: Optional[str]
    school: Optional[str]
    school_name: Optional[str] = Field(alias="schoolName")


AttendingWithoutConsent.model_rebuild()
AttendingWithoutConsentAttendingWithoutConsent.model_rebuild()
AttendingWithoutConsentAttendingWithoutConsentEdges.model_rebuild()
