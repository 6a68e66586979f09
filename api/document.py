"""GraphQL documents: read once, checked once, kept while they are asked for.

What depends on the text alone stands here; what depends on variables or on the viewer doesn't.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any, Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    ValidationRule,
    parse,
    recommended_rules,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from api.errors import RequestError
from api.limits.measure import Measured, measure
from api.limits.rows import TOKENS
from api.schema import SCHEMA

# A token takes about 600 bytes: the cache stays below 60 MB whatever is sent.
CACHED_TOKENS: Final = 100_000
MAX_ERRORS: Final = 20
# What graphql-core says when it stops reading.
TOO_MANY_TOKENS: Final = f"more than {TOKENS.allowed} tokens"

_RULES: Final[tuple[type[ASTValidationRule], ...]] = (
    *specified_rules,
    *recommended_rules,
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)


class NoIntrospectionRule(ValidationRule):
    """Refuses to tell the schema, wherever it is asked for; `__typename` is always told."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.name.value in {"__schema", "__type"}:
            self.report_error(GraphQLError("Схему здесь не показывают.", node))


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A document with what is known of it; `problems` is empty if it may be executed.

    `plans` is for what a compiler makes of it: it lives exactly as long as the document does.
    """

    digest: bytes
    document: DocumentNode
    measured: Measured
    problems: tuple[GraphQLError, ...]
    tokens: int
    plans: dict[Hashable, Any] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to execute; RequestError if the name doesn't tell which."""
        found = [
            one
            for one in self.document.definitions
            if isinstance(one, OperationDefinitionNode)
            and (name is None or (one.name is not None and one.name.value == name))
        ]
        if len(found) != 1:
            raise RequestError("По operationName не понять, какую операцию выполнить.")
        return found[0]


class Documents:
    """Prepared documents by the digest of their text; those not asked for longest go first."""

    def __init__(self, schema: GraphQLSchema, *, explored: bool) -> None:
        self._schema = schema
        self._rules = _RULES if explored else (*_RULES, NoIntrospectionRule)
        self._hides = not explored
        self._kept: OrderedDict[bytes, Prepared] = OrderedDict()
        self._tokens = 0

    def prepare(self, text: str) -> Prepared:
        """The document of this text; GraphQLError if it isn't one, LimitError if it is too much."""
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        prepared = self._kept.get(digest)
        if prepared is None:
            prepared = self._made(digest, text)
            self._keep(prepared)
        else:
            self._kept.move_to_end(digest)
        return prepared

    def _made(self, digest: bytes, text: str) -> Prepared:
        document = _parsed(text)
        measured = measure(self._schema, document)
        problems = validate(self._schema, document, self._rules, MAX_ERRORS, self._hides)
        return Prepared(digest, document, measured, tuple(problems), document.token_count)

    def _keep(self, prepared: Prepared) -> None:
        self._kept[prepared.digest] = prepared
        self._tokens += prepared.tokens
        while self._tokens > CACHED_TOKENS:
            _, oldest = self._kept.popitem(last=False)
            self._tokens -= oldest.tokens


def _parsed(text: str) -> DocumentNode:
    try:
        return parse(text, max_tokens=TOKENS.allowed)
    except GraphQLSyntaxError as error:
        if TOO_MANY_TOKENS in error.message:
            TOKENS.check(TOKENS.allowed + 1)
        raise


@cache
def documents(*, explored: bool) -> Documents:
    """The documents of this process; `explored` if clients may ask for the schema."""
    return Documents(SCHEMA._schema, explored=explored)
