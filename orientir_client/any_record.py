from datetime import date
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import GapState


class AnyRecord(BaseModel):
    node: Optional[
        Annotated[
            Union[
                "AnyRecordNodeNode",
                "AnyRecordNodeGap",
                "AnyRecordNodePracticum",
                "AnyRecordNodeRegion",
                "AnyRecordNodeSchool",
                "AnyRecordNodeVenue",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class AnyRecordNodeNode(BaseModel):
    typename__: Literal[
        "Alert",
        "Appeal",
        "Assignment",
        "Authority",
        "Cabinet",
        "Campaign",
        "Comment",
        "Competence",
        "Consent",
        "Deadline",
        "Delivery",
        "DestructionAct",
        "Document",
        "Extension",
        "FederalDistrict",
        "FormatWindow",
        "GapEvent",
        "Guardian",
        "ImpairmentGroup",
        "ImportBatch",
        "InformationRequest",
        "Licence",
        "MediaFile",
        "Mentor",
        "Municipality",
        "Node",
        "Nomination",
        "Operator",
        "Organisation",
        "Person",
        "ProfessionalArea",
        "PromotionMeasure",
        "Qualification",
        "Recommendation",
        "ReportDuty",
        "ReportVersion",
        "Scan",
        "StageResult",
        "Student",
        "TrainingEvent",
        "TrainingNeed",
        "VenueContract",
        "Waiver",
    ] = Field(alias="__typename")
    id: str


class AnyRecordNodeGap(BaseModel):
    typename__: Literal["Gap"] = Field(alias="__typename")
    id: str
    title: str
    state: GapState
    region_id: str = Field(alias="regionId")


class AnyRecordNodePracticum(BaseModel):
    typename__: Literal["Practicum"] = Field(alias="__typename")
    id: str
    title: str
    on_day: Optional[date] = Field(alias="onDay")
    region_id: str = Field(alias="regionId")


class AnyRecordNodeRegion(BaseModel):
    typename__: Literal["Region"] = Field(alias="__typename")
    id: str
    name: str
    gaps: "AnyRecordNodeRegionGaps"


class AnyRecordNodeRegionGaps(BaseModel):
    total_count: int = Field(alias="totalCount")


class AnyRecordNodeSchool(BaseModel):
    typename__: Literal["School"] = Field(alias="__typename")
    id: str
    name: str
    region_id: str = Field(alias="regionId")


class AnyRecordNodeVenue(BaseModel):
    typename__: Literal["Venue"] = Field(alias="__typename")
    id: str
    name: str
    region_id: str = Field(alias="regionId")


AnyRecord.model_rebuild()
AnyRecordNodeRegion.model_rebuild()
