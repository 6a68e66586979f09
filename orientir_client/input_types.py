from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReportPoint(BaseModel):
    """Состояние отчёта: его версия или то, что граф говорит о моменте"""

    as_of: Optional[datetime] = Field(alias="asOf", default=None)
    "момент; пусто — сейчас"
    version: Optional[str] = None
    "id версии; пусто — тот же отчёт по графу"
