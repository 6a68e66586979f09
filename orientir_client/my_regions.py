from pydantic import Field

from .base_model import BaseModel


class MyRegions(BaseModel):
    regions: "MyRegionsRegions"


class MyRegionsRegions(BaseModel):
    total_count: int = Field(alias="totalCount")
    edges: list["MyRegionsRegionsEdges"]


class MyRegionsRegionsEdges(BaseModel):
    node: "MyRegionsRegionsEdgesNode"


class MyRegionsRegionsEdgesNode(BaseModel):
    id: str
    name: str
    open: "MyRegionsRegionsEdgesNodeOpen"
    rights: "MyRegionsRegionsEdgesNodeRights"
    overdue: "MyRegionsRegionsEdgesNodeOverdue"
    schools: "MyRegionsRegionsEdgesNodeSchools"
    practicums: "MyRegionsRegionsEdgesNodePracticums"
    students: "MyRegionsRegionsEdgesNodeStudents"


class MyRegionsRegionsEdgesNodeOpen(BaseModel):
    total_count: int = Field(alias="totalCount")


class MyRegionsRegionsEdgesNodeRights(BaseModel):
    total_count: int = Field(alias="totalCount")


class MyRegionsRegionsEdgesNodeOverdue(BaseModel):
    total_count: int = Field(alias="totalCount")


class MyRegionsRegionsEdgesNodeSchools(BaseModel):
    total_count: int = Field(alias="totalCount")


class MyRegionsRegionsEdgesNodePracticums(BaseModel):
    total_count: int = Field(alias="totalCount")


class MyRegionsRegionsEdgesNodeStudents(BaseModel):
    total_count: int = Field(alias="totalCount")


MyRegions.model_rebuild()
MyRegionsRegions.model_rebuild()
MyRegionsRegionsEdges.model_rebuild()
MyRegionsRegionsEdgesNode.model_rebuild()
