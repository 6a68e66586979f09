"""What a client's repeated request is known by, so that it changes nothing twice."""

from graph.declaration import Kind, Node, Property

IDEMPOTENCY_KEY = Node(
    "IdempotencyKey",
    "ключ повтора",
    "7.1",
    (
        Property("body_hash", Kind.TEXT, "отпечаток запроса", required=True),
        Property("result", Kind.TEXT, "первый ответ (JSON, без персональных данных)"),
        Property("at", Kind.INSTANT, "когда", required=True, indexed=True),
    ),
)

RELATIONSHIPS = ()
NODES = (IDEMPOTENCY_KEY,)
