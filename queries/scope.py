"""What a viewer may see: an Actor resolved from the graph, and one predicate per node type.

Deny by default: a label without a row in VISIBILITY can't be asked for, an account without a role
that lasts sees no region. Must not know of HTTP; must not read anything on behalf of a viewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, LiteralString

from graph.errors import AccessError
from graph.model.account import Role
from graph.session import Reader


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `everything` opens all regions; otherwise `regions` (ISO 3166-2 ids) are all.

    Whoever is `read_only` may change nothing, whatever the role: see `may_change`.
    """

    account: str
    role: Role
    person: str | None
    everything: bool
    regions: frozenset[str]
    read_only: bool = False

    def may_change(self) -> None:
        """ReadOnlyError for who only reads: an authority, a token without `write`."""
        if self.read_only:
            raise ReadOnlyError

    def parameters(self, **more: Any) -> dict[str, Any]:
        """The parameters that every scoped statement needs, together with its own."""
        return {
            "scope_all": self.everything,
            "scope_regions": sorted(self.regions),
            "scope_person": self.person or "",
            **more,
        }


class ReadOnlyError(AccessError):
    """Only reads, and asked for a change."""

    code = "READ_ONLY"

    def __init__(self) -> None:
        super().__init__("У вас есть право только читать: ничего не изменено.")


class Rule(StrEnum):
    """Why a node may be seen."""

    REGION = "в одном из своих регионов"
    PERSON = "взрослый с ролью в одном из своих регионов"
    OVERRIDE = "общий срок или срок своего региона"
    DICTIONARY = "справочник: любому вошедшему"
    NEVER = "никому"


VISIBILITY: Final[dict[str, Rule]] = {
    "Account": Rule.NEVER,
    "Alert": Rule.REGION,
    "Appeal": Rule.REGION,
    "Assignment": Rule.REGION,
    "AuditChain": Rule.NEVER,
    "AuditEntry": Rule.NEVER,
    "Authority": Rule.REGION,
    "Cabinet": Rule.REGION,
    "Campaign": Rule.DICTIONARY,
    "Comment": Rule.REGION,
    "Competence": Rule.DICTIONARY,
    "Consent": Rule.REGION,
    "Deadline": Rule.OVERRIDE,
    "Delivery": Rule.REGION,
    "DestructionAct": Rule.REGION,
    "Document": Rule.REGION,
    "Extension": Rule.REGION,
    "FederalDistrict": Rule.DICTIONARY,
    "FormatWindow": Rule.DICTIONARY,
    "Gap": Rule.REGION,
    "GapEvent": Rule.REGION,
    "GraphRecord": Rule.NEVER,
    "Guardian": Rule.REGION,
    "IdempotencyKey": Rule.NEVER,
    "ImpairmentGroup": Rule.DICTIONARY,
    "ImportBatch": Rule.REGION,
    "ImportPart": Rule.NEVER,
    "InformationRequest": Rule.REGION,
    "Licence": Rule.REGION,
    "MediaFile": Rule.REGION,
    "Mentor": Rule.REGION,
    "MergedRecord": Rule.NEVER,
    "Municipality": Rule.REGION,
    "Nomination": Rule.REGION,
    "Operator": Rule.DICTIONARY,
    "Organisation": Rule.DICTIONARY,
    "Person": Rule.PERSON,
    "Practicum": Rule.REGION,
    "ProfessionalArea": Rule.DICTIONARY,
    "PromotionMeasure": Rule.REGION,
    "Qualification": Rule.REGION,
    "Recommendation": Rule.REGION,
    "Region": Rule.REGION,
    "ReportDuty": Rule.REGION,
    "ReportVersion": Rule.REGION,
    "Scan": Rule.REGION,
    "School": Rule.REGION,
    "SignIn": Rule.NEVER,
    "StageResult": Rule.REGION,
    "Student": Rule.REGION,
    "Token": Rule.NEVER,
    "TrainingEvent": Rule.REGION,
    "TrainingNeed": Rule.REGION,
    "Venue": Rule.REGION,
    "VenueContract": Rule.REGION,
    "Waiver": Rule.REGION,
}

# Each is about the variable `n`. A role that ended still shows the person: history has names.
LIMITED: Final[dict[Rule, LiteralString]] = {
    Rule.REGION: "n.region IN $scope_regions",
    Rule.PERSON: """(n.id = $scope_person
  OR EXISTS {
    MATCH (n)-[:CURATES|COORDINATES|CONTACT_OF|REPRESENTS|NAVIGATES|EXPERT_AT]->(scope_unit)
    WHERE scope_unit.region IN $scope_regions
  }
  OR EXISTS {
    MATCH (n)<-[:IS_PERSON|NOMINATES]-(scope_record)
    WHERE scope_record.region IN $scope_regions
  })""",
    Rule.OVERRIDE: """(NOT EXISTS { (n)-[:OVERRIDES_IN]->(:Region) }
  OR EXISTS {
    MATCH (n)-[:OVERRIDES_IN]->(scope_unit:Region) WHERE scope_unit.region IN $scope_regions
  })""",
    Rule.DICTIONARY: "true",
    Rule.NEVER: "false",
}
"""What an actor who doesn't see everything may see."""

_WHOLE: Final = frozenset({Rule.DICTIONARY, Rule.NEVER})
PREDICATES: Final[dict[Rule, LiteralString]] = {
    rule: limited if rule in _WHOLE else "($scope_all OR " + limited + ")"
    for rule, limited in LIMITED.items()
}
"""The same for any actor, in statements written by hand."""

# The child `n` may be named and its words shown: the consent in force covers processing today,
# whatever past moment is asked about. Source: clauses 5.2.3, 5.4.2; graph.policy.consent.
CONSENTED: LiteralString = """n.processing_stopped_at IS NULL AND EXISTS {
    MATCH (n)<-[:FOR_CHILD]-(consent:Consent)
    WHERE 'processing' IN consent.purposes AND consent.given_on <= $consent_day
      AND (consent.valid_until IS NULL OR $consent_day <= consent.valid_until)
      AND (consent.withdrawn_at IS NULL OR $now < consent.withdrawn_at)
      AND (consent.refused_on IS NULL OR consent.refused_on < consent.given_on
        OR $consent_day < consent.refused_on)
      AND (NOT EXISTS { (consent)-[:SIGNED_BY]->(:Guardian) } OR EXISTS {
        MATCH (consent)-[:SIGNED_BY]->(:Guardian)-[signer:GUARDIAN_OF]->(n)
        WHERE signer.legal AND signer.from <= consent.given_on
          AND (signer.to IS NULL OR consent.given_on < signer.to)
      })
  }"""


def predicate(label: str) -> LiteralString:
    """Cypher that holds for the nodes `n` of this label an actor may see; KeyError if unknown."""
    return PREDICATES[VISIBILITY[label]]


# $moment: the network's clock. A role counts on the region's own calendar day.
ACTOR: LiteralString = """
MATCH (a:Account {id: $account})
WHERE a.disabled_at IS NULL
OPTIONAL MATCH (a)-[:ACCOUNT_OF]->(p:Person)
RETURN a.role AS role, p.id AS person,
  a.role = 'head' AND EXISTS {
    MATCH (p)-[w:WORKS_FOR]->(:Operator)
    WHERE w.heads_curators AND w.from <= date($moment)
      AND (w.to IS NULL OR date($moment) < w.to)
  } AS everything,
  COLLECT {
    MATCH (p)-[k:CURATES|COORDINATES]->(r:Region)
    WITH k, r, date(datetime({datetime: $moment, timezone: r.zone})) AS today
    WHERE type(k) = CASE a.role WHEN 'curator' THEN 'CURATES'
                                WHEN 'coordinator' THEN 'COORDINATES' END
      AND k.from <= today AND (k.to IS NULL OR today < k.to)
    RETURN DISTINCT r.id
  } + COLLECT {
    MATCH (a)-[:SEES]->(r:Region)
    WHERE a.role IN ['authority', 'automation']
    RETURN DISTINCT r.id
  } AS regions
"""


async def actor(reader: Reader, account: str, moment: datetime) -> Actor | None:
    """The actor an account is at `moment`; None if there is no such account or it is disabled.

    Source: clauses 2.6, 2.15, 3.1; requirements, «Who does what».
    """
    rows = await reader.rows(ACTOR, {"account": account, "moment": moment})
    if not rows:
        return None
    row = rows[0]
    role = Role(row["role"])
    return Actor(
        account,
        role,
        row["person"],
        row["everything"],
        frozenset(row["regions"]),
        read_only=role is Role.AUTHORITY,
    )
