"""Whether every node that a statement names stands under its scope, read from the text itself."""

from __future__ import annotations

import re
from collections import Counter

from queries.compiler.building import about, consented
from queries.scope import LIMITED, VISIBILITY, Rule

_NODE = re.compile(r"(?<![\w$.])\((\w*):(\w+)(?= \{|\))")
# Rule.REGION's words stand inside those of the others.
_RULES = (Rule.PERSON, Rule.OVERRIDE, Rule.REGION)


def unscoped(text: str) -> list[str]:
    """The nodes of a limited viewer's statement that are read without their type's predicate.

    What scope.py itself says (of a person's units, of a child's consent) is no step and is left
    out. A name that stands in several patterns must be under its predicate in each.
    """
    variables = sorted(set(re.findall(r"\w+", text)), key=len, reverse=True)
    for variable in variables:
        text = text.replace(consented(variable), "CONSENTED")
    scoped: Counter[tuple[str, Rule]] = Counter()
    for rule in _RULES:
        for variable in variables:
            predicate = about(LIMITED[rule], variable)
            scoped[variable, rule] += text.count(predicate)
            text = text.replace(predicate, "SCOPED")
    named = Counter((variable, label) for variable, label in _NODE.findall(text))
    return sorted(
        f"{variable}:{label}"
        for (variable, label), times in named.items()
        if VISIBILITY[label] is not Rule.DICTIONARY
        and (not variable or scoped[variable, VISIBILITY[label]] != times)
    )
