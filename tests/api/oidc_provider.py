"""A small OIDC provider, real over HTTP: discovery, authorization, tokens signed with RS256.

It behaves as the standard says until a test asks it to lie: `Lies` changes what an id_token claims
or how it is signed.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = "orientir"
SECRET = "client secret"  # noqa: S105 - of a provider that lives for one test


@dataclass(slots=True)
class Lies:
    """How the next id_tokens differ from what they should be."""

    claims: dict[str, Any] = field(default_factory=dict)
    signing: str = "RS256"
    issuer: str = ""
    no_token: bool = False


class Provider:
    """One provider with one user, whoever that is at the moment."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.issuer = ""
        self.user = "248289761001"
        self.lies = Lies()
        self.key, self.strange = self._new_key("first"), self._new_key("first")
        self.codes: dict[str, dict[str, str]] = {}
        self.exchanged = 0

    @staticmethod
    def _new_key(kid: str) -> RSAKey:
        return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})

    def change_key(self) -> None:
        """Sign with another key from now on, as providers do."""
        self.key = self._new_key("second")

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.keys),
            ]
        )

    async def discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.lies.issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def authorize(self, request: Request) -> Response:
        """The user agrees at once; a real one would ask for a password first."""
        asked = dict(request.query_params)
        right = (asked["response_type"], asked["client_id"], asked["code_challenge_method"])
        assert right == ("code", CLIENT, "S256")
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.issuer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 303)

    async def token(self, request: Request) -> Response:
        sent = {name: str(value) for name, value in (await request.form()).items()}
        asked = self.codes.pop(sent.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or request.headers["authorization"] != f"Basic {basic}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        digest = sha256(sent["code_verifier"].encode()).digest()
        proved = _packed(digest) == asked["code_challenge"]
        if not proved or sent["redirect_uri"] != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.exchanged += 1
        answer = {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer"}
        if not self.lies.no_token:
            answer["id_token"] = self._signed(asked["nonce"])
        return JSONResponse(answer)

    def _signed(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer, "sub": self.user, "aud": CLIENT, "nonce": nonce,
            "iat": now, "exp": now + 300,
        }  # fmt: skip
        claims |= self.lies.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        match self.lies.signing:
            case "none":
                return _assembled({"alg": "none"}, claims, lambda _: b"")
            case "HS256":
                # The old trick: the public key taken for a secret that is shared.
                public = self.key.as_pem(private=False)
                header = {"alg": "HS256", "kid": str(self.key.kid)}
                return _assembled(header, claims, lambda part: hmac.digest(public, part, "sha256"))
            case "strange":
                return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.strange)
            case _:
                return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


def _assembled(
    header: dict[str, str], claims: dict[str, Any], sign: Callable[[bytes], bytes]
) -> str:
    """A JWT of the kind that no library makes."""
    parts = ".".join(_packed(json.dumps(part).encode()) for part in (header, claims))
    return f"{parts}.{_packed(sign(parts.encode()))}"


def _packed(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


@contextmanager
def served(provider: Provider) -> Iterator[Provider]:
    """The provider on a free port of this machine, for the time of the block."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        provider.issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(provider.app(), log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield provider
        finally:
            server.should_exit = True
            thread.join()
