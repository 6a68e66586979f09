from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Severity


class TraceGap(BaseModel):
    trace: Optional["TraceGapTrace"]


class TraceGapTrace(BaseModel):
    gap: Optional["TraceGapTraceGap"]
    roots: list["TraceGapTraceRoots"]
    causes: list["TraceGapTraceCauses"]
    blocked: list["TraceGapTraceBlocked"]
    held_gaps: int = Field(alias="heldGaps")
    held_records: int = Field(alias="heldRecords")
    truncated: bool


class TraceGapTraceGap(BaseModel):
    id: str
    title: str


class TraceGapTraceRoots(BaseModel):
    id: str
    title: str
    severity: Severity
    unit: Optional["TraceGapTraceRootsUnit"]


class TraceGapTraceRootsUnit(BaseModel):
    label: str
    id: str


class TraceGapTraceCauses(BaseModel):
    distance: int
    via: str
    last: bool
    gap: Optional["TraceGapTraceCausesGap"]


class TraceGapTraceCausesGap(BaseModel):
    id: str
    title: str
    count: int


class TraceGapTraceBlocked(BaseModel):
    distance: int
    via: str
    last: bool
    gap: Optional["TraceGapTraceBlockedGap"]


class TraceGapTraceBlockedGap(BaseModel):
    id: str
    title: str
    count: int


TraceGap.model_rebuild()
TraceGapTrace.model_rebuild()
TraceGapTraceRoots.model_rebuild()
TraceGapTraceCauses.model_rebuild()
TraceGapTraceBlocked.model_rebuild()
