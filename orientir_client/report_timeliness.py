from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReportTimeliness(BaseModel):
    timeliness: list["ReportTimelinessTimeliness"]


class ReportTimelinessTimeliness(BaseModel):
    region: str
    region_name: str = Field(alias="regionName")
    coordinator: Optional[str]
    duties: int
    on_time: int = Field(alias="onTime")
    late: int
    overdue: int
    ahead: int
    returned: int
    accepted: int
    most_late_days: int = Field(alias="mostLateDays")
    percent: Optional[float]


ReportTimeliness.model_rebuild()
