from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import Severity


class AlertRaised(BaseModel):
    alert_raised: "AlertRaisedAlertRaised" = Field(alias="alertRaised")


class AlertRaisedAlertRaised(BaseModel):
    id: str
    rule: str
    raised_at: datetime = Field(alias="raisedAt")
    region_id: str = Field(alias="regionId")
    gap: Optional["AlertRaisedAlertRaisedGap"]


class AlertRaisedAlertRaisedGap(BaseModel):
    id: str
    title: str
    severity: Severity
    count: int


AlertRaised.model_rebuild()
AlertRaisedAlertRaised.model_rebuild()
