from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any, Optional, Union

from .alert_raised import AlertRaised
from .any_record import AnyRecord
from .async_base_client import AsyncBaseClient
from .attending_without_consent import AttendingWithoutConsent
from .base_model import UNSET, UnsetType
from .changes_since import ChangesSince
from .comment_gap import CommentGap
from .competences_not_offered import CompetencesNotOffered
from .confirm_import import ConfirmImport
from .confirm_practicum import ConfirmPracticum
from .contracts_unsigned import ContractsUnsigned
from .delay_impact import DelayImpact
from .documents_against_attendance import DocumentsAgainstAttendance
from .gaps_by_rule import GapsByRule
from .groups_without_practicum import GroupsWithoutPracticum
from .import_kinds import ImportKinds
from .input_types import ReportPoint
from .late_answers import LateAnswers
from .mentors_without_documents import MentorsWithoutDocuments
from .my_regions import MyRegions
from .open_gaps import OpenGaps
from .practicums_by_competence import PracticumsByCompetence
from .practicums_by_municipality import PracticumsByMunicipality
from .practicums_unconfirmed import PracticumsUnconfirmed
from .regions_without_coordinator import RegionsWithoutCoordinator
from .report_behind import ReportBehind
from .report_moved import ReportMoved
from .report_numbers import ReportNumbers
from .report_timeliness import ReportTimeliness
from .reports_due import ReportsDue
from .root_causes import RootCauses
from .school_gaps import SchoolGaps
from .schools_without_students import SchoolsWithoutStudents
from .students_by_grade import StudentsByGrade
from .students_registered import StudentsRegistered
from .students_without_recommendation import StudentsWithoutRecommendation
from .then_and_now import ThenAndNow
from .trace_gap import TraceGap
from .what_changed import WhatChanged


def gql(q: str) -> str:
    return q


class OrientirClient(AsyncBaseClient):
    async def alert_raised(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> AsyncIterator[AlertRaised]:
        query = gql("""
            subscription AlertRaised($region: ID, $after: ID) {
              alertRaised(region: $region, after: $after) {
                id
                rule
                raisedAt
                regionId
                gap {
                  id
                  title
                  severity
                  count
                }
              }
            }
            """)
        variables: dict[str, object] = {"region": region, "after": after}
        async for data in self.execute_ws(
            query=query, operation_name="AlertRaised", variables=variables, **kwargs
        ):
            yield AlertRaised.model_validate(data)

    async def any_record(self, id: str, **kwargs: Any) -> AnyRecord:
        query = gql("""
            query AnyRecord($id: ID!) {
              node(id: $id) {
                __typename
                id
                ... on Region {
                  name
                  gaps {
                    totalCount
                  }
                }
                ... on School {
                  name
                  regionId
                }
                ... on Venue {
                  name
                  regionId
                }
                ... on Practicum {
                  title
                  onDay
                  regionId
                }
                ... on Gap {
                  title
                  state
                  regionId
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="AnyRecord", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AnyRecord.model_validate(data)

    async def comment_gap(self, gap: str, text: str, **kwargs: Any) -> CommentGap:
        query = gql("""
            mutation CommentGap($gap: ID!, $text: String!) {
              commentGap(id: $gap, text: $text) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"gap": gap, "text": text}
        response = await self.execute(
            query=query, operation_name="CommentGap", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CommentGap.model_validate(data)

    async def confirm_import(
        self, id: str, digest: str, good: bool, **kwargs: Any
    ) -> ConfirmImport:
        query = gql("""
            mutation ConfirmImport($id: ID!, $digest: String!, $good: Boolean! = false) {
              confirmImport(id: $id, digest: $digest, goodRows: $good) {
                __typename
                ... on ImportSummary {
                  state
                  total
                  written
                }
                ... on ImportRefusal {
                  code
                  message
                  field
                  rows
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "digest": digest, "good": good}
        response = await self.execute(
            query=query, operation_name="ConfirmImport", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ConfirmImport.model_validate(data)

    async def confirm_practicum(
        self,
        practicum: str,
        version: Union[Optional[int], UnsetType] = UNSET,
        key: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ConfirmPracticum:
        query = gql("""
            mutation ConfirmPracticum($practicum: ID!, $version: Int, $key: String) {
              confirmPracticum(
                input: {id: $practicum}
                expectedVersion: $version
                idempotencyKey: $key
              ) {
                __typename
                ... on Changed {
                  id
                  label
                  version
                  entry
                  repeated
                  scanned
                }
                ... on Problem {
                  code
                  message
                  field
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "practicum": practicum,
            "version": version,
            "key": key,
        }
        response = await self.execute(
            query=query,
            operation_name="ConfirmPracticum",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ConfirmPracticum.model_validate(data)

    async def contracts_unsigned(
        self,
        region: str,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ContractsUnsigned:
        query = gql("""
            query ContractsUnsigned($region: ID!, $first: Int = 20, $after: String) {
              venueContracts(
                first: $first
                after: $after
                filter: {regionId: {eq: $region}, signedOn: {isNull: true}}
                orderBy: [{field: DUE_ON, direction: ASC}]
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    number
                    sentOn
                    dueOn
                    venue {
                      id
                      name
                      practicums(filter: {cancelledAt: {isNull: true}}) {
                        totalCount
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="ContractsUnsigned",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ContractsUnsigned.model_validate(data)

    async def delay_impact(
        self, label: str, id: str, days: int, **kwargs: Any
    ) -> DelayImpact:
        query = gql("""
            query DelayImpact($label: String!, $id: ID!, $days: Int!) {
              impact(label: $label, id: $id, days: $days) {
                children
                recommendations
                reports
                practicums {
                  id
                  title
                  onDay
                  children
                }
              }
            }
            """)
        variables: dict[str, object] = {"label": label, "id": id, "days": days}
        response = await self.execute(
            query=query, operation_name="DelayImpact", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DelayImpact.model_validate(data)

    async def gaps_by_rule(self, region: str, **kwargs: Any) -> GapsByRule:
        query = gql("""
            query GapsByRule($region: ID!) {
              gapsBy(
                by: [RULE, SEVERITY]
                filter: {regionId: {eq: $region}, state: {eq: OPEN}}
              ) {
                rule
                severity
                count
              }
            }
            """)
        variables: dict[str, object] = {"region": region}
        response = await self.execute(
            query=query, operation_name="GapsByRule", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GapsByRule.model_validate(data)

    async def import_kinds(self, **kwargs: Any) -> ImportKinds:
        query = gql("""
            query ImportKinds {
              importKinds {
                name
                title
                about
                clause
                template
                columns {
                  key
                  title
                  required
                  synonyms
                  words
                  example
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="ImportKinds", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ImportKinds.model_validate(data)

    async def my_regions(
        self, first: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> MyRegions:
        query = gql("""
            query MyRegions($first: Int = 100) {
              regions(first: $first, orderBy: [{field: NAME, direction: ASC}]) {
                totalCount
                edges {
                  node {
                    id
                    name
                    open: gaps(filter: {state: {eq: OPEN}}) {
                      totalCount
                    }
                    rights: gaps(filter: {state: {eq: OPEN}, severity: {eq: A}}) {
                      totalCount
                    }
                    overdue: gaps(filter: {state: {eq: OPEN}, overdue: {eq: true}}) {
                      totalCount
                    }
                    schools {
                      totalCount
                    }
                    practicums {
                      totalCount
                    }
                    students {
                      totalCount
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"first": first}
        response = await self.execute(
            query=query, operation_name="MyRegions", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MyRegions.model_validate(data)

    async def open_gaps(
        self,
        region: str,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> OpenGaps:
        query = gql("""
            query OpenGaps($region: ID!, $first: Int = 20, $after: String) {
              gaps(
                first: $first
                after: $after
                filter: {regionId: {eq: $region}, state: {eq: OPEN}}
                orderBy: [{field: BLOCKED_CHILDREN, direction: DESC}, {field: DUE_ON, direction: ASC}]
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    rule
                    case
                    title
                    severity
                    count
                    population
                    dueOn
                    overdue
                    root
                    blockedChildren
                    version
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="OpenGaps", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OpenGaps.model_validate(data)

    async def practicums_by_competence(
        self, region: str, from_: date, until: date, **kwargs: Any
    ) -> PracticumsByCompetence:
        query = gql("""
            query PracticumsByCompetence($region: ID!, $from: Date!, $until: Date!) {
              practicumsBy(
                by: [COMPETENCE]
                filter: {regionId: {eq: $region}, onDay: {gte: $from, lt: $until}, heldAt: {isNull: false}}
              ) {
                competence {
                  id
                  name
                }
                count
              }
            }
            """)
        variables: dict[str, object] = {"region": region, "from": from_, "until": until}
        response = await self.execute(
            query=query,
            operation_name="PracticumsByCompetence",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PracticumsByCompetence.model_validate(data)

    async def practicums_by_municipality(
        self, region: str, **kwargs: Any
    ) -> PracticumsByMunicipality:
        query = gql("""
            query PracticumsByMunicipality($region: ID!) {
              practicumsBy(
                by: [MUNICIPALITY, FORMAT]
                filter: {regionId: {eq: $region}, cancelledAt: {isNull: true}}
              ) {
                municipality {
                  id
                  name
                }
                format
                count
              }
            }
            """)
        variables: dict[str, object] = {"region": region}
        response = await self.execute(
            query=query,
            operation_name="PracticumsByMunicipality",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PracticumsByMunicipality.model_validate(data)

    async def practicums_unconfirmed(
        self,
        region: str,
        from_: date,
        until: date,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> PracticumsUnconfirmed:
        query = gql("""
            query PracticumsUnconfirmed($region: ID!, $from: Date!, $until: Date!, $first: Int = 20, $after: String) {
              practicums(
                first: $first
                after: $after
                filter: {regionId: {eq: $region}, onDay: {gte: $from, lt: $until}, confirmedAt: {isNull: true}, cancelledAt: {isNull: true}}
                orderBy: [{field: ON_DAY, direction: ASC}]
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    title
                    format
                    onDay
                    venue {
                      id
                      name
                    }
                    competence {
                      name
                    }
                    enrolled {
                      totalCount
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "from": from_,
            "until": until,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="PracticumsUnconfirmed",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PracticumsUnconfirmed.model_validate(data)

    async def report_behind(
        self,
        kind: int,
        part: str,
        column: str,
        region: Union[Optional[str], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ReportBehind:
        query = gql("""
            query ReportBehind($kind: Int!, $region: ID, $part: String!, $column: String!, $first: Int = 20, $after: String) {
              report(kind: $kind, region: $region) {
                asOf
                part(key: $part) {
                  title
                  total(column: $column) {
                    number
                    records(first: $first, after: $after) {
                      edges {
                        node {
                          label
                          id
                          text
                          times
                        }
                      }
                      pageInfo {
                        hasNextPage
                        endCursor
                      }
                    }
                  }
                  rows {
                    key
                    cell(column: $column) {
                      number
                      state
                      opens
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "kind": kind,
            "region": region,
            "part": part,
            "column": column,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="ReportBehind", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReportBehind.model_validate(data)

    async def report_moved(
        self,
        from_: ReportPoint,
        to: ReportPoint,
        kind: Union[Optional[int], UnsetType] = UNSET,
        region: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ReportMoved:
        query = gql("""
            query ReportMoved($kind: Int, $region: ID, $from: ReportPoint!, $to: ReportPoint!) {
              compareReports(kind: $kind, region: $region, from: $from, to: $to) {
                differences {
                  count
                  cells(first: 100) {
                    part
                    row
                    column
                    title
                    then {
                      text
                    }
                    now {
                      text
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "kind": kind,
            "region": region,
            "from": from_,
            "to": to,
        }
        response = await self.execute(
            query=query, operation_name="ReportMoved", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReportMoved.model_validate(data)

    async def report_numbers(
        self,
        kind: int,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ReportNumbers:
        query = gql("""
            query ReportNumbers($kind: Int!, $region: ID, $asOf: DateTime) {
              report(kind: $kind, region: $region, asOf: $asOf) {
                title
                placeName
                periodFrom
                periodTo
                summary {
                  title
                  fact {
                    text
                  }
                  plan {
                    text
                  }
                  percent {
                    text
                  }
                  accepted {
                    text
                  }
                  change {
                    text
                  }
                }
                life {
                  version
                  state
                  dueOn
                  onTime
                }
                parts {
                  key
                  title
                  columns {
                    key
                    title
                    group
                    kind
                    opens
                  }
                  rows {
                    key
                    cells {
                      column
                      state
                      text
                      number
                    }
                  }
                  totals {
                    column
                    state
                    text
                    number
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"kind": kind, "region": region, "asOf": as_of}
        response = await self.execute(
            query=query, operation_name="ReportNumbers", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReportNumbers.model_validate(data)

    async def report_timeliness(
        self,
        campaign: str,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ReportTimeliness:
        query = gql("""
            query ReportTimeliness($campaign: ID!, $region: ID, $asOf: DateTime) {
              timeliness(campaign: $campaign, region: $region, asOf: $asOf) {
                region
                regionName
                coordinator
                duties
                onTime
                late
                overdue
                ahead
                returned
                accepted
                mostLateDays
                percent
              }
            }
            """)
        variables: dict[str, object] = {
            "campaign": campaign,
            "region": region,
            "asOf": as_of,
        }
        response = await self.execute(
            query=query,
            operation_name="ReportTimeliness",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ReportTimeliness.model_validate(data)

    async def reports_due(
        self,
        region: str,
        until: date,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ReportsDue:
        query = gql("""
            query ReportsDue($region: ID!, $until: Date!, $first: Int = 20, $after: String) {
              reportDuties(
                first: $first
                after: $after
                filter: {regionId: {eq: $region}, dueOn: {lte: $until}, reportVersions: {none: {}}}
                orderBy: [{field: DUE_ON, direction: ASC}]
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    form
                    dueOn
                    periodFrom
                    periodTo
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "until": until,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="ReportsDue", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReportsDue.model_validate(data)

    async def root_causes(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        rule: Union[Optional[str], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> RootCauses:
        query = gql("""
            query RootCauses($region: ID, $rule: String, $first: Int = 20, $after: String) {
              rootCauses(region: $region, rule: $rule, first: $first, after: $after) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    blockedGaps
                    blockedChildren
                    reports
                    gap {
                      id
                      rule
                      case
                      title
                      severity
                      count
                      dueOn
                      overdue
                      regionId
                      unit {
                        label
                        id
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "rule": rule,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="RootCauses", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RootCauses.model_validate(data)

    async def attending_without_consent(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> AttendingWithoutConsent:
        query = gql("""
            query AttendingWithoutConsent($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              attendingWithoutConsent(
                region: $region
                asOf: $asOf
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    onDay
                    practicum
                    title
                    student
                    school
                    schoolName
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="AttendingWithoutConsent",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AttendingWithoutConsent.model_validate(data)

    async def changes_since(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        since: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> ChangesSince:
        query = gql("""
            query ChangesSince($region: ID, $asOf: DateTime, $since: DateTime, $first: Int = 20, $after: String) {
              changesSince(
                region: $region
                asOf: $asOf
                since: $since
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    at
                    change
                    rule
                    case
                    severity
                    gap
                    count
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "since": since,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="ChangesSince", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChangesSince.model_validate(data)

    async def competences_not_offered(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> CompetencesNotOffered:
        query = gql("""
            query CompetencesNotOffered($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              competencesNotOffered(
                region: $region
                asOf: $asOf
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    regionName
                    competence
                    competenceName
                    children
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="CompetencesNotOffered",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CompetencesNotOffered.model_validate(data)

    async def documents_against_attendance(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> DocumentsAgainstAttendance:
        query = gql("""
            query DocumentsAgainstAttendance($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              documentsAgainstAttendance(
                region: $region
                asOf: $asOf
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    venue
                    venueName
                    practicum
                    title
                    onDay
                    document
                    inAct
                    attended
                    difference
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="DocumentsAgainstAttendance",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DocumentsAgainstAttendance.model_validate(data)

    async def groups_without_practicum(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> GroupsWithoutPracticum:
        query = gql("""
            query GroupsWithoutPracticum($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              groupsWithoutPracticum(
                region: $region
                asOf: $asOf
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    regionName
                    impairmentGroup
                    groupName
                    students
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="GroupsWithoutPracticum",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return GroupsWithoutPracticum.model_validate(data)

    async def late_answers(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> LateAnswers:
        query = gql("""
            query LateAnswers($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              lateAnswers(region: $region, asOf: $asOf, first: $first, after: $after) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    request
                    subject
                    askedAt
                    dueOn
                    answeredAt
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="LateAnswers", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return LateAnswers.model_validate(data)

    async def mentors_without_documents(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> MentorsWithoutDocuments:
        query = gql("""
            query MentorsWithoutDocuments($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              mentorsWithoutDocuments(
                region: $region
                asOf: $asOf
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    mentor
                    practicums
                    held
                    firstOn
                    attendances
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="MentorsWithoutDocuments",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return MentorsWithoutDocuments.model_validate(data)

    async def regions_without_coordinator(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> RegionsWithoutCoordinator:
        query = gql("""
            query RegionsWithoutCoordinator($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              regionsWithoutCoordinator(
                region: $region
                asOf: $asOf
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    regionName
                    venue
                    venueName
                    held
                    attendances
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="RegionsWithoutCoordinator",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RegionsWithoutCoordinator.model_validate(data)

    async def schools_without_students(
        self,
        region: Union[Optional[str], UnsetType] = UNSET,
        as_of: Union[Optional[datetime], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> SchoolsWithoutStudents:
        query = gql("""
            query SchoolsWithoutStudents($region: ID, $asOf: DateTime, $first: Int = 20, $after: String) {
              schoolsWithoutStudents(
                region: $region
                asOf: $asOf
                first: $first
                after: $after
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    region
                    municipality
                    school
                    schoolName
                    planned
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "asOf": as_of,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="SchoolsWithoutStudents",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SchoolsWithoutStudents.model_validate(data)

    async def school_gaps(self, school: str, **kwargs: Any) -> SchoolGaps:
        query = gql("""
            query SchoolGaps($school: ID!) {
              school(id: $school) {
                id
                name
                municipality {
                  name
                }
                representatives {
                  edges {
                    from
                    to
                    node {
                      id
                      fullName
                    }
                  }
                }
                navigators {
                  edges {
                    from
                    to
                    node {
                      id
                      fullName
                    }
                  }
                }
                gaps(filter: {state: {eq: OPEN}}, orderBy: [{field: SEVERITY, direction: ASC}]) {
                  totalCount
                  edges {
                    node {
                      id
                      title
                      advice
                      clause
                      severity
                      count
                      dueOn
                      answeredBy {
                        id
                        fullName
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"school": school}
        response = await self.execute(
            query=query, operation_name="SchoolGaps", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SchoolGaps.model_validate(data)

    async def students_by_grade(self, region: str, **kwargs: Any) -> StudentsByGrade:
        query = gql("""
            query StudentsByGrade($region: ID!) {
              studentsBy(by: [GRADE], filter: {regionId: {eq: $region}}) {
                grade
                count
              }
            }
            """)
        variables: dict[str, object] = {"region": region}
        response = await self.execute(
            query=query, operation_name="StudentsByGrade", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StudentsByGrade.model_validate(data)

    async def students_registered(
        self,
        region: str,
        from_: datetime,
        until: datetime,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> StudentsRegistered:
        query = gql("""
            query StudentsRegistered($region: ID!, $from: DateTime!, $until: DateTime!, $first: Int = 20, $after: String) {
              students(
                first: $first
                after: $after
                filter: {regionId: {eq: $region}, registeredAt: {gte: $from, lt: $until}}
                orderBy: [{field: REGISTERED_AT, direction: ASC}]
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    grade
                    registeredAt
                    consentMark
                    school {
                      id
                      name
                      municipality {
                        name
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "region": region,
            "from": from_,
            "until": until,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query,
            operation_name="StudentsRegistered",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StudentsRegistered.model_validate(data)

    async def students_without_recommendation(
        self, region: str, **kwargs: Any
    ) -> StudentsWithoutRecommendation:
        query = gql("""
            query StudentsWithoutRecommendation($region: ID!) {
              studentsBy(
                by: [SCHOOL]
                filter: {regionId: {eq: $region}, attendances: {some: {heldAt: {isNull: false}}}, recommendations: {none: {}}}
              ) {
                school {
                  id
                  name
                }
                count
              }
            }
            """)
        variables: dict[str, object] = {"region": region}
        response = await self.execute(
            query=query,
            operation_name="StudentsWithoutRecommendation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StudentsWithoutRecommendation.model_validate(data)

    async def then_and_now(
        self, region: str, as_of: datetime, **kwargs: Any
    ) -> ThenAndNow:
        query = gql("""
            query ThenAndNow($region: ID!, $asOf: DateTime!) {
              then: studentsBy(by: [GRADE], filter: {regionId: {eq: $region}}, asOf: $asOf) {
                grade
                count
              }
              now: studentsBy(by: [GRADE], filter: {regionId: {eq: $region}}) {
                grade
                count
              }
              regionThen: region(id: $region, asOf: $asOf) {
                practicums(filter: {heldAt: {isNull: false}}) {
                  totalCount
                }
              }
              regionNow: region(id: $region) {
                practicums(filter: {heldAt: {isNull: false}}) {
                  totalCount
                }
              }
            }
            """)
        variables: dict[str, object] = {"region": region, "asOf": as_of}
        response = await self.execute(
            query=query, operation_name="ThenAndNow", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ThenAndNow.model_validate(data)

    async def trace_gap(
        self, gap: str, first: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> TraceGap:
        query = gql("""
            query TraceGap($gap: ID!, $first: Int = 50) {
              trace(gap: $gap, first: $first) {
                gap {
                  id
                  title
                }
                roots {
                  id
                  title
                  severity
                  unit {
                    label
                    id
                  }
                }
                causes {
                  distance
                  via
                  last
                  gap {
                    id
                    title
                    count
                  }
                }
                blocked {
                  distance
                  via
                  last
                  gap {
                    id
                    title
                    count
                  }
                }
                heldGaps
                heldRecords
                truncated
              }
            }
            """)
        variables: dict[str, object] = {"gap": gap, "first": first}
        response = await self.execute(
            query=query, operation_name="TraceGap", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TraceGap.model_validate(data)

    async def what_changed(
        self,
        since: datetime,
        region: Union[Optional[str], UnsetType] = UNSET,
        first: Union[Optional[int], UnsetType] = UNSET,
        after: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> WhatChanged:
        query = gql("""
            query WhatChanged($since: DateTime!, $region: ID, $first: Int = 20, $after: String) {
              whatChanged(since: $since, region: $region, first: $first, after: $after) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    change
                    at
                    gap {
                      id
                      rule
                      title
                      severity
                      state
                      count
                      regionId
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "since": since,
            "region": region,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="WhatChanged", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WhatChanged.model_validate(data)
