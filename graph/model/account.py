"""Who uses this system: accounts, sign-ins, tokens, audit, and the graph's own record."""

from enum import StrEnum

from graph.declaration import Cardinality, Kind, Node, Personal, Property, Relationship


class Role(StrEnum):
    """What an account may do. Source: clauses 2.6, 2.15, 3.1–3.3; requirements, «Who does what»."""

    HEAD = "head"
    CURATOR = "curator"
    COORDINATOR = "coordinator"
    AUTHORITY = "authority"
    AUTOMATION = "automation"


class TokenScope(StrEnum):
    """What a token of automation may do."""

    READ = "read"
    WRITE = "write"


ACCOUNT = Node(
    "Account",
    "учётная запись",
    "1.2",
    (
        Property("login", Kind.TEXT, "имя для входа", required=True, personal=Personal.ADULT),
        Property("role", Kind.TEXT, "роль", required=True, choices=Role),
        Property("password_hash", Kind.TEXT, "отпечаток пароля (argon2id)"),
        Property("oidc_issuer", Kind.TEXT, "издатель OIDC"),
        Property("oidc_subject", Kind.TEXT, "субъект OIDC", personal=Personal.ADULT),
        Property("oidc_identity", Kind.TEXT, "отпечаток издателя и субъекта"),
        Property("created_at", Kind.INSTANT, "создана"),
        Property("disabled_at", Kind.INSTANT, "отключена"),
    ),
    unique=("login", "oidc_identity"),
)

SIGN_IN = Node(
    "SignIn",
    "вход",
    "1.2",
    (
        Property("created_at", Kind.INSTANT, "создан", required=True),
        Property("expires_at", Kind.INSTANT, "действует до", required=True),
        Property("revoked_at", Kind.INSTANT, "отозван"),
    ),
)

TOKEN = Node(
    "Token",
    "ключ автоматики",
    "1.2",
    (
        Property("name", Kind.TEXT, "название", required=True),
        Property("hash", Kind.TEXT, "отпечаток", required=True),
        Property("scopes", Kind.TEXTS, "права", required=True, choices=TokenScope),
        Property("limited", Kind.BOOLEAN, "ограничен регионами, что названы у ключа"),
        Property("created_at", Kind.INSTANT, "создан", required=True),
        Property("expires_at", Kind.INSTANT, "действует до", required=True),
        Property("revoked_at", Kind.INSTANT, "отозван"),
        Property("last_used_on", Kind.DATE, "последний день, когда им пользовались (UTC)"),
    ),
    unique=("hash",),
)

# Its chain and order are in the id (queries.audit.writing); what is hashed are digests of `before`
# and `after` with a salt of their own, so that personal data can be destroyed and the chain holds.
AUDIT_ENTRY = Node(
    "AuditEntry",
    "запись журнала",
    "7.1",
    (
        Property("chain", Kind.TEXT, "журнал: регион или пусто", indexed=True),
        Property("number", Kind.INTEGER, "номер в журнале", required=True, minimum=1),
        Property("at", Kind.INSTANT, "когда", required=True, indexed=True),
        Property("account", Kind.TEXT, "учётная запись"),
        Property("action", Kind.TEXT, "действие", required=True),
        Property("subject_label", Kind.TEXT, "тип записи", required=True),
        Property("subject_id", Kind.TEXT, "запись", required=True, indexed=True),
        Property("before", Kind.TEXT, "было (JSON)", personal=Personal.SPECIAL),
        Property("after", Kind.TEXT, "стало (JSON)", personal=Personal.SPECIAL),
        Property("salt", Kind.TEXT, "соль отпечатков", personal=Personal.SPECIAL),
        Property("before_digest", Kind.TEXT, "отпечаток того, что было", required=True),
        Property("after_digest", Kind.TEXT, "отпечаток того, что стало", required=True),
        Property("previous_hash", Kind.TEXT, "отпечаток предыдущей записи"),
        Property("hash", Kind.TEXT, "отпечаток", required=True),
    ),
)

AUDIT_CHAIN = Node(
    "AuditChain",
    "журнал региона",
    "7.1",
    (
        Property("chain", Kind.TEXT, "регион или пусто"),
        Property("count", Kind.INTEGER, "записей", required=True, minimum=0),
        Property("last_hash", Kind.TEXT, "отпечаток последней записи"),
        Property("seal", Kind.TEXT, "отпечаток числа и последней записи"),
    ),
)

GRAPH_RECORD = Node(
    "GraphRecord",
    "сведения о графе",
    "1.1",
    (
        Property("version", Kind.INTEGER, "версия графа", minimum=0),
        Property("migrated_at", Kind.INSTANT, "обновлён"),
        Property("demo_seed", Kind.INTEGER, "зерно показательной сети"),
        Property("demo_regions", Kind.INTEGER, "регионов в показательной сети", minimum=1),
        Property("demo_students", Kind.INTEGER, "участников в показательной сети", minimum=1),
        Property("demo_moment", Kind.INSTANT, "момент, на который создана показательная сеть"),
        Property("demo_loaded_at", Kind.INSTANT, "показательная сеть загружена"),
        Property("restoring", Kind.TEXT, "восстанавливается из копии с этим отпечатком"),
    ),
)

RELATIONSHIPS = (
    # (:Account)-[:ACCOUNT_OF]->(:Person)
    Relationship(
        "ACCOUNT_OF",
        "Account",
        ("Person",),
        "person",
        "учётная запись лица",
        "1.2",
        Cardinality.OPTIONAL,
    ),
    # (:Account)-[:SEES]->(:Region)
    Relationship("SEES", "Account", ("Region",), "sees", "читает регион (ОИВ, автоматика)", "3.1"),
    # (:SignIn)-[:SIGNED_IN_AS]->(:Account)
    Relationship(
        "SIGNED_IN_AS", "SignIn", ("Account",), "account", "вход как", "1.2", Cardinality.ONE
    ),
    # (:Token)-[:TOKEN_OF]->(:Account)
    Relationship(
        "TOKEN_OF", "Token", ("Account",), "account", "ключ записи", "1.2", Cardinality.ONE
    ),
    # (:Token)-[:LIMITED_TO]->(:Region)
    Relationship("LIMITED_TO", "Token", ("Region",), "limited_to", "только эти регионы", "1.2"),
    # (:AuditEntry)-[:MADE_BY]->(:Account)
    Relationship(
        "MADE_BY", "AuditEntry", ("Account",), "made_by", "сделал", "7.1", Cardinality.OPTIONAL
    ),
)
NODES = (ACCOUNT, SIGN_IN, TOKEN, AUDIT_ENTRY, AUDIT_CHAIN, GRAPH_RECORD)
