"""Writes the typed client `orientir_client/` anew from the committed schema and the examples.

Run by `make client` with ariadne-codegen's own environment as the argument; `--check` tells whether
the committed client is what those files make, without the generator.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    build_schema,
    get_named_type,
    parse,
    type_from_ast,
    visit,
)

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "orientir_client"
HEAD = '"""Клиент GraphQL для программ. Пишет `make client` по {0}; {1}."""\n\n'


def made_of() -> str:
    """The digest of what the client is made of: documents, options, and the schema they use."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    _, mark, options = project.partition("[tool.ariadne-codegen]")
    own = mark + options.partition("\n\n[tool.ruff]")[0]
    lock = (ROOT / "requirements-codegen.txt").read_bytes()
    files = sorted((ROOT / "api" / "examples").glob("*.graphql"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    schema = build_schema((ROOT / "api" / "schema.graphql").read_text(encoding="utf-8"))
    used = sorted({line for text in texts for line in used_of(schema, parse(text))})
    return _digest(own.encode(), lock, *(text.encode() for text in [*texts, *used]))


def used_of(schema: GraphQLSchema, document: DocumentNode) -> set[str]:
    """What of the schema a document touches: a change elsewhere changes nothing of the client."""
    info, found = TypeInfo(schema), set[str]()

    class Using(Visitor):
        def enter_field(self, node: FieldNode, *_: Any) -> None:
            found.add(f"{info.get_parent_type()}.{node.name.value}: {info.get_type()}")
            found.update(_values(get_named_type(info.get_type())))

        def enter_variable_definition(self, node: VariableDefinitionNode, *_: Any) -> None:
            found.update(_values(get_named_type(type_from_ast(schema, node.type))))

    visit(document, TypeInfoVisitor(info, Using()))
    return found


def _values(kind: object) -> set[str]:
    """The values of an enumeration, the fields of an input with those below them."""
    if isinstance(kind, GraphQLEnumType):
        return {f"{kind}: {', '.join(kind.values)}"}
    if not isinstance(kind, GraphQLInputObjectType):
        return set()
    found, left = set[str](), [kind]
    while left:
        one = left.pop()
        for name, field in one.fields.items():
            line = f"{one}.{name}: {field.type}"
            inner = get_named_type(field.type)
            if line not in found and isinstance(inner, GraphQLInputObjectType):
                left.append(inner)
            elif isinstance(inner, GraphQLEnumType):
                found |= _values(inner)
            found.add(line)
    return found


def made() -> str:
    """The digest of the client's files, without the head that holds it."""
    parts = []
    for path in sorted(PACKAGE.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.name == "__init__.py" and text.startswith('"""'):
            text = text.partition("\n\n")[2]
        parts.append(f"{path.name}\n{text}".encode())
    return _digest(*parts)


def head() -> str:
    """What the package has to begin with."""
    return HEAD.format(made_of(), made())


def generate(environment: Path) -> None:
    """Run the generator and sign what it has written."""
    shutil.rmtree(PACKAGE, ignore_errors=True)
    subprocess.run([environment / "bin" / "ariadne-codegen"], cwd=ROOT, check=True)  # noqa: S603
    (PACKAGE / "py.typed").touch()
    init = PACKAGE / "__init__.py"
    init.write_text(head() + init.read_text(encoding="utf-8"), encoding="utf-8")


def check() -> int:
    """0 if the client is fresh, 1 otherwise."""
    init = PACKAGE / "__init__.py"
    fresh = init.exists() and init.read_text(encoding="utf-8").startswith(head())
    if not fresh:
        print("Клиент устарел или исправлен вручную: make client", file=sys.stderr)  # noqa: T201
    return 0 if fresh else 1


def _digest(*parts: bytes) -> str:
    whole = sha256()
    for part in parts:
        whole.update(sha256(part).digest())
    return whole.hexdigest()


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    generate(Path(sys.argv[1]))
