from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ContractsUnsigned(BaseModel):
    venue_contracts: "ContractsUnsignedVenueContracts" = Field(alias="venueContracts")


class ContractsUnsignedVenueContracts(BaseModel):
    total_count: int = Field(alias="totalCount")
    page_info: "ContractsUnsignedVenueContractsPageInfo" = Field(alias="pageInfo")
    edges: list["ContractsUnsignedVenueContractsEdges"]


class ContractsUnsignedVenueContractsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class ContractsUnsignedVenueContractsEdges(BaseModel):
    node: "ContractsUnsignedVenueContractsEdgesNode"


class ContractsUnsignedVenueContractsEdgesNode(BaseModel):
    id: str
    number: Optional[str]
    sent_on: Optional[date] = Field(alias="sentOn")
    due_on: Optional[date] = Field(alias="dueOn")
    venue: Optional["ContractsUnsignedVenueContractsEdgesNodeVenue"]


class ContractsUnsignedVenueContractsEdgesNodeVenue(BaseModel):
    id: str
    name: str
    practicums: "ContractsUnsignedVenueContractsEdgesNodeVenuePracticums"


class ContractsUnsignedVenueContractsEdgesNodeVenuePracticums(BaseModel):
    total_count: int = Field(alias="totalCount")


ContractsUnsigned.model_rebuild()
ContractsUnsignedVenueContracts.model_rebuild()
ContractsUnsignedVenueContractsEdges.model_rebuild()
ContractsUnsignedVenueContractsEdgesNode.model_rebuild()
ContractsUnsignedVenueContractsEdgesNodeVenue.model_rebuild()
