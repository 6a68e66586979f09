from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ThenAndNow(BaseModel):
    then: list["ThenAndNowThen"]
    now: list["ThenAndNowNow"]
    region_then: Optional["ThenAndNowRegionThen"] = Field(alias="regionThen")
    region_now: Optional["ThenAndNowRegionNow"] = Field(alias="regionNow")


class ThenAndNowThen(BaseModel):
    grade: Optional[int]
    count: int


class ThenAndNowNow(BaseModel):
    grade: Optional[int]
    count: int


class ThenAndNowRegionThen(BaseModel):
    practicums: "ThenAndNowRegionThenPracticums"


class ThenAndNowRegionThenPracticums(BaseModel):
    total_count: int = Field(alias="totalCount")


class ThenAndNowRegionNow(BaseModel):
    practicums: "ThenAndNowRegionNowPracticums"


class ThenAndNowRegionNowPracticums(BaseModel):
    total_count: int = Field(alias="totalCount")


ThenAndNow.model_rebuild()
ThenAndNowRegionThen.model_rebuild()
ThenAndNowRegionNow.model_rebuild()
